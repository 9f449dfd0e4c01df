"""What Slack sends to the app: held, ordered, repeated until it is acknowledged, and remembered."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tests.slack_stub.state.records import Json
from tests.slack_stub.state.timing import Timing

DeliveryKind = Literal["events_api", "slash_commands", "interactive"]


@dataclass
class Reply:
    """What came of one attempt: an acknowledgement, or the reason Slack would give for trying again."""

    ok: bool
    reason: str = ""
    body: Any = None
    status: int | None = None
    no_retry: bool = False
    seconds: float = 0.0


@dataclass
class Delivery:
    kind: DeliveryKind
    payload: Json
    attempts: list[Reply] = field(default_factory=list)
    given_up: bool = False

    @property
    def acked(self) -> bool:
        return any(attempt.ok for attempt in self.attempts)

    @property
    def event(self) -> Json:
        return dict(self.payload.get("event", {}))

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    @property
    def settled(self) -> bool:
        return self.acked or self.given_up


class Transport(Protocol):
    async def send(self, delivery: Delivery, retry: int, reason: str) -> Reply: ...


class PostOffice:
    """Runs in the server's loop. Events repeat as Slack repeats them; commands and clicks are sent once."""

    def __init__(self, transport: Transport, timing: Timing) -> None:
        self.transport = transport
        self.timing = timing
        self.deliveries: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self.copies = 1
        self._tasks: set[asyncio.Task[None]] = set()

    def emit(self, payload: Json) -> Delivery:
        delivery = Delivery("events_api", payload)
        self.deliveries.append(delivery)
        if self.held is not None:
            self.held.append(delivery)
        else:
            self.dispatch(delivery)
        return delivery

    def dispatch(self, delivery: Delivery) -> None:
        for _ in range(self.copies):
            self._start(self._until_acked(delivery))

    def repeat(self, delivery: Delivery, retry: int, reason: str) -> None:
        """Once more, as if the first acknowledgement had been lost on its way."""
        self._start(self._once(delivery, retry, reason))

    async def ask(self, kind: DeliveryKind, payload: Json) -> Reply:
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        await self._once(delivery, 0, "")
        delivery.given_up = not delivery.acked
        return delivery.attempts[-1]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _once(self, delivery: Delivery, retry: int, reason: str) -> None:
        began = time.monotonic()
        reply = await self.transport.send(delivery, retry, reason)
        reply.seconds = time.monotonic() - began
        delivery.attempts.append(reply)

    async def _until_acked(self, delivery: Delivery) -> None:
        reason = ""
        for retry, pause in enumerate((0.0, *self.timing.retries)):
            await asyncio.sleep(pause)
            await self._once(delivery, retry, reason)
            last = delivery.attempts[-1]
            if last.ok:
                return
            reason = last.reason
            if last.no_retry:
                break
        delivery.given_up = True

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
