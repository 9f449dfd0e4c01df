"""Practice and Role: the library of actions from which a plan is chosen."""

from collections import Counter
from functools import cached_property
from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.domain.lexicon.figures import Shape

Exposure = Literal["shadow", "limited", "full", "owner_review"]
"""The steps to a live proof: beside the manual work, a small live share, all through a peak, the owner decides."""


class Role(Value):
    id: str
    name: str
    availability: float = 1.0
    """Which share of their week such a person has for a pilot, where nobody says; above 0, at most 1."""


class Practice(Value):
    """An action known to close one step of one criterion, or to settle an unknown or a disagreement.

    `criterion` is None only for a practice that settles disagreements of a whole pillar.
    `effort_days` are working days of one person.
    """

    id: str
    criterion: str | None = None
    pillar: str | None = None
    from_level: Level | None = None
    to_level: Level | None = None
    title: str
    deliverable: str
    exit: str
    role: str
    effort_days: float
    elapsed_days: float = 0.0
    """Least working days from the first to the last, with what waits on other people."""
    per_system_days: float = 0.0
    """Effort that each system beyond the first adds."""
    exposure: Exposure | None = None
    """The step to live proof that it takes."""
    numbers: tuple[str, ...] = ()
    """Ids of the numbers to agree that its exit speaks of, in the order in which it does."""
    requires: tuple[str, ...] = ()
    phase: str
    settles: Literal["unknown", "disagreement"] | None = None
    absorbed_by: str | None = None


class LibraryNumber(Value):
    """A number that exits speak of as agreed. `metric` and `detail` name the fact that would tell it."""

    id: str
    name: str
    role: str
    """Id of the role that agrees to it."""
    metric: str | None = None
    """A metric's `criterion` (a criterion id, `volume` or `service_level`), or `peak`."""
    detail: Literal["baseline", "target", "measured"] = "target"
    phrases: tuple[str, ...] = ()
    """Where a text speaks of it."""
    told_by: tuple[str, ...] = ()
    """Ids of the criteria whose quotes may tell it, where no fact does."""
    shape: Shape | None = None
    """What kind of figure it is; None: no quote is read for it."""
    cues: tuple[str, ...] = ()
    """Words of which one has to stand beside the figure."""


class Practices(Value):
    version: str
    practices: tuple[Practice, ...]
    roles: tuple[Role, ...]
    numbers: tuple[LibraryNumber, ...] = ()
    owner_question: Practice | None = None
    """Asks whoever is only proposed as the owner; `{person}` in its texts is their name."""
    ban_lifting: Practice | None = None
    """Has lifted what the team says is forbidden; `{ban}` in its texts are their words."""

    @cached_property
    def roles_by_criterion(self) -> dict[str, tuple[Role, ...]]:
        """By whose practices the gaps of each are closed, most often first."""
        roles = {role.id: role for role in self.roles}
        counts: dict[str, Counter[str]] = {}
        for practice in self.practices:
            if practice.criterion is not None:
                counts.setdefault(practice.criterion, Counter())[practice.role] += 1
        return {
            criterion: tuple(roles[role] for role, _ in counted.most_common() if role in roles)
            for criterion, counted in counts.items()
        }

    def get_number(self, number_id: str) -> LibraryNumber:
        return next(number for number in self.numbers if number.id == number_id)

    def get_role_name(self, role_id: str) -> str:
        return next(role.name for role in self.roles if role.id == role_id)
