"""DailyLimit: how often one person may do, within a day, what burdens others; counted on the trail."""

from datetime import timedelta
from typing import NamedTuple

from bot.domain.core.errors import MoveRefused

A_DAY = timedelta(days=1)
_SO_MANY = "in the last 24 hours, as many as I take from one person, so that nobody is buried in questions."


class DailyLimit(NamedTuple):
    most: int
    refusal: str

    def find_refusal(self, done: int) -> str:
        """`done`: how often they did it within the last day. Empty where they may once more."""
        return self.refusal if done >= self.most else ""

    def require_room(self, done: int) -> None:
        """Raises MoveRefused."""
        if refusal := self.find_refusal(done):
            raise MoveRefused(refusal)


ASK_COLLEAGUE = "ask_colleague"
"""What the trail calls it, by the form or in words."""

STARTED_PILOTS = DailyLimit(
    10, f"You have started 10 pilots {_SO_MANY} This one was not started. Start it tomorrow, or have a colleague do so."
)
ASKED_COLLEAGUES = DailyLimit(
    30, f"You have left 30 questions to colleagues {_SO_MANY} This one was not passed on. You can still ask yourself."
)
REQUESTED_CONSENTS = DailyLimit(
    20, f"You have proposed 20 messages as evidence {_SO_MANY} This one was not. You can still propose it tomorrow."
)
REQUESTED_EXPORTS = DailyLimit(
    3,
    "I have sent you what I keep of you 3 times in the last 24 hours, as often as I look through everything for one "
    "person. The files stand in our direct messages.",
)
