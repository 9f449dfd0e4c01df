"""Replying to what people ask or tell of their own accord: in direct messages, in a thread, in a channel."""

from typing import NamedTuple

from bot.domain.asking.waiting import find_open_question
from bot.domain.audit.act import Act, ActDetail
from bot.domain.core.team import Team, Thread
from bot.domain.inquiry.help import HelpPlace, HelpSituation
from bot.domain.inquiry.reading import is_about_the_record, is_question, names_pilot, read_inquiry
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.services.arrivals.direct_message import find_only_interview
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.conversation.interview_threads import is_guest_thread
from bot.services.conversation.next_question import build_question_part
from bot.services.inquiries.answer_inquiry import AnsweredInquiry, InquiryRequest, answer_inquiry, recheck_answer
from bot.services.inquiries.load_record import Reader, list_readable_teams
from bot.services.inquiries.request_person import answer_person_request, find_person_request
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.home_board import list_waiting_questions
from bot.services.queries.pilots import PermalinkBuilder
from bot.services.worker.handler import Result


class InquiryDependencies(NamedTuple):
    deps: ConversationContext
    link: PermalinkBuilder


# --- in direct messages -----------------------------------------------------------------------------


async def reply_in_direct_message(inquiries: InquiryDependencies, said: IncomingMessage) -> Result | None:
    """None for what is no question, and for what belongs to the one interview that the person is in."""
    deps = inquiries.deps
    member = await deps.directory.get_member(said.person)
    if member.bot or member.outside or not deps.knowledge.inquiry_words.languages:
        return None
    if (wanted := await find_person_request(deps, said, direct=True)) is not None:
        return Result(lambda uow: _post_privately(uow, said, answer_person_request(uow, deps, inquiries.link, wanted)))
    if is_call_for_help(deps, said.text):
        return Result(lambda uow: _post_privately(uow, said, _format_help(uow, inquiries, said, "direct")))
    return await _answer_privately(inquiries, said)


async def _answer_privately(inquiries: InquiryDependencies, said: IncomingMessage) -> Result | None:
    deps, words = inquiries.deps, inquiries.deps.knowledge.inquiry_words
    running = await deps.transactions.run(lambda uow: find_only_interview(uow, said.person))
    if running is not None and not is_about_the_record(said.text, words):
        return None
    if deps.analyst.reads_by_rule and not is_question(said.text, words):
        return None
    request = InquiryRequest(said.text, Reader(said.person))
    if not deps.analyst.reads_by_rule:
        await deps.presence.show_working(said.source)
    found = await answer_inquiry(deps, inquiries.link, request)
    if found.asks != "question":
        return None
    return Result(lambda uow: _post_privately(uow, said, _format_answer(uow, deps, request, found)))


def is_call_for_help(deps: ConversationContext, text: str) -> bool:
    """Whether somebody wants to know what they can do, and nothing of any pilot."""
    words = deps.knowledge.inquiry_words
    if not is_question(text, words):
        return False
    inquiry = read_inquiry(text, words)
    return inquiry.kind == "help" and not inquiry.terms


def _format_answer(
    uow: UnitOfWork, deps: ConversationContext, asked: InquiryRequest, found: AnsweredInquiry, *, back: bool = False
) -> MessageContent:
    """What the asker may see by now: who may see what can have changed while it was worded. On record as told."""
    answer, reader = recheck_answer(uow, asked.reader, found.answer), asked.reader
    act = Act(at=deps.clock.now(), by=reader.person, via="message", name="inquiry", effect="saw")
    if reader.channel is not None:
        act = act.model_copy(update={"effect": "shared", "place": reader.channel})
    pilots = answer.pilot_ids
    uow.audit.append(act.complete(ActDetail(next(iter(pilots)) if len(pilots) == 1 else "")))
    alone = reader.person if reader.channel is None else None
    return deps.formatter.format_record_answer(answer, back=back, reader=alone)


def _post_privately(uow: UnitOfWork, said: IncomingMessage, told: MessageContent) -> None:
    _post(uow, said, Place(person=said.person, thread=said.source.root_ts), told)


def _post(uow: UnitOfWork, said: IncomingMessage, place: Place, told: MessageContent) -> None:
    """Its words are not kept: they are for who may see it now."""
    posting = BotMessage(
        id=f"inquiry:{said.source.source_key}",
        place=place,
        parts=(build_part("inquiry", told),),
        session="active" if place.person else None,
        forget=True,
    )
    post_message(uow, posting)


