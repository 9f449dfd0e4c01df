"""Interviewing: what is kept of a message, how it is read, and what is recorded of it; the steps, in order."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from bot.domain.access.right import Right
from bot.domain.asking.questioning import list_candidates_to_word
from bot.domain.asking.referral import ReferralContext, find_referral
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed
from bot.domain.core.people import Person, find_person
from bot.domain.core.person_words import PersonWords
from bot.domain.core.usage import ModelCall
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, Intent
from bot.domain.interview.claims import describe_circumstances
from bot.domain.interview.guards import RefusedProposal, guard_mapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkipKind, Translation, Turn, is_foreign
from bot.domain.quotation.quotation import find_quote
from bot.services.interview.cleaning import AnswerMessage
from bot.services.interview.earlier_evidence import merge_earlier_evidence, select_reading_context
from bot.services.interview.translating import READ_IN, list_untranslated, pair_translations, translate_evidence
from bot.services.ports.core import AnalystResult, Transactions, UnitOfWork
from bot.services.ports.dependencies import Dependencies

T = TypeVar("T")

_LETS_GO: dict[Intent, SkipKind] = {"dont_know": "dont_know", "skip": "skip", "later": "later"}
_TAKES: dict[Intent, Right] = {**dict.fromkeys((*_LETS_GO, "ask_colleague"), Right.LET_GO), "pause": Right.PAUSE}
"""The right that it takes to have something done in words."""


class TurnReading(NamedTuple):
    """What an analyst made of one revision of a turn, before it is recorded."""

    turn: Turn
    mapping: AnswerMapping
    answer: CitedAnswer | None = None
    translations: tuple[Translation, ...] = ()
    """What people will read in their language, and what they said in English."""


class TurnOutcome(NamedTuple):
    """What became of one turn."""

    interview: Interview
    turn: Turn
    intent: Intent
    refusals: tuple[RefusedProposal, ...]
    answer: CitedAnswer | None = None
    """To a question back, where the person asked one."""
    colleague: Person | None = None
    """Who is to be asked instead, where the person named somebody who is known."""
    refused: Right | None = None
    """What they asked for in words, and is others' to do."""
    unasked: str = ""
    """Why the colleague whom they named is not asked; empty where they are, or none was named."""
    outdated: bool = False
    """The turn was edited, taken back or read by somebody else meanwhile: nothing was recorded."""

    @property
    def is_handed_over(self) -> bool:
        """Whether the question was left to a colleague by these words."""
        return any(item.turn_id == self.turn.id and item.how == "handed_over" for item in self.interview.passes)

    @property
    def late_for(self) -> Question | None:
        """The earlier question that it answers, where it was said after the next one had been asked."""
        kept = next((turn for turn in self.interview.turns if turn.id == self.turn.id), self.turn)
        return self.interview.find_question(kept.question_id) if kept.question_id != self.turn.question_id else None

    @property
    def is_first_unread_language(self) -> bool:
        """Whether it is the first of what its speaker said in a language that only a model reads."""
        foreign = [t.id for t in self.interview.turns if t.speaker == self.turn.speaker and is_foreign(t.language)]
        return foreign[:1] == [self.turn.id]

    @property
    def is_first_talk(self) -> bool:
        """Whether it answers nothing, and is the first such while its question waits: people are told once."""
        talk = [t for t in self.interview.turns if t.question_id == self.turn.question_id and t.intent == "other"]
        return self.intent == "other" and [turn.id for turn in talk][:1] in ([], [self.turn.id])


class KnownPeople(NamedTuple):
    """Whom a platform knows beside those who take part, and what the speaker may do there."""

    people: tuple[Person, ...] = ()
    exclusive: bool = False
    """Nobody else can be asked: a name that fits nobody is not a colleague."""
    refuse: Callable[[Person], str] = lambda person: ""
    """Why somebody who was named is not asked; empty where they are."""
    rights: frozenset[Right] = frozenset(_TAKES.values())


