"""Decision: what only a leader can settle for a pilot, and what they settled."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot

DecisionKind = Literal["gate", "fall", "ownership", "unblock", "assign"]
"""Approve a gate, say whether a pilot that fell back goes on, accept ownership or name who does, unblock an action, say
who takes one."""
DecisionChoice = Literal["yes", "no", "not_me"]
"""`not_me` settles it for whoever says so and for nobody else."""

_NOT_YET = timedelta(days=13)
"""A "no" is heard for so long: the second digest after it asks again."""
_TO_TAKE_EFFECT = timedelta(days=6)
"""What was to change by a "yes" has so long to change: the next digest asks again where it did not."""


class GateProof(Value):
    """What must hold at a gate, and the words that show it."""

    text: str
    shown: tuple[str, ...] = ()
    """The proofs of what was done for it, or what was said; none where nobody gave any."""


class Decision(Value):
    kind: DecisionKind
    pilot: Pilot
    subject: str
    """Names what it is about, so that an answer is known again: the same thing asked anew, as a new block of the same
    action, has another subject."""
    plan_id: str | None = None
    phase: str | None = None
    """Of a gate."""
    action_id: str | None = None
    title: str = ""
    """The gate's name or the action's title; of a fall, from which stage to which."""
    proofs: tuple[GateProof, ...] = ()
    """Of a gate."""
    actions: int = 0
    """How many it is about: those done for a gate, those that nobody has."""
    due: date | None = None
    since: date | None = None
    """Of what is blocked, and of a fall."""
    person: Person | None = None
    """Whom to talk to: who has the action, else who said that it is blocked; else who leads the pilot."""
    reason: str = ""
    """Of what is blocked, in their words."""
    own: bool = False
    """Of ownership: it is the leader's own to accept. Of a blocked action: it waits for them by name."""


class DecisionOutcome(Value):
    """What somebody settled. Appended, never changed: the newest of a subject counts."""

    id: str
    """Chosen by what made it, so that the same click counts once."""
    pilot_id: str
    kind: DecisionKind
    subject: str
    answer: DecisionChoice
    by: str
    by_name: str = ""
    at: datetime
    note: str = ""


def find_outcome(
    decision: Decision, rulings: Iterable[DecisionOutcome], person: str, at: datetime
) -> DecisionOutcome | None:
    """What settles it for this person at that moment, the newest of what still holds; None: it is owed."""
    about = [ruling for ruling in rulings if (ruling.kind, ruling.subject) == (decision.kind, decision.subject)]
    return next((ruling for ruling in reversed(about) if _outcome_still_holds(ruling, decision, person, at)), None)


def _outcome_still_holds(ruling: DecisionOutcome, decision: Decision, person: str, at: datetime) -> bool:
    if ruling.answer == "not_me":
        return ruling.by == person
    if ruling.answer == "no":
        return at - ruling.at < _NOT_YET
    effective_at_once = decision.kind in {"gate", "fall", "assign"} or (decision.kind == "ownership" and decision.own)
    return effective_at_once or at - ruling.at < _TO_TAKE_EFFECT
