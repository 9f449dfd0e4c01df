"""Changes: whoever waits for something of theirs to change is woken, and looks again."""

import asyncio
from contextlib import suppress


class Changes:
    """Belongs to no event loop: whoever waits does so in their own."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def notify(self) -> None:
        """In the loop of those who wait."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, seconds: float | None = None) -> None:
        """Until the next change, at most so long."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await waiter
        finally:
            self._waiting.remove(waiter)
