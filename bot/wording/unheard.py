"""What is said of a challenge whose reason was not read, by whose it was."""

from collections.abc import Iterable

from bot.domain.interview.voices import UnheardReason
from bot.wording.formatter import format_count

_WHOSE = {"left": "somebody who left", "outside": "somebody of another organisation"}


def describe_unheard(reasons: Iterable[UnheardReason]) -> str:
    """Empty where all were read."""
    by = [reason.because for reason in reasons]
    told = [f"{format_count(by.count(one), 'reason')} by {whose}" for one, whose in _WHOSE.items() if one in by]
    return f"Not read, since it counts for nothing any more: {' and '.join(told)}." if told else ""
