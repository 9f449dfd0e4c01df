"""Hidden characters: what nobody sees in a text, but a model, a pattern or a database would trip over."""

import re
import unicodedata
from collections.abc import Iterable

HIDDEN = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
"""As a character class: controls, soft hyphens, zero widths, fillers, direction marks, variation selectors, tags."""

_HIDDEN = re.compile(HIDDEN)
_SURROGATE = re.compile("[\ud800-\udfff]")


def strip_invisible(text: str) -> str:
    """The text without hidden characters; what is no character at all is replaced."""
    return _HIDDEN.sub("", replace_surrogates(text))


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of it."""
    return all(char == "\u2800" or unicodedata.category(char)[0] in "ZCM" for char in strip_invisible(text))


def has_surrogates(values: Iterable[object]) -> bool:
    """Whether any text among them holds half a character. A plain loop: it is asked of whatever is read or built."""
    for value in values:  # noqa: SIM110 - what its remedy builds costs as much again
        if isinstance(value, str) and not value.isascii() and _SURROGATE.search(value):
            return True
    return False


def replace_surrogates(text: str) -> str:
    """The text with half characters, which no file, database or JSON takes, as a replacement sign; two halves that
    belong together become the character that they are."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