def store_turn(uow: UnitOfWork, interview_id: str, message: AnswerMessage, now: datetime) -> Turn:
    """Keeps a clean message as a turn; one that is known by its source is found, not kept again."""
    interview = uow.interviews.get(interview_id)
    question = (
        None if message.unasked else interview.find_question_for(message.speaker.id, message.heard_at, message.unseen)
    )
    turn = Turn(
        id=f"t{len(interview.turns) + 1}",
        question_id=question.id if question else None,
        speaker=message.speaker.id,
        text=message.text,
        at=message.said_at or now,
        source=message.source,
        changed_at=message.changed_at,
        in_pause=interview.status == "paused",
    )
    heard = interview.add_person(message.speaker).add_turn(turn)
    if turn not in heard.turns:
        return next(known for known in heard.turns if known.source == message.source)
    uow.interviews.save(heard)
    return turn


async def load_interview(transactions: Transactions, interview_id: str) -> Interview:
    return await transactions.run(lambda uow: uow.interviews.get(interview_id))


async def read_turn(deps: Dependencies, interview: Interview, turn: Turn, *, asks_next: bool = True) -> TurnReading:
    """What the analyst makes of one turn; nothing is recorded but the cost. Raises AnalystFailed.

    `asks_next`: whether a question follows, which is then worded to fit.
    """
    mapping = await _map_answer(deps, interview, turn, asks_next)
    answer = await _answer_question_back(deps, interview, mapping, turn) if mapping.intent == "ask_back" else None
    return TurnReading(turn, mapping, answer, await _translate(deps, interview, turn, mapping))


async def _translate(
    deps: Dependencies, interview: Interview, turn: Turn, mapping: AnswerMapping
) -> tuple[Translation, ...]:
    """Nothing waits for it: where it fails, our words are English, and a quote stands alone."""
    if not is_foreign(mapping.language):
        return ()
    after, guide = _foresee(deps.knowledge, interview, turn, mapping), deps.knowledge.guide
    wanted = list_untranslated(guide, interview, after, turn, mapping.language)
    if not wanted:
        return ()
    try:
        read = await _await_and_record_calls(deps, interview.id, deps.analyst.translate(wanted))
    except AnalystFailed:
        return ()
    return pair_translations(wanted, read)


def _foresee(knowledge: Knowledge, interview: Interview, turn: Turn, mapping: AnswerMapping) -> Interview:
    """The interview as it will be once this is recorded, as far as the interview alone tells."""
    heard = guard_mapping(mapping, turn, knowledge.framework, describe_circumstances(interview, turn)).heard
    intent = interview.classify_reply(turn.id, heard, mapping.intent)
    return _apply_intent(interview.record_findings(turn.id, turn.revision, heard, intent), turn, intent, None)


async def _map_answer(deps: Dependencies, interview: Interview, turn: Turn, asks_next: bool) -> AnswerMapping:
    asked_next = list_candidates_to_word(deps.knowledge.guide, interview) if asks_next else ()
    whole = interview
    if interview.follows is not None:
        whole = await deps.transactions.run(lambda uow: select_reading_context(uow, interview))
    return await _await_and_record_calls(deps, interview.id, deps.analyst.map_answer(whole, turn, asked_next))


async def _await_and_record_calls(deps: Dependencies, interview_id: str, call: Awaitable[AnalystResult[T]]) -> T:
    """The analyst's result; what the calls cost is kept whether they succeeded or not."""
    try:
        result = await call
    except AnalystFailed as failure:
        await _record_model_calls(deps, interview_id, failure.calls)
        raise
    await _record_model_calls(deps, interview_id, result.calls)
    return result.value


