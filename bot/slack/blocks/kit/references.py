"""Reference: the ids that a button's value or a modal's private metadata carries, as compact JSON."""

import json

from pydantic import ValidationError

from bot.domain.core.errors import InvalidInput
from bot.domain.core.model import Value

_MOST = 2000
"""A button's value; private metadata may hold 3000."""


class Reference(Value):
    """What a click is about. Ids only: whoever reads the payload learns nothing else."""

    interview: str | None = None
    question: str | None = None
    turn: str | None = None
    pilot: str | None = None
    assessment: str | None = None
    plan: str | None = None
    action: str | None = None
    criterion: str | None = None
    channel: str | None = None
    message: str | None = None
    """A Slack message's ts."""
    thread: str | None = None
    """The ts of its thread's root."""
    person: str | None = None
    page: int | None = None
    week: str | None = None
    """The ISO week of a digest, whose leader is `person`."""
    subject: str | None = None
    """What a decision is about."""


_KEYS = {
    "interview": "i",
    "question": "q",
    "turn": "t",
    "pilot": "p",
    "assessment": "a",
    "plan": "l",
    "action": "d",
    "criterion": "k",
    "channel": "c",
    "message": "m",
    "thread": "r",
    "person": "u",
    "page": "n",
    "week": "w",
    "subject": "s",
}
_FIELDS = {short: field for field, short in _KEYS.items()}


def pack_reference(reference: Reference) -> str:
    """Raises ValueError where ids are so long that Slack would refuse them: an id is never cut."""
    ids = {short: found for field, short in _KEYS.items() if (found := getattr(reference, field)) is not None}
    text = json.dumps(ids, separators=(",", ":"), ensure_ascii=False)
    if len(text.encode("utf-16-le")) // 2 > _MOST:
        raise ValueError(f"A reference of {len(text)} characters does not fit into a button.")
    return text


def parse_reference(text: str) -> Reference:
    """Raises InvalidInput where it is none of ours. Keys of a newer or older version are passed over."""
    try:
        ids = json.loads(text or "{}")
        return Reference(**{_FIELDS[short]: value for short, value in ids.items() if short in _FIELDS})
    except (ValueError, AttributeError, TypeError, RecursionError, ValidationError) as exc:
        raise InvalidInput(
            "That button is one I no longer understand. `/pilot status` shows where things stand."
        ) from exc
