"""When a leader's next weekly digest is due: called for as an event of the queue, once for each leader and week."""

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple, Self

from bot.domain.core.week import Week
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.event import Event
from bot.services.ports.core import UnitOfWork

KIND = "digest"
_WESTERNMOST = timezone(-timedelta(hours=12))
"""Where a day ends last: a week whose digest was due everywhere else may still bring one there."""


class Call(NamedTuple):
    """One digest that is to be written: for whom, for which week, by which version of their wishes."""

    leader: str
    week: Week
    version: int
    after: datetime
    """When it was called for: what was due before that is not made up for."""

    @classmethod
    def of(cls, event: Event) -> Self:
        body = event.body
        after = datetime.fromisoformat(body["after"])
        return cls(body["leader"], Week.parsed(body["week"]), body["version"], after)

    def event(self, due: datetime) -> Event:
        """In a line of its own, lest it waits behind one that older wishes put off."""
        body = {"leader": self.leader, "week": str(self.week), "version": self.version, "after": self.after.isoformat()}
        key = f"digest:{self.leader}:{self.week}:v{self.version}"
        return Event(id=key, lane="inbox", line=key, kind=KIND, body=body, due=due)


def ensure(uow: UnitOfWork, now: datetime) -> None:
    """Calls for the next digest of every leader who has none coming: at every start, as often as one likes."""
    for settings in uow.digests.readers():
        _expect(uow, settings, now)


def expect(uow: UnitOfWork, person: str, now: datetime) -> None:
    """Calls for this leader's next digest; where it is called for already, nothing happens."""
    _expect(uow, uow.digests.settings_of(person), now)


def _expect(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> None:
    if settings.on:
        call_for(uow, settings, settings.next_week(now, _WESTERNMOST), now)


def wish(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> DigestSettings:
    """Stores what a leader wishes from now on; what older wishes called for will do nothing.

    Raises StaleWrite when somebody stored newer wishes meanwhile.
    """
    changed = uow.digests.change(settings)
    _expect(uow, changed, now)
    return changed


def call_for(uow: UnitOfWork, settings: DigestSettings, week: Week, after: datetime) -> None:
    call = Call(settings.person, week, settings.version, after.astimezone(UTC))
    uow.events.add(call.event(settings.earliest_in(week)))
