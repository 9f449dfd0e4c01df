"""What is to be shown to people, as events of the outbox: messages, sessions, Homes, files and canvases."""

from typing import Any, ClassVar

from pydantic import model_validator

from bot.domain.messaging.event import EventBody, QueueName
from bot.domain.messaging.message import SessionStatus
from bot.domain.messaging.shared_file import SharedFile


class OutboxBody(EventBody):
    queue: ClassVar[QueueName] = "outbox"


class PostMessage(OutboxBody):
    kind: ClassVar[str] = "post"
    posting: str
    """The message's id: it is said as it reads by then."""


class UpdateMessage(OutboxBody):
    kind: ClassVar[str] = "update"
    posting: str
    revision: int | None = None
    """As which it was changed; None in an event of before."""


class PostEphemeral(OutboxBody):
    """To one person, where they are; in direct messages an ordinary message."""

    kind: ClassVar[str] = "whisper"
    channel: str
    """Or a person: the root of their direct messages."""
    thread: str | None = None
    person: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()


class ReplaceAnswer(OutboxBody):
    """What only one person sees, shown anew where it stands: by the address that came with their click."""

    kind: ClassVar[str] = "answer"
    url: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()


class MarkRecorded(OutboxBody):
    """A tick at what somebody said, or none any more."""

    kind: ClassVar[str] = "tick"
    channel: str
    ts: str
    recorded: bool = True


class SetSession(OutboxBody):
    kind: ClassVar[str] = "session"
    channel: str
    thread: str | None
    status: SessionStatus


class RefreshHome(OutboxBody):
    kind: ClassVar[str] = "home"
    person: str
    page: int = 0
    """Of the pilots that it shows."""


class SuggestPrompts(OutboxBody):
    """What somebody may like to say, in their direct messages; as title and message."""

    kind: ClassVar[str] = "prompts"
    channel: str
    prompts: tuple[tuple[str, str], ...]


PICTURE = "portfolio.png"
"""The heatmap of a portfolio: every criterion of each pilot, with stage and owner."""


class UploadFiles(OutboxBody):
    """Files made when they are sent: of a plan, or (without one) somebody's portfolio as a picture."""

    kind: ClassVar[str] = "upload"
    channel: str | None = None
    person: str | None = None
    thread: str | None = None
    plan: str | None = None
    tz: str = "UTC"
    """Of the person whose portfolio it is."""
    week: str = ""
    """Of their digest whose portfolio it is; empty: as it stands now."""
    files: tuple[str, ...]
    names: tuple[str, ...] = ()
    """What they are called where they are handed out, one each; empty: as they are."""
    title: str | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def read_single_file(cls, body: Any) -> Any:
        """An event of before there were several files names one."""
        if isinstance(body, dict) and not body.get("files") and "filename" in body:
            return {**body, "files": (body["filename"],)}
        return body

    @property
    def handed_out_as(self) -> tuple[str, ...]:
        return self.names or self.files


class RefreshCanvas(OutboxBody):
    kind: ClassVar[str] = "canvas"
    pilot: str


class ReplaceDeleted(OutboxBody):
    """A message whose record is gone already reads like this in its place."""

    kind: ClassVar[str] = "replace"
    channel: str
    ts: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()


class DeleteUploads(OutboxBody):
    """Files of ours with the messages that hand them out, and canvases, are deleted where the platform lets us."""

    kind: ClassVar[str] = "delete_uploads"
    files: tuple[SharedFile, ...]
    canvases: tuple[str, ...] = ()
