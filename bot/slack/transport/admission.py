"""Admission: in what order and at what pace newcomers are taken in and heard: as they come, where Slack sends them."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Pauses(NamedTuple):
    """Seconds that nobody new is heard. 500 strangers who come at once are heard within .7 s, one at a time."""

    a_refusal: float = 0.00125
    """Five times what one costs: strangers have a fifth of our time, and whoever is inside hardly notices."""
    a_byte: float = 1e-8
    """Of what has come, whoever sent it: of the largest body 20 ms, of what Slack sends nothing to speak of."""
    most: float = 1.0
    """However much came before."""
    crowd: int = 4
    rest: float = 0.005
    """So many connections are taken in within so many seconds, and the others wait: each takes a tenth of a millisecond
    before it has said anything."""
    vouched: int = 4
    """So many more are taken in without a rest for each that turned out to be Slack's: it seldom comes alone."""
    most_vouched: int = 64
    """However many those were: then strangers come."""


PAUSES = Pauses()


class Newcomer(Protocol):
    """A connection that has something to say, for the first time."""

    def come_in(self) -> None:
        """It is heard now."""


class Admission:
    """The last to come is heard first: Slack, which comes after a crowd of strangers, doesn't wait for those before it.

    It waits for those who come in the same moment or after it, whom nothing tells from it until they are heard. `now`:
    seconds, of a clock that never goes back."""

    def __init__(self, pauses: Pauses = PAUSES, now: Callable[[], float] = time.monotonic) -> None:
        self._pauses = pauses
        self._now = now
        self._closed_until = now()
        self._came = deque[float](maxlen=pauses.crowd)
        self._vouched = 0
        self._waiting: dict[Newcomer, None] = {}
        self._next: asyncio.TimerHandle | None = None

    @property
    def pause(self) -> float:
        """Seconds until the next may be heard."""
        return max(0.0, self._closed_until - self._now())

    def wait_for(self, newcomer: Newcomer) -> None:
        """It comes in in its turn, one in each round of the loop at most."""
        self._waiting[newcomer] = None
        self._schedule()

    def forget(self, newcomer: Newcomer) -> None:
        """It is gone, or was not waiting."""
        self._waiting.pop(newcomer, None)

    def note_arrival(self) -> float:
        """Of a connection that was taken in: seconds that the next has to wait for it."""
        if self._vouched:
            self._vouched -= 1
            return 0.0
        self._came.append(self._now())
        is_crowd = len(self._came) == self._pauses.crowd and self._came[-1] - self._came[0] < self._pauses.rest
        return self._pauses.rest if is_crowd else 0.0

    def note_proof(self) -> None:
        """Of a request that Slack signed."""
        self._vouched = min(self._vouched + self._pauses.vouched, self._pauses.most_vouched)

    def note_refusal(self) -> None:
        self._vouched = 0
        self._lengthen(self._pauses.a_refusal)

    def note_bytes(self, count: int) -> None:
        self._lengthen(self._pauses.a_byte * count)

    def _lengthen(self, seconds: float) -> None:
        now = self._now()
        self._closed_until = min(max(self._closed_until, now) + seconds, now + self._pauses.most)

    def _schedule(self) -> None:
        if self._waiting and self._next is None:
            self._next = asyncio.get_running_loop().call_later(self.pause, self._let_in)

    def _let_in(self) -> None:
        self._next = None
        if self._waiting:
            newcomer, _ = self._waiting.popitem()
            newcomer.come_in()
        self._schedule()


def note_answers(site: ASGIApp, admission: Admission, signed: Collection[str]) -> ASGIApp:
    """The site, each of whose refusals is noted; and at the paths where everything has to be `signed`, what was."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def tell(message: Message) -> None:
            if message.get("status", 200) in range(400, 500):
                admission.note_refusal()
            elif message.get("status", 500) < 400 and scope["path"] in signed:
                admission.note_proof()
            await send(message)

        await site(scope, receive, tell)

    return serve
