"""What one person may see of their pilots, loaded for one question: who may see what is decided first."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.assessment.rating import list_corrected_sentences
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.inquiry.entries.record_builder import build_record
from bot.domain.inquiry.record import Record
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.turn import Turn
from bot.domain.interview.voices import leave_out
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.message_source import MessageSource
from bot.domain.portfolio.overview import PilotOverview
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import PermalinkBuilder, list_overviews, list_own_actions


class Reader(NamedTuple):
    """Who reads the answer: the asker alone, or everybody in a channel."""

    person: str
    channel: str | None = None
    """Whose readers all read it; None: nobody but the person does."""


def list_readable_teams(uow: UnitOfWork, reader: Reader) -> tuple[Team, ...]:
    """The pilots that may be spoken of before them: those the asker may see, and in a channel only those that live
    there, which all who read there know."""
    seen = uow.teams.list_visible_to(reader.person)
    return seen if reader.channel is None else tuple(team for team in seen if team.channel == reader.channel)


def load_record(uow: UnitOfWork, reader: Reader, knowledge: Knowledge, link: PermalinkBuilder) -> Record:
    teams = list_readable_teams(uow, reader)
    overviews = {seen.pilot.id: seen for seen in list_overviews(uow, reader.person, link)}
    matters = [_load_matter(uow, team, overviews[team.pilot.id], (reader, link)) for team in teams]
    known = {team.pilot.id for team in teams}
    own = () if reader.channel else list_own_actions(uow, reader.person)
    return build_record(matters, knowledge, [at for at in own if at.team.pilot.id not in known])


def list_readable_pilots(uow: UnitOfWork, reader: Reader) -> frozenset[str]:
    """Ids of all that an answer may be about, with those in which they have an action."""
    own = () if reader.channel else list_own_actions(uow, reader.person)
    teams = list_readable_teams(uow, reader)
    return frozenset((*(team.pilot.id for team in teams), *(at.team.pilot.id for at in own)))


_Address = tuple[Reader, PermalinkBuilder]


def _load_matter(uow: UnitOfWork, team: Team, seen: PilotOverview, to: _Address) -> PilotMatter:
    talks = _list_talks(uow, seen)
    direct = _list_direct_channels(uow, talks)
    made = seen.assessment
    turns = tuple(turn for talk in talks for turn in talk.turns if turn.state != "retracted")
    assessed = {item.turn_id for item in made.evidence} if made else set()
    said_alone = frozenset(turn.id for turn in turns if _is_for_us_alone(turn, direct, to[0].person))
    plan = seen.plan
    planned = (uow.assessments.get(plan.assessment_id).interview_id,) if plan is not None else ()
    shown_in = dict.fromkeys((*planned, *(talk.id for talk in talks)))
    posted = [posting for interview_id in shown_in for posting in uow.messages.list_for_interview(interview_id)]
    return PilotMatter(
        team=team,
        overview=seen,
        turns=tuple(turn for turn in turns if turn.id not in said_alone or turn.id in assessed),
        private_turns=said_alone,
        addresses=dict(_list_addresses(turns, direct, to)),
        evidence=made.evidence if made else tuple(item for talk in talks for item in talk.evidence),
        corrected=list_corrected_sentences(tuple(item for talk in talks for item in talk.evidence)),
        card=_find_posting(posted, "card", to),
        plan=_find_posting(posted, f"plan:{plan.root_id}", to) if plan else None,
        thread=seen.thread if to[0].channel is None else _find_shared_thread(uow, seen, to[1]),
    )


def _list_talks(uow: UnitOfWork, seen: PilotOverview) -> tuple[InterviewRecord, ...]:
    """The interview that was assessed, with those it follows; without an assessment, the one that is under way."""
    if seen.assessment is not None:
        whole = merge_earlier_evidence(uow, uow.interviews.get(seen.assessment.interview_id))
        return (leave_out(whole, seen.assessment.left_out),)
    return (seen.interview,) if seen.interview is not None else ()


def _list_direct_channels(uow: UnitOfWork, talks: Iterable[InterviewRecord]) -> frozenset[str]:
    threads = (thread for talk in talks for thread in uow.threads.list_for_interview(talk.id))
    return frozenset(thread.channel for thread in threads if _is_direct(thread))


def _find_shared_thread(uow: UnitOfWork, seen: PilotOverview, link: PermalinkBuilder) -> str | None:
    threads = uow.threads.list_for_interview(seen.interview.id) if seen.interview is not None else ()
    shared = next((thread for thread in threads if not _is_direct(thread)), None)
    return link(shared.channel, shared.ts) if shared is not None else None


def _is_direct(thread: Thread) -> bool:
    return thread.person is not None


def _is_for_us_alone(turn: Turn, direct: frozenset[str], person: str) -> bool:
    source = MessageSource.from_key(turn.source)
    return source is not None and source.channel in direct and turn.speaker != person


def _list_addresses(turns: Iterable[Turn], direct: frozenset[str], to: _Address) -> Iterable[tuple[str, str]]:
    """What was said to us alone opens for its speaker, and is linked to only where nobody else reads along."""
    reader, link = to
    for turn in turns:
        source = MessageSource.from_key(turn.source)
        if source is None:
            continue
        if source.channel not in direct or (turn.speaker == reader.person and reader.channel is None):
            yield turn.id, link(source.channel, source.ts, source.thread)


def _find_posting(posted: Iterable[BotMessage], key: str, to: _Address) -> str | None:
    """The latest message of ours with that part that the reader can open."""
    reader, link = to
    ours = [one for one in posted if one.has_part(key) and one.channel and one.ts]
    open_to = {None} if reader.channel else {None, reader.person}
    found = next((one for one in reversed(ours) if one.place.person in open_to), None)
    return link(found.channel or "", found.ts or "", found.place.thread) if found is not None else None
