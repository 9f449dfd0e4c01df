"""Interviewing: keep what was said, have it read, decide what to ask next."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed
from bot.domain.core.invisible_characters import visible
from bot.domain.core.people import Person, Pilot, find_person
from bot.domain.core.usage import ModelCall
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, Intent
from bot.domain.interview.guards import Refusal, guard
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import as_question, candidates, left_to, opening, upcoming, worded
from bot.domain.interview.quotation import find
from bot.domain.interview.turn import PassKind, Question, Turn
from bot.services.interview.earlier_evidence import in_view_of
from bot.services.ports.core import Analyst, Clock, Read, Redactor, Transactions, UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Interviewing:
    """What interviewing needs of the world."""

    transactions: Transactions
    analyst: Analyst
    redactor: Redactor
    clock: Clock
    knowledge: Knowledge


class Message(NamedTuple):
    """Something a person said, as an edge hands it over."""

    speaker: Person
    text: str
    source: str | None = None
    """The message's key on its platform; the same one twice is kept once."""
    unasked: bool = False
    """Said of their own accord, not as a reply to the open question."""
    said_at: datetime | None = None
    """When it was said; None: now."""
    heard_at: datetime | None = None
    """When it reached us: a question asked later was not what it answers. None: now."""
    unseen: frozenset[str] = frozenset()
    """Ids of the questions that could not be read yet when it was said."""
    changed_at: datetime | None = None
    """When it was last edited on its platform; None: never."""


class Kept(NamedTuple):
    """What was stored of a message. `redacted` names the kinds of secrets that were taken out."""

    turn: Turn
    redacted: tuple[str, ...]


class TurnReading(NamedTuple):
    """What an analyst made of one revision of a turn, before it is recorded."""

    turn: Turn
    mapping: AnswerMapping
    answer: CitedAnswer | None = None


class Heard(NamedTuple):
    """What became of one turn."""

    interview: Interview
    turn: Turn
    intent: Intent
    refusals: tuple[Refusal, ...]
    answer: CitedAnswer | None = None
    """To a question back, where the person asked one."""
    colleague: Person | None = None
    """Who is to be asked instead, where the person named somebody who is known."""
    outdated: bool = False
    """The turn was edited, taken back or read by somebody else meanwhile: nothing was recorded."""


class Acquainted(NamedTuple):
    """Whom a platform knows beside those who take part, and what the speaker may do there."""

    people: tuple[Person, ...] = ()
    only: bool = False
    """Nobody else can be asked: a name that fits nobody is not a colleague."""
    may_end: bool = True


async def begin(desk: Interviewing, interview_id: str, pilot: Pilot, people: tuple[Person, ...]) -> Interview:
    """Opens an interview with the opening question."""
    named = pilot.model_copy(update={"name": _clean(desk, pilot.name)})
    empty = Interview(id=interview_id, pilot=named, people=tuple(_clean_person(desk, person) for person in people))
    asked = empty.ask(as_question(opening(desk.knowledge.guide), empty))
    await desk.transactions.run(lambda uow: uow.interviews.add(asked))
    return asked


async def keep(desk: Interviewing, interview_id: str, message: Message) -> Kept:
    """Stores what was said, without its secrets, before anybody reads it."""
    clean, kinds = without_secrets(desk, message)
    at = desk.clock.now()
    return Kept(await desk.transactions.run(lambda uow: store(uow, interview_id, clean, at)), kinds)


def without_secrets(desk: Interviewing, message: Message) -> tuple[Message, tuple[str, ...]]:
    """The message as it may be kept, and the kinds of secrets that were taken out."""
    clean = desk.redactor.redact(visible(message.text))
    return message._replace(text=clean.text, speaker=_clean_person(desk, message.speaker)), clean.kinds


def store(uow: UnitOfWork, interview_id: str, message: Message, now: datetime) -> Turn:
    """Keeps a clean message as a turn; one that is known by its source is found, not kept again."""
    interview = uow.interviews.get(interview_id)
    question = None if message.unasked else interview.put_to(message.speaker.id, message.heard_at, message.unseen)
    turn = Turn(
        id=f"t{len(interview.turns) + 1}",
        question_id=question.id if question else None,
        speaker=message.speaker.id,
        text=message.text,
        at=message.said_at or now,
        source=message.source,
        changed_at=message.changed_at,
    )
    heard = interview.join(message.speaker).hear(turn)
    if turn not in heard.turns:
        return next(known for known in heard.turns if known.source == message.source)
    uow.interviews.save(heard)
    return turn


def _clean(desk: Interviewing, name: str) -> str:
    return desk.redactor.redact(visible(name)).text


def _clean_person(desk: Interviewing, person: Person) -> Person:
    return person.model_copy(update={"name": _clean(desk, person.name), "role": _clean(desk, person.role)})


async def read(desk: Interviewing, interview_id: str) -> tuple[Heard, ...]:
    """Has every unread turn read, oldest first.

    Raises AnalystFailed when the analyst cannot; what was read before stays, the rest waits for the next try.
    """
    heard: list[Heard] = []
    interview = await load(desk.transactions, interview_id)
    while interview.unmapped:
        heard.append(await _read_one(desk, interview, interview.unmapped[0]))
        interview = heard[-1].interview
    return tuple(heard)


