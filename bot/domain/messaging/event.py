"""Event: something that has to be worked once: received from people, or to be sent to them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

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


class DeadLetter(Value):
    """An event that was given up, for an operator to see, retry or drop."""

    workspace_id: str
    sequence: int
    event: Event
    attempts: int
    error: str
    received_at: datetime
    given_up_at: datetime
