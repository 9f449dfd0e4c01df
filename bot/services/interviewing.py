"""Interviewing: keep what was said, have it read, decide what to ask next."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bot.domain.errors import AnalystFailed
from bot.domain.guards import Refusal, guard
from bot.domain.hidden import visible
from bot.domain.interview import Interview, Question, Turn
from bot.domain.knowledge import Knowledge
from bot.domain.mapping import AnswerMapping, Intent
from bot.domain.people import Person, Pilot, find_person
from bot.domain.questioning import as_question, candidates, left_to, opening, upcoming, worded
from bot.domain.quotation import find
from bot.domain.review import CitedAnswer
from bot.domain.usage import ModelCall
from bot.services.ports import Analyst, Clock, Read, Redactor, Transactions, UnitOfWork

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


class Kept(NamedTuple):
    """What was stored of a message. `redacted` names the kinds of secrets that were taken out."""

    turn: Turn
    redacted: tuple[str, ...]


class Heard(NamedTuple):
    """What became of one turn."""

    interview: Interview
    turn: Turn
    intent: Intent
    refusals: tuple[Refusal, ...]
    answer: CitedAnswer | None = None
    """To a question back, where the person asked one."""
    colleague: Person | None = None
    """Who is to be asked instead, where the person named somebody."""


async def begin(desk: Interviewing, interview_id: str, pilot: Pilot, people: tuple[Person, ...]) -> Interview:
    """Opens an interview with the opening question."""
    named = pilot.model_copy(update={"name": _clean(desk, pilot.name)})
    empty = Interview(id=interview_id, pilot=named, people=tuple(_clean_person(desk, person) for person in people))
    asked = empty.ask(as_question(opening(desk.knowledge.guide), empty))
    await desk.transactions.run(lambda uow: uow.interviews.add(asked))
    return asked


async def keep(desk: Interviewing, interview_id: str, message: Message) -> Kept:
    """Stores what was said, without its secrets, before anybody reads it."""
    clean = desk.redactor.redact(visible(message.text))
    speaker = _clean_person(desk, message.speaker)
    at = desk.clock.now()

    def work(uow: UnitOfWork) -> Turn:
        interview = uow.interviews.get(interview_id)
        question = None if message.unasked else interview.open_question
        turn = Turn(
            id=f"t{len(interview.turns) + 1}",
            question_id=question.id if question else None,
            speaker=speaker.id,
            text=clean.text,
            at=at,
            source=message.source,
        )
        heard = interview.join(speaker).hear(turn)
        uow.interviews.save(heard)
        return turn if turn in heard.turns else next(t for t in heard.turns if t.source == message.source)

    return Kept(await desk.transactions.run(work), clean.kinds)


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
    mapping = await _mapped(desk, interview, turn)
    answer = await _answered(desk, interview, mapping, turn) if mapping.intent == "ask_back" else None
    heard = await desk.transactions.run(lambda uow: _take_in(uow, desk.knowledge, interview.id, turn, mapping))
    return heard._replace(answer=answer)


async def _mapped(desk: Interviewing, interview: Interview, turn: Turn) -> AnswerMapping:
    asked_next = upcoming(desk.knowledge.guide, interview)
    return await _paid(desk, interview.id, desk.analyst.map_answer(interview, turn, asked_next))


async def _paid(desk: Interviewing, interview_id: str, call: Awaitable[Read[T]]) -> T:
    """The analyst's result; what the calls cost is kept whether they succeeded or not."""
    try:
        result = await call
    except AnalystFailed as failure:
        await _keep_calls(desk, interview_id, failure.calls)
        raise
    await _keep_calls(desk, interview_id, result.calls)
    return result.value


def _take_in(uow: UnitOfWork, knowledge: Knowledge, interview_id: str, turn: Turn, mapping: AnswerMapping) -> Heard:
    interview = uow.interviews.get(interview_id)
    now = interview.turn(turn.id)
    if now.revision != turn.revision or now.state != "said":  # edited, taken back or read by somebody else meanwhile
        return Heard(interview, turn, "other", ())
    guarded = guard(mapping, turn, knowledge.framework)
    taken = interview.take_in(turn.id, turn.revision, guarded.heard, mapping.intent)
    colleague = _colleague(taken, turn, mapping.colleague) if mapping.intent == "ask_colleague" else None
    moved = _follow(taken, turn, mapping.intent, colleague)
    return Heard(uow.interviews.save(moved), turn, mapping.intent, guarded.refusals, colleague=colleague)


def _follow(interview: Interview, turn: Turn, intent: Intent, colleague: Person | None) -> Interview:
    """What the person asked for, beside answering."""
    replies = interview.open_question is not None and turn.question_id == interview.open_question.id
    if interview.status != "open" or not replies:
        return interview
    if intent in {"dont_know", "skip"}:
        return interview.pass_on("skip" if intent == "skip" else "dont_know", by=turn.speaker, turn_id=turn.id)
    if intent == "ask_colleague" and colleague is not None:
        joined = interview.join(colleague)
        return joined.pass_on("handed_over", by=turn.speaker, to=colleague.id, turn_id=turn.id)
    if intent == "pause":
        return interview.pause()
    return interview.close() if intent == "finish" and not interview.unmapped else interview


def _colleague(interview: Interview, turn: Turn, name: str | None) -> Person | None:
    """Whom the turn names: a participant, or somebody new. A name that nobody said is nobody."""
    said = name.strip() if name else ""
    if not said or find(said, turn.text) is None:
        return None
    return find_person(interview.people, said) or Person(id=said, name=said)


async def _answered(desk: Interviewing, interview: Interview, mapping: AnswerMapping, turn: Turn) -> CitedAnswer:
    asked = mapping.question_back or turn.text
    answer = await _paid(desk, interview.id, desk.analyst.answer_question(asked, interview.open_question))
    known = {passage.id for passage in desk.knowledge.passages}
    return answer.model_copy(update={"citations": tuple(c for c in answer.citations if c in known)})


async def _keep_calls(desk: Interviewing, interview_id: str, calls: tuple[ModelCall, ...]) -> None:
    if calls:
        await desk.transactions.run(lambda uow: uow.calls.add(interview_id, calls))
