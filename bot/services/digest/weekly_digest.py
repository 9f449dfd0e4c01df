"""Digesting: a leader's weekly digest, written when it is due on their clock, and sent once whatever happens.

Nothing else keeps time: each digest is an event of the queue that is due, and adds the next one when it ends. Its id
is the leader, the week and the version of their wishes, so two schedulers, a restart or a clock that jumps add it once;
and what was kept for a leader and week is never written again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, Protocol

from bot.domain.core.errors import StaleWrite
from bot.domain.core.hours import zone_of
from bot.domain.core.team import Team
from bot.domain.core.week import Week
from bot.domain.digest.digest import Digest, Occasion, digest_of
from bot.domain.digest.digest_input import Period
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Part, Place, Posting
from bot.services.conversation.context import Directory
from bot.services.digest.collect_digest_input import gather
from bot.services.digest.headline import headlined
from bot.services.messaging.digest_schedule import Call, call_for
from bot.services.messaging.outbox import say
from bot.services.ports.core import Analyst, Clock, Transactions, UnitOfWork
from bot.services.worker.handler import Done, Postponed

_A_WEEK = timedelta(weeks=1)


class DigestVoice(Protocol):
    def digest(self, made: Digest) -> tuple[Part, ...]: ...


@dataclass(frozen=True, repr=False)
class Digesting:
    """What digesting needs of the world."""

    transactions: Transactions
    analyst: Analyst
    clock: Clock
    knowledge: Knowledge
    directory: Directory
    voice: DigestVoice


class Round(NamedTuple):
    """The writing of one digest: by which wishes, when on its leader's clock, and who reads it beside them."""

    settings: DigestSettings
    week: Week
    due: datetime
    now: datetime
    audience: tuple[str, ...] = ()

    @property
    def leader(self) -> str:
        return self.settings.person


def _call_again(uow: UnitOfWork, this: Round) -> None:
    """For the first week that is due later than now, and than this one: a clock may have been set back."""
    after = max(this.now, this.due)
    call_for(uow, this.settings, this.settings.next_week(after, _zone(this), this.week), after)


def _zone(this: Round) -> tzinfo:
    return this.due.tzinfo or UTC


async def digest(desk: Digesting, event: Event) -> Done:
    """Writes and sends what was called for. Raises Postponed until it is due where the leader is."""
    call = Call.of(event)
    settings = await desk.transactions.run(lambda uow: uow.digests.settings_of(call.leader))
    if settings.version != call.version or not settings.on:
        return Done()
    this = await _round(desk, settings, call.week)
    if this.now < this.due:
        raise Postponed((this.due - this.now).total_seconds(), "It is not time yet where its reader is.")
    made = None
    if this.due > call.after:
        made = await desk.transactions.run(lambda uow: _made(uow, desk.knowledge, this))
    if made is not None:
        made = await headlined(desk.analyst, made, desk.knowledge.framework)
    return Done(lambda uow: _end(uow, desk, this, made))


async def _round(desk: Digesting, settings: DigestSettings, week: Week) -> Round:
    zone = zone_of((await desk.directory.person(settings.person)).tz)
    now = desk.clock.now().astimezone(zone)
    return Round(settings, week, settings.due_in(week, zone), now, await _audience(desk, settings))


async def _audience(desk: Digesting, settings: DigestSettings) -> tuple[str, ...]:
    """The people of the portfolio channel."""
    if settings.channel is None:
        return ()
    members = [await desk.directory.person(person) for person in await desk.directory.members(settings.channel)]
    return tuple(member.person.id for member in members if not member.bot)


def _made(uow: UnitOfWork, knowledge: Knowledge, this: Round) -> Digest | None:
    """None where there is one for this week, or no pilot to tell of."""
    if uow.digests.of(this.leader, str(this.week)) is not None:
        return None
    made = write(uow, knowledge, this)
    if not made.pilots:
        return None
    return made.model_copy(update={"sent": False}) if this.settings.only_changes and made.quiet else made


def _end(uow: UnitOfWork, desk: Digesting, this: Round, made: Digest | None) -> None:
    """Keeps it, says it and calls for the next, or none of it; by newer wishes another event does it.

    Raises StaleWrite where somebody gained or lost access while it was written: it is written anew.
    """
    if uow.digests.settings_of(this.leader).version != this.settings.version:
        return
    if made is not None and {team.pilot.id for team in _told_of(uow, this)} != {week.pilot.id for week in made.pilots}:
        raise StaleWrite("Who may see which pilot changed while the digest was written. It is written anew.")
    if made is not None and uow.digests.keep(made) and made.sent:
        place = Place(channel=made.channel, person=None if made.channel else made.leader)
        say(uow, Posting(id=made.id, place=place, parts=desk.voice.digest(made)))
    _call_again(uow, this)


# --- written -----------------------------------------------------------------------------------------


def write(uow: UnitOfWork, knowledge: Knowledge, this: Round) -> Digest:
    """What has happened since the last one, in the pilots that all who will read it may see."""
    last = uow.digests.last_of(this.leader, this.now)
    since = last.until.astimezone(this.now.tzinfo) if last is not None else this.now - _A_WEEK
    occasion = Occasion(
        leader=this.leader,
        week=str(this.week),
        due=this.due,
        since=since,
        until=this.now,
        channel=this.settings.channel,
    )
    return digest_of(occasion, gather(uow, _told_of(uow, this), Period(since, this.now)), knowledge)


def _told_of(uow: UnitOfWork, this: Round) -> list[Team]:
    teams = uow.teams.led_by(this.leader, this.settings.pilots, seen_by=this.audience)
    return [team for team in teams if team.created_at <= this.now]


async def preview(desk: Digesting, leader: str) -> Digest:
    """What this leader would be told now; nothing is kept or sent."""
    settings = await desk.transactions.run(lambda uow: uow.digests.settings_of(leader))
    now = desk.clock.now()
    this = await _round(desk, settings, Week.of(now.date()))
    return await desk.transactions.run(lambda uow: write(uow, desk.knowledge, this._replace(due=this.now)))


def looked_back(settings: DigestSettings, moment: datetime) -> Round:
    """The digest as it would have been written at a moment, with dates as in that moment's time zone."""
    return Round(settings, Week.of(moment.date()), moment, moment)
