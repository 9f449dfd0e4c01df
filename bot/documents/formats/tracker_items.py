"""What a tracker takes of a plan: an item an action and an item a gate, before it is put into a tracker's format."""

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import NamedTuple

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action
from bot.domain.plan.phase import PlannedPhase

PROVISIONAL, OUTLINE, GATE = "provisional", "outline", "gate"


class TrackerItem(NamedTuple):
    number: int
    """People call an action by it; gates are counted on behind the actions."""
    key: str
    """Unique among the plans of all pilots."""
    title: str
    description: tuple[str, ...]
    """A line each."""
    phase: str
    gate: str
    """Name of the gate at which it counts."""
    assignee: str = ""
    start: date | None = None
    """None for what is only outlined: a tracker would call it late."""
    due: date | None = None
    effort_days: float = 0.0
    labels: tuple[str, ...] = ()
    waits_for: tuple[int, ...] = ()
    is_gate: bool = False

    @property
    def whole_days(self) -> int:
        """The effort in whole days, as trackers take it; 0 for a gate alone."""
        return ceil(self.effort_days)


def list_tracker_items(matter: PlanDocumentData) -> tuple[TrackerItem, ...]:
    """The actions in the plan's order, then the gates."""
    actions = tuple(_build_action_item(action, matter) for action in matter.plan.actions)
    gates = (_build_gate_item(phase, len(actions) + n, matter) for n, phase in enumerate(matter.plan.phases, start=1))
    return (*actions, *(gates if actions else ()))


def name_gate(phase: PlannedPhase, matter: PlanDocumentData) -> str:
    """Among the gates of other pilots too."""
    return f"{clean_line(matter.plan.pilot.name)}: gate {clean_line(phase.gate.name)}"


def _build_action_item(action: Action, matter: PlanDocumentData) -> TrackerItem:
    number, phase = matter.get_action_number(action.id), _get_phase(action, matter)
    marks = [PROVISIONAL] if action.provisional else []
    marks += [] if action.is_committed else [OUTLINE]
    return TrackerItem(
        number=number,
        key=f"{matter.plan.pilot.id}-{number}",
        title=" ".join((clean_line(action.title), *(f"({mark})" for mark in marks))),
        description=tuple(_describe_action(action, matter)),
        phase=clean_line(phase.name),
        gate=name_gate(phase, matter),
        assignee=clean_line(action.person_name or ""),
        start=action.start if action.is_committed else None,
        due=action.due if action.is_committed else None,
        effort_days=action.effort_days,
        labels=(_slugify(matter.get_criterion_name(action.criterion)), *marks),
        waits_for=tuple(matter.get_action_number(other) for other in _list_planned_dependencies(action, matter)),
    )


def _build_gate_item(phase: PlannedPhase, number: int, matter: PlanDocumentData) -> TrackerItem:
    gate = phase.gate
    marks = () if gate.due else (OUTLINE,)
    return TrackerItem(
        number=number,
        key=f"{matter.plan.pilot.id}-gate-{phase.id.replace('_', '-')}",
        title=" ".join((name_gate(phase, matter), *(f"({mark})" for mark in marks))),
        description=(
            f"Ends with: {clean_line(gate.ends_with)}",
            *(f"Must hold: {clean_line(c)}" for c in gate.criteria),
        ),
        phase=clean_line(phase.name),
        gate=name_gate(phase, matter),
        assignee=clean_line(gate.approver or ""),
        due=gate.due,
        labels=(GATE, *marks),
        waits_for=tuple(matter.get_action_number(action.id) for action in matter.plan.list_phase_actions(phase.id)),
        is_gate=True,
    )


def _describe_action(action: Action, matter: PlanDocumentData) -> Iterator[str]:
    yield f"Pilot: {clean_line(matter.plan.pilot.name)}"
    yield f"Deliverable: {clean_line(action.deliverable)}"
    yield f"Exit test: {clean_line(action.exit)}"
    yield f"Accountable role: {clean_line(action.role_name)}"
    yield f"Effort: {action.effort_days:g} {'day' if action.effort_days == 1 else 'days'} of one person"
    if not action.is_committed:
        latest = f", by {format_date(action.latest)} at the latest" if action.latest else ""
        yield f"Outlined, without a date: not before {format_date(action.due)}{latest}"
    yield from (f"Because: {clean_line(matter.format_reason(reason))}" for reason in action.because)
    for other in _list_planned_dependencies(action, matter):
        yield f"After {matter.get_action_number(other)}: {clean_line(matter.plan.get_action(other).title)}"


def _get_phase(action: Action, matter: PlanDocumentData) -> PlannedPhase:
    return next(phase for phase in matter.plan.phases if phase.id == action.phase)


def _list_planned_dependencies(action: Action, matter: PlanDocumentData) -> list[str]:
    planned = {other.id for other in matter.plan.actions}
    return sorted((other for other in action.depends_on if other in planned), key=matter.get_action_number)


def _slugify(name: str) -> str:
    return "-".join(name.lower().split())