async def next_question(desk: Interviewing, interview_id: str, speaker: str | None = None) -> Question | None:
    """Asks the next question; None when everything is known, was asked and probed, or the interview is over.

    While the open question awaits its reply it is returned again. `speaker` is who will read it: what colleagues
    left to them comes first.
    """

    def work(uow: UnitOfWork) -> Question | None:
        interview = uow.interviews.get(interview_id)
        if interview.status != "open":
            return None
        guide = desk.knowledge.guide
        if interview.awaits_reply and not left_to(guide, interview, speaker):
            return interview.open_question
        upnext = candidates(guide, interview, 1, speaker)
        if not upnext:
            return None
        question = as_question(worded(upnext[0], interview), interview)
        uow.interviews.save(interview.ask(question))
        return question

    return await desk.transactions.run(work)


async def load(transactions: Transactions, interview_id: str) -> Interview:
    return await transactions.run(lambda uow: uow.interviews.get(interview_id))


async def _read_one(desk: Interviewing, interview: Interview, turn: Turn) -> Heard:
    """Reads, answers a question back, and only then records: a turn half dealt with is read again whole."""
    reading = await read_turn(desk, interview, turn)
    return await desk.transactions.run(lambda uow: take_in(uow, desk.knowledge, interview.id, reading))


async def read_turn(desk: Interviewing, interview: Interview, turn: Turn) -> TurnReading:
    """What the analyst makes of one turn; nothing is recorded but the cost. Raises AnalystFailed."""
    mapping = await _mapped(desk, interview, turn)
    answer = await _answered(desk, interview, mapping, turn) if mapping.intent == "ask_back" else None
    return TurnReading(turn, mapping, answer)


async def _mapped(desk: Interviewing, interview: Interview, turn: Turn) -> AnswerMapping:
    asked_next = upcoming(desk.knowledge.guide, interview)
    whole = await desk.transactions.run(lambda uow: in_view_of(uow, interview))
    return await _paid(desk, interview.id, desk.analyst.map_answer(whole, turn, asked_next))


async def _paid(desk: Interviewing, interview_id: str, call: Awaitable[Read[T]]) -> T:
    """The analyst's result; what the calls cost is kept whether they succeeded or not."""
    try:
        result = await call
    except AnalystFailed as failure:
        await _keep_calls(desk, interview_id, failure.calls)
        raise
    await _keep_calls(desk, interview_id, result.calls)
    return result.value


def take_in(
    uow: UnitOfWork, knowledge: Knowledge, interview_id: str, reading: TurnReading, acquainted: Acquainted | None = None
) -> Heard:
    """Records a reading and follows what the person asked for, unless the turn was edited or read meanwhile."""
    interview, (turn, mapping, answer) = uow.interviews.get(interview_id), reading
    now = interview.turn(turn.id)
    if now.revision != turn.revision or now.state != "said":
        return Heard(interview, turn, "other", (), outdated=True)
    guarded = guard(mapping, turn, knowledge.framework)
    taken = interview.take_in(turn.id, turn.revision, guarded.heard, mapping.intent)
    known = acquainted or Acquainted()
    colleague = _colleague(taken, turn, mapping.colleague, known) if mapping.intent == "ask_colleague" else None
    moved = _follow(taken, turn, mapping.intent, colleague, may_end=known.may_end)
    return Heard(uow.interviews.save(moved), turn, mapping.intent, guarded.refusals, answer, colleague)


def _follow(
    interview: Interview, turn: Turn, intent: Intent, colleague: Person | None, *, may_end: bool = True
) -> Interview:
    """What the person asked for, beside answering; replies to a question that was followed by another do nothing."""
    question = interview.question(turn.question_id)
    if interview.status != "open" or question is None or not _asked_last(interview, question):
        return interview
    if intent in {"dont_know", "skip"}:
        how: PassKind = "skip" if intent == "skip" else "dont_know"
        return interview.pass_on(how, by=turn.speaker, turn_id=turn.id, question=question.id)
    if intent == "ask_colleague" and colleague is not None:
        joined = interview.join(colleague)
        return joined.pass_on("handed_over", by=turn.speaker, to=colleague.id, turn_id=turn.id, question=question.id)
    if intent == "pause":
        return interview.pause()
    return interview.close() if intent == "finish" and may_end and not interview.unmapped else interview


def _asked_last(interview: Interview, question: Question) -> bool:
    """Of those that were put to the same person, or to everybody."""
    return question.id == [asked for asked in interview.questions if asked.to == question.to][-1].id


def _colleague(interview: Interview, turn: Turn, name: str | None, acquainted: Acquainted) -> Person | None:
    """Whom the turn names: a participant, or somebody new. A name that nobody said is nobody."""
    said = name.strip().removeprefix("@") if name else ""
    if not said or find(said, turn.text) is None:
        return None
    known = find_person((*interview.people, *acquainted.people), said)
    return known or (None if acquainted.only else Person(id=said, name=said))


async def _answered(desk: Interviewing, interview: Interview, mapping: AnswerMapping, turn: Turn) -> CitedAnswer:
    asked = mapping.question_back or turn.text
    question = interview.question(turn.question_id) or interview.open_question
    answer = await _paid(desk, interview.id, desk.analyst.answer_question(asked, question))
    known = {passage.id for passage in desk.knowledge.passages}
    return answer.model_copy(update={"citations": tuple(c for c in answer.citations if c in known)})


async def _keep_calls(desk: Interviewing, interview_id: str, calls: tuple[ModelCall, ...]) -> None:
    if calls:
        await desk.transactions.run(lambda uow: uow.calls.add(interview_id, calls))
