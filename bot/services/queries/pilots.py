"""Viewing: what one person may see of the pilots: one, all, what waits for them, what they have to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from unicodedata import normalize

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NoAccess, NoPilots, NoSuchPilot, NotFound, WhichPilot
from bot.domain.core.invisible_characters import visible
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.interview.waiting import left_open, open_to
from bot.domain.portfolio.overview import Overview, Waiting
from bot.services.ports.core import Transactions, UnitOfWork

_QUOTES = "\"'“”„‘’«»*_` "


class Link(Protocol):
    """The address of a message, for people to follow."""

    def __call__(self, channel: str, ts: str, thread_ts: str | None = None) -> str: ...


@dataclass(frozen=True, repr=False)
class Viewing:
    """What viewing needs of the world."""

    transactions: Transactions
    knowledge: Knowledge
    link: Link


class Board(NamedTuple):
    """Everything that one person may see at a glance."""

    waiting: tuple[Waiting, ...]
    actions: tuple[Followed, ...]
    """What they have to do."""
    pilots: tuple[Overview, ...]
    """Those they are named in first, and of those the ones with a question for them; else the newest first."""


class Sight(NamedTuple):
    """A pilot and what was read of it."""

    team: Team
    seen: Overview
    threads: tuple[Thread, ...]


# --- which pilot ------------------------------------------------------------------------------------


def pick(uow: UnitOfWork, person: str, typed: str, channel: str | None) -> Team:
    """The pilot that is meant by a name, or by none: that of the channel, else the only one.

    Raises NoSuchPilot, WhichPilot or NoPilots. Only what the person may see is searched, so a pilot that they may not
    see and one that isn't there get the same answer.
    """
    teams = uow.teams.visible_to(person)
    if _folded(typed):
        return _named(teams, typed, channel)
    if not teams:
        raise NoPilots
    here = [team for team in teams if channel is not None and team.channel == channel]
    return _one_of(here or teams)


def called(uow: UnitOfWork, person: str, name: str) -> Team | None:
    """The newest pilot of exactly this name that the person sees."""
    wanted = _folded(name)
    teams = uow.teams.visible_to(person) if wanted else ()
    return next((team for team in teams if _folded(team.pilot.name) == wanted), None)


def opened(uow: UnitOfWork, person: str, pilot_id: str) -> Team:
    """The pilot that a click names. Raises NoAccess."""
    team = uow.teams.seen_by(person, pilot_id)
    if team is None:
        raise NoAccess
    return team


def assessed(uow: UnitOfWork, person: str, assessment_id: str) -> Assessment:
    """The assessment that a click names. Raises NoAccess."""
    try:
        made = uow.assessments.get(assessment_id)
    except NotFound as exc:
        raise NoAccess from exc
    opened(uow, person, made.pilot.id)
    return made


def _named(teams: Sequence[Team], typed: str, channel: str | None) -> Team:
    """By its whole name or id, then by how the name begins, then by a part of it."""
    wanted = _folded(typed)
    bare = wanted.strip(_QUOTES) or wanted
    exact = [team for team in teams if wanted in _names(team) or bare in _names(team)]
    begins = [team for team in teams if _folded(team.pilot.name).startswith(bare)]
    holds = [team for team in teams if bare in _folded(team.pilot.name)]
    found = exact or begins or holds
    if not found:
        raise NoSuchPilot(typed, tuple(team.pilot.name for team in teams))
    here = [team for team in found if channel is not None and team.channel == channel]
    return _one_of(here if exact and here else found)


def _one_of(teams: Sequence[Team]) -> Team:
    if len(teams) == 1:
        return teams[0]
    names = [team.pilot.name for team in teams]
    shared = {name for name in names if sum(_folded(name) == _folded(other) for other in names) > 1}
    raise WhichPilot(tuple(f"{p.name} ({p.id})" if p.name in shared else p.name for p in (t.pilot for t in teams)))


def _names(team: Team) -> set[str]:
    return {_folded(team.pilot.name), team.pilot.id.casefold()}


def _folded(typed: str) -> str:
    """As one types it: neither case, nor spaces, nor how an accent is put together make a difference."""
    return " ".join(normalize("NFKC", visible(typed)).split()).casefold()


# --- what is known of it ----------------------------------------------------------------------------


def overview(uow: UnitOfWork, team: Team, person: str, link: Link) -> Overview:
    """`person` may see the team: `pick` and `opened` have made sure of that."""
    return _sights(uow, (team,), person, link)[0].seen


def overviews(uow: UnitOfWork, person: str, link: Link) -> tuple[Overview, ...]:
    """All pilots that this person may see, newest first; as many queries for many as for one."""
    return tuple(sight.seen for sight in _sights(uow, uow.teams.visible_to(person), person, link))


def waiting(uow: UnitOfWork, person: str, link: Link) -> tuple[Waiting, ...]:
    """The questions that wait for this person, those left to them by name first."""
    return _waiting(uow, _sights(uow, uow.teams.visible_to(person), person, link), person, link)


def board(uow: UnitOfWork, person: str, link: Link) -> Board:
    """What Home shows; as many queries for many pilots as for one."""
    sights = _sights(uow, uow.teams.visible_to(person), person, link)
    questions = _waiting(uow, sights, person, link)
    asked = {item.seen.pilot.id for item in questions}
    ordered = sorted(sights, key=lambda s: (person not in s.team.members, s.team.pilot.id not in asked))
    return Board(questions, my_actions(uow, person), tuple(sight.seen for sight in ordered))


def my_actions(uow: UnitOfWork, person: str) -> tuple[Followed, ...]:
    """What the newest plans ask of this person: of the pilots they may see, and of those where somebody asked them."""
    teams = {team.pilot.id: team for team in uow.teams.visible_to(person)}
    teams |= {pilot: uow.teams.get(pilot) for pilot in uow.steps.pilots_given_to(person) if pilot not in teams}
    return _own_actions(person, teams, _progress_of_each(uow, list(teams)))


def progress_of_pilot(uow: UnitOfWork, pilot_id: str) -> Progress:
    """Of its newest plan. Raises NoAccess where it has none."""
    found = _progress_of_each(uow, [pilot_id]).get(pilot_id)
    if found is None:
        raise NoAccess
    return found


def _own_actions(person: str, teams: Mapping[str, Team], progress: Mapping[str, Progress]) -> tuple[Followed, ...]:
    everything = (at for pilot, found in progress.items() for at in followed_in(teams[pilot], found))
    return tuple(at for at in everything if at.standing.owner == person)


def _progress_of_each(uow: UnitOfWork, pilot_ids: Sequence[str]) -> dict[str, Progress]:
    """Of each pilot's newest plan; as many queries for many as for one."""
    plans = uow.plans.latest_of_each(pilot_ids)
    steps = uow.steps.of_each([plan.root for plan in plans.values()])
    return {pilot: Progress.of(plan, steps.get(plan.root, ())) for pilot, plan in plans.items()}


