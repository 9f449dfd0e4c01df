"""Working: takes events from the queue and has each worked once in effect, in order within its line."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from bot.domain.event import Claim
from bot.services.ports import Work


class Done(NamedTuple):
    """What a handler hands back: what is to be committed with the end of the event."""

    work: Work | None = None
    rest: float = 0.0
    """Seconds that the line then waits: the pace of a channel."""


class Hold(Protocol):
    """A worker's grip on its claim."""

    async def sure(self) -> None:
        """To be awaited right before every call that people can see. Raises TakenOver where the claim was lost."""


Handler = Callable[[Claim, Hold], Awaitable[Done]]
"""Works one event. Whatever it raises but the three below gives the event back, to be tried again after a while."""


class Postponed(Exception):
    """Raised by a handler: not now. `counts`: whether it was an attempt, of which there are only so many."""

    def __init__(self, seconds: float, why: str = "", *, counts: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.counts = counts


class Hopeless(Exception):
    """Raised by a handler: trying again will never help; the event becomes a dead letter at once."""


class TakenOver(Exception):
    """The claim was lost to another worker, which does the work anew: stop, and touch nothing."""
