"""Act: who saw, shared, exported, changed or decided what, when and from where. Ids only, and nobody's words."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AwareDatetime, Field, field_validator

from bot.domain.core.model import Value

Effect = Literal["saw", "shared", "exported", "changed", "decided"]
Via = Literal["button", "form", "command", "shortcut", "home", "message", "page", "app", "terminal"]
"""From where: what people do in Slack, or on the page where they install the app; what the app does by itself, or an
operator's command line."""
Outcome = Literal["done", "refused", "failed"]
"""Failed: it was on record as done before it was, so that nothing leaves unrecorded, and then nothing came of it."""

FLIGHTPLAN = "flightplan"
"""Who does what nobody asked for at that moment."""


class ActDetail(NamedTuple):
    """What turned out only while it was worked."""

    pilot_id: str = ""
    place: str = ""
    """Where it was shown to others."""
    refused: bool = False
    pilot_ids: tuple[str, ...] = ()
    """Where it told of several."""


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
    """The mark of the pilot's id; empty where it is about none, or about several."""
    pilots: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")], ...] = ()
    """The marks of all that it told of, where these are several."""
    record: str = Field("", pattern=r"^([a-z_]+:[0-9a-f]{16,64})?$")
    """The kind of what it is about, and the mark of its id."""
    place: str = Field("", pattern=r"^[A-Za-z0-9_.:-]{0,80}$")
    """Id of the channel where it was done; empty elsewhere."""

    @field_validator("at")
    @classmethod
    def _to_utc(cls, at: datetime) -> datetime:
        return at.astimezone(UTC)

    def complete(self, detail: ActDetail | None) -> Self:
        if detail is None:
            return self
        pilot = mark_id(detail.pilot_id) if detail.pilot_id else self.pilot
        outcome: Outcome = "refused" if detail.refused else self.outcome
        pilots = tuple(sorted(mark_id(one) for one in detail.pilot_ids)) or self.pilots
        told = {"pilot": pilot, "pilots": pilots, "place": detail.place or self.place, "outcome": outcome}
        return self.model_copy(update=told)


def mark_id(record_id: str) -> str:
    """What an id is known by in the trail: the ids of pilots and of what is made for them can hold their names."""
    return hashlib.sha256(record_id.encode()).hexdigest()[:16]


def build_own_act(name: str, effect: Effect, pilot_id: str, record: str, at: datetime) -> Act:
    """What the app does by itself. `record`: as `mark_record` makes it."""
    return Act(at=at, by=FLIGHTPLAN, via="app", name=name, effect=effect, pilot=mark_id(pilot_id), record=record)


def mark_record(kind: str, record_id: str) -> str:
    return f"{kind}:{mark_id(record_id)}"
