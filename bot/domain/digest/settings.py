"""DigestSettings: one leader's wishes for the weekly digest, and when it is due by them, in their own time."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Annotated

from pydantic import Field

from bot.domain.core.hours import WorkWeek
from bot.domain.core.model import Value
from bot.domain.core.week import Week

MONDAY, SUNDAY, NINE = 0, 6, 9
EASTERNMOST = timezone(timedelta(hours=14))
"""Where each day begins: nobody's clock shows an hour sooner."""
_LATE = timedelta(days=1)


class DigestSettings(Value):
    person: str
    on: bool = False
    """Whether they chose to get it: nobody does who was not asked and said yes."""
    weekday: Annotated[int, Field(ge=0, le=6)] = MONDAY
    """From 0, Monday."""
    hour: Annotated[int, Field(ge=0, le=23)] = NINE
    """On the leader's clock."""
    channel: str | None = None
    """A portfolio channel, which gets what all its members may see; None: the leader's direct messages."""
    pilots: tuple[str, ...] | None = None
    """Ids; None: all that they lead, those that come later too."""
    only_changes: bool = False
    """Nothing is sent for a week in which nothing changed."""
    snoozed_until: Annotated[date, Field(lt=date(2100, 1, 1))] | None = None
    """The first day on which a digest may come again."""
    version: int = 0
    """Counts changes: what was due by older wishes is not sent."""

    def wants(self, pilot: str) -> bool:
        return self.on and (self.pilots is None or pilot in self.pilots)

    def add_pilot(self, pilot: str) -> "DigestSettings":
        """Beside what they get already; whoever got none gets it of this one alone."""
        if self.wants(pilot):
            return self
        others = (self.pilots or ()) if self.on else ()
        return self.model_copy(update={"on": True, "pilots": (*others, pilot)})

    def drop_pilot(self, pilot: str) -> "DigestSettings":
        """Where they chose the pilots one by one."""
        kept = self.pilots and tuple(one for one in self.pilots if one != pilot)
        return self.model_copy(update={"pilots": kept})

    def with_week(self, week: WorkWeek) -> "DigestSettings":
        """On the first working day where they are, unless they ever chose a day."""
        return self if self.version else self.model_copy(update={"weekday": week.first_day})

    def get_due_time(self, week: Week, zone: tzinfo) -> datetime:
        """The moment, in that zone. An hour that the clocks skip is the moment to which they jump, an hour that comes
        twice is the first of the two."""
        wanted = datetime.combine(week.get_day(self.weekday), time(self.hour), zone)
        return wanted.astimezone(UTC).astimezone(zone)

    def get_earliest_due(self, week: Week) -> datetime:
        """Before then it is due nowhere on earth: soon enough to ask in which zone the leader is."""
        return self.get_due_time(week, EASTERNMOST)

    def find_next_week(self, after: datetime, zone: tzinfo, sent: Week | None = None) -> Week:
        """The first week whose digest is due later than `after` and isn't snoozed; one later than the last `sent`."""
        after = after.astimezone(UTC)  # two moments of one zone would be compared by what its clocks show
        day = after.astimezone(zone).date()
        week = Week.from_day(max(day, self.snoozed_until or day))
        while not (
            self.get_due_time(week, zone) > after and self._is_active_in(week) and (sent is None or week > sent)
        ):
            week = week.next_week
        return week

    def _is_active_in(self, week: Week) -> bool:
        return self.snoozed_until is None or week.get_day(self.weekday) >= self.snoozed_until


def count_days_late(due: datetime, at: datetime) -> int | None:
    """Whole days, where it is later than one; what is later than that must say so."""
    late = at.astimezone(UTC) - due.astimezone(UTC)
    return late.days if late > _LATE else None
