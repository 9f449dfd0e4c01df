"""Rollout and Horizons: the whole way to live proof, and up to where its dates can be kept."""

from datetime import date

from bot.domain.core.model import Value
from bot.domain.framework.practice import Exposure
from bot.domain.plan.action import Reason


class RolloutStep(Value):
    """One of the four steps of exposure; every plan has them all, in this order."""

    step: Exposure
    action: str | None = None
    """Id of the action that takes it; None where it lies behind the team."""
    earliest: date | None = None
    """The first day on which it can begin; None where it lies behind the team."""
    latest: date | None = None
    """The day by which it is over at the latest."""
    least_days: int = 0
    """Working days that it takes at the least."""
    needs: tuple[str, ...] = ()
    """What must be there first, in words."""
    there: tuple[Reason, ...] = ()
    """The words that show it is behind the team."""


class CommittedPart(Value):
    """What the evidence lets us date."""

    until: date | None = None
    """Its last day; None where nothing is committed."""
    ends_with: str = ""
    actions: tuple[str, ...] = ()


class OutlinePart(Value):
    """What follows: its order, its least duration, what each step needs first."""

    earliest: date | None = None
    """When its last step can be over at the earliest; None where nothing is left to outline."""
    latest: date | None = None
    needs: tuple[str, ...] = ()
    """What it hangs on, in words."""
    actions: tuple[str, ...] = ()


class Horizons(Value):
    committed: CommittedPart = CommittedPart()
    outline: OutlinePart = OutlinePart()
    line: str = ""
    """Where the line between the two is, and why, in a sentence or two."""
    is_discovery: bool = False
    """Whether too little is known to commit to more than finding out, and a new assessment after it."""
