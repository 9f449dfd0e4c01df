"""Hidden characters: what nobody sees in a text, but a model or a pattern would trip over."""

import re

HIDDEN = (
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
"""As a character class: controls, soft hyphens, zero widths, direction marks, variation selectors, tags."""

_HIDDEN = re.compile(HIDDEN)


def strip_invisible(text: str) -> str:
    """The text without hidden characters."""
    return _HIDDEN.sub("", text)
