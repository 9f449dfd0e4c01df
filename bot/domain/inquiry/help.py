"""HelpSituation: where somebody stands who asks what they can do here."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.core.people import Pilot

HelpPlace = Literal["direct", "channel", "thread"]
"""Direct messages, a channel, or the thread of an interview."""


class HelpSituation(Value):
    place: HelpPlace
    pilots: tuple[Pilot, ...] = ()
    """Those that may be spoken of here."""
    leads: tuple[Pilot, ...] = ()
    """Those of them that the person runs."""
    waiting: int = 0
    """How many questions wait for the person."""
    asked: bool = False
    """Whether a question stands open in this very thread; it follows."""
