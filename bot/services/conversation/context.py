"""Context: what the conversation on a platform needs of the world."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from bot.domain.access.relation import Relation
from bot.domain.core.people import Person
from bot.domain.forgetting.retention import RetentionPolicy
from bot.domain.messaging.message_source import MessageSource
from bot.services.messaging.message_formatter import InterviewMessageFormatter, MessageFormatter
from bot.services.ports.dependencies import Dependencies
from bot.services.ports.progress import NoDisplay, ProgressDisplay


class Member(NamedTuple):
    """A person as the platform knows them."""

    person: Person
    tz: str = "UTC"
    outside: bool = False
    """Of another organisation."""
    bot: bool = False
    left: bool = False
    """Their account was switched off: nothing reaches them."""
    unknown: bool = False
    """The platform told nothing of them, or not in time."""

    @property
    def guest(self) -> bool:
        """The app can't write to them directly."""
        return self.person.guest

    @property
    def barred(self) -> Relation | None:
        """As what they may do nothing at all; None: they are of this workspace."""
        if self.outside:
            return Relation.OUTSIDER
        return Relation.DEACTIVATED if self.left else None


class Channel(NamedTuple):
    id: str
    name: str
    private: bool
    shared: bool = False
    """With another organisation."""


class ChannelState(NamedTuple):
    """How a channel stands just now."""

    lost: Literal["archived", "absent"] | None
    """Archived, or gone or without us; None: we are in it."""
    private: bool = False
    shared: bool = False

    @property
    def exposure(self) -> dict[str, bool]:
        """Who can come to read there."""
        return {"private": self.private, "shared": self.shared}


class Directory(Protocol):
    """Who and what there is on the platform. May be slow: never asked inside a transaction."""

    async def get_member(self, person_id: str) -> Member:
        """A bare Member with the id as the name where the platform tells nothing."""

    async def refresh_member(self, person_id: str) -> Member:
        """As `get_member`, but never remembered."""

    async def has_left(self, person_id: str) -> bool:
        """Whether their account is switched off by now. Never remembered."""

    async def find_away_until(self, person_id: str, at: datetime) -> datetime | None:
        """Until when they want not to be written to, or are out of office, as they told the platform; None: they are
        there, or it tells nothing. Never remembered."""

    async def get_channel(self, channel_id: str) -> Channel: ...

    async def find_channel_state(self, channel_id: str) -> ChannelState:
        """Never remembered."""

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        """Everybody who is in it now."""

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        """What this person wrote in a message that may be looked up again; None where it can't be seen."""


class PresenceIndicator(Protocol):
    """Shows people that their message is being worked on. Never fails: it only spares them a doubt."""

    async def show_working(self, source: MessageSource) -> None: ...


@dataclass(frozen=True, repr=False)
class InterviewContext(Dependencies):
    """What an interview needs, wherever it is held."""

    formatter: InterviewMessageFormatter
    directory: Directory
    presence: PresenceIndicator
    progress: ProgressDisplay = field(default_factory=NoDisplay)
    """Shows how far long work is."""
    model_retry_seconds: float = 20.0
    """Before a model that is down is asked again."""
    slow_reading_seconds: float | None = None
    """Before whoever waits is told that an answer is still being read; None: never."""
    rereads: bool = True
    """What could not be read is tried again by itself; else when somebody says so."""
    anyone_may_join: bool = False
    """Nobody's directory says who there is: a name that fits nobody is somebody new."""
    one_at_a_time: bool = False
    """All sit together: what a colleague was asked is answered before anything else is asked."""


@dataclass(frozen=True, repr=False)
class ConversationContext(InterviewContext):
    """What all that is said on a platform needs."""

    formatter: MessageFormatter
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
