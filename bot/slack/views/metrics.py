"""What an operator's monitoring reads: what waits, what was given up, what models cost, and how people found it."""

from datetime import UTC, datetime
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.domain.core.budget import ModelSpending
from bot.domain.messaging.event import QueueName
from bot.domain.work.output_feedback import OutputFeedback, count_feedback
from bot.services.ports.core import Transactions, UnitOfWork

_LANES: tuple[QueueName, ...] = ("inbox", "outbox")


class _Counts(NamedTuple):
    """Of one workspace."""

    feedback: tuple[OutputFeedback, ...]
    events: dict[tuple[QueueName, str], int]
    """By lane and state."""
    spent: ModelSpending
    """Today."""


async def render_metrics(*workspaces: Transactions, workers: int | None = None) -> str:
    """Of them together, in the text format of Prometheus. Counts only: no names and no words. `workers`: processes of
    this machine that work, where there are any beside this one."""
    counts = [await each.run(_load_counts) for each in workspaces]
    registry = CollectorRegistry()
    _add_feedback(registry, [one for count in counts for one in count.feedback])
    _add_events(registry, counts)
    calls = Gauge("flightplan_model_calls", "Calls of the model today (UTC).", registry=registry)
    calls.set(sum(count.spent.calls for count in counts))
    cost = Gauge("flightplan_model_cost", "What they cost, in US dollars by list prices.", registry=registry)
    cost.set(sum(count.spent.cost for count in counts))
    if workers is not None:
        running = Gauge("flightplan_workers", "Processes of this machine that work at this moment.", registry=registry)
        running.set(workers)
    return generate_latest(registry).decode()


def _load_counts(uow: UnitOfWork) -> _Counts:
    events = {(lane, state): count for lane in _LANES for state, count in uow.events.count_by_state(lane).items()}
    return _Counts(uow.output_feedback.list_all(), events, uow.spending.load(datetime.now(UTC).date()).day)


def _add_feedback(registry: CollectorRegistry, given: list[OutputFeedback]) -> None:
    words = "People who found an output right (up) or wrong (down), by what they said last."
    gauge = Gauge("flightplan_output_feedback", words, ("kind", "model", "value"), registry=registry)
    for count in count_feedback(given):
        gauge.labels(count.kind, count.model, "up").set(count.up)
        gauge.labels(count.kind, count.model, "down").set(count.down)


def _add_events(registry: CollectorRegistry, counts: list[_Counts]) -> None:
    words = "Events that wait to be worked now, are for later, or were given up."
    gauge = Gauge("flightplan_events", words, ("lane", "state"), registry=registry)
    for count in counts:
        for labels, number in count.events.items():
            gauge.labels(*labels).inc(number)
