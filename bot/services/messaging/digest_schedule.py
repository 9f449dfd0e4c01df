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


class ScheduledDigest(NamedTuple):
    """One digest that is to be written: for whom, for which week, by which version of their wishes."""

    leader: str
    week: Week
    version: int
    after: datetime
    """When it was called for: what was due before that is not made up for."""

    @classmethod
    def from_event(cls, event: Event) -> Self:
        body = event.body
        after = datetime.fromisoformat(body["after"])
        return cls(body["leader"], Week.parse(body["week"]), body["version"], after)

    def to_event(self, due: datetime) -> Event:
        """In a line of its own, lest it waits behind one that older wishes put off."""
        body = {"leader": self.leader, "week": str(self.week), "version": self.version, "after": self.after.isoformat()}
        key = f"digest:{self.leader}:{self.week}:v{self.version}"
        return Event(id=key, lane="inbox", line=key, kind=KIND, body=body, due=due)


def schedule_all_digests(uow: UnitOfWork, now: datetime) -> None:
    """Calls for the next digest of every leader who has none coming: at every start, as often as one likes."""
    for settings in uow.digests.list_readers():
        _schedule_if_enabled(uow, settings, now)


def schedule_next_digest(uow: UnitOfWork, person: str, now: datetime) -> None:
    """Calls for this leader's next digest; where it is called for already, nothing happens."""
    _schedule_if_enabled(uow, uow.digests.get_settings(person), now)


def _schedule_if_enabled(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> None:
    if settings.on:
        schedule_digest(uow, settings, settings.find_next_week(now, _WESTERNMOST), now)


def update_digest_settings(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> DigestSettings:
    """Stores what a leader wishes from now on; what older wishes called for will do nothing.

    Raises StaleWrite when somebody stored newer wishes meanwhile.
    """
    changed = uow.digests.save_settings(settings)
    _schedule_if_enabled(uow, changed, now)
    return changed


def schedule_digest(uow: UnitOfWork, settings: DigestSettings, week: Week, after: datetime) -> None:
    call = ScheduledDigest(settings.person, week, settings.version, after.astimezone(UTC))
    uow.events.add(call.to_event(settings.get_earliest_due(week)))
