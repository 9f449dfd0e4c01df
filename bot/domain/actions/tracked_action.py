"""Followed: one action as it stands, with the plan it belongs to and the team that works it."""

from typing import NamedTuple, Self

from bot.domain.access.permission import list_allowed
from bot.domain.access.right import Right
from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan


class TrackedAction(NamedTuple):
    team: Team
    progress: Progress
    standing: ActionStatus

    @property
    def plan(self) -> ProductionPlan:
        return self.progress.plan

    @property
    def action(self) -> Action:
        return self.standing.action

    @property
    def action_number(self) -> int:
        """What people call the action."""
        return self.plan.get_action_number(self.action.id)

    @property
    def lead(self) -> Person:
        return self.team.get_person(self.team.lead)

    def find_helper(self, person: str) -> str | None:
        """Who is asked to clear what stands in the way of whoever says so: the lead; if it is the lead's own, the
        operational leader, or else the first who gets the digest. None: nobody else is named."""
        others = (self.team.lead, self.team.owner, *self.team.leaders)
        return next((other for other in others if other and other != person), None)

    @property
    def allowed_editors(self) -> tuple[str, ...]:
        """Who may change it, its owner first."""
        named = (person.id for person in list_allowed(self.team, Right.CHANGE_ACTION))
        return tuple(dict.fromkeys(person for person in (self._find_holder(), *named) if person))

    @property
    def allowed_takers(self) -> tuple[str, ...]:
        """Who may take it: the one it is proposed to; where nobody has it, anybody of the team, its lead first."""
        if self.standing.owner is not None:
            holder = self._find_holder()
            return (holder,) if holder and self.standing.is_proposed else ()
        return tuple(person.id for person in list_allowed(self.team, Right.TAKE_ACTION))

    def _find_holder(self) -> str | None:
        """Whoever left the private channel has it in name only."""
        return self.standing.owner if self.standing.owner not in self.team.departed else None

    @property
    def outside_owner(self) -> str | None:
        """The owner, if they are not of the team: of the pilot they see this action and nothing else."""
        owner = self.standing.owner if self.standing.is_owner_reachable else None
        return owner if owner not in self.team.member_ids else None

    def with_progress(self, progress: Progress) -> Self:
        """The same action in a later state of its plan."""
        return self._replace(progress=progress, standing=progress.get_status(self.action.id))


def list_tracked_actions(team: Team, progress: Progress) -> tuple[TrackedAction, ...]:
    """All actions of a plan, in its order."""
    return tuple(TrackedAction(team, progress, standing) for standing in progress.standings)
