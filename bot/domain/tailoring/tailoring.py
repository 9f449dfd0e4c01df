"""Tailoring: lets an analyst reword a plan, and refuses what nobody named, or what asks for something else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from bot.domain.assessment.assessment import Assessment
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk
from bot.domain.plan.wording import RefusedWording, TailoredAction, TailoredRisk, Tailoring
from bot.domain.planning.summary import build_dated_sentences, list_undated_sentences, renew_dated_sentences
from bot.domain.tailoring.duty_holders import DutyHolders
from bot.domain.tailoring.fabrication_check import AllowedVocabulary, find_invented_terms, is_markup
from bot.domain.tailoring.said_terms import index_places, list_unproven_terms
from bot.domain.tailoring.tokens import KnownTerms, split_into_tokens
from bot.domain.tailoring.wording_check import Objection, find_changed_duty

T = TypeVar("T", Action, Risk)
P = TypeVar("P", TailoredAction, TailoredRisk)

_MOST_OF_AN_ACTION = {"title": 120, "deliverable": 240, "exit": 300}
_MOST_OF_A_RISK = {"title": 120, "why": 320}
_MOST_OF_A_SENTENCE = 320
_MOST_SENTENCES = 8


def apply_tailoring(
    plan: ProductionPlan, tailoring: Tailoring, assessment: Assessment, turns: Mapping[str, str]
) -> ProductionPlan:
    """The plan in the analyst's words where they stand, field by field, else in the library's; with what was refused.

    `turns` are the texts of all turns by id. Only titles, deliverables, exit criteria, risks and the summary can
    change; the summary sentence by sentence. Its sentences with dates are ours, so that they can be said anew when
    the plan moves.
    """
    judge = _WordingJudge(plan, assessment, turns)
    worded = plan.model_copy(
        update={
            "actions": judge.reword_actions(plan.actions, tailoring.actions),
            "risks": judge.reword_risks(plan.risks, tailoring.risks),
        }
    )
    ours = build_dated_sentences(plan) if plan.actions else ()
    story = judge.reword_story(
        list_undated_sentences(plan), [sentence for sentence in tailoring.summary if sentence not in ours]
    )
    changes = {"summary": _build_worded_summary(plan, worded, story), "refused": tuple(judge.refusals)}
    return worded.model_copy(update=changes)


def _iter_allowed_names(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    """What may be named besides what was said: people, their roles and the pilot. Systems stand in the turns."""
    yield plan.pilot.name
    for person in assessment.people:
        yield from (person.display_name, person.name, person.role)
    for action in plan.actions:
        yield from filter(None, (action.role_name, action.person_name))


def _iter_library_texts(plan: ProductionPlan) -> Iterator[str]:
    for action in plan.actions:
        yield from (action.title, action.deliverable, action.exit)
    for risk in plan.risks:
        yield from (risk.title, risk.why)
    for phase in plan.phases:
        yield from (phase.name, phase.gate.ends_with, *phase.gate.criteria)
    yield from plan.summary


def _build_worded_summary(plan: ProductionPlan, worded: ProductionPlan, story: tuple[str, ...]) -> tuple[str, ...]:
    """Our sentences name the first action, by the title that it has now."""
    if not plan.actions:
        return story
    if story != list_undated_sentences(plan):
        return (*story, *build_dated_sentences(worded))
    return renew_dated_sentences(plan.summary, plan, worded)


class _Place(NamedTuple):
    """Where a wording would have stood, as `RefusedWording` names it."""

    place: Literal["action", "risk", "summary"]
    id: str = ""
    field: str = ""
    sentence: int | None = None


class _WordingJudge:
    """Holds each proposed text against the library's own, and keeps what it refused."""

    def __init__(self, plan: ProductionPlan, assessment: Assessment, turns: Mapping[str, str]) -> None:
        self.refusals: list[RefusedWording] = []
        self._words = AllowedVocabulary.from_texts(
            turns.values(), _iter_allowed_names(plan, assessment), _iter_library_texts(plan)
        )
        self._places = index_places(turns, assessment)
        self._holders = DutyHolders.from_plan(plan, assessment)

    def reword_actions(self, own: Sequence[Action], proposed: Sequence[TailoredAction]) -> tuple[Action, ...]:
        by_id = self._select_first_proposals("action", {a.id for a in own}, ((p.action_id, p) for p in proposed))
        return tuple(self._reword_action(action, by_id[action.id]) if action.id in by_id else action for action in own)

    def reword_risks(self, own: Sequence[Risk], proposed: Sequence[TailoredRisk]) -> tuple[Risk, ...]:
        by_id = self._select_first_proposals("risk", {risk.id for risk in own}, ((p.risk_id, p) for p in proposed))
        return tuple(self._reword_risk(risk, by_id[risk.id]) if risk.id in by_id else risk for risk in own)

    def reword_story(self, own: tuple[str, ...], proposed: Sequence[str]) -> tuple[str, ...]:
        """A sentence that falls is told as it was at its place, or left out where there was none."""
        told: list[str] = []
        kept = 0
        for place, sentence in enumerate(" ".join(text.split()) for text in proposed):
            objection = self._object_to_names(sentence, " ".join(own), _MOST_OF_A_SENTENCE)
            if place >= _MOST_SENTENCES:
                objection = Objection(f"more than {_MOST_SENTENCES} sentences")
            if objection.why:
                self._refuse(_Place("summary", sentence=place + 1), objection)
                told += [own[place]] if place < len(own) else []
            else:
                told.append(sentence)
                kept += 1
        return tuple(dict.fromkeys(told)) if kept else own

    def _select_first_proposals(
        self, noun: Literal["action", "risk"], known: set[str], proposed: Iterable[tuple[str, P]]
    ) -> dict[str, P]:
        """The first proposal for each that the plan holds."""
        found: dict[str, P] = {}
        for key, item in proposed:
            if key not in known:
                self._refuse(_Place(noun, key), Objection(f"no such {noun} in the plan"))
            elif key in found:
                self._refuse(_Place(noun, key), Objection("worded twice; the first one counts"))
            else:
                found[key] = item
        return found

    def _reword_action(self, own: Action, proposal: TailoredAction) -> Action:
        known = self._find_known_terms(proposal)
        changes: dict[str, str] = {}
        for field, most in _MOST_OF_AN_ACTION.items():
            library, text = str(getattr(own, field)), " ".join(str(getattr(proposal, field)).split())
            if text == library:
                continue
            objection = self._object_to_names(text, library, most)
            objection = objection if objection.why else find_changed_duty(text, library, known)
            objection = objection if objection.why else self._holders.find_other_person(text, library)
            if objection.why:
                self._refuse(_Place("action", own.id, field), objection)
            else:
                changes[field] = text
        return own.model_copy(update=changes)

    def _reword_risk(self, own: Risk, proposal: TailoredRisk) -> Risk:
        changes: dict[str, str] = {}
        for field, most in _MOST_OF_A_RISK.items():
            library, text = str(getattr(own, field)), " ".join(str(getattr(proposal, field)).split())
            objection = Objection() if text == library else self._object_to_names(text, library, most)
            if objection.why:
                self._refuse(_Place("risk", own.id, field), objection)
            else:
                changes[field] = text
        return own.model_copy(update=changes)

    def _find_known_terms(self, proposal: TailoredAction) -> KnownTerms:
        unproven = list_unproven_terms(proposal.terms, self._places)
        proven = (term for term in proposal.terms if term not in unproven)
        return KnownTerms(
            proven=frozenset(token.key for term in proven for token in split_into_tokens(term.term)),
            unproven=frozenset(token.key for term in unproven for token in split_into_tokens(term.term))
            - self._words.names,
            said=self._words.said,
        )

    def _object_to_names(self, text: str, own: str, most: int) -> Objection:
        if not text:
            return Objection("empty")
        if len(text) > most:
            return Objection(f"longer than {most} characters")
        named = find_invented_terms(text, own, self._words)
        return Objection("nobody named it", named[0]) if named else Objection()

    def _refuse(self, where: _Place, objection: Objection) -> None:
        hidden = is_markup(objection.word)
        why = "holds a link or markup" if hidden else objection.why
        self.refusals.append(RefusedWording(**where._asdict(), word="" if hidden else objection.word, why=why))
