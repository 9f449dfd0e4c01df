"""Interview: what was asked and said about one pilot, and every move that people can make."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from bot.domain.errors import MoveRefused, NotFound
from bot.domain.evidence import Evidence, Fact, Signal
from bot.domain.mapping import Intent, ProbeWish, Wording
from bot.domain.model import Value
from bot.domain.people import Person, Pilot

QuestionKind = Literal["opening", "question", "probe"]
_NO_ANSWER: frozenset[Intent] = frozenset({"ask_back", "pause", "other"})
PassKind = Literal["skip", "dont_know", "handed_over"]


class Question(Value):
    id: str
    key: str
    """Names the guide's entry: `opening`, `topic:<id>`, or `criterion:`, `probe:` or `left:` and a criterion's id."""
    kind: QuestionKind
    criteria: tuple[str, ...]
    text: str
    why: str


class Turn(Value):
    """Something said, as a reply to a question or unasked (question_id None).

    `revision` counts edits: what an analyst makes of an older revision is dropped.
    """

    id: str
    question_id: str | None
    speaker: str
    text: str
    at: datetime
    source: str | None = None
    """Where it was said: the key of the message on its platform, unique within an interview."""
    revision: int = 0
    state: Literal["said", "mapped", "retracted"] = "said"
    intent: Intent | None = None
    """What the person was after, once an analyst has read the turn."""


class Pass(Value):
    """Criteria that a question did not settle because somebody skipped, did not know, or named a colleague."""

    question_id: str
    criteria: tuple[str, ...]
    how: PassKind
    by: str
    to: str | None = None


class Fit(Value):
    person: str
    score: Literal[1, 2, 3, 4]
    """How well the summary fits: 1 not at all, 4 exactly."""
    comment: str = ""


class Wish(Value):
    turn_id: str
    probe: ProbeWish


class Heard(Value):
    """What the guards let through of a turn's mapping."""

    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    signals: tuple[Signal, ...] = ()
    probes: tuple[ProbeWish, ...] = ()
    wordings: tuple[Wording, ...] = ()


