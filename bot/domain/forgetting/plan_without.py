"""A plan without somebody's words: its actions and dates stand, its quotes are gone, what they had is open again."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.core.phrases import format_date
from bot.domain.forgetting.withdrawal import Withdrawal
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Practice, Practices
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.phase import OwedCriterion, PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk
from bot.domain.plan.rollout import RolloutStep
from bot.domain.plan.tables import DecisionEntry, SystemEntry, build_responsibilities
from bot.domain.plan.value_case import ValueCase, ValueEntry
from bot.domain.planning.summary import build_summary

V = TypeVar("V", bound=Value)
Entry = TypeVar("Entry", SystemEntry, DecisionEntry)

_REASON = "What was said of it was taken out; the action stands."
_NOTE = "On {day} somebody's words were taken out: what rested on them stands here without its quote."
_WHOEVER = {"{person}": "whoever is to answer for it", "{ban}": "what is forbidden"}
"""What the library's wording names, where nobody is to be named."""
_NO_PERSON: Mapping[str, None] = {"person": None, "person_name": None, "basis": None}
_NO_QUOTE: Mapping[str, object] = {"quote": None, "speaker": None}


class Quoting(Protocol):
    @property
    def quote(self) -> str | None: ...
    @property
    def speaker(self) -> str | None: ...


def withdraw_from_plan(
    plan: ProductionPlan, gone: Withdrawal, made: Assessment, knowledge: Knowledge
) -> ProductionPlan:
    """`made`: the assessment that it was drafted from, without the words already. Itself where nothing was in it."""
    left = _PlanWithout(gone, made, knowledge).build(plan)
    if left == plan:
        return plan
    note = _NOTE.format(day=format_date(gone.at.date()))
    return left.model_copy(update={"notes": (*(one for one in left.notes if one != note), note)})


