"""Admission: at what pace connections are taken in: as they come, until somebody among them turns out a stranger."""

import time
from collections.abc import Callable
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Pauses(NamedTuple):
    """Seconds that nobody is taken in. 500 strangers who come at once get in within 1.3 s, one at a time, and Slack,
    which may come after them, has three."""

    a_refusal: float = 0.0025
    """Ten times what one costs: strangers have a tenth of our time, and whoever is inside hardly notices."""
    a_byte: float = 5e-9
    """Of what has come, whoever sent it: of the largest body 10 ms, of what Slack sends nothing to speak of."""
    most: float = 1.0
    """However much came before."""


PAUSES = Pauses()


class Admission:
    """`now`: seconds, of a clock that never goes back."""

    def __init__(self, pauses: Pauses = PAUSES, now: Callable[[], float] = time.monotonic) -> None:
        self._pauses = pauses
        self._now = now
        self._closed_until = now()

    @property
    def pause(self) -> float:
        """Seconds until the next may come in."""
        return max(0.0, self._closed_until - self._now())

    def note_refusal(self) -> None:
        self._wait(self._pauses.a_refusal)

    def note_bytes(self, count: int) -> None:
        self._wait(self._pauses.a_byte * count)

    def _wait(self, seconds: float) -> None:
        now = self._now()
        self._closed_until = min(max(self._closed_until, now) + seconds, now + self._pauses.most)


def note_refusals(site: ASGIApp, admission: Admission) -> ASGIApp:
    """The site, each of whose refusals is noted."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def tell(message: Message) -> None:
            if message.get("status", 200) in range(400, 500):
                admission.note_refusal()
            await send(message)

        await site(scope, receive, tell)

    return serve
