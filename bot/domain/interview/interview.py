"""Interview: what was asked and said about one pilot, and every move that people can make."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, Self, TypeVar

from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.evidence import Evidence, Fact, Signal
from bot.domain.interview.turn import (
    NO_ANSWER,
    AdaptedQuestion,
    HasTurnId,
    Question,
    RecheckedCriterion,
    RequestedProbe,
    SkipKind,
    SkippedQuestion,
    SummaryFeedback,
    Turn,
    TurnFindings,
)

T = TypeVar("T", bound=HasTurnId)


class Interview(Value):
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
    signals: tuple[Signal, ...] = ()
    wishes: tuple[RequestedProbe, ...] = ()
    passes: tuple[SkippedQuestion, ...] = ()
    wordings: tuple[AdaptedQuestion, ...] = ()
    fits: tuple[SummaryFeedback, ...] = ()
    version: int = 0
    """Counts stored states; storage refuses to overwrite a newer one."""

    # --- reading -----------------------------------------------------------------------------

    @property
    def open_question(self) -> Question | None:
        """The question asked last; people may still answer older ones."""
        return self.questions[-1] if self.questions else None

    @property
    def unread_turns(self) -> tuple[Turn, ...]:
        """Turns that no analyst has read yet, oldest first."""
        return tuple(turn for turn in self.turns if turn.state == "said")

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
            q for q in self.questions if latest[q.to] == q.id and self.is_awaiting_answer(q) and not self._is_moot(q)
        )

    @property
    def unsettled_questions(self) -> tuple[Question, ...]:
        """Those that wait for somebody, and those with an answer that nobody has read yet."""
        waiting = {question.id for question in self.pending_questions} | {
            turn.question_id for turn in self.unread_turns
        }
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

    @property
    def known_criteria(self) -> frozenset[str]:
        """The criteria that some standing evidence bears on."""
        return frozenset(item.criterion for item in self.evidence)

    @property
    def discussed_criteria(self) -> frozenset[str]:
        """The criteria that some evidence bears on which was said in this interview, and not only on record."""
        records = {question.id for question in self.questions if question.kind == "record"}
        turns = {turn.id for turn in self.turns if turn.question_id not in records}
        return frozenset(item.criterion for item in self.evidence if item.turn_id in turns)

    @property
    def rechecked_criteria(self) -> frozenset[str]:
        """Of a follow-up's rechecks those that somebody spoke of, or let go, or had nothing new to say of."""
        waiting = {criterion for question in self.pending_questions for criterion in question.criteria}
        settled = (self.discussed_criteria | self.asked_criteria | self.skipped_criteria) - waiting
        return frozenset(item.criterion for item in self.rechecks if item.criterion in settled)

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
        return {c: person for c, person in left.items() if person and c not in self.known_criteria}

    def get_person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))

    def get_turn(self, turn_id: str) -> Turn:
        found = next((turn for turn in self.turns if turn.id == turn_id), None)
        if found is None:
            raise NotFound(f"There is no turn {turn_id} in this interview.")
        return found

    def find_question(self, question_id: str | None) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def find_adapted_wording(self, key: str) -> str | None:
        return next((item.wording.text for item in reversed(self.wordings) if item.wording.key == key), None)

    # --- moves: each returns the interview after it --------------------------------------------

    def add_question(self, question: Question) -> Self:
        self._require_open()
        return self._with_changes(questions=(*self.questions, question))

    def add_turn(self, turn: Turn) -> Self:
        """Keeps what was said, in a pause too, in the order in which it was said.

        The same message (by `source`) heard twice is kept once.
        """
        if turn.source is not None and any(known.source == turn.source for known in self.turns):
            return self
        self._require_not_closed()
        return self._with_changes(turns=tuple(sorted((*self.turns, turn), key=lambda said: said.at)))

    def add_person(self, person: Person) -> Self:
        """Adds a person, or learns a known person's name or role."""
        known = next((known for known in self.people if known.id == person.id), None)
        if known is None:
            return self._with_changes(people=(*self.people, person))
        learnt = known.model_copy(update={"name": person.name or known.name, "role": person.role or known.role})
        return self._with_changes(people=tuple(learnt if old.id == person.id else old for old in self.people))

    def record_findings(self, turn_id: str, revision: int, heard: TurnFindings, intent: Intent = "answer") -> Self:
        """Records what was heard in a turn, unless the turn was edited or taken back meanwhile."""
        turn = self.get_turn(turn_id)
        if turn.revision != revision or turn.state == "retracted":
            return self
        clean = self._drop_turn_traces(turn_id)
        fitted = {wording.key for wording in heard.wordings}
        kept = (item for item in clean.wordings if item.wording.key not in fitted)
        return clean._with_changes(
            turns=clean._replace_turn(turn.model_copy(update={"state": "mapped", "intent": intent})),
            evidence=clean._sort_by_turn((*clean.evidence, *heard.evidence)),
            facts=clean._sort_by_turn((*clean.facts, *heard.facts)),
            signals=clean._sort_by_turn((*clean.signals, *heard.signals)),
            wishes=clean._sort_by_turn(clean._update_requested_probes(turn_id, heard)),
            wordings=(*kept, *(AdaptedQuestion(turn_id=turn_id, wording=wording) for wording in heard.wordings)),
        )

    def edit_turn(self, turn_id: str, text: str, changed_at: datetime | None = None) -> Self:
        """Replaces what was said; it counts for nothing until it has been read again.

        `changed_at`: when its message was edited; where a later edit is known already, nothing changes.
        """
        turn = self.get_turn(turn_id)
        if turn.state == "retracted" or (changed_at and turn.changed_at and changed_at <= turn.changed_at):
            return self
        dated = turn.model_copy(update={"changed_at": changed_at or turn.changed_at})
        if turn.text == text:
            return self._with_changes(turns=self._replace_turn(dated)) if dated != turn else self
        edited = dated.model_copy(update={"text": text, "revision": turn.revision + 1, "state": "said", "intent": None})
        clean = self._drop_turn_traces(turn_id)
        return clean._with_changes(turns=clean._replace_turn(edited))

    def retract_turn(self, turn_id: str) -> Self:
        """Takes a turn back: its words are gone and it leaves no trace in evidence or ratings."""
        turn = self.get_turn(turn_id)
        gone = turn.model_copy(update={"text": "", "revision": turn.revision + 1, "state": "retracted"})
        clean = self._drop_turn_traces(turn_id)
        return clean._with_changes(turns=clean._replace_turn(gone))

    def skip_question(
        self, how: SkipKind, *, by: str, to: str | None = None, turn_id: str | None = None, question: str | None = None
    ) -> Self:
        """Lets a question go (by its id; else the open one): skipped, not known, or handed to a colleague.

        What somebody answered vaguely stays to be probed when somebody else doesn't know. A question is let go once.
        """
        self._require_open()
        asked = self.find_question(question) if question is not None else self.open_question
        if asked is None or (question is not None and any(item.question_id == question for item in self.passes)):
            return self
        wished = {wish.probe.criterion for wish in self.wishes} - self.probed_criteria if how == "dont_know" else set()
        open_criteria = tuple(c for c in asked.criteria if c not in self.known_criteria and c not in wished)
        entry = SkippedQuestion(question_id=asked.id, criteria=open_criteria, how=how, by=by, to=to, turn_id=turn_id)
        return self._with_changes(passes=(*self.passes, entry))

    def pause(self) -> Self:
        self._require_open()
        return self._with_changes(status="paused")

    def resume(self) -> Self:
        self._require_not_closed()
        return self._with_changes(status="open")

    def close(self) -> Self:
        """Ends the interview. Refused while answers wait to be read: they would count for nothing."""
        if self.unread_turns:
            records = {question.id for question in self.questions if question.kind == "record"}
            if all(turn.question_id in records for turn in self.unread_turns):
                raise MoveRefused("Proofs and challenges are still being read. Nothing is lost: finish in a minute.")
            raise MoveRefused("Some answers are kept but not read yet. Say anything, and they are read; then finish.")
        return self._with_changes(status="closed")

    def record_feedback(self, fit: SummaryFeedback) -> Self:
        """Keeps how well the summary fits; a person's later judgement replaces the earlier one."""
        others = tuple(known for known in self.fits if known.person != fit.person)
        return self._with_changes(fits=(*others, fit))

    # --- inside ----------------------------------------------------------------------------------

    def _is_moot(self, question: Question) -> bool:
        """Whether all that it asks for is known, and nothing of it wants a follow-up."""
        wished = {wish.probe.criterion for wish in self.wishes}
        asked = set(question.criteria)
        return bool(asked) and asked <= self.known_criteria and not asked & wished

    def _update_requested_probes(self, turn_id: str, heard: TurnFindings) -> tuple[RequestedProbe, ...]:
        """A wish is fulfilled by a later answer to the same criterion, unless that one is vague again."""
        answered = {item.criterion for item in heard.evidence}
        left = (wish for wish in self.wishes if wish.probe.criterion not in answered)
        return (*left, *(RequestedProbe(turn_id=turn_id, probe=probe) for probe in heard.probes))

    def _with_changes(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    def _require_open(self) -> None:
        if self.status == "paused":
            raise MoveRefused("The interview is paused. Nothing is lost: resume it to go on.")
        self._require_not_closed()

    def _require_not_closed(self) -> None:
        if self.status == "closed":
            raise MoveRefused("This interview is finished. Start a new one to go on.")

    def _replace_turn(self, turn: Turn) -> tuple[Turn, ...]:
        return tuple(turn if old.id == turn.id else old for old in self.turns)

    def _sort_by_turn(self, items: tuple[T, ...]) -> tuple[T, ...]:
        """In the order in which the turns were said: an old turn that was read again stays where it was."""
        place = {turn.id: number for number, turn in enumerate(self.turns)}
        return tuple(sorted(items, key=lambda item: place[item.turn_id]))

    def _drop_turn_traces(self, turn_id: str) -> Self:
        traced = ("evidence", "facts", "signals", "wishes", "wordings", "passes")
        kept = {name: tuple(item for item in getattr(self, name) if item.turn_id != turn_id) for name in traced}
        return self._with_changes(**kept)
