"""Redaction: keys, tokens, passwords and codes that people paste are taken out before anything keeps them.

The rules read a text folded, whatever its letters look like and the hidden ones gone; what they find is replaced in the
text as it was written.
"""

from bot.redaction.redactor import SecretRedactor as SecretRedactor
