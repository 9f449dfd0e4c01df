"""MissedGate: a gate whose day has passed while not all that counts at it is done."""

from datetime import date
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.plan.phase import PlannedGate


class MissedGate(NamedTuple):
    gate: PlannedGate
    due: date
    days: int
    """Since its day."""
    left: int
    """How many of its actions are not done."""
    of: int


def list_missed_gates(progress: Progress, today: date) -> tuple[MissedGate, ...]:
    """The longest missed first. A gate without a day or without actions is never missed."""
    found = (_find_missed(phase.gate, progress, today) for phase in progress.plan.phases)
    return tuple(sorted((gate for gate in found if gate is not None), key=lambda missed: missed.due))


def _find_missed(gate: PlannedGate, progress: Progress, today: date) -> MissedGate | None:
    own = progress.list_in_phase(gate.phase)
    left = sum(standing.state != "done" for standing in own)
    if gate.due is None or gate.due >= today or not left:
        return None
    return MissedGate(gate, gate.due, (today - gate.due).days, left, len(own))