def _format_help(
    uow: UnitOfWork, inquiries: InquiryDependencies, said: IncomingMessage, place: HelpPlace
) -> MessageContent:
    channel = said.source.channel if place == "channel" else None
    teams = list_readable_teams(uow, Reader(said.person, channel))
    waiting = len(list_waiting_questions(uow, said.person, inquiries.link)) if place == "direct" else 0
    return inquiries.deps.formatter.format_inquiry_help(_build_situation(place, teams, said.person, waiting=waiting))


def _build_situation(
    place: HelpPlace, teams: tuple[Team, ...], person: str, *, waiting: int = 0, asked: bool = False
) -> HelpSituation:
    return HelpSituation(
        place=place,
        pilots=tuple(team.pilot for team in teams),
        leads=tuple(team.pilot for team in teams if team.lead == person),
        waiting=waiting,
        asked=asked,
    )


# --- in the thread of an interview ------------------------------------------------------------------


async def reply_in_thread(
    inquiries: InquiryDependencies, thread: Thread, said: IncomingMessage, *, mentioned: bool
) -> Result | None:
    """What is clearly about the record is answered, and the question that waits is put once more; all else is the
    interview's. `mentioned`: whether they spoke to us by name."""
    deps, words = inquiries.deps, inquiries.deps.knowledge.inquiry_words
    member = await deps.directory.get_member(said.person)
    if member.bot or member.outside:
        return None
    direct = thread.person is not None
    if (wanted := await find_person_request(deps, said, thread, direct=direct)) is not None:
        return Result(
            lambda uow: _post_above_question(
                uow, deps, thread, (said, answer_person_request(uow, deps, inquiries.link, wanted))
            )
        )
    helps = is_call_for_help(deps, said.text)
    searches = mentioned and is_question(said.text, words) and read_inquiry(said.text, words).kind == "search"
    if not (helps or searches or is_about_the_record(said.text, words)):
        return None
    if helps:
        return Result(lambda uow: _post_help_in_thread(uow, inquiries, thread, said))
    pilot = (await deps.transactions.run(lambda uow: uow.interviews.get(thread.interview_id))).pilot
    reader = Reader(said.person, None if thread.person else thread.channel)
    request = InquiryRequest(said.text, reader, usual=pilot.id)
    found = await answer_inquiry(deps, inquiries.link, request)
    return Result(lambda uow: _post_answer_in_thread(uow, deps, thread, (said, request, found)))


def _post_help_in_thread(
    uow: UnitOfWork, inquiries: InquiryDependencies, thread: Thread, said: IncomingMessage
) -> None:
    interview = uow.interviews.get(thread.interview_id)
    seen = list_readable_teams(uow, Reader(said.person, None if thread.person else thread.channel))
    own = tuple(team for team in seen if team.pilot.id == interview.pilot.id)
    asked = interview.status == "open" and find_open_question(interview, said.person) is not None
    situation = _build_situation("thread", own, said.person, asked=asked)
    told = inquiries.deps.formatter.format_inquiry_help(situation)
    _post_above_question(uow, inquiries.deps, thread, (said, told))


def _post_answer_in_thread(
    uow: UnitOfWork,
    deps: ConversationContext,
    thread: Thread,
    told: tuple[IncomingMessage, InquiryRequest, AnsweredInquiry],
) -> None:
    said, request, found = told
    interview = uow.interviews.get(thread.interview_id)
    back = interview.status == "open" and find_open_question(interview, said.person) is not None
    _post_above_question(uow, deps, thread, (said, _format_answer(uow, deps, request, found, back=back)))


def _post_above_question(
    uow: UnitOfWork, deps: ConversationContext, thread: Thread, told: tuple[IncomingMessage, MessageContent]
) -> None:
    """And under it the question that the person has before them, once more."""
    said, answer = told
    interview = uow.interviews.get(thread.interview_id)
    asked = find_open_question(interview, said.person) if interview.status == "open" else None
    invited = is_guest_thread(uow.teams.get(interview.pilot.id), thread)
    question = (build_question_part(deps, interview, asked, invited=invited),) if asked is not None else ()
    posting = BotMessage(
        id=f"inquiry:{said.source.source_key}",
        place=get_thread_place(thread),
        parts=(build_part(f"inquiry:{said.source.ts}", answer), *question),
        interview_id=interview.id,
        session="suspended" if question else "active",
    )
    post_message(uow, posting)


