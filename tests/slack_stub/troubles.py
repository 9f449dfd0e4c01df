"""What can go wrong on demand: refused and lost calls, storms of rate limits, broken sockets, forged signatures."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from tests.slack_stub.delivery.faults import Fault
from tests.slack_stub.delivery.signed_http import SignedHttp
from tests.slack_stub.slack import Slack
from tests.slack_stub.state.records import Channel

Result = TypeVar("Result")


class Served(Protocol):
    slack: Slack
    http: SignedHttp | None

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result: ...

    async def call(self, act: Callable[[], Result]) -> Result: ...


class Troubles:
    slack: Slack

    def plan(self, fault: Fault) -> Fault:
        """`fault.struck` counts how often it happened."""
        self.slack.faults.planned.append(fault)
        return fault

    def rate_limit(
        self, method: str, channel: Channel | None = None, count: int | None = 1, retry_after: int = 1
    ) -> Fault:
        """HTTP 429 with Retry-After; count=None until `lift`."""
        place = channel.id if channel else None
        return self.plan(Fault(method, place, count, 429, "ratelimited", retry_after))

    def fail(self, method: str, error: str = "internal_error", status: int = 200, count: int | None = 1) -> Fault:
        return self.plan(Fault(method, count=count, error=error, status=status))

    def lose_answer(self, method: str, count: int | None = 1) -> Fault:
        """It happens, and the connection breaks before the app hears of it."""
        return self.plan(Fault(method, count=count, lost=True))

    def answer_late(self, method: str, seconds: float, count: int | None = 1) -> Fault:
        """It happens at once, and the app hears of it only so many seconds later."""
        return self.plan(Fault(method, count=count, late=seconds))

    def slow_down(self, method: str, seconds: float, count: int | None = 1) -> Fault:
        return self.plan(Fault(method, count=count, delay=seconds))

    def lift(self, *faults: Fault) -> None:
        """These faults, or all, are over."""
        over = faults or tuple(self.slack.faults.planned)
        self.slack.faults.planned = [fault for fault in self.slack.faults.planned if fault not in over]

    async def drop_sockets(self: Served) -> int:
        """Every connection is cut without a close frame; how many there were."""
        return await self.call(self.slack.sockets.drop)

    def lose_acks(self, count: int = 1) -> None:
        """So many acknowledgements are lost, each together with the connection that it came through."""
        self.slack.sockets.acks_to_lose = count

    async def deafen_sockets(self: Served, *, mute: bool = False, most: int | None = None) -> None:
        """Open connections (at most so many) stay up but deliver nothing; mute ones do not answer pings either."""
        await self.call(lambda: self.slack.sockets.deafen(mute=mute, most=most))

    async def ask_to_reconnect(self: Served, reason: str = "refresh_requested") -> None:
        await self.run(self.slack.sockets.ask_to_reconnect(reason))

    @contextmanager
    def refusing_connections(self) -> Iterator[None]:
        """Neither a new socket URL nor a connection to an old one while this lasts."""
        self.slack.sockets.refusing = True
        try:
            yield
        finally:
            self.slack.sockets.refusing = False

    @contextmanager
    def copying(self, copies: int = 2) -> Iterator[None]:
        """Every event is delivered this many times."""
        self.slack.office.copies = copies
        try:
            yield
        finally:
            self.slack.office.copies = 1

    @contextmanager
    def forging(self: Served, secret: str | None = "wrong", age: float = 0.0) -> Iterator[None]:
        """Deliveries signed with another secret, or with a time long past."""
        if self.http is None:
            raise AssertionError("only HTTP deliveries are signed: deliver_to(url) first")
        right, self.http.secret, self.http.age = self.http.secret, secret or self.http.secret, age
        try:
            yield
        finally:
            self.http.secret, self.http.age = right, 0.0
