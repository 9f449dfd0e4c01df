"""Interview: every move that people can make in what is asked and said about one pilot."""

from collections.abc import Collection
from datetime import datetime
from typing import Self, TypeVar

from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.confirmation import apply_confirmation
from bot.domain.interview.evidence import Confirmation
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.level_choice import apply_choice, list_choosable_criteria
from bot.domain.interview.turn import (
    AdaptedQuestion,
    HasTurnId,
    LevelChoice,
    LevelsBefore,
    PutOff,
    Question,
    RequestedProbe,
    SkipKind,
    SkippedQuestion,
    SummaryFeedback,
    Translation,
    Turn,
    TurnFindings,
    is_talk,
)
from bot.domain.quotation.checkable import SaidOfPilot

T = TypeVar("T", bound=HasTurnId)


class Interview(InterviewRecord):
    """Each move returns the interview after it."""

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
        told = {"name": person.name or known.name, "role": person.role or known.role}
        learnt = known.model_copy(update={**told, "guest": person.guest or known.guest})
        return self._with_changes(people=tuple(learnt if old.id == person.id else old for old in self.people))

    def record_findings(self, turn_id: str, revision: int, heard: TurnFindings, intent: Intent = "answer") -> Self:
        """Records what was heard in a turn, unless the turn was edited or taken back meanwhile."""
        turn = self.get_turn(turn_id)
        if turn.revision != revision or turn.state == "retracted":
            return self
        clean = self._drop_turn_traces(turn_id)
        turn = clean._place_reply(turn, heard, intent)
        heard = clean._settle_findings(turn, heard if intent != "other" else heard.model_copy(update={"probes": ()}))
        fitted = {wording.key for wording in heard.wordings}
        kept = (item for item in clean.wordings if item.wording.key not in fitted)
        return clean._with_changes(
            turns=clean._replace_turn(
                turn.model_copy(
                    update={"state": "mapped", "put_off": None, "intent": intent, "language": heard.language}
                )
            ),
            evidence=clean._sort_by_turn((*clean.evidence, *heard.evidence)),
            facts=clean._sort_by_turn((*clean.facts, *heard.facts)),
            owners=clean._sort_by_turn((*clean.owners, *heard.owners)),
            signals=clean._sort_by_turn((*clean.signals, *heard.signals)),
            wishes=clean._sort_by_turn(clean._update_requested_probes(turn_id, heard)),
            wordings=(*kept, *(AdaptedQuestion(turn_id=turn_id, wording=wording) for wording in heard.wordings)),
        )

    def classify_reply(self, turn_id: str, heard: TurnFindings, intent: Intent) -> Intent:
        """What the person was after, where the analyst takes everything for an answer: talk of which nothing was read
        leaves the question open."""
        turn = self.get_turn(turn_id)
        question = self.find_question(turn.question_id)
        if intent != "answer" or question is None or question.kind == "record" or heard.evidence:
            return intent
        return "other" if is_talk(turn.text) else intent

    def add_translations(self, translations: tuple[Translation, ...]) -> Self:
        new = tuple(one for one in translations if self.find_translation(one.text, one.language) is None)
        return self._with_changes(translations=(*self.translations, *new)) if new else self

    def edit_turn(self, turn_id: str, text: str, changed_at: datetime | None = None, levels: LevelsBefore = ()) -> Self:
        """Replaces what was said; it counts for nothing until it has been read again.

        `changed_at`: when its message was edited; where a later edit is known already, nothing changes. `levels`: where
        what rests on the old words stands.
        """
        turn = self.get_turn(turn_id)
        if turn.state == "retracted" or (changed_at and turn.changed_at and changed_at <= turn.changed_at):
            return self
        dated = turn.model_copy(update={"changed_at": changed_at or turn.changed_at})
        if turn.text == text:
            return self._with_changes(turns=self._replace_turn(dated)) if dated != turn else self
        anew = {"text": text, "revision": turn.revision + 1, "state": "said", "put_off": None, "intent": None}
        edited = dated.model_copy(update={**anew, "levels_before": levels or turn.levels_before})
        clean = self._drop_turn_traces(turn_id)
        return clean._with_changes(turns=clean._replace_turn(edited))

    def put_off_turns(self, turn_ids: Collection[str], why: PutOff) -> Self:
        """Of these turns those that wait to be read are not being read for now, and why."""
        turns = (
            turn.model_copy(update={"put_off": why}) if turn.id in turn_ids and turn.state == "said" else turn
            for turn in self.turns
        )
        return self._with_changes(turns=tuple(turns))

    def mark_unreadable(self, turn_id: str, revision: int) -> Self:
        """No analyst could read it: the others need not wait for it. Nothing where it was edited or read meanwhile."""
        turn = self.get_turn(turn_id)
        if turn.revision != revision or turn.state != "said":
            return self
        return self._with_changes(turns=self._replace_turn(turn.model_copy(update={"state": "unreadable"})))

    def retry_turn(self, turn_id: str) -> Self:
        """What could not be read waits to be read once more."""
        turn = self.get_turn(turn_id)
        if turn.state != "unreadable":
            return self
        return self._with_changes(turns=self._replace_turn(turn.model_copy(update={"state": "said", "put_off": None})))

    def retract_turn(self, turn_id: str) -> Self:
        """Takes a turn back: its words are gone and it leaves no trace in evidence or ratings."""
        turn = self.get_turn(turn_id)
        gone = turn.model_copy(update={"text": "", "revision": turn.revision + 1, "state": "retracted"})
        clean = self._drop_turn_traces(turn_id)
        return clean._with_changes(turns=clean._replace_turn(gone))

    def erase_answers(self, before: datetime) -> Self:
        """The words of what was said before then are gone; what was read from them stays."""
        turns = tuple(turn.erase() if turn.is_erasable(before) else turn for turn in self.turns)
        return self if turns == self.turns else self._with_changes(turns=turns)

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
        vague = self._list_vaguely_answered(asked, turn_id) if how == "dont_know" else frozenset()
        open_criteria = tuple(c for c in asked.criteria if c not in self.answered_criteria and c not in vague)
        entry = SkippedQuestion(question_id=asked.id, criteria=open_criteria, how=how, by=by, to=to, turn_id=turn_id)
        return self._with_changes(passes=(*self.passes, entry))

    def choose_level(self, turn_id: str, choice: LevelChoice, world: SaidOfPilot | None = None) -> Self:
        """The turn's speaker settles where a criterion stands; nothing more need be asked about it.

        `world`: by which it is told what of their words can be checked.
        Raises MoveRefused for a turn that was taken back, waits to be read, or says nothing that could be quoted.
        """
        self._require_not_closed()
        turn = self.get_turn(turn_id)
        if choice.criterion not in list_choosable_criteria(self, turn):
            raise MoveRefused("That answer changed meanwhile, or is still being read. Nothing was changed.")
        wishes = tuple(wish for wish in self.wishes if wish.probe.criterion != choice.criterion)
        evidence = apply_choice(self, turn, choice, world or SaidOfPilot())
        return self._with_changes(evidence=self._sort_by_turn(evidence), wishes=wishes)

    def confirm_level(self, criterion: str, said: Confirmation, world: SaidOfPilot | None = None) -> Self:
        """Somebody who takes part confirms or lowers a level of 3 or 4 that rests on somebody else's word.

        `world`: by which it is told what in a note can be checked, where one person answers alone.
        Raises MoveRefused for whoever can't, and where there is nothing to confirm or lower.
        """
        self._require_not_closed()
        if all(person.id != said.by for person in self.people):
            raise MoveRefused("Only those who take part in this interview can do that. Nothing was changed.")
        return self._with_changes(evidence=apply_confirmation(self, criterion, said, world or SaidOfPilot()))

    def pause(self) -> Self:
        self._require_open()
        return self._with_changes(status="paused")

    def resume(self) -> Self:
        self._require_not_closed()
        turns = (turn.model_copy(update={"in_pause": False}) if turn.in_pause else turn for turn in self.turns)
        return self._with_changes(status="open", turns=tuple(turns))

    def close(self) -> Self:
        """Ends the interview. Refused while answers wait to be read: they would count for nothing. Those that no
        analyst could read do."""
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

    def _place_reply(self, turn: Turn, heard: TurnFindings, intent: Intent) -> Turn:
        """What was read of an earlier question alone counts for that: it came a message late. What was said in a pause
        of something else alone answers nothing: the question still waits when the interview goes on."""
        question = self.find_question(turn.question_id)
        if intent != "answer" or question is None or question.kind == "record":
            return turn
        about = {item.criterion for item in heard.evidence} | set(heard.about)
        wished = {probe.criterion for probe in heard.probes}
        if set(question.criteria) & (about | wished):
            return turn
        late = self.find_question_before(question, turn.speaker, about)
        aside = turn.in_pause and bool(about) and bool(question.criteria)
        if late is None and not aside:
            return turn
        return turn.model_copy(update={"question_id": late.id if late else None})

    def _settle_findings(self, turn: Turn, heard: TurnFindings) -> TurnFindings:
        """In passing is said only what was not asked about yet; a fact gets its id, and adds to one that is there."""
        question = self.find_question(turn.question_id)
        asked = self.asked_criteria | self.answered_criteria | set(question.criteria if question else ())
        evidence = tuple(
            item.model_copy(update={"in_passing": item.in_passing and item.criterion not in asked})
            for item in heard.evidence
        )
        known = {fact.id for fact in self.facts}
        facts = tuple(
            fact.model_copy(
                update={
                    "id": f"{turn.id}.f{place}" if turn.revision == 0 else f"{turn.id}r{turn.revision}.f{place}",
                    "adds_to": fact.adds_to if fact.adds_to in known else None,
                }
            )
            for place, fact in enumerate(heard.facts, start=1)
        )
        return heard.model_copy(update={"evidence": evidence, "facts": facts})

    def _list_vaguely_answered(self, asked: Question, but: str | None) -> frozenset[str]:
        """What of a question is to be probed still, whatever the turn `but` says: where a follow-up is wished; and all
        of it where somebody answered and none of it became known, since nobody can tell which part they meant."""
        wished = {wish.probe.criterion for wish in self.wishes} & set(asked.criteria)
        replies = (turn for turn in self.turns if turn.question_id == asked.id and turn.id != but)
        answered = any(turn.state == "mapped" and turn.intent == "answer" for turn in replies)
        unclear = answered and not (wished or self.known_criteria & set(asked.criteria))
        return frozenset(asked.criteria if unclear else wished) - self.probed_criteria

    def _update_requested_probes(self, turn_id: str, heard: TurnFindings) -> tuple[RequestedProbe, ...]:
        """A wish is fulfilled by a later answer to the same criterion, unless that one is vague again."""
        answered = {item.criterion for item in heard.evidence if item.level is not None and not item.in_passing}
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
        traced = ("evidence", "facts", "owners", "signals", "wishes", "wordings")
        kept = {name: tuple(item for item in getattr(self, name) if item.turn_id != turn_id) for name in traced}
        others = (item for item in self.passes if item.turn_id != turn_id)
        asked = (item for item in self.passes if item.turn_id == turn_id and self._was_put_to_colleague(item))
        put = (item.model_copy(update={"turn_id": None}) for item in asked)
        return self._with_changes(**kept, passes=(*others, *put))

    def _was_put_to_colleague(self, item: SkippedQuestion) -> bool:
        """Whoever was asked meanwhile stands before the question: that is not undone by taking back who sent us."""
        left = (asked for asked in self.questions if asked.key.startswith("left:") and asked.to == item.to)
        return item.how == "handed_over" and any(
            not item.criteria or set(asked.criteria) & set(item.criteria) for asked in left
        )
