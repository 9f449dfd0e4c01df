"""Event: something that has to be worked once: received from people, or to be sent to them."""

from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, ValidationError

from bot.domain.core.errors import EventUnreadable
from bot.domain.core.model import Value

QueueName = Literal["inbox", "outbox"]


class Event(Value):
    """`id` is unique within a workspace and lane: the same thing told twice is worked once.

    Events of one line (within a lane) are worked in the order in which they came, one at a time.
    """

    id: str
    lane: QueueName
    line: str
    """The conversation it belongs to."""
    kind: str
    """Names the handler."""
    body: dict[str, Any] = Field(default_factory=dict)
    due: datetime | None = None
    """Not before then; None: at once."""
    trace: str | None = None
    """What it came from, as W3C's `traceparent`; None where nobody traces."""


class EventBody(Value):
    """What events of one kind say: the only place that knows the keys under which it is stored.

    Stored bodies outlive a release: a key may come with a default, and none may change. Keys of another version are
    passed over.
    """

    model_config = ConfigDict(extra="ignore")
    kind: ClassVar[str]
    queue: ClassVar[QueueName] = "inbox"

    def to_event(self, event_id: str, line: str, due: datetime | None = None) -> Event:
        body = self.model_dump(mode="json")
        return Event(id=event_id, lane=self.queue, line=line, kind=self.kind, body=body, due=due)

    @classmethod
    def from_event(cls, event: Event) -> Self:
        """Raises EventUnreadable, which names what is wrong and quotes nothing: a body may hold people's words."""
        try:
            return cls.model_validate(event.body)
        except ValidationError as exc:
            wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['type']}" for one in exc.errors())
            raise EventUnreadable(f"The body of this {event.kind} event cannot be read ({wrong}).") from exc


class Claim(Value):
    """An event in the hands of a worker, who may end it only while its claim holds."""

    workspace_id: str
    event: Event
    owner: str
    epoch: int
    attempt: int
    """From 1."""
    received_at: datetime
    age: float = 0.0
    """Seconds since it could have been worked."""
    tried: bool = False
    """Whether somebody may have begun it before: what it does in the world may be done already."""
    known: Any = Field(default=None, exclude=True, repr=False)
    """What its handler begins with, read in the transaction that claimed it; None: it was not read."""


class DeadLetter(Value):
    """An event that was given up, for an operator to see, retry or drop."""

    workspace_id: str
    sequence: int
    event: Event
    attempts: int
    error: str
    received_at: datetime
    given_up_at: datetime
