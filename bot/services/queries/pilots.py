"""Viewing: what one person may see of the pilots: one, all, what waits for them, what they have to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from bot.domain.access.permission import may_do
from bot.domain.access.right import Right
from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.asking.invitation import list_informed
from bot.domain.asking.open_state import is_put_by_name, list_questions_before
from bot.domain.asking.waiting import list_unanswered_delegations
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NoAccess, NotFound
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.overview import PAGE, DigestReader, PilotOverview, WaitingQuestion
from bot.services.ports.core import Transactions, UnitOfWork

FindPlans = Callable[[Sequence[str]], Mapping[str, ProductionPlan]]
"""The newest plans of pilots, by their ids; whole, or in outline."""


class PermalinkBuilder(Protocol):
    """The address of a message, for people to follow."""

    def __call__(self, channel: str, ts: str, thread_ts: str | None = None) -> str: ...


@dataclass(frozen=True, repr=False)
class QueryDependencies:
    """What viewing needs of the world."""

    transactions: Transactions
    knowledge: Knowledge
    link: PermalinkBuilder


class HomeBoard(NamedTuple):
    """Everything that one person may see at a glance."""

    waiting: tuple[WaitingQuestion, ...]
    actions: tuple[TrackedAction, ...]
    """What they have to do."""
    pilots: tuple[PilotOverview, ...]
    """Those they are named in first, and of those the ones with a question for them; else the newest first."""
    more: int = 0
    """How many more they may see after these."""
    earlier: int = 0
    """How many come before."""


class PilotPage(NamedTuple):
    """As many as are shown at once, and how many somebody may see after and before them."""

    shown: tuple[PilotOverview, ...]
    more: int
    earlier: int


class PilotView(NamedTuple):
    """A pilot and what was read of it."""

    team: Team
    overview: PilotOverview
    threads: tuple[Thread, ...]


def get_visible_team(uow: UnitOfWork, person: str, pilot_id: str) -> Team:
    """The pilot that a click names. Raises NoAccess."""
    team = uow.teams.find_visible(person, pilot_id)
    if team is None:
        raise NoAccess
    return team


def get_visible_assessment(uow: UnitOfWork, person: str, assessment_id: str) -> Assessment:
    """The assessment that a click names. Raises NoAccess."""
    try:
        made = uow.assessments.get(assessment_id)
    except NotFound as exc:
        raise NoAccess from exc
    get_visible_team(uow, person, made.pilot.id)
    return made


# --- what is known of it ----------------------------------------------------------------------------


def get_overview(uow: UnitOfWork, team: Team, person: str, link: PermalinkBuilder) -> PilotOverview:
    """`person` may see the team: `select_pilot` and `get_visible_team` have made sure of that."""
    seen = _load_pilot_views(uow, (team,), person, link, uow.plans.find_latest_by_pilot)[0].overview
    return seen.model_copy(update={"readers": _list_digest_readers(uow, team, person)})


def _list_digest_readers(uow: UnitOfWork, team: Team, person: str) -> tuple[DigestReader, ...]:
    offered = [one for one in list_informed(team) if team.has_digest(one) and person in {one, team.lead}]
    return tuple(DigestReader(person=team.get_person(one), choice=_get_choice(uow, team, one)) for one in offered)


def _get_choice(uow: UnitOfWork, team: Team, reader: str) -> Literal["offered", "wanted", "declined"]:
    if team.has_declined(reader, "digest"):
        return "declined"
    return "wanted" if uow.digests.get_settings(reader).wants(team.pilot.id) else "offered"


def list_overviews(uow: UnitOfWork, person: str, link: PermalinkBuilder) -> tuple[PilotOverview, ...]:
    """All pilots that this person may see, newest first; as many queries for many as for one."""
    views = _load_pilot_views(uow, uow.teams.list_visible_to(person), person, link, uow.plans.find_latest_by_pilot)
    return tuple(view.overview for view in views)


def load_overview_page(uow: UnitOfWork, person: str, link: PermalinkBuilder, page: int = 0) -> PilotPage:
    """Of those that this person may see, newest first; the last page where there is none so far."""
    count, earlier = _find_page(uow, person, page)
    views = _load_pilot_views(uow, uow.teams.list_first_visible_to(person, PAGE, after=earlier), person, link)
    return PilotPage(tuple(one.overview for one in views), count - earlier - len(views), earlier)


def _find_page(uow: UnitOfWork, person: str, page: int) -> tuple[int, int]:
    """How many there are, and how many come before the page."""
    count = uow.teams.count_visible_to(person)
    return count, PAGE * max(0, min(page, (count - 1) // PAGE))


def list_waiting_questions(uow: UnitOfWork, person: str, link: PermalinkBuilder) -> tuple[WaitingQuestion, ...]:
    """The questions that wait for this person, those left to them by name first."""
    return _load_waiting_questions(uow, person, link)[0]


def load_home_board(uow: UnitOfWork, person: str, link: PermalinkBuilder, page: int = 0) -> HomeBoard:
    """What Home shows; as many queries for many pilots as for one, and of no more pilots than it shows or asks of."""
    questions, views = _load_waiting_questions(uow, person, link)
    asked = {item.seen.pilot.id for item in questions}
    count, earlier = _find_page(uow, person, page)
    teams = uow.teams.list_first_visible_to(person, PAGE, sorted(asked), after=earlier)
    known = {view.team.pilot.id: view for view in views}
    others = _load_pilot_views(uow, [team for team in teams if team.pilot.id not in known], person, link)
    known |= {view.team.pilot.id: view for view in others}
    shown = tuple(known[team.pilot.id].overview for team in teams)
    return HomeBoard(questions, list_own_actions(uow, person), shown, count - earlier - len(shown), earlier)


def list_own_actions(uow: UnitOfWork, person: str) -> tuple[TrackedAction, ...]:
    """What the newest plans ask of this person: of the pilots they may see, and of those where somebody asked them."""
    teams = {team.pilot.id: team for team in uow.teams.list_with_work_for(person)}
    teams |= {
        pilot: uow.teams.get(pilot) for pilot in uow.action_steps.list_pilots_assigned_to(person) if pilot not in teams
    }
    return _filter_own_actions(person, teams, _load_progress_by_pilot(uow, list(teams), uow.plans.find_latest_by_pilot))


def get_pilot_progress(uow: UnitOfWork, pilot_id: str) -> Progress:
    """Of its newest plan. Raises NoAccess where it has none."""
    found = _load_progress_by_pilot(uow, [pilot_id], uow.plans.find_latest_by_pilot).get(pilot_id)
    if found is None:
        raise NoAccess
    return found


def _filter_own_actions(
    person: str, teams: Mapping[str, Team], progress: Mapping[str, Progress]
) -> tuple[TrackedAction, ...]:
    everything = (at for pilot, found in progress.items() for at in list_tracked_actions(teams[pilot], found))
    return tuple(at for at in everything if at.standing.owner == person)


def _load_progress_by_pilot(uow: UnitOfWork, pilot_ids: Sequence[str], find: FindPlans) -> dict[str, Progress]:
    """Of each pilot's newest plan; as many queries for many as for one."""
    plans = find(pilot_ids)
    steps = uow.action_steps.list_by_plan([plan.root_id for plan in plans.values()])
    return {pilot: Progress.from_steps(plan, steps.get(plan.root_id, ())) for pilot, plan in plans.items()}


