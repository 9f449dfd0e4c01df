"""Home: what waits for somebody, what they have to do, and a page of the pilots they may see, at a glance."""

from typing import NamedTuple

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.asking.open_state import is_put_by_name, list_questions_before
from bot.domain.asking.waiting import list_unanswered_delegations
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.portfolio.overview import PAGE, ListedPilot, WaitingQuestion
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import (
    PermalinkBuilder,
    PilotView,
    find_own_thread,
    find_page,
    format_link,
    list_own_actions,
    load_pilot_views,
)


class HomeBoard(NamedTuple):
    """Everything that one person may see at a glance."""

    waiting: tuple[WaitingQuestion, ...]
    actions: tuple[TrackedAction, ...]
    """What they have to do."""
    pilots: tuple[ListedPilot, ...]
    """Those they are named in first, and of those the ones with a question for them; else the newest first."""
    more: int = 0
    """How many more they may see after these."""
    earlier: int = 0
    """How many come before."""


def list_waiting_questions(uow: UnitOfWork, person: str, link: PermalinkBuilder) -> tuple[WaitingQuestion, ...]:
    """The questions that wait for this person, those left to them by name first."""
    return _load_waiting_questions(uow, person, link)[0]


def load_home_board(uow: UnitOfWork, person: str, link: PermalinkBuilder, page: int = 0) -> HomeBoard:
    """What Home shows; as many queries for many pilots as for one, and of no more pilots than it shows or asks of."""
    questions, views = _load_waiting_questions(uow, person, link)
    asked = {item.seen.pilot.id for item in questions}
    count, earlier = find_page(uow, person, page)
    teams = uow.teams.list_first_visible_to(person, PAGE, sorted(asked), after=earlier)
    known = {view.team.pilot.id: view for view in views}
    others = load_pilot_views(uow, [team for team in teams if team.pilot.id not in known], person, link)
    known |= {view.team.pilot.id: view for view in others}
    shown = tuple(known[team.pilot.id].seen for team in teams)
    return HomeBoard(questions, list_own_actions(uow, person), shown, count - earlier - len(shown), earlier)


# --- what waits for somebody ------------------------------------------------------------------------


def _load_waiting_questions(
    uow: UnitOfWork, person: str, link: PermalinkBuilder
) -> tuple[tuple[WaitingQuestion, ...], tuple[PilotView, ...]]:
    """And what was read of those pilots of which they may see more than the question."""
    by_name = uow.interviews.list_delegated_to(person)
    teams = uow.teams.list_asking(person, [interview.pilot.id for interview in by_name])
    views = load_pilot_views(uow, teams, person, link)
    known = {view.seen.interview.id: view for view in views if view.seen.interview is not None}
    threads = uow.threads.list_by_interview([interview.id for interview in by_name])
    left = [
        _build_delegated_question(
            known.get(interview.id), interview, question, find_own_thread(threads.get(interview.id, ()), person), link
        )
        for interview in by_name
        for question in _list_left_questions(interview, person)
    ]
    taken = {_get_question_key(item) for item in left}
    shared = (item for view in views for item in _list_shared_questions(view, person))
    return (*left, *(item for item in shared if _get_question_key(item) not in taken)), views


def _get_question_key(item: WaitingQuestion) -> tuple[str, str]:
    """Questions are numbered within their interview."""
    return (item.seen.interview.id if item.seen.interview else "", item.question.id)


def _list_left_questions(interview: Interview, person: str) -> tuple[Question, ...]:
    """The one that stands before them by name, whatever else follows it; in records of before, what was only left."""
    if not any(is_put_by_name(asked, person) for asked in interview.questions):
        return list_unanswered_delegations(interview, person)
    return tuple([asked for asked in interview.pending_questions if is_put_by_name(asked, person)][-1:])


def _build_delegated_question(
    view: PilotView | None, interview: Interview, question: Question, place: Thread | None, link: PermalinkBuilder
) -> WaitingQuestion:
    """Whoever may not see the pilot learns its name and the question, and nothing else."""
    seen = view.seen if view is not None else ListedPilot(pilot=interview.pilot, interview=interview)
    return WaitingQuestion(seen=seen, question=question, by_name=True, thread=format_link(place, link) or seen.thread)


def _list_shared_questions(view: PilotView, person: str) -> tuple[WaitingQuestion, ...]:
    interview = view.seen.interview
    if interview is None or interview.status == "closed" or not view.team.takes_part(person):
        return ()
    return tuple(
        WaitingQuestion(seen=view.seen, question=question, thread=view.seen.thread)
        for question in list_questions_before(interview, view.team, person)
    )
