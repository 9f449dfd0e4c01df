"""When a leader's next weekly digest is due: called for as an event of the queue, once for each leader and week."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainSerializer

from bot.domain.core.errors import InvalidInput
from bot.domain.core.week import Week
from bot.domain.digest.settings import SUNDAY, DigestSettings
from bot.domain.messaging.event import EventBody
from bot.services.ports.core import UnitOfWork

_WESTERNMOST = timezone(-timedelta(hours=12))
"""Where a day ends last: a week whose digest was due everywhere else may still bring one there."""


def _read_week(week: object) -> object:
    try:
        return Week.parse(week) if isinstance(week, str) else week
    except InvalidInput as exc:
        raise ValueError(str(exc)) from exc


StoredWeek = Annotated[Week, BeforeValidator(_read_week), PlainSerializer(str)]


class ScheduledDigest(EventBody):
    """One digest that is to be written: for whom, for which week, by which version of their wishes."""

    kind: ClassVar[str] = "digest"
    leader: str
    week: StoredWeek
    version: int
    after: datetime
    """When it was called for: what was due before that is not made up for."""


def schedule_all_digests(uow: UnitOfWork, now: datetime) -> None:
    """Calls for the next digest of every leader who has none coming: at every start, as often as one likes."""
    for settings in uow.digests.list_readers():
        _schedule_if_enabled(uow, settings, now)


def _schedule_if_enabled(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> None:
    """Whoever never chose a day may be where weeks begin on Sunday: this week's may still come."""
    if settings.on:
        latest = settings if settings.version else settings.model_copy(update={"weekday": SUNDAY})
        schedule_digest(uow, settings, latest.find_next_week(now, _WESTERNMOST), now)


def update_digest_settings(uow: UnitOfWork, settings: DigestSettings, now: datetime) -> DigestSettings:
    """Stores what a leader wishes from now on; what older wishes called for will do nothing.

    Raises StaleWrite when somebody stored newer wishes meanwhile.
    """
    changed = uow.digests.save_settings(settings)
    _schedule_if_enabled(uow, changed, now)
    return changed


def schedule_digest(uow: UnitOfWork, settings: DigestSettings, week: Week, after: datetime) -> None:
    """In a line of its own, lest it waits behind one that older wishes put off."""
    call = ScheduledDigest(leader=settings.person, week=week, version=settings.version, after=after.astimezone(UTC))
    key = f"digest:{settings.person}:{week}:v{settings.version}"
    uow.events.add(call.to_event(key, key, settings.get_earliest_due(week)))
