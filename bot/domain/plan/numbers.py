"""NumberToAgree: a figure that exit tests and gates speak of, who agrees to it, and by when."""

from datetime import date

from bot.domain.core.model import Value


class NumberToAgree(Value):
    id: str
    name: str
    today: str | None = None
    """What it is today, as somebody said it; None is an open question."""
    agreed: str | None = None
    """The number, once it is there."""
    quote: str | None = None
    speaker: str | None = None
    said_in: str | None = None
    """Id of the turn where it was said."""
    role: str
    role_name: str
    person_name: str | None = None
    """Who agrees to it."""
    by: date | None = None
    """Before the first exit test that speaks of it; None where that is only outlined."""
    actions: tuple[str, ...] = ()
    """Ids of the actions whose exit tests speak of it."""
