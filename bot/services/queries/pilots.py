"""Viewing: what one person may see of the pilots: one, all, a page of them, and what they have to do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from bot.domain.access.permission import may_do
from bot.domain.access.right import Right
from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.asking.invitation import list_informed
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NoAccess, NotFound
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.overview import PAGE, DigestReader, ListedPilot, PilotOverview, SeenAssessment, SeenInterview
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


class PilotPage(NamedTuple):
    """As many as are shown at once, and how many somebody may see after and before them."""

    shown: tuple[ListedPilot, ...]
    more: int
    earlier: int


class PilotView(NamedTuple):
    """A pilot among many and what was read of it."""

    team: Team
    seen: ListedPilot


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
    (seen,) = _load_overviews(uow, (team,), person, link)
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
    return _load_overviews(uow, uow.teams.list_visible_to(person), person, link)


def load_overview_page(uow: UnitOfWork, person: str, link: PermalinkBuilder, page: int = 0) -> PilotPage:
    """Of those that this person may see, newest first; the last page where there is none so far."""
    count, earlier = find_page(uow, person, page)
    views = load_pilot_views(uow, uow.teams.list_first_visible_to(person, PAGE, after=earlier), person, link)
    return PilotPage(tuple(one.seen for one in views), count - earlier - len(views), earlier)


def find_page(uow: UnitOfWork, person: str, page: int) -> tuple[int, int]:
    """How many there are, and how many come before the page."""
    count = uow.teams.count_visible_to(person)
    return count, PAGE * max(0, min(page, (count - 1) // PAGE))


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


class _Findings(NamedTuple):
    """What was read of pilots, by their ids; assessments oldest first."""

    interviews: Mapping[str, SeenInterview]
    assessments: Mapping[str, Sequence[SeenAssessment]]
    progress: Mapping[str, Progress]


def _load_overviews(
    uow: UnitOfWork, teams: Sequence[Team], person: str, link: PermalinkBuilder
) -> tuple[PilotOverview, ...]:
    ids = [team.pilot.id for team in teams]
    read = _Findings(
        uow.interviews.find_latest_by_pilot(ids),
        uow.assessments.list_latest_by_pilot(ids),
        _load_progress_by_pilot(uow, ids, uow.plans.find_latest_by_pilot),
    )
    told = zip(teams, _describe_pilots(uow, teams, read, (person, link)), strict=True)
    return tuple(PilotOverview(**fields, sharable=team.channel is not None) for team, fields in told)


def load_pilot_views(
    uow: UnitOfWork, teams: Sequence[Team], person: str, link: PermalinkBuilder
) -> tuple[PilotView, ...]:
    """Among many, each is told by what is summed up of it; as many queries for many as for one."""
    ids = [team.pilot.id for team in teams]
    read = _Findings(
        uow.interviews.find_summaries_by_pilot(ids),
        uow.assessments.list_summaries_by_pilot(ids),
        _load_progress_by_pilot(uow, ids, uow.plans.find_outlines_by_pilot),
    )
    told = _describe_pilots(uow, teams, read, (person, link))
    return tuple(PilotView(team, ListedPilot(**one)) for team, one in zip(teams, told, strict=True))


def _describe_pilots(
    uow: UnitOfWork, teams: Sequence[Team], read: _Findings, to: tuple[str, PermalinkBuilder]
) -> Iterator[dict[str, Any]]:
    """The fields of what is seen of each, in the order of the teams."""
    person, link = to
    threads = uow.threads.list_by_interview([interview.id for interview in read.interviews.values()])
    for team in teams:
        interview = read.interviews.get(team.pilot.id)
        places = threads.get(interview.id, ()) if interview else ()
        history = read.assessments.get(team.pilot.id, ())
        yield {
            "pilot": team.pilot,
            "viewer": person,
            "lead": team.get_person(team.lead),
            "interview": interview,
            "thread": format_link(_select_thread(team, places, person), link),
            "assessment": history[-1] if history else None,
            "before": history[-2] if len(history) > 1 else None,
            "progress": read.progress.get(team.pilot.id),
            "may_steer": may_do(team, person, Right.PAUSE),
        }


# --- where it is talked -----------------------------------------------------------------------------


def _select_thread(team: Team, threads: Sequence[Thread], person: str) -> Thread | None:
    """The channel's thread, where all of it is; their own where there is none or it may be closed to them."""
    shared = next((thread for thread in reversed(threads) if thread.person is None), None)
    own = find_own_thread(threads, person)
    return own or shared if team.private else shared or own


def find_own_thread(threads: Sequence[Thread], person: str) -> Thread | None:
    """Nobody is led into somebody else's direct messages."""
    return next((thread for thread in reversed(threads) if thread.person == person), None)


def format_link(thread: Thread | None, link: PermalinkBuilder) -> str | None:
    return link(thread.channel, thread.ts) if thread is not None else None