def _load_pilot_views(
    uow: UnitOfWork, teams: Sequence[Team], person: str, link: PermalinkBuilder, find: FindPlans | None = None
) -> tuple[PilotView, ...]:
    """With the plans that `find` finds; among others, each is told by its outline."""
    ids = [team.pilot.id for team in teams]
    interviews = uow.interviews.find_latest_by_pilot(ids)
    threads = uow.threads.list_by_interview([interview.id for interview in interviews.values()])
    assessments = uow.assessments.list_latest_by_pilot(ids)
    progress = _load_progress_by_pilot(uow, ids, find or uow.plans.find_outlines_by_pilot)

    def sight(team: Team) -> PilotView:
        interview = interviews.get(team.pilot.id)
        places = threads.get(interview.id, ()) if interview else ()
        now, before = _select_last_two(assessments.get(team.pilot.id, ()))
        seen = PilotOverview(
            pilot=team.pilot,
            viewer=person,
            lead=team.get_person(team.lead),
            interview=interview,
            thread=_format_link(_select_thread(team, places, person), link),
            assessment=now,
            before=before,
            progress=progress.get(team.pilot.id),
            may_steer=may_do(team, person, Right.PAUSE),
            sharable=team.channel is not None,
        )
        return PilotView(team, seen, places)

    return tuple(sight(team) for team in teams)


