"""What Slack told us, as events of the inbox: messages, clicks, forms, opened Homes, channels that changed."""

from typing import Any, ClassVar, Self

from pydantic import Field, field_serializer

from bot.domain.core.invisible_characters import is_blank, strip_invisible
from bot.domain.messaging.event import EventBody
from bot.domain.messaging.message_source import MessageSource
from bot.services.ports.core import Redactor
from bot.slack.blocks.kit.references import Reference
from bot.slack.workspace.message_text import ForwardedMessage


class _Redaction:
    """The texts of one event without their secrets, and what kinds those were."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._found: dict[str, None] = {}

    def clean(self, text: str) -> str:
        told = self._redactor.redact(text)
        self._found.update(dict.fromkeys(told.kinds))
        return told.text

    def clean_forward(self, forward: ForwardedMessage) -> ForwardedMessage:
        names = tuple(map(self.clean, forward.files))
        return forward.model_copy(update={"text": self.clean(forward.text), "files": names})

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self._found)


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
    redacted: tuple[str, ...] = ()
    """The kinds of secrets that were taken out of it."""

    def redact(self, redactor: Redactor) -> Self:
        """As it may be kept."""
        taken = _Redaction(redactor)
        words = {
            "text": taken.clean(self.text),
            "file_names": tuple(map(taken.clean, self.file_names)),
            "forwards": tuple(taken.clean_forward(forward) for forward in self.forwards),
        }
        return self.model_copy(update={**words, "redacted": taken.kinds})


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
    answer: str | None = None
    """Where the message can be replaced."""


class FormSubmission(EventBody):
    """A submitted modal."""

    kind: ClassVar[str] = "form"
    callback: str
    view_id: str = Field(default="", exclude=True)
    person: str
    reference: Reference
    values: dict[str, Any]
    """By field: a text, an id, a list of ids, or None."""
    redacted: tuple[str, ...] = ()
    """The kinds of secrets that were taken out of its texts."""

    def redact(self, redactor: Redactor) -> Self:
        """As it may be kept."""
        taken = _Redaction(redactor)
        values = {
            field: taken.clean(strip_invisible(filled)) if isinstance(filled, str) else filled
            for field, filled in self.values.items()
        }
        return self.model_copy(update={"values": values, "redacted": taken.kinds})

    @field_serializer("reference")
    def write_reference(self, reference: Reference) -> dict[str, Any]:
        return reference.model_dump(exclude_none=True)

    def get_text(self, field: str) -> str:
        filled = str(self.values.get(field) or "").strip()
        return "" if is_blank(filled) else filled

    def list_values(self, field: str) -> tuple[str, ...]:
        return tuple(self.values.get(field) or ())

    def find_value(self, field: str) -> str | None:
        return self.values.get(field) or None


class HomeOpened(EventBody):
    kind: ClassVar[str] = "home_opened"
    person: str


class PortfolioAsked(EventBody):
    """By a command, which was answered at once: what many pilots have to say comes after that."""

    kind: ClassVar[str] = "portfolio"
    person: str
    channel: str | None
    """None in direct messages."""
    tz: str


class PreviewAsked(EventBody):
    """What the digest would say now, of more pilots than can be read while somebody waits."""

    kind: ClassVar[str] = "preview"
    person: str


class MessagesOpened(EventBody):
    """Somebody opened the app's direct messages."""

    kind: ClassVar[str] = "messages_opened"
    person: str
    channel: str


class MembersChanged(EventBody):
    """Who is in a channel has to be learnt anew."""

    kind: ClassVar[str] = "members"
    channel: str
    here: bool = True
    """Whether the app is in it."""
