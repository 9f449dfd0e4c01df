"""NamedLimit: a date, deadline, ban, peak or volume that a team named, as the plan lists it."""

import re
from datetime import date
from typing import Literal

from bot.domain.core.model import Value

LimitKind = Literal["deadline", "ban", "condition", "freeze", "peak", "date", "volume", "service_level"]


class NamedLimit(Value):
    """`until` as said; `day` where the words say one."""

    fact: str = ""
    """Id of the fact it stands in; empty where facts had none."""
    kind: LimitKind
    what: str
    until: str | None = None
    day: date | None = None
    first_day: date | None = None
    """Of a freeze or a peak, the day it begins, where the words say one; `day` is its last."""
    quote: str
    speaker: str

    @property
    def says_its_day(self) -> bool:
        """Whether the very day was said; else it was a month or a quarter, whose day is only reckoned."""
        return self.day is not None and (self.until is None or bool(re.search(rf"\b0?{self.day.day}\b", self.until)))