class Interview(Value):
    id: str
    pilot: Pilot
    people: tuple[Person, ...] = ()
    status: Literal["open", "paused", "closed"] = "open"
    questions: tuple[Question, ...] = ()
    turns: tuple[Turn, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    signals: tuple[Signal, ...] = ()
    wishes: tuple[Wish, ...] = ()
    passes: tuple[Pass, ...] = ()
    wordings: tuple[Wording, ...] = ()
    fits: tuple[Fit, ...] = ()
    version: int = 0
    """Counts stored states; storage refuses to overwrite a newer one."""

    # --- reading -----------------------------------------------------------------------------

    @property
    def open_question(self) -> Question | None:
        """The question asked last; people may still answer older ones."""
        return self.questions[-1] if self.questions else None

    @property
    def unmapped(self) -> tuple[Turn, ...]:
        """Turns that no analyst has read yet, oldest first."""
        return tuple(turn for turn in self.turns if turn.state == "said")

    @property
    def awaits_reply(self) -> bool:
        """Whether the open question still waits: nobody answered it or let it go; asking back is no answer."""
        question = self.open_question
        if question is None or self.unmapped or any(item.question_id == question.id for item in self.passes):
            return False
        replies = [turn for turn in self.turns if turn.question_id == question.id and turn.state == "mapped"]
        return all(turn.intent in _NO_ANSWER for turn in replies)

    @property
    def known(self) -> frozenset[str]:
        """The criteria that some standing evidence bears on."""
        return frozenset(item.criterion for item in self.evidence)

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(c for question in self.questions for c in question.criteria)

    @property
    def probed(self) -> frozenset[str]:
        return frozenset(c for question in self.questions if question.kind == "probe" for c in question.criteria)

    @property
    def passed(self) -> frozenset[str]:
        return frozenset(criterion for item in self.passes for criterion in item.criteria)

    def person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))

    def turn(self, turn_id: str) -> Turn:
        found = next((turn for turn in self.turns if turn.id == turn_id), None)
        if found is None:
            raise NotFound(f"There is no turn {turn_id} in this interview.")
        return found

    def question(self, question_id: str | None) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def wording(self, key: str) -> str | None:
        return next((wording.text for wording in reversed(self.wordings) if wording.key == key), None)

    # --- moves: each returns the interview after it --------------------------------------------

    def ask(self, question: Question) -> Self:
        self._must_be_open()
        return self._with(questions=(*self.questions, question))

    def hear(self, turn: Turn) -> Self:
        """Keeps what was said. The same message (by `source`) heard twice is kept once."""
        self._must_be_open()
        if turn.source is not None and any(known.source == turn.source for known in self.turns):
            return self
        return self._with(turns=(*self.turns, turn))

    def join(self, person: Person) -> Self:
        """Adds a person, or learns a known person's name or role."""
        others = tuple(known for known in self.people if known.id != person.id)
        return self if person in self.people else self._with(people=(*others, person))

    def take_in(self, turn_id: str, revision: int, heard: Heard, intent: Intent = "answer") -> Self:
        """Records what was heard in a turn, unless the turn was edited or taken back meanwhile."""
        turn = self.turn(turn_id)
        if turn.revision != revision or turn.state == "retracted":
            return self
        clean = self._without_traces_of(turn_id)
        return clean._with(
            turns=clean._replaced(turn.model_copy(update={"state": "mapped", "intent": intent})),
            evidence=(*clean.evidence, *heard.evidence),
            facts=(*clean.facts, *heard.facts),
            signals=(*clean.signals, *heard.signals),
            wishes=clean._wishes_after(turn_id, heard),
            wordings=(
                *(w for w in clean.wordings if w.key not in {new.key for new in heard.wordings}),
                *heard.wordings,
            ),
        )

    def amend(self, turn_id: str, text: str) -> Self:
        """Replaces what was said; it counts for nothing until it has been read again."""
        turn = self.turn(turn_id)
        if turn.text == text or turn.state == "retracted":
            return self
        edited = turn.model_copy(update={"text": text, "revision": turn.revision + 1, "state": "said", "intent": None})
        clean = self._without_traces_of(turn_id)
        return clean._with(turns=clean._replaced(edited))

    def retract(self, turn_id: str) -> Self:
        """Takes a turn back: its words are gone and it leaves no trace in evidence or ratings."""
        turn = self.turn(turn_id)
        gone = turn.model_copy(update={"text": "", "revision": turn.revision + 1, "state": "retracted"})
        clean = self._without_traces_of(turn_id)
        return clean._with(turns=clean._replaced(gone))

    def pass_on(self, how: PassKind, *, by: str, to: str | None = None) -> Self:
        """Lets the open question go: skipped, not known, or handed to a colleague."""
        self._must_be_open()
        question = self.open_question
        if question is None:
            return self
        wished = {wish.probe.criterion for wish in self.wishes} - self.probed
        open_criteria = tuple(c for c in question.criteria if c not in self.known and c not in wished)
        entry = Pass(question_id=question.id, criteria=open_criteria, how=how, by=by, to=to)
        return self._with(passes=(*self.passes, entry)) if open_criteria or how != "dont_know" else self

    def pause(self) -> Self:
        self._must_be_open()
        return self._with(status="paused")

    def resume(self) -> Self:
        if self.status == "closed":
            raise MoveRefused("This interview is finished. Start a new one to go on.")
        return self._with(status="open")

    def close(self) -> Self:
        return self._with(status="closed")

    def judge(self, fit: Fit) -> Self:
        """Keeps how well the summary fits; a person's later judgement replaces the earlier one."""
        others = tuple(known for known in self.fits if known.person != fit.person)
        return self._with(fits=(*others, fit))

    # --- inside ----------------------------------------------------------------------------------

    def _wishes_after(self, turn_id: str, heard: Heard) -> tuple[Wish, ...]:
        """A wish is fulfilled by a later answer to the same criterion, unless that one is vague again."""
        answered = {item.criterion for item in heard.evidence}
        left = (wish for wish in self.wishes if wish.probe.criterion not in answered)
        return (*left, *(Wish(turn_id=turn_id, probe=probe) for probe in heard.probes))

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    def _must_be_open(self) -> None:
        if self.status == "paused":
            raise MoveRefused("The interview is paused. Nothing is lost: resume it to go on.")
        if self.status == "closed":
            raise MoveRefused("This interview is finished. Start a new one to go on.")

    def _replaced(self, turn: Turn) -> tuple[Turn, ...]:
        return tuple(turn if old.id == turn.id else old for old in self.turns)

    def _without_traces_of(self, turn_id: str) -> Self:
        def keep(items: Iterable[Evidence | Fact | Signal | Wish]) -> tuple[object, ...]:
            return tuple(item for item in items if item.turn_id != turn_id)

        return self._with(
            evidence=keep(self.evidence),
            facts=keep(self.facts),
            signals=keep(self.signals),
            wishes=keep(self.wishes),
        )
