"""Voice of the progress card: the one live message of an interview, as a port of its own."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.asking.open_state import OpenState
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent


class CardFormatter(Protocol):
    def format_progress_card(
        self, interview: Interview, states: Sequence[OpenState], reader: str | None
    ) -> MessageContent:
        """How far it is, what was noted last, and where the next question stands. `states`: of all who are asked.
        `reader`: in whose direct messages it stands; None: in a channel.

        Says nothing in a notification, and quotes nobody: it stands where others read it too.
        """