def record_reading(
    uow: UnitOfWork,
    knowledge: Knowledge,
    interview_id: str,
    reading: TurnReading,
    acquainted: KnownPeople | None = None,
) -> TurnOutcome:
    """Records a reading and follows what the person asked for, unless the turn was edited or read meanwhile."""
    interview, (turn, mapping, answer, translations) = uow.interviews.get(interview_id), reading
    now = interview.get_turn(turn.id)
    if now.revision != turn.revision or now.state != "said":
        return TurnOutcome(interview, turn, "other", (), outdated=True)
    around = describe_circumstances(merge_earlier_evidence(uow, interview), turn)
    guarded = guard_mapping(mapping, turn, knowledge.framework, around)
    intent = interview.classify_reply(turn.id, guarded.heard, mapping.intent)
    evidence = translate_evidence(guarded.heard.evidence, translations)
    heard = guarded.heard.model_copy(update={"evidence": evidence})
    known = acquainted or KnownPeople()
    meant = ReferralContext((*interview.people, *known.people), knowledge.person_words, knowledge.guide)
    named = find_referral(turn.text, mapping, intent, meant)
    intent, refused = _refuse_intent(interview, turn, "ask_colleague" if named else intent, known.rights)
    taken = interview.record_findings(turn.id, turn.revision, heard, intent)
    taken = taken.add_translations(tuple(one for one in translations if one.language != READ_IN))
    colleague = None if refused else _find_colleague(taken, turn, named, known, knowledge.person_words)
    unasked = known.refuse(colleague) if colleague is not None else ""
    moved = _apply_intent(taken, turn, intent, None if unasked else colleague)
    return TurnOutcome(uow.interviews.save(moved), turn, intent, guarded.refusals, answer, colleague, refused, unasked)


def _refuse_intent(
    interview: Interview, turn: Turn, intent: Intent, rights: frozenset[Right]
) -> tuple[Intent, Right | None]:
    """What is others' to do is mere talk; that it is theirs is told where it would have changed something."""
    right = _TAKES.get(intent)
    if right is None or right in rights:
        return intent, None
    waits = any(question.id == turn.question_id for question in interview.pending_questions)
    changes = interview.status == "open" and (waits or right == Right.PAUSE)
    return "other", right if changes else None


def _apply_intent(interview: Interview, turn: Turn, intent: Intent, colleague: Person | None) -> Interview:
    """What the person asked for, beside answering; replies to a question that was followed by another do nothing.

    Whoever wants to finish is asked first: that can't be undone.
    """
    question = interview.find_question(turn.question_id)
    if interview.status != "open" or question is None or not _is_last_asked(interview, question):
        return interview
    if intent in _LETS_GO:
        return interview.skip_question(_LETS_GO[intent], by=turn.speaker, turn_id=turn.id, question=question.id)
    if intent == "ask_colleague" and colleague is not None:
        joined = interview.add_person(colleague)
        return joined.skip_question(
            "handed_over", by=turn.speaker, to=colleague.id, turn_id=turn.id, question=question.id
        )
    return interview.pause() if intent == "pause" else interview


def _is_last_asked(interview: Interview, question: Question) -> bool:
    """Of those that were put to the same person, or to everybody."""
    return question.id == [asked for asked in interview.questions if asked.to == question.to][-1].id


def _find_colleague(
    interview: Interview, turn: Turn, name: str | None, acquainted: KnownPeople, words: PersonWords
) -> Person | None:
    """Whom the turn names: a participant, or somebody new. A name that nobody said is nobody, and no group is."""
    said = name.strip().removeprefix("@") if name else ""
    span = find_quote(said, turn.text) if said else None
    if span is None:
        return None
    known = find_person((*interview.people, *acquainted.people), said)
    if known is not None or acquainted.exclusive:
        return known if known is None or known.id != turn.speaker else None
    before = turn.text[: span.start].split()[-1:]
    is_group = any(words.stands_before_noun(word) for word in before) or not words.is_name(said)
    return None if is_group else Person(id=said, name=said)


async def _answer_question_back(
    deps: Dependencies, interview: Interview, mapping: AnswerMapping, turn: Turn
) -> CitedAnswer:
    asked = mapping.question_back or turn.text
    question = interview.find_question(turn.question_id) or interview.open_question
    answer = await _await_and_record_calls(deps, interview.id, deps.analyst.answer_question(asked, question))
    known = {passage.id for passage in deps.knowledge.passages}
    return answer.model_copy(update={"citations": tuple(c for c in answer.citations if c in known)})


async def _record_model_calls(deps: Dependencies, interview_id: str, calls: tuple[ModelCall, ...]) -> None:
    if calls:
        await deps.transactions.run(lambda uow: uow.model_calls.add(interview_id, calls))
