"""Reference: the ids that a button's value or a modal's private metadata carries, as compact JSON."""

import json

from pydantic import Field, ValidationError

from bot.domain.core.errors import InvalidInput
from bot.domain.core.model import Value

_MOST = 2000
"""A button's value; private metadata may hold 3000."""


class Reference(Value):
    """What a click is about. Ids only: whoever reads the payload learns nothing else."""

    interview: str | None = Field(None, serialization_alias="i")
    question: str | None = Field(None, serialization_alias="q")
    turn: str | None = Field(None, serialization_alias="t")
    pilot: str | None = Field(None, serialization_alias="p")
    assessment: str | None = Field(None, serialization_alias="a")
    plan: str | None = Field(None, serialization_alias="l")
    action: str | None = Field(None, serialization_alias="d")
    criterion: str | None = Field(None, serialization_alias="k")
    channel: str | None = Field(None, serialization_alias="c")
    message: str | None = Field(None, serialization_alias="m")
    """A Slack message's ts."""
    thread: str | None = Field(None, serialization_alias="r")
    """The ts of its thread's root."""
    person: str | None = Field(None, serialization_alias="u")
    page: int | None = Field(None, serialization_alias="n")
    week: str | None = Field(None, serialization_alias="w")
    """The ISO week of a digest, whose leader is `person`."""
    subject: str | None = Field(None, serialization_alias="s")
    """What a decision is about; of a list of actions, which one it is."""
    answer: str | None = Field(None, serialization_alias="o")
    """Where the message that was clicked in can be replaced; only a modal's own data holds it."""


_FIELDS = {str(field.serialization_alias): name for name, field in Reference.model_fields.items()}


def pack_reference(reference: Reference) -> str:
    """Raises ValueError where ids are so long that Slack would refuse them: an id is never cut."""
    ids = reference.model_dump(by_alias=True, exclude_none=True)
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


def parse_reference_if_ours(text: str) -> Reference:
    """An empty one where it is none of ours."""
    try:
        return parse_reference(text)
    except InvalidInput:
        return Reference()
