"""Gates of a revised plan: each stands where it was drafted, or as much later as the work before it needs."""

from datetime import date

from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.horizons import shift_latest


def move_gates(plan: ProductionPlan, calendar: WorkCalendar) -> ProductionPlan:
    """The plan with its gates, phases and end as its actions' dates demand."""
    phases: list[PlannedPhase] = []
    for phase in plan.phases:
        phases.append(_move_phase_gate(phase, phases, plan, calendar))
    weeks = max(phase.gate.week for phase in phases)
    return plan.model_copy(update={"phases": tuple(phases), "weeks": weeks, "end": max(phase.end for phase in phases)})


def _move_phase_gate(
    phase: PlannedPhase, earlier: list[PlannedPhase], plan: ProductionPlan, calendar: WorkCalendar
) -> PlannedPhase:
    gate, meant = phase.gate, _get_intended_week(phase)
    works = (
        calendar.get_week_number(calendar.get_day_index(action.due)) for action in plan.list_phase_actions(phase.id)
    )
    pushes = (other.gate.week for other in earlier if _gate_follows(phase, other, plan))
    week = max((meant, *works, *pushes))
    end = phase.end if week == gate.week else calendar.get_last_day(week)
    moved = gate.model_copy(
        update={"week": week, "meant": None if week == meant else meant, **_date_gate(gate, end, calendar)}
    )
    return phase.model_copy(update={"weeks": (phase.weeks[0], week), "end": end, "gate": moved})


def _date_gate(gate: PlannedGate, end: date, calendar: WorkCalendar) -> dict[str, date]:
    """A gate that is only outlined has no day: its range moves along."""
    if gate.due is not None:
        return {"due": end}
    before = gate.earliest or end
    return {"earliest": end, "latest": shift_latest(gate.latest or before, before, end, calendar)}


def _gate_follows(phase: PlannedPhase, earlier: PlannedPhase, plan: ProductionPlan) -> bool:
    """Phases can run side by side; the last gate of all follows every other one."""
    if phase.gate.follows is not None:
        return earlier.id in phase.gate.follows
    return phase.id == plan.phases[-1].id or _get_intended_week(earlier) <= phase.weeks[0]


def _get_intended_week(phase: PlannedPhase) -> int:
    return phase.gate.week if phase.gate.meant is None else phase.gate.meant
