"""Voice for what the platform brings or no longer has: files, forwarded messages, people and channels that are gone."""

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.domain.actions.departure import Departure
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent

UnreadCause = Literal["unknown", "app", "guest", "outside", "left"]
"""Why whoever wrote a forwarded message can't be asked."""


class PlatformMessageFormatter(Protocol):
    def format_files_unreadable(self, names: Sequence[str], *, beside: bool) -> MessageContent:
        """`beside`: words stood with the files, which are read."""

    def format_wordless(self) -> MessageContent:
        """Somebody sent a message without any words."""

    def format_departure(self, left: Departure) -> MessageContent:
        """To the lead: a colleague left the workspace."""

    def format_channel_changed(self, before: Team, after: Team) -> MessageContent:
        """To the lead: what became of the pilot's channel."""

    def format_forward_unread(self, author: Person | None, cause: UnreadCause) -> MessageContent:
        """To somebody who forwarded a message whose author can't be asked for consent."""