def _sights(uow: UnitOfWork, teams: Sequence[Team], person: str, link: Link) -> tuple[Sight, ...]:
    ids = [team.pilot.id for team in teams]
    interviews = uow.interviews.latest_of_each(ids)
    threads = uow.threads.of_each([interview.id for interview in interviews.values()])
    assessments = uow.assessments.latest_of_each(ids)
    progress = _progress_of_each(uow, ids)

    def sight(team: Team) -> Sight:
        interview = interviews.get(team.pilot.id)
        places = threads.get(interview.id, ()) if interview else ()
        now, before = _last_two(assessments.get(team.pilot.id, ()))
        seen = Overview(
            pilot=team.pilot,
            lead=team.person(team.lead),
            interview=interview,
            thread=_address(_place(team, places, person), link),
            assessment=now,
            before=before,
            progress=progress.get(team.pilot.id),
        )
        return Sight(team, seen, places)

    return tuple(sight(team) for team in teams)


def _last_two(history: Sequence[Assessment]) -> tuple[Assessment | None, Assessment | None]:
    now = history[-1] if history else None
    return now, history[-2] if len(history) > 1 else None


# --- what waits for somebody ------------------------------------------------------------------------


def _waiting(uow: UnitOfWork, sights: Sequence[Sight], person: str, link: Link) -> tuple[Waiting, ...]:
    known = {sight.seen.interview.id: sight for sight in sights if sight.seen.interview is not None}
    by_name = uow.interviews.left_to(person)
    threads = uow.threads.of_each([interview.id for interview in by_name])
    left = [
        _left(known.get(interview.id), interview, question, _own(threads.get(interview.id, ()), person), link)
        for interview in by_name
        for question in left_open(interview, person)
    ]
    taken = {_key(item) for item in left}
    shared = [item for sight in sights if (item := _shared(sight, person)) and _key(item) not in taken]
    return (*left, *shared)


def _key(item: Waiting) -> tuple[str, str]:
    """Questions are numbered within their interview."""
    return (item.seen.interview.id if item.seen.interview else "", item.question.id)


def _left(sight: Sight | None, interview: Interview, question: Question, place: Thread | None, link: Link) -> Waiting:
    """Whoever may not see the pilot learns its name and the question, and nothing else."""
    seen = sight.seen if sight is not None else Overview(pilot=interview.pilot, interview=interview)
    return Waiting(seen=seen, question=question, by_name=True, thread=_address(place, link) or seen.thread)


def _shared(sight: Sight, person: str) -> Waiting | None:
    interview = sight.seen.interview
    if interview is None or interview.status == "closed" or not sight.team.takes_part(person):
        return None
    question = open_to(interview, person)
    return Waiting(seen=sight.seen, question=question, thread=sight.seen.thread) if question is not None else None


# --- where it is talked -----------------------------------------------------------------------------


def _place(team: Team, threads: Sequence[Thread], person: str) -> Thread | None:
    """The channel's thread, where all of it is; their own where there is none or it may be closed to them."""
    shared = next((thread for thread in reversed(threads) if thread.person is None), None)
    own = _own(threads, person)
    return own or shared if team.private else shared or own


def _own(threads: Sequence[Thread], person: str) -> Thread | None:
    """Nobody is led into somebody else's direct messages."""
    return next((thread for thread in reversed(threads) if thread.person == person), None)


def _address(thread: Thread | None, link: Link) -> str | None:
    return link(thread.channel, thread.ts) if thread is not None else None