def _select_last_two(history: Sequence[Assessment]) -> tuple[Assessment | None, Assessment | None]:
    now = history[-1] if history else None
    return now, history[-2] if len(history) > 1 else None


# --- what waits for somebody ------------------------------------------------------------------------


def _load_waiting_questions(
    uow: UnitOfWork, person: str, link: PermalinkBuilder
) -> tuple[tuple[WaitingQuestion, ...], tuple[PilotView, ...]]:
    """And what was read of those pilots of which they may see more than the question."""
    by_name = uow.interviews.list_delegated_to(person)
    teams = uow.teams.list_asking(person, [interview.pilot.id for interview in by_name])
    sights = _load_pilot_views(uow, teams, person, link)
    known = {sight.overview.interview.id: sight for sight in sights if sight.overview.interview is not None}
    threads = uow.threads.list_by_interview([interview.id for interview in by_name])
    left = [
        _build_delegated_question(
            known.get(interview.id), interview, question, _find_own_thread(threads.get(interview.id, ()), person), link
        )
        for interview in by_name
        for question in _list_left_questions(interview, person)
    ]
    taken = {_get_question_key(item) for item in left}
    shared = (item for sight in sights for item in _list_shared_questions(sight, person))
    return (*left, *(item for item in shared if _get_question_key(item) not in taken)), sights


def _get_question_key(item: WaitingQuestion) -> tuple[str, str]:
    """Questions are numbered within their interview."""
    return (item.seen.interview.id if item.seen.interview else "", item.question.id)


def _list_left_questions(interview: Interview, person: str) -> tuple[Question, ...]:
    """The one that stands before them by name, whatever else follows it; in records of before, what was only left."""
    if not any(is_put_by_name(asked, person) for asked in interview.questions):
        return list_unanswered_delegations(interview, person)
    return tuple([asked for asked in interview.pending_questions if is_put_by_name(asked, person)][-1:])


def _build_delegated_question(
    sight: PilotView | None, interview: Interview, question: Question, place: Thread | None, link: PermalinkBuilder
) -> WaitingQuestion:
    """Whoever may not see the pilot learns its name and the question, and nothing else."""
    seen = sight.overview if sight is not None else PilotOverview(pilot=interview.pilot, interview=interview)
    return WaitingQuestion(seen=seen, question=question, by_name=True, thread=_format_link(place, link) or seen.thread)


def _list_shared_questions(sight: PilotView, person: str) -> tuple[WaitingQuestion, ...]:
    interview = sight.overview.interview
    if interview is None or interview.status == "closed" or not sight.team.takes_part(person):
        return ()
    return tuple(
        WaitingQuestion(seen=sight.overview, question=question, thread=sight.overview.thread)
        for question in list_questions_before(interview, sight.team, person)
    )


# --- where it is talked -----------------------------------------------------------------------------


def _select_thread(team: Team, threads: Sequence[Thread], person: str) -> Thread | None:
    """The channel's thread, where all of it is; their own where there is none or it may be closed to them."""
    shared = next((thread for thread in reversed(threads) if thread.person is None), None)
    own = _find_own_thread(threads, person)
    return own or shared if team.private else shared or own


def _find_own_thread(threads: Sequence[Thread], person: str) -> Thread | None:
    """Nobody is led into somebody else's direct messages."""
    return next((thread for thread in reversed(threads) if thread.person == person), None)


def _format_link(thread: Thread | None, link: PermalinkBuilder) -> str | None:
    return link(thread.channel, thread.ts) if thread is not None else None
