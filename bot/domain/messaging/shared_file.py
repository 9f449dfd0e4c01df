"""SharedFile: a file that we handed out, and where on the platform it stands; what is in it is kept nowhere here."""

from datetime import datetime

from bot.domain.core.model import Value


class SharedFile(Value):
    file: str
    """Its id there."""
    channel: str
    thread: str | None = None
    at: datetime
    """When it was handed out."""
