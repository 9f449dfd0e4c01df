"""Gates of a revised plan: each stands where it was drafted, or as much later as the work before it needs."""

from bot.domain.planning.plan import PlannedPhase, ProductionPlan
from bot.domain.planning.schedule import Calendar


def with_gates(plan: ProductionPlan, calendar: Calendar) -> ProductionPlan:
    """The plan with its gates, phases and end as its actions' dates demand."""
    phases: list[PlannedPhase] = []
    for phase in plan.phases:
        phases.append(_phase(phase, phases, plan, calendar))
    weeks = max(phase.gate.week for phase in phases)
    return plan.model_copy(
        update={"phases": tuple(phases), "weeks": weeks, "end": max(phase.gate.due for phase in phases)}
    )


def _phase(phase: PlannedPhase, earlier: list[PlannedPhase], plan: ProductionPlan, calendar: Calendar) -> PlannedPhase:
    gate, meant = phase.gate, _meant_week(phase)
    works = (calendar.week_of(calendar.index_of(action.due)) for action in plan.actions_of(phase.id))
    pushes = (other.gate.week for other in earlier if _follows(phase, other, plan))
    week = max((meant, *works, *pushes))
    due = gate.due if week == gate.week else calendar.last_day(week)
    moved = gate.model_copy(update={"week": week, "due": due, "meant": None if week == meant else meant})
    return phase.model_copy(update={"weeks": (phase.weeks[0], week), "end": due, "gate": moved})


def _follows(phase: PlannedPhase, earlier: PlannedPhase, plan: ProductionPlan) -> bool:
    """Phases can run side by side; the last gate of all follows every other one."""
    return phase.id == plan.phases[-1].id or _meant_week(earlier) <= phase.weeks[0]


def _meant_week(phase: PlannedPhase) -> int:
    return phase.gate.week if phase.gate.meant is None else phase.gate.meant
