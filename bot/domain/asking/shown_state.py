"""Shown state: what people last read in a thread of an interview: a question with its buttons, or why there is none."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.domain.asking.open_state import OpenKind
from bot.domain.core.team import Thread
from bot.domain.messaging.message import BotMessage, MessagePart

_KINDS: Mapping[str, OpenKind] = {
    "question": "question",
    "down": "model_away",
    "stopped": "stopped",
    "paused": "paused",
    "still_paused": "paused",
    "waiting": "waiting",
    "summary": "summary",
    "summary_again": "summary",
    "thanks": "done",
    "finished": "over",
    "over": "over",
    "card": "over",
}
"""By how the key of a message's part begins."""


class ShownState(NamedTuple):
    """The last that a thread says of what is open. `kind`: None where it says nothing yet."""

    kind: OpenKind | None = None
    part: MessagePart | None = None

    @property
    def asks(self) -> bool:
        """Whether a question stands there with its buttons."""
        return self.kind == "question" and self.part is not None and not self.part.settled

    @property
    def is_open_to_guest(self) -> bool:
        """Whether a colleague who was asked in reads there a question that waits, or that it is paused."""
        return self.kind in {"question", "paused"} and self.part is not None and not self.part.settled

    @property
    def question_id(self) -> str | None:
        return self.part.key.partition(":")[2] if self.part is not None and self.kind == "question" else None

    def shows_question(self, question_id: str) -> bool:
        """With the buttons under it."""
        return self.question_id == question_id and self.asks


def find_shown_state(messages: Iterable[BotMessage]) -> ShownState:
    """`messages`: those of one thread, oldest first."""
    shown = ShownState()
    for message in messages:
        for part in message.parts:
            kind = _KINDS.get(part.key.partition(":")[0])
            shown = ShownState(kind, part) if kind is not None else shown
    return shown


def select_thread_messages(messages: Iterable[BotMessage], thread: Thread) -> tuple[BotMessage, ...]:
    """What stands in a thread, its root with it, or is about to."""
    return tuple(message for message in messages if _stands_in(message, thread))


def _stands_in(message: BotMessage, thread: Thread) -> bool:
    if message.place.thread is None:
        return (message.channel, message.ts) == (thread.channel, thread.ts)
    here = message.place.person == thread.person if thread.person else message.place.channel == thread.channel
    return here and message.place.thread == thread.ts
