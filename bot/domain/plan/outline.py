"""PlanOutline: what is told of a plan among many others, read without the rest of it."""

from typing import Self

from bot.domain.plan.action import Action, Reason
from bot.domain.plan.phase import OwedCriterion, PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan

_KEPT = (
    *("id", "pilot", "assessment_id", "framework_version", "practices_version", "analyst", "made_at", "language"),
    *("start", "end", "weeks", "team_size", "stage", "target_stage", "revises", "follows", "line"),
)


class PlanOutline(ProductionPlan):
    """The phases with their gates, and the actions with who has them by when. Everything that only a reader of the
    whole plan looks at is empty, and says nothing: an outline is neither stored as a plan nor handed out."""

    @classmethod
    def from_plan(cls, plan: ProductionPlan) -> Self:
        return cls(
            **{name: getattr(plan, name) for name in _KEPT},
            summary=(),
            gaps=(),
            phases=tuple(_outline_phase(phase) for phase in plan.phases),
            actions=tuple(_outline_action(action) for action in plan.actions),
        )


def _outline_phase(phase: PlannedPhase) -> PlannedPhase:
    return phase.model_copy(update={"gate": _outline_gate(phase.gate), "why": "", "there": ()})


def _outline_gate(gate: PlannedGate) -> PlannedGate:
    """What shows that it holds stays, by its text: whoever is asked to approve the gate is shown that."""
    met = tuple(one.model_copy(update={"evidence": _outline_reasons(one)}) for one in gate.met)
    owed = tuple(OwedCriterion(text=one.text, actions=one.actions) for one in gate.owed)
    criteria = () if met or owed else gate.criteria
    without = {"ends_with": "", "stop_when": "", "approver_role": "", "approver": None}
    return gate.model_copy(update={"met": met, "owed": owed, "criteria": criteria, **without})


def _outline_reasons(held: OwedCriterion) -> tuple[Reason, ...]:
    return tuple(Reason(text=reason.text) for reason in held.evidence)


def _outline_action(action: Action) -> Action:
    without = {"deliverable": "", "exit": "", "depends_on": (), "meant": None, "because": (), "numbers": ()}
    return action.model_copy(update=without)
