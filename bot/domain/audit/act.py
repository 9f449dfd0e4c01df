"""Act: who saw, shared, exported, changed or decided what, when and from where. Ids only, and nobody's words."""

import hashlib
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, Field, field_validator

from bot.domain.core.model import Value

Effect = Literal["saw", "shared", "exported", "changed", "decided"]
Via = Literal["button", "form", "command", "shortcut", "home", "message", "schedule", "terminal"]
"""From where: what people do in Slack, what was due, or an operator's command line."""
Outcome = Literal["done", "refused"]

FLIGHTPLAN = "flightplan"
"""Who does what nobody asked for at that moment."""


class Act(Value):
    """Its texts have forms that no sentence has: what people say can't get in by mistake."""

    at: AwareDatetime
    by: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")
    """Id of a person; of an operator `terminal:` and the account that they work by."""
    via: Via
    name: str = Field(pattern=r"^[a-z][a-z0-9_.]{0,60}$")
    """Id of the button, form or command."""
    effect: Effect
    outcome: Outcome = "done"
    pilot: str = Field("", pattern=r"^([0-9a-f]{16})?$")
    """The mark of the pilot's id; empty where it is about none, or about all that somebody sees."""
    record: str = Field("", pattern=r"^([a-z_]+:[0-9a-f]{16,64})?$")
    """The kind of what it is about, and the mark of its id."""
    place: str = Field("", pattern=r"^[A-Za-z0-9_.:-]{0,80}$")
    """Id of the channel where it was done; empty elsewhere."""

    @field_validator("at")
    @classmethod
    def _to_utc(cls, at: datetime) -> datetime:
        return at.astimezone(UTC)


def mark_id(record_id: str) -> str:
    """What an id is known by in the trail: the ids of pilots and of what is made for them can hold their names."""
    return hashlib.sha256(record_id.encode()).hexdigest()[:16]


def mark_record(kind: str, record_id: str) -> str:
    return f"{kind}:{mark_id(record_id)}"