# --- by mention, in a channel -----------------------------------------------------------------------


async def reply_to_mention(inquiries: InquiryDependencies, said: IncomingMessage) -> Result | None:
    """What all who read there may see is said there, all else to the asker alone. None for what is neither question nor
    anything that could be added to an interview."""
    deps = inquiries.deps
    member = await deps.directory.get_member(said.person)
    if member.bot or not deps.knowledge.inquiry_words.languages or not said.text:
        return None
    if member.outside:
        return Result(lambda uow: _whisper(uow, said, deps.formatter.format_outsider_refusal()))
    if (wanted := await find_person_request(deps, said, direct=False)) is not None:
        return Result(lambda uow: _whisper(uow, said, answer_person_request(uow, deps, inquiries.link, wanted)))
    if is_call_for_help(deps, said.text):
        here = _get_place(said)
        return Result(lambda uow: _post(uow, said, here, _format_help(uow, inquiries, said, "channel")))
    return await _answer_mention(inquiries, said)


async def _answer_mention(inquiries: InquiryDependencies, said: IncomingMessage) -> Result | None:
    deps, words, here = inquiries.deps, inquiries.deps.knowledge.inquiry_words, _get_place(said)
    if deps.analyst.reads_by_rule and not is_question(said.text, words):
        return await _offer_evidence(deps, said)
    request = InquiryRequest(said.text, await _choose_reader(deps, said))
    found = await answer_inquiry(deps, inquiries.link, request)
    if found.asks == "question":
        return Result(lambda uow: _post_where_readable(uow, deps, here, (said, request, found)))
    return await _offer_evidence(deps, said) if found.asks == "statement" else None


def _get_place(said: IncomingMessage) -> Place:
    return Place(channel=said.source.channel, thread=said.source.root_ts)


def _post_where_readable(
    uow: UnitOfWork,
    deps: ConversationContext,
    here: Place,
    told: tuple[IncomingMessage, InquiryRequest, AnsweredInquiry],
) -> None:
    said, request, found = told
    answer = _format_answer(uow, deps, request, found)
    if request.reader.channel is not None:
        _post(uow, said, here, answer)
    else:
        _whisper(uow, said, answer)


def _whisper(uow: UnitOfWork, said: IncomingMessage, told: MessageContent) -> None:
    post_ephemeral(uow, f"inquiry:{said.source.source_key}", said.source, said.person, told)


async def _choose_reader(deps: ConversationContext, said: IncomingMessage) -> Reader:
    """Everybody there, where a pilot of that channel is meant; the asker alone, where another one is named, none lives
    there, or people of other organisations read along."""
    channel = await deps.directory.get_channel(said.source.channel)

    def work(uow: UnitOfWork) -> Reader:
        alone, all_here = Reader(said.person), Reader(said.person, said.source.channel)
        here = {team.pilot.id for team in list_readable_teams(uow, all_here)}
        elsewhere = [t.pilot for t in list_readable_teams(uow, alone) if t.pilot.id not in here]
        named = any(names_pilot(said.text, pilot) for pilot in elsewhere)
        return alone if channel.shared or named or not here else all_here

    return await deps.transactions.run(work)


async def _offer_evidence(deps: ConversationContext, said: IncomingMessage) -> Result | None:
    """Told outside of the interview's thread: its author is asked whether it is to count. None where no interview of
    theirs is under way."""
    pilots = await deps.transactions.run(lambda uow: _list_open_pilots(uow, said))
    if not pilots:
        return None
    offered = tuple(EvidenceProposal(team.pilot, said.source, said.person) for team in pilots)
    return Result(lambda uow: _whisper(uow, said, deps.formatter.format_evidence_offer(offered)))


def _list_open_pilots(uow: UnitOfWork, said: IncomingMessage) -> tuple[Team, ...]:
    """Those of that channel, else all that the person may see."""
    seen = uow.teams.list_visible_to(said.person)
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id for team in seen])
    under_way = [t for t in seen if t.pilot.id in latest and latest[t.pilot.id].status != "closed"]
    here = [team for team in under_way if team.channel == said.source.channel]
    return tuple(here or under_way)