class _PlanWithout:
    def __init__(self, gone: Withdrawal, made: Assessment, knowledge: Knowledge) -> None:
        self._gone = gone
        self._eraser = gone.eraser
        self._made = made
        self._knowledge = knowledge

    def build(self, plan: ProductionPlan) -> ProductionPlan:
        actions = tuple(self._clean_action(action) for action in plan.actions)
        changes: dict[str, Any] = {
            "actions": actions,
            "phases": tuple(self._clean_phase(phase) for phase in plan.phases),
            "systems": self._clean_entries(plan.systems, "system"),
            "decisions": self._clean_entries(plan.decisions, "decision"),
            "value_case": self._clean_values(plan.value_case),
            "limits": tuple(limit for limit in plan.limits if not self._goes(limit)),
            "owner": plan.owner if plan.owner and not self._goes_as_claim(plan.owner) else None,
            "rollout": tuple(self._clean_step(step) for step in plan.rollout),
            "numbers_to_agree": tuple(
                number.model_copy(update={**_NO_QUOTE, "today": None, "agreed": None, "said_in": None})
                if self._goes(number)
                else number
                for number in plan.numbers_to_agree
            ),
            "risks": tuple(self._clean_risk(risk) for risk in plan.risks),
            "conflicts": tuple(one for one in plan.conflicts if not self._is_theirs(one.speaker, one.said)),
            "open_questions": self._keep_free(plan.open_questions),
            "notes": self._keep_free(plan.notes),
            "refused": tuple(one for one in plan.refused if not (self._eraser.holds(one.word + " " + one.why))),
            "strand": tuple(self._drop_name(item, "person_name") for item in plan.strand),
        }
        if actions != plan.actions:
            roles = list(dict.fromkeys(line.role for line in plan.responsibilities))
            changes["responsibilities"] = build_responsibilities(actions, roles)
        left = plan.model_copy(update=changes)
        if any(self._eraser.holds(sentence) for sentence in plan.summary):
            told = build_summary(left, self._made, self._knowledge.framework.get_version(plan.framework_version))
            left = left.model_copy(update={"summary": self._keep_free(told)})
        return self._eraser.clean(left)

    # --- what is theirs ------------------------------------------------------------------------------

    def _goes(self, item: Quoting) -> bool:
        return self._is_theirs(item.speaker, item.quote)

    def _goes_as_claim(self, claim: OwnerClaim) -> bool:
        return self._gone.covers_claim(self._made.interview_id, claim)

    def _is_theirs(self, speaker: str | None, quote: str | None) -> bool:
        return self._gone.is_of_person(speaker) or self._eraser.words.quotes(quote)

    def _is_theirs_by_turn(self, reason: Reason) -> bool:
        if self._is_theirs(reason.speaker, reason.text if reason.speaker else None):
            return True
        return reason.turn_id is not None and self._gone.covers(self._made.interview_id, _SaidIn(reason))

    def _keep_free(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if not self._eraser.holds(text))

    def _drop_name(self, item: V, *fields: str) -> V:
        named = {field: None for field in fields if self._eraser.is_person(getattr(item, field))}
        return item.model_copy(update=named) if named else item

    # --- actions ------------------------------------------------------------------------------------

    def _clean_action(self, action: Action) -> Action:
        theirs = self._eraser.is_person(action.person) or self._eraser.is_person(action.person_name)
        return action.model_copy(
            update={
                **(_NO_PERSON if theirs else {}),
                **self._word_plainly(action),
                "because": self._clean_reasons(action.because),
            }
        )

    def _clean_reasons(self, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        """What others said; where nothing is left of it, that something was said."""
        left = tuple(reason for reason in reasons if not self._is_theirs_by_turn(reason))
        return left if left or not reasons else (Reason(text=_REASON),)

    def _word_plainly(self, action: Action) -> Mapping[str, str]:
        """The library's own words, where those that were fitted to the team hold something of theirs."""
        fields = ("title", "deliverable", "exit")
        if not any(self._eraser.holds(getattr(action, field)) for field in fields):
            return {}
        practice = _find_practice(self._knowledge.practices, action.practice)
        return {field: _name_nobody(getattr(practice, field)) for field in fields} if practice else {}

    # --- phases and gates -----------------------------------------------------------------------------

    def _clean_phase(self, phase: PlannedPhase) -> PlannedPhase:
        there = tuple(reason for reason in phase.there if not self._is_theirs_by_turn(reason))
        return phase.model_copy(update={"gate": self._clean_gate(phase.gate), "there": there})

    def _clean_gate(self, gate: PlannedGate) -> PlannedGate:
        """What holds by words that are gone is owed from now on."""
        owed = tuple(self._clean_owed(one) for one in gate.owed)
        met = tuple(self._clean_owed(one) for one in gate.met)
        unproven = tuple(now for was, now in zip(gate.met, met, strict=True) if was.evidence and not now.evidence)
        return self._drop_name(gate, "approver").model_copy(
            update={
                "owed": (*owed, *unproven),
                "met": tuple(one for one in met if one not in unproven),
                "criteria": tuple(dict.fromkeys((*gate.criteria, *(one.text for one in unproven)))),
            }
        )

    def _clean_owed(self, owed: OwedCriterion) -> OwedCriterion:
        left = tuple(reason for reason in owed.evidence if not self._is_theirs_by_turn(reason))
        return owed.model_copy(update={"evidence": left})

    def _clean_step(self, step: RolloutStep) -> RolloutStep:
        there = tuple(reason for reason in step.there if not self._is_theirs_by_turn(reason))
        return step.model_copy(update={"there": there, "needs": self._keep_free(step.needs)})

    # --- tables ---------------------------------------------------------------------------------------

    def _clean_entries(self, entries: tuple[Entry, ...], noun: str) -> tuple[Entry, ...]:
        """What others named too stays in the table, without the words of whoever is gone."""
        return tuple(self._clean_entry(entry) for entry in entries if not self._eraser.holds(getattr(entry, noun)))

    def _clean_entry(self, entry: Entry) -> Entry:
        texts = [field for field in type(entry).model_fields if field not in {"system", "decision", "quote", "speaker"}]
        held = {field: None for field in texts if self._eraser.holds(getattr(entry, field) or "")}
        quote = {"quote": self._eraser.stand_in} if self._goes(entry) else {}
        return entry.model_copy(update={**held, **quote})

    def _clean_values(self, case: ValueCase) -> ValueCase:
        figures = {
            name: None
            for name in ("value_a_year", "running_cost_a_year")
            if (figure := getattr(case, name)) is not None and self._goes(figure)
        }
        shifts = tuple(self._clean_shift(shift) for shift in case.shifts)
        missing = tuple(self._drop_name(item, "person_name") for item in case.missing)
        return case.model_copy(update={**figures, "shifts": shifts, "missing": missing})

    def _clean_shift(self, shift: ValueEntry) -> ValueEntry:
        said = ("unit", "baseline", "target", "measured")
        if self._goes(shift):
            return shift.model_copy(update={**_NO_QUOTE, "translation": "", **dict.fromkeys(said)})
        held = {field: None for field in said if self._eraser.holds(getattr(shift, field) or "")}
        return shift.model_copy(update=held)

    def _clean_risk(self, risk: Risk) -> Risk:
        bare = {**_NO_QUOTE, "translation": ""} if self._goes(risk) else {}
        return self._drop_name(risk, "owner").model_copy(update=bare)


class _SaidIn:
    def __init__(self, reason: Reason) -> None:
        self.turn_id = reason.turn_id or ""
        self.quote = reason.text
        self.speaker = reason.speaker or ""


def _find_practice(library: Practices, practice_id: str) -> Practice | None:
    special = (one for one in (library.owner_question, library.ban_lifting) if one is not None)
    return next((one for one in (*library.practices, *special) if one.id == practice_id), None)


def _name_nobody(text: str) -> str:
    for place, instead in _WHOEVER.items():
        text = text.replace(place, instead)
    return text
