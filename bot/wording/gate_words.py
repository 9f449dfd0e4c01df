"""When a gate stands, as people read it: a day where it is committed to, else not before when."""

from collections.abc import Callable
from datetime import date

from bot.domain.plan.phase import PlannedGate


def format_gate_day(gate: PlannedGate, format_one: Callable[[date], str]) -> str:
    """Friday 18 December; not before Friday 18 December; no date yet."""
    if gate.due is not None:
        return format_one(gate.due)
    return f"not before {format_one(gate.earliest)}" if gate.earliest else "no date yet"
