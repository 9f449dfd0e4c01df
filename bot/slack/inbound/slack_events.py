"""What Slack told us, as events of the inbox: messages, clicks, forms, opened Homes, channels that changed."""

from typing import Any, ClassVar

from pydantic import Field, field_serializer

from bot.domain.messaging.event import EventBody
from bot.domain.messaging.message_source import MessageSource
from bot.slack.blocks.kit.references import Reference
from bot.slack.workspace.message_text import ForwardedMessage


class _AtMessage(EventBody):
    """Something about a message, or where one stands."""

    channel: str
    ts: str
    thread: str | None = None
    person: str

    @property
    def source(self) -> MessageSource:
        return MessageSource.from_message(self.channel, self.ts, self.thread)


class MessageSaid(_AtMessage):
    kind: ClassVar[str] = "said"
    text: str
    direct: bool = False
    """In the direct messages of the app."""
    under_us: bool = False
    """In a thread that began with a message of ours."""
    mentions: bool = False
    """Whether it mentions the app."""
    files: int = 0
    file_names: tuple[str, ...] = ()
    forwards: tuple[ForwardedMessage, ...] = ()
    """Messages that somebody wrote elsewhere and that are handed on in it."""
    changed: str | None = None
    """The ts of the edit or deletion that told of it."""


class MessageEdited(MessageSaid):
    kind: ClassVar[str] = "edited"


class MessageDeleted(MessageSaid):
    kind: ClassVar[str] = "deleted"


class ButtonClicked(_AtMessage):
    """In Home and in modals the person stands for the channel, and the ts is 0."""

    kind: ClassVar[str] = "click"
    action: str
    value: str = ""
    """A packed reference."""


class FormSubmission(EventBody):
    """A submitted modal."""

    kind: ClassVar[str] = "form"
    callback: str
    view_id: str = Field(default="", exclude=True)
    person: str
    reference: Reference
    values: dict[str, Any]
    """By field: a text, an id, a list of ids, or None."""

    @field_serializer("reference")
    def write_reference(self, reference: Reference) -> dict[str, Any]:
        return reference.model_dump(exclude_none=True)

    def get_text(self, field: str) -> str:
        return str(self.values.get(field) or "").strip()

    def list_values(self, field: str) -> tuple[str, ...]:
        return tuple(self.values.get(field) or ())

    def find_value(self, field: str) -> str | None:
        return self.values.get(field) or None


class HomeOpened(EventBody):
    kind: ClassVar[str] = "home_opened"
    person: str


class MembersChanged(EventBody):
    """Who is in a channel has to be learnt anew."""

    kind: ClassVar[str] = "members"
    channel: str
    here: bool = True
    """Whether the app is in it."""
