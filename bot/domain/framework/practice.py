"""Practice and Role: the library of actions from which a plan is chosen."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level


class Role(Value):
    id: str
    name: str


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
    requires: tuple[str, ...] = ()
    phase: str
    settles: Literal["unknown", "disagreement"] | None = None
    absorbed_by: str | None = None


class Practices(Value):
    version: str
    practices: tuple[Practice, ...]
    roles: tuple[Role, ...]

    def get_role_name(self, role_id: str) -> str:
        return next(role.name for role in self.roles if role.id == role_id)
