"""Departure: somebody left the workspace, and what of theirs in a pilot has nobody to do it any more."""

from typing import NamedTuple

from bot.domain.actions.progress import ActionStatus
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question


class Departure(NamedTuple):
    person: Person
    team: Team
    actions: tuple[TrackedAction, ...] = ()
    """Open ones that they had, or that were proposed to them."""
    next: Person | None = None
    """Whom their open questions are put to; None: they had none, or nobody is left."""

    takes_part: bool = False
    """In an interview that is not over."""
    channel: str | None = None
    """What they left, if that is the pilot's private channel and not the workspace."""

    @property
    def was_owner(self) -> bool:
        return self.team.owner == self.person.id

    @property
    def reader(self) -> str | None:
        """Who has to know: the lead; where that is who left, whoever else answers for the pilot."""
        return find_successor(self.team, self.person.id)

    @property
    def matters(self) -> bool:
        """Whether anything of the pilot waits for them."""
        team = self.team
        answers = self.person.id in {team.lead, team.owner, *team.leaders}
        return bool(self.actions) or self.next is not None or self.takes_part or answers


def find_successor(team: Team, gone: str) -> str | None:
    """Who takes care of what somebody leaves behind."""
    people = (team.lead, team.owner, *team.participants, *team.leaders)
    return next((one for one in people if one and one != gone and one not in team.departed), None)


def is_left_behind(standing: ActionStatus, gone: str) -> bool:
    """Whether it is open, theirs, and nobody was told yet that they left."""
    return standing.owner == gone and standing.state != "done" and not standing.owner_left


def list_questions_left_behind(interview: Interview, gone: str) -> tuple[Question, ...]:
    return tuple(question for question in interview.pending_questions if question.to == gone)
