"""Working: takes events from the queue and has each worked once in effect, in order within its line."""

import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from bot.domain.core.errors import EventUnreadable
from bot.domain.messaging.event import Claim, EventBody
from bot.services.ports.core import TransactionWork


class Result(NamedTuple):
    """What a handler hands back: what is to be committed with the end of the event."""

    work: TransactionWork | None = None
    cooldown_seconds: float = 0.0
    """Seconds that the line then waits: the pace of a channel."""
    wakes: bool = False
    """Whether the work itself also wakes whoever waited for what it changes."""


class Lease(Protocol):
    """A worker's grip on its claim."""

    async def ensure_held(self) -> None:
        """To be awaited right before every call that people can see. Raises LeaseLost where the claim was lost."""


Handler = Callable[[Claim, Lease], Awaitable[Result]]
"""Works one event. Whatever it raises but the three below gives the event back, to be tried again after a while."""


Body = TypeVar("Body", bound=EventBody)


class RetryLater(Exception):
    """Raised by a handler: not now, nothing was done. `counts`: as an attempt, of which there are only so many."""

    def __init__(self, seconds: float, why: str = "", *, counts: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.counts = counts


class PermanentFailure(Exception):
    """Raised by a handler: trying again will never help; the event becomes a dead letter at once."""


def bind_handler(body_type: type[Body], work: Callable[[Body, Claim, Lease], Awaitable[Result]]) -> tuple[str, Handler]:
    """The kind of event and its handler, which is handed what the event says; one that can't be read is given up."""

    async def handle(claim: Claim, lease: Lease) -> Result:
        try:
            body = body_type.from_event(claim.event)
        except EventUnreadable as exc:
            raise PermanentFailure(str(exc)) from exc
        return await work(body, claim, lease)

    return body_type.kind, handle


class LeaseLost(Exception):
    """The claim was lost to another worker, which does the work anew: stop, and touch nothing."""


class Duties(Protocol):
    """What workers do with the events of their lane."""

    async def find_handler(self, claim: Claim, /) -> Handler | None:
        """None where nobody works such events."""

    async def on_interrupt(self, claim: Claim, /) -> Result:
        """Somebody asked to stop and the handler was cancelled: what ends the event in its place."""

    async def on_giving_up(self, claim: Claim, error: Exception, reference: str, /) -> Result:
        """The event becomes a dead letter: what tells people so. The log names the short `reference` too."""


@dataclass(frozen=True)
class Handlers:
    """The port Duties, with a handler for each kind of event."""

    handlers: Mapping[str, Handler]
    on_interrupt: Callable[[Claim], Coroutine[Any, Any, Result]]
    on_giving_up: Callable[[Claim, Exception, str], Coroutine[Any, Any, Result]]

    async def find_handler(self, claim: Claim, /) -> Handler | None:
        return self.handlers.get(claim.event.kind)


@dataclass(frozen=True)
class RetryPolicy:
    """How many work side by side, how long they wait, and how often they try. All in seconds."""

    workers: int = 16
    """Beside those whose event waits for a model: who waits holds nobody up."""
    lease: float = 15.0
    """A worker that has not renewed its claim for so long is taken for dead. It renews three times as often."""
    poll: float = 1.0
    """How long it waits at most before it looks again by itself."""
    base: float = 1.0
    cap: float = 300.0
    away: float = 2.0
    """Between two looks for a database that is away."""
    attempts: int = 8
    outage: float = 21_600.0
    """How long an event waits for Slack to be back, which is no attempt."""

    def compute_backoff(self, failures: int) -> float:
        """Doubles with each failure; half of it is chance, lest what failed together comes back together."""
        return min(self.cap, self.base * 2.0 ** min(failures - 1, 30)) * random.uniform(0.5, 1.0)

    def compute_away_wait(self, failures: int) -> float:
        """Before a database that is away is looked for again: what waits there waits no longer than it must."""
        return min(self.away, self.compute_backoff(failures))

    def compute_outage_wait(self, age: float) -> float:
        """About as long as it waits already."""
        return min(self.cap, max(self.base, age)) * random.uniform(0.5, 1.0)
