"""Followed: one action as it stands, with the plan it belongs to and the team that works it."""

from typing import NamedTuple, Self

from bot.domain.actions.progress import Progress, Standing
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.planning.plan import Action, ProductionPlan


class Followed(NamedTuple):
    team: Team
    progress: Progress
    standing: Standing

    @property
    def plan(self) -> ProductionPlan:
        return self.progress.plan

    @property
    def action(self) -> Action:
        return self.standing.action

    @property
    def number(self) -> int:
        """What people call the action."""
        return self.plan.number(self.action.id)

    @property
    def lead(self) -> Person:
        return self.team.person(self.team.lead)

    @property
    def changed_by(self) -> tuple[str, ...]:
        """Who may change it, its owner first: the owner, the lead, the operational leader."""
        people = (self.standing.owner, self.team.lead, self.team.owner)
        return tuple(dict.fromkeys(person for person in people if person))

    @property
    def taken_by(self) -> tuple[str, ...]:
        """Who may take it: the one it is proposed to; where nobody has it, anybody of the team, its lead first."""
        if self.standing.owner is not None:
            return (self.standing.owner,) if self.standing.proposed else ()
        return tuple(dict.fromkeys((self.team.lead, *sorted(self.team.members))))

    @property
    def outsider(self) -> str | None:
        """The owner, if they are not of the team: of the pilot they see this action and nothing else."""
        owner = self.standing.owner if self.standing.reachable else None
        return owner if owner not in self.team.members else None

    def again(self, progress: Progress) -> Self:
        """The same action in a later state of its plan."""
        return self._replace(progress=progress, standing=progress.standing(self.action.id))


def followed_in(team: Team, progress: Progress) -> tuple[Followed, ...]:
    """All actions of a plan, in its order."""
    return tuple(Followed(team, progress, standing) for standing in progress.standings)
