"""Thresholds: whether somebody's words name a limit: a value, a share or a score that something must stay under."""

import re

from bot.domain.quotation.languages import guess_language
from bot.domain.quotation.scope import find_scopes

_DEFAULT = "en"
_LIMITS = frozenset({"over", "under"})
_MEASURED = re.compile(
    r"(?:[€$£¥]\s?)?\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+|\s?%|\s?(?:k|m)?\s?(?:€|\$|£|¥|円|元|eur\w*|"
    r"usd|gbp|chf|dollars?|pounds?|per ?cent|points?)\b|\s?[€$£¥])|[€$£¥]\s?\d+|[<>≤≥]\s?\d+",
    re.I,
)
"""A sum, a share, or what has decimals: a score. A plain count is none, or "over 20 clerks" would be a limit."""
_BEFORE = 24
"""Letters before a figure in which the word of the limit stands."""


def names_limit(words: str) -> bool:
    """Whether a figure stands there right behind "over", "under" or their like."""
    language = guess_language(words) or _DEFAULT
    return any(
        found.group()[0] in "<>≤≥"
        or _LIMITS & find_scopes(words[max(0, found.start() - _BEFORE) : found.start()], language)
        for found in _MEASURED.finditer(words)
    )
