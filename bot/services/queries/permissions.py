"""Permissions: what somebody is to a pilot by what is on record, and whether they may do something to it."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from bot.domain.access.permission import may_do, require_permission
from bot.domain.access.relation import WORKSPACE, Circumstances
from bot.domain.access.right import MAY, Right
from bot.domain.actions.progress import Progress
from bot.domain.core.errors import NoAccess, NotFound
from bot.domain.core.team import Part, Team
from bot.domain.interview.interview import Interview
from bot.services.ports.core import UnitOfWork

_PARTS: dict[Right, Part] = {Right.DECLINE_OWNERSHIP: "owner", Right.CHOOSE_DIGEST: "digest"}


class Subject(NamedTuple):
    """What somebody would right on, by ids: those that a button carries, or a part of them."""

    pilot: str | None = None
    interview: str | None = None
    question: str | None = None
    turn: str | None = None
    assessment: str | None = None
    plan: str | None = None
    action: str | None = None


def require_may(uow: UnitOfWork, person: str, right: Right, subject: Subject) -> None:
    """Raises NoAccess where there is no such thing, where its ids don't belong together, and for whoever is not to know
    of it: in the same words; NotAllowed with who may for everybody else who may not."""
    if MAY[right] == WORKSPACE:
        return
    team = get_team(uow, subject)
    require_permission(team, person, right, load_circumstances(uow, person, right, team, subject))


def has_right(uow: UnitOfWork, person: str, right: Right, subject: Subject) -> bool:
    """Of what is known to be there."""
    team = get_team(uow, subject)
    return may_do(team, person, right, load_circumstances(uow, person, right, team, subject))


def get_team(uow: UnitOfWork, subject: Subject) -> Team:
    """Raises NoAccess where there is none, or several are meant."""
    pilots = {
        subject.pilot,
        _find_pilot(subject.interview, lambda one: uow.interviews.get(one).pilot.id),
        _find_pilot(subject.assessment, lambda one: uow.assessments.get(one).pilot.id),
        _find_pilot(subject.plan, lambda one: uow.plans.get(one).pilot.id),
    } - {None}
    if len(pilots) != 1:
        raise NoAccess
    try:
        return uow.teams.get(str(pilots.pop()))
    except NotFound as exc:
        raise NoAccess from exc


def _find_pilot(named: str | None, get: Callable[[str], str]) -> str | None:
    if named is None:
        return None
    try:
        return get(named)
    except NotFound as exc:
        raise NoAccess from exc


def load_circumstances(uow: UnitOfWork, person: str, right: Right, team: Team, subject: Subject) -> Circumstances:
    interview = _find_interview(uow, team, subject)
    return Circumstances(
        reads_channel=team.channel is not None and uow.channel_members.has_member(team.channel, person),
        asked=interview is not None and is_asked_in(interview, person),
        holds=_holds(uow, person, right, team, subject, interview),
    )


def is_asked_in(interview: Interview, person: str) -> bool:
    """Whether a question was put or left to them by name."""
    put = any(question.to == person for question in interview.questions)
    return put or any(item.to == person for item in interview.passes)


def is_asked_about(uow: UnitOfWork, team: Team, person: str) -> bool:
    """In the pilot's latest interview."""
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    return interview is not None and is_asked_in(interview, person)


def _find_interview(uow: UnitOfWork, team: Team, subject: Subject) -> Interview | None:
    if subject.interview is not None:
        return uow.interviews.get(subject.interview)
    return uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)


def _holds(
    uow: UnitOfWork, person: str, right: Right, team: Team, subject: Subject, interview: Interview | None
) -> bool:
    """Whether what it is about is theirs: what was said, asked, given to do, or declined."""
    if right in _PARTS:
        return team.has_declined(person, _PARTS[right])
    if subject.action is not None:
        return _find_action_owner(uow, team, subject.action) == person
    if interview is None:
        return False
    if subject.turn is not None and right in {Right.CORRECT, Right.ANSWER}:
        with suppress(NotFound):
            return interview.get_turn(subject.turn).speaker == person
    question = interview.find_question(subject.question)
    return question is not None and question.to == person


def _find_action_owner(uow: UnitOfWork, team: Team, action: str) -> str | None:
    plan = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if plan is None:
        return None
    progress = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    return progress.get_status(action).owner if progress.has_action(action) else None
