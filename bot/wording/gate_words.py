"""When a gate stands, as people read it: the day it is committed to, else not before when; and that it is missed."""

from collections.abc import Callable
from datetime import date

from bot.domain.actions.missed_gates import MissedGate
from bot.domain.plan.phase import PlannedGate
from bot.wording.formatter import format_count, format_day


def format_gate_day(gate: PlannedGate, format_one: Callable[[date], str]) -> str:
    """Friday 18 December; not before Friday 18 December; no date yet."""
    if gate.due is not None:
        return format_one(gate.due)
    return f"not before {format_one(gate.earliest)}" if gate.earliest else "no date yet"


def describe_missed_gate(missed: MissedGate) -> str:
    """Gate align was due on Friday 12 December: 9 days ago, 3 of 7 actions open."""
    return f"{_describe_missed_day(missed)}: {format_count(missed.days, 'day')} ago, {_count_left(missed)}."


def describe_standing_miss(missed: MissedGate) -> str:
    """The same where it is read on other days too: nothing that the next day makes wrong."""
    return f"{_describe_missed_day(missed)}: {_count_left(missed)}."


def _describe_missed_day(missed: MissedGate) -> str:
    return f"Gate {missed.gate.name} was due on {format_day(missed.due)}"


def _count_left(missed: MissedGate) -> str:
    return f"{missed.left} of {format_count(missed.of, 'action')} open"
