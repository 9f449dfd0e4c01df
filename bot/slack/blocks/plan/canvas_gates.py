"""What the canvas says of gates and risks: what is owed, what stops it, who says yes, who watches."""

from collections.abc import Iterator

from bot.domain.plan.phase import OwedCriterion, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk


def list_gate_lines(phase: PlannedPhase, plan: ProductionPlan) -> Iterator[tuple[str, str]]:
    """Each with the key that its paragraph goes by; none for a plan from before these were kept."""
    gate = phase.gate
    if phase.why:
        yield f"why:{phase.id}", phase.why
    for owed in gate.owed:
        yield f"owed:{phase.id}:{owed.text}", f"Owed: {owed.text}{_format_numbers(owed, plan)}"
    for met in gate.met:
        yield f"met:{phase.id}:{met.text}", f"Holds already: {met.text}"
    if gate.stop_when:
        yield f"stop:{phase.id}", f"Stops or goes back: {gate.stop_when}"
    if gate.approver_role:
        yield f"approver:{phase.id}", f"Says yes beside the owner: {gate.approver or _format_open(gate.approver_role)}"


def list_risk_lines(plan: ProductionPlan) -> Iterator[tuple[str, str, str]]:
    """Key, title, and the rest of the row; none for a plan from before there was a register."""
    for number, risk in enumerate((risk for risk in plan.risks if risk.likelihood), start=1):
        yield f"risk:{risk.id}", f"{number}. {risk.title}", _describe_risk(risk)


def _describe_risk(risk: Risk) -> str:
    parts = [f"likelihood {risk.likelihood}, impact {risk.impact}" if risk.impact else f"likelihood {risk.likelihood}"]
    parts += [f"first sign: {risk.first_sign}"] if risk.first_sign else []
    parts += [f"answer: {risk.answer}"] if risk.answer else []
    parts += [f"watched by {risk.owner or _format_open(risk.owner_role)}"] if risk.owner_role else []
    return f" · {' · '.join(parts)}"


def _format_numbers(owed: OwedCriterion, plan: ProductionPlan) -> str:
    numbers = [str(plan.get_action_number(action)) for action in owed.actions]
    return f" ({'action' if len(numbers) == 1 else 'actions'} {', '.join(numbers)})" if numbers else ""


def _format_open(role: str) -> str:
    return f"{role}, to be named"
