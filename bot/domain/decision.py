"""Decision: what only a leader can settle for a pilot, and what they settled."""

from datetime import date, datetime
from typing import Literal

from bot.domain.model import Value
from bot.domain.people import Person, Pilot

DecisionKind = Literal["gate", "ownership", "unblock", "assign"]
"""Approve a gate, accept ownership or name who does, unblock an action, say who takes one."""
Answer = Literal["yes", "no", "not_me"]
"""`not_me` settles it for whoever says so and for nobody else."""


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
    """The gate's name or the action's title."""
    actions: int = 0
    """How many it is about: those done for a gate, those that nobody has."""
    due: date | None = None
    since: date | None = None
    """Of what is blocked."""
    person: Person | None = None
    """Whom to talk to: who has the action, else who said that it is blocked; else who leads the pilot."""
    reason: str = ""
    """Of what is blocked, in their words."""
    own: bool = False
    """Of ownership: it is the leader's own to accept. Of a blocked action: it waits for them by name."""


class Ruling(Value):
    """What somebody settled. Appended, never changed: the newest of a subject counts."""

    id: str
    """Chosen by what made it, so that the same click counts once."""
    pilot_id: str
    kind: DecisionKind
    subject: str
    answer: Answer
    by: str
    by_name: str = ""
    at: datetime
    note: str = ""
