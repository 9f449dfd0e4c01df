"""InterviewRecord: what was asked and said about one pilot, and what can be read from that alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from bot.domain.core.errors import NotFound
from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal
from bot.domain.interview.turn import (
    GUIDE_LANGUAGE,
    NO_ANSWER,
    AdaptedQuestion,
    Question,
    RecheckedCriterion,
    RequestedProbe,
    SkippedQuestion,
    SummaryFeedback,
    Translation,
    Turn,
    simplify_language,
)


class InterviewRecord(Value):
    id: str
    pilot: Pilot
    people: tuple[Person, ...] = ()
    follows: str | None = None
    """Id of the interview before it, where this one asks only what may have changed since the assessment."""
    rechecks: tuple[RecheckedCriterion, ...] = ()
    """What a follow-up asks about."""
    challenges: tuple[Challenge, ...] = ()
    """Other views of the ratings before, in view of which it is rated; here only while it is read with its past."""
    status: Literal["open", "paused", "closed"] = "open"
    questions: tuple[Question, ...] = ()
    turns: tuple[Turn, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    owners: tuple[OwnerClaim, ...] = ()
    """What was said of who answers for the workflow, oldest first."""
    signals: tuple[Signal, ...] = ()
    wishes: tuple[RequestedProbe, ...] = ()
    passes: tuple[SkippedQuestion, ...] = ()
    wordings: tuple[AdaptedQuestion, ...] = ()
    fits: tuple[SummaryFeedback, ...] = ()
    translations: tuple[Translation, ...] = ()
    """What was put into other languages of our own words, each text once a language."""
    version: int = 0
    """Counts stored states; storage refuses to overwrite a newer one."""

    @property
    def open_question(self) -> Question | None:
        """The question asked last; people may still answer older ones."""
        return self.questions[-1] if self.questions else None

    @property
    def unread_turns(self) -> tuple[Turn, ...]:
        """Turns that wait to be read, oldest first."""
        return tuple(turn for turn in self.turns if turn.state == "said")

    @property
    def unreadable_turns(self) -> tuple[Turn, ...]:
        """Turns that no analyst could read: they count for nothing until somebody has them tried again, or rewords
        them."""
        return tuple(turn for turn in self.turns if turn.state == "unreadable")

    @property
    def is_awaiting_reply(self) -> bool:
        """Whether the open question still waits: nobody answered it or let it go; asking back is no answer."""
        question = self.open_question
        return question is not None and not self.unread_turns and self.is_awaiting_answer(question)

    def is_awaiting_answer(self, question: Question) -> bool:
        """Whether this question still waits. An answer that nobody has read yet is an answer."""
        if question.kind == "record":
            return False
        if any(item.question_id == question.id for item in self.passes):
            return False
        replies = [turn for turn in self.turns if turn.question_id == question.id and turn.state != "retracted"]
        return all(turn.state == "mapped" and turn.intent in NO_ANSWER for turn in replies)

    @property
    def pending_questions(self) -> tuple[Question, ...]:
        """The questions that wait for somebody, oldest first. What was followed by another question to the same
        people waits no longer: its answer was taken back, and is asked for anew when its turn comes. Nor does what
        somebody else answered meanwhile."""
        latest = {question.to: question.id for question in self.questions}
        return tuple(
            q for q in self.questions if latest[q.to] == q.id and self.is_awaiting_answer(q) and not self.is_moot(q)
        )

    @property
    def unsettled_questions(self) -> tuple[Question, ...]:
        """Those that wait for somebody, and those with an answer that nobody has read yet."""
        unread = (*self.unread_turns, *self.unreadable_turns)
        waiting = {question.id for question in self.pending_questions} | {turn.question_id for turn in unread}
        return tuple(question for question in self.questions if question.id in waiting)

    def find_question_for(
        self, person: str, at: datetime | None = None, unseen: Collection[str] = frozenset()
    ) -> Question | None:
        """What this person answers by what they said at that time: a question put to them that waits, else the last
        one they were asked. `unseen`: ids of those they could not read yet."""
        put = (q for q in self.questions if q.kind != "record" and q.to in (None, person) and q.id not in unseen)
        asked = [q for q in put if at is None or q.asked_at is None or q.asked_at <= at]
        own = [question for question in asked if question.to == person and self.is_awaiting_answer(question)]
        return (own or asked)[-1] if asked else None

    def find_question_before(self, question: Question, person: str, criteria: Collection[str]) -> Question | None:
        """The latest that was put to this person before that one, of those that asked about these criteria; None where
        some of them were not asked about yet."""
        before = self.questions[: self.questions.index(question)]
        put = [asked for asked in before if asked.kind != "record" and asked.to in (None, person)]
        if not set(criteria) <= {criterion for asked in put for criterion in asked.criteria}:
            return None
        return next((asked for asked in reversed(put) if set(criteria) & set(asked.criteria)), None)

    @property
    def known_criteria(self) -> frozenset[str]:
        """The criteria of which somebody's words show a level, if only in passing."""
        return frozenset(item.criterion for item in self.evidence if item.level is not None)

    @property
    def answered_criteria(self) -> frozenset[str]:
        """The known ones that need not be asked: more than a remark in passing bears on them."""
        return frozenset(item.criterion for item in self.evidence if item.level is not None and not item.in_passing)

    @property
    def discussed_criteria(self) -> frozenset[str]:
        """The criteria that some evidence bears on which was said in this interview, and not only on record."""
        records = {question.id for question in self.questions if question.kind == "record"}
        turns = {turn.id for turn in self.turns if turn.question_id not in records}
        return frozenset(item.criterion for item in self.evidence if item.turn_id in turns)

    @property
    def rechecked_criteria(self) -> frozenset[str]:
        """Of a follow-up's rechecks those that somebody spoke of, or let go, or had nothing new to say of; or that a
        proof settled, which need not be asked then."""
        waiting = {criterion for question in self.pending_questions for criterion in question.criteria}
        settled = (self.discussed_criteria | self.asked_criteria | self.skipped_criteria) - waiting
        proven = self.answered_criteria - {item.criterion for item in self.rechecks if item.reason == "challenged"}
        return frozenset(item.criterion for item in self.rechecks if item.criterion in settled | proven)

    @property
    def asked_criteria(self) -> frozenset[str]:
        return frozenset(c for question in self.questions if question.kind != "record" for c in question.criteria)

    @property
    def probed_criteria(self) -> frozenset[str]:
        return frozenset(c for question in self.questions if question.kind == "probe" for c in question.criteria)

    @property
    def skipped_criteria(self) -> frozenset[str]:
        """Skipped, not known, or left to a colleague."""
        return frozenset(criterion for item in self.passes for criterion in item.criteria)

    @property
    def delegated_criteria(self) -> dict[str, str]:
        """What was left to a colleague and is not known yet, with whom it was left to last."""
        left = {c: item.to for item in self.passes if item.how == "handed_over" for c in item.criteria}
        return {c: person for c, person in left.items() if person and c not in self.answered_criteria}

    def get_person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))

    def get_turn(self, turn_id: str) -> Turn:
        found = next((turn for turn in self.turns if turn.id == turn_id), None)
        if found is None:
            raise NotFound(f"There is no turn {turn_id} in this interview.")
        return found

    def find_question(self, question_id: str | None) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def find_translation(self, text: str, language: str) -> str | None:
        found = (item.reads for item in self.translations if (item.text, item.language) == (text, language))
        return next(found, None)

    def find_language(self, person: str | None = None) -> str | None:
        """What this person said something in last; of all who spoke, what each of them did, None where they differ."""
        spoken = {t.speaker: t.language for t in self.turns if t.language and person in (None, t.speaker)}
        return next(iter(spoken.values())) if len(set(map(simplify_language, spoken.values()))) == 1 else None

    def find_common_language(self) -> str | None:
        """What everything that counts was said in; None where that is several languages, or nothing tells."""
        telling = {item.turn_id for item in self.evidence}
        spoken = [turn.language for turn in self.turns if turn.language and turn.id in telling]
        alike = len(set(map(simplify_language, spoken))) == 1
        return spoken[-1] if alike else None

    def put_for(self, person: str | None, text: str) -> str:
        """Our words in the language of this person, or of all who spoke; as they are where they are not known in it."""
        language = self.find_language(person)
        return (self.find_translation(text, language) if language else None) or text

    def find_adapted_wording(self, key: str, speaker: str | None = None) -> str | None:
        """The latest; `speaker`: whose words it has to follow from; None: all read it, in the language that they share
        or else the guide's."""
        shared = simplify_language(self.find_language() or GUIDE_LANGUAGE)
        turns = {
            turn.id
            for turn in self.turns
            if turn.speaker == speaker
            or (speaker is None and simplify_language(turn.language or GUIDE_LANGUAGE) == shared)
        }
        fitted = (item for item in reversed(self.wordings) if item.wording.key == key and item.turn_id in turns)
        return next((item.wording.text for item in fitted), None)

    def is_moot(self, question: Question) -> bool:
        """Whether all that it asks for is answered, and nothing of it wants a follow-up."""
        wished = {wish.probe.criterion for wish in self.wishes}
        asked = set(question.criteria)
        return bool(asked) and asked <= self.answered_criteria and not asked & wished
