"""Digesting: a leader's weekly digest, written when it is due on their clock, and sent once whatever happens.

Nothing else keeps time: each digest is an event of the queue that is due, and adds the next one when it ends. Its id
is the leader, the week and the version of their wishes, so two schedulers, a restart or a clock that jumps add it once;
and what was kept for a leader and week is never written again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import NamedTuple, Protocol

from bot.domain.audit.act import Act, mark_id, mark_record
from bot.domain.core.errors import StaleWrite
from bot.domain.core.hours import parse_time_zone
from bot.domain.core.week import Week
from bot.domain.digest.digest import Digest, DigestEdition, DigestEntry, build_entry, compose_digest
from bot.domain.digest.digest_input import DigestPeriod
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import BotMessage, MessagePart, Place
from bot.services.conversation.context import Directory
from bot.services.digest.collect_digest_input import collect_digest_inputs
from bot.services.digest.pages import split_pages
from bot.services.messaging.digest_schedule import ScheduledDigest, schedule_digest
from bot.services.messaging.inbox_events import DepartureSuspected
from bot.services.messaging.outbox import post_message
from bot.services.messaging.outbox_events import PICTURE, UploadFiles
from bot.services.ports.core import Calendars, Clock, Transactions, UnitOfWork
from bot.services.worker.handler import Result, RetryLater

_A_WEEK = timedelta(weeks=1)


class DigestMessageFormatter(Protocol):
    def format_digest(self, made: Digest) -> tuple[MessagePart, ...]: ...


@dataclass(frozen=True, repr=False)
class DigestDependencies:
    """What digesting needs of the world."""

    transactions: Transactions
    clock: Clock
    knowledge: Knowledge
    directory: Directory
    formatter: DigestMessageFormatter
    calendars: Calendars


class DigestRun(NamedTuple):
    """The writing of one digest: by which wishes, when on its leader's clock, and who reads it beside them."""

    settings: DigestSettings
    week: Week
    due: datetime
    now: datetime
    called_at: datetime
    audience: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it was due before anybody called for it: that is not made up for."""
        return self.due <= self.called_at

    @property
    def leader(self) -> str:
        return self.settings.person


def _schedule_following_digest(uow: UnitOfWork, this: DigestRun) -> None:
    """For the first week that is due later than now, and than this one: a clock may have been set back. Where this one
    was over before it was called for, from then on."""
    after = this.called_at if this.is_over else max(this.now, this.due)
    schedule_digest(uow, this.settings, this.settings.find_next_week(after, _get_time_zone(this), this.week), after)


def _get_time_zone(this: DigestRun) -> tzinfo:
    return this.due.tzinfo or UTC


async def send_due_digest(deps: DigestDependencies, call: ScheduledDigest) -> Result:
    """Writes and sends what was called for. Raises RetryLater until it is due where the leader is."""
    settings = await deps.transactions.run(lambda uow: uow.digests.get_settings(call.leader))
    if settings.version != call.version or not settings.on:
        return Result()
    this = (await _prepare_run(deps, settings, call.week))._replace(called_at=call.after)
    if this.now < this.due:
        raise RetryLater((this.due - this.now).total_seconds(), "It is not time yet where its reader is.")
    if await deps.directory.has_left(call.leader):
        gone = DepartureSuspected(person=call.leader).call_for(str(call.week))
        return Result(lambda uow: uow.events.add(gone))
    made = None
    if not this.is_over:
        made = await _write_if_needed(deps, this)
    return Result(lambda uow: _commit_digest(uow, deps, this, made))


async def _prepare_run(deps: DigestDependencies, settings: DigestSettings, week: Week) -> DigestRun:
    tz = (await deps.directory.get_member(settings.person)).tz
    zone, wishes = parse_time_zone(tz), settings.with_week(deps.calendars.get_work_week(tz))
    now = deps.clock.now().astimezone(zone)
    return DigestRun(wishes, week, wishes.get_due_time(week, zone), now, now, await _list_audience(deps, settings))


async def _list_audience(deps: DigestDependencies, settings: DigestSettings) -> tuple[str, ...]:
    """The people of the portfolio channel."""
    if settings.channel is None:
        return ()
    members = [
        await deps.directory.get_member(person)
        for person in await deps.directory.list_channel_members(settings.channel)
    ]
    return tuple(member.person.id for member in members if not member.bot)


async def _write_if_needed(deps: DigestDependencies, this: DigestRun) -> Digest | None:
    """None where there is one for this week, or no pilot to tell of."""
    week = str(this.week)
    if await deps.transactions.run(lambda uow: uow.digests.find_for_week(this.leader, week)) is not None:
        return None
    made = await write_digest(deps.transactions, deps.knowledge, this)
    if not made.pilots:
        return None
    return made.model_copy(update={"sent": False}) if this.settings.only_changes and made.is_quiet else made


def _commit_digest(uow: UnitOfWork, deps: DigestDependencies, this: DigestRun, made: Digest | None) -> None:
    """Keeps it, says it and calls for the next, or none of it; by newer wishes another event does it.

    Raises StaleWrite where somebody gained or lost access while it was written: it is written anew.
    """
    if uow.digests.get_settings(this.leader).version != this.settings.version:
        return
    if made is not None and set(_list_covered_pilots(uow, this)) != {week.pilot.id for week in made.pilots}:
        raise StaleWrite("Who may see which pilot changed while the digest was written. It is written anew.")
    if made is not None and uow.digests.add(made) and made.sent:
        place = Place(channel=made.channel, person=None if made.channel else made.leader)
        post_message(uow, BotMessage(id=made.id, place=place, parts=deps.formatter.format_digest(made)))
        if made.portfolio is not None and not made.is_quiet:
            uow.events.add(_build_picture(made).to_event(f"picture:{made.id}", place.partition_key))
        uow.audit.append(_build_sending_act(made))
    _schedule_following_digest(uow, this)


def _build_picture(made: Digest) -> UploadFiles:
    """Right under it, in the same conversation."""
    title = "Your pilots, side by side"
    return UploadFiles(channel=made.channel, person=made.leader, week=made.week, files=(PICTURE,), title=title)


def _build_sending_act(made: Digest) -> Act:
    """Whoever gets it is who saw it; in a channel all do."""
    return Act(
        at=made.until,
        by=made.leader,
        via="app",
        name="digest_sent",
        effect="shared" if made.channel else "saw",
        record=mark_record("digest", made.id),
        pilots=tuple(sorted(mark_id(week.pilot.id) for week in made.pilots)),
        place=made.channel or "",
    )


# --- written -----------------------------------------------------------------------------------------


async def write_digest(transactions: Transactions, knowledge: Knowledge, this: DigestRun) -> Digest:
    """What has happened since the last one, in the pilots that all who will read it may see; read a page of them at a
    time, each as it stood at `this.now`, whatever happens meanwhile."""
    occasion, pilots = await transactions.run(lambda uow: (_build_edition(uow, this), _list_covered_pilots(uow, this)))
    entries: list[DigestEntry] = []
    for page in split_pages(pilots):
        entries += await transactions.run(partial(_read_entries, this=this, page=page, told=(occasion, knowledge)))
    return await asyncio.to_thread(compose_digest, occasion, entries, knowledge)


def _build_edition(uow: UnitOfWork, this: DigestRun) -> DigestEdition:
    last = uow.digests.find_last(this.leader, this.now)
    return DigestEdition(
        leader=this.leader,
        week=str(this.week),
        due=this.due,
        since=last.until.astimezone(this.now.tzinfo) if last is not None else this.now - _A_WEEK,
        until=this.now,
        channel=this.settings.channel,
    )


def _read_entries(
    uow: UnitOfWork, *, this: DigestRun, page: Sequence[str], told: tuple[DigestEdition, Knowledge]
) -> list[DigestEntry]:
    occasion, knowledge = told
    teams = uow.teams.list_led_by(this.leader, page, seen_by=this.audience)
    inputs = collect_digest_inputs(uow, teams, DigestPeriod(occasion.since, occasion.until))
    return [build_entry(occasion, one, knowledge) for one in inputs]


def _list_covered_pilots(uow: UnitOfWork, this: DigestRun) -> tuple[str, ...]:
    return uow.teams.list_pilots_led_by(this.leader, this.now, this.settings.pilots, seen_by=this.audience)


async def count_told_pilots(deps: DigestDependencies, leader: str) -> int:
    """How many a digest would tell of now."""
    settings = await deps.transactions.run(lambda uow: uow.digests.get_settings(leader))
    this = build_past_run(settings, deps.clock.now())._replace(audience=await _list_audience(deps, settings))
    return len(await deps.transactions.run(lambda uow: _list_covered_pilots(uow, this)))


async def preview_digest(deps: DigestDependencies, leader: str) -> Digest:
    """What this leader would be told now; nothing is kept or sent."""
    settings = await deps.transactions.run(lambda uow: uow.digests.get_settings(leader))
    now = deps.clock.now()
    this = await _prepare_run(deps, settings, Week.from_day(now.date()))
    return await write_digest(deps.transactions, deps.knowledge, this._replace(due=this.now))


def build_past_run(settings: DigestSettings, moment: datetime) -> DigestRun:
    """The digest as it would have been written at a moment, with dates as in that moment's time zone."""
    return DigestRun(settings, Week.from_day(moment.date()), moment, moment, moment)
