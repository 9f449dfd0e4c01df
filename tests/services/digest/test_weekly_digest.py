"""The weekly digest: on each leader's own clock, once whatever happens, of what they may see and nothing else."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.core.week import Week
from bot.domain.digest.digest import DigestEntry
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.services.digest.weekly_digest import build_past_run, preview_digest, write_digest
from bot.services.messaging.digest_schedule import schedule_all_digests, update_digest_settings
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_digest_paragraphs
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import ANA, KIM, LEE
from tests.seeded.storing import store
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.services.digests import Atlas, Clock, Press, read_by

WEEK = Week(2026, 45)
ZONES = {LEE.id: "America/New_York", KIM.id: "Europe/Berlin", ANA.id: "Australia/Sydney"}


@pytest.fixture
def clock() -> Clock:
    """Sunday noon before the eighth week's digests."""
    return Clock("2026-11-01T12:00")


@pytest.fixture
async def press(
    database_url: str, clock: Clock, knowledge: Knowledge, seeded: tuple[Told, ...]
) -> AsyncIterator[Press]:
    with Database(database_url, now=clock.now) as database:
        made = Press(database, clock, Atlas(**ZONES), knowledge)
        await made.acme.run(lambda uow: store(uow, seeded))
        await database.run(lambda tx: read_by(tx, *ZONES))
        yield made


@pytest.fixture
async def sqlite_press(
    sqlite_url: str, clock: Clock, knowledge: Knowledge, seeded: tuple[Told, ...]
) -> AsyncIterator[Press]:
    """For what does not hang on the kind of database."""
    async with at_press(sqlite_url, clock, knowledge, seeded) as made:
        yield made


@asynccontextmanager
async def at_press(url: str, clock: Clock, knowledge: Knowledge, seeded: Sequence[Told]) -> AsyncIterator[Press]:
    with Database(url, now=clock.now) as database:
        made = Press(database, clock, Atlas(**ZONES), knowledge)
        await made.acme.run(lambda uow: store(uow, seeded))
        await database.run(lambda tx: read_by(tx, *ZONES))
        yield made


async def wished(press: Press, person: str, **wishes: object) -> DigestSettings:
    def work(uow: UnitOfWork) -> DigestSettings:
        return update_digest_settings(
            uow, uow.digests.get_settings(person).model_copy(update=wishes), press.clock.now()
        )

    return await press.acme.run(work)


# --- when --------------------------------------------------------------------------------------------


async def test_three_leaders_in_three_zones_read_it_at_nine_over_every_change_of_the_clocks(press: Press) -> None:
    """Sydney changes on 4 October, Berlin on the 25th, New York on 1 November."""
    mondays = [date(2026, 9, 28) + timedelta(weeks=week) for week in range(7)]
    press.clock.at = datetime(2026, 9, 24, tzinfo=UTC)
    await press.start()
    for monday in mondays:
        press.clock.at = datetime.combine(monday, time(), UTC) - timedelta(hours=6)
        await press.until(f"{monday}T16:00")
    for leader, zone in ZONES.items():
        kept = [await press.kept(leader, Week.from_day(monday)) for monday in mondays]
        written = [made.until.astimezone(ZoneInfo(zone)) for made in kept if made is not None]
        assert written == [datetime.combine(monday, time(9), ZoneInfo(zone)) for monday in mondays]
        assert len(await press.sent_to(leader)) == len(mondays)


async def test_the_zone_is_the_one_where_the_leader_is_when_it_is_sent(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await sqlite_press.until("2026-11-02T00:00")
    sqlite_press.atlas.zones[LEE.id] = "Europe/Berlin"
    await sqlite_press.until("2026-11-02T07:00")
    assert await sqlite_press.sent_to(LEE.id) == []
    await sqlite_press.until("2026-11-02T15:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1


async def test_what_is_over_already_when_a_leader_is_first_met_is_not_made_up_for(sqlite_press: Press) -> None:
    sqlite_press.clock.at = datetime(2026, 11, 2, 15, tzinfo=UTC)
    await sqlite_press.start()
    await sqlite_press.until("2026-11-09T13:00")
    assert await sqlite_press.sent_to(LEE.id) == []
    await sqlite_press.until("2026-11-09T14:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1


async def test_starting_again_and_a_second_scheduler_add_none(press: Press) -> None:
    for _ in range(3):
        await press.start()
    await press.until("2026-11-04T00:00", timedelta(hours=6))
    await press.start()
    await press.until("2026-11-05T00:00", timedelta(hours=6))
    assert [len(await press.sent_to(leader)) for leader in ZONES] == [1, 1, 1]


async def test_a_digest_that_comes_late_says_so_and_is_one_for_all_that_was_missed(sqlite_press: Press) -> None:
    await sqlite_press.start()
    sqlite_press.clock.at = datetime(2026, 11, 18, 12, tzinfo=UTC)
    await sqlite_press.start()
    await sqlite_press.work()
    (late,) = await sqlite_press.sent_to(KIM.id)
    assert late.startswith("This digest was due Monday 2 November and comes 16 days late.")
    await sqlite_press.until("2026-11-24T00:00")
    assert len(await sqlite_press.sent_to(KIM.id)) == 2


async def test_a_clock_that_was_ahead_for_a_while_sends_no_week_twice(press: Press) -> None:
    await press.start()
    await press.until("2026-11-02T15:00")
    press.clock.at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    await press.start()
    await press.until("2026-11-08T12:00", timedelta(hours=6))
    assert [len(await press.sent_to(leader)) for leader in ZONES] == [1, 1, 1]
    await press.until("2026-11-10T12:00", timedelta(hours=6))
    assert [len(await press.sent_to(leader)) for leader in ZONES] == [2, 2, 2]


async def test_where_weeks_begin_on_sunday_it_comes_on_sunday_unless_another_day_was_chosen(
    sqlite_press: Press,
) -> None:
    sqlite_press.atlas.zones[LEE.id] = sqlite_press.atlas.zones[KIM.id] = "Asia/Jerusalem"
    sqlite_press.clock.at = datetime(2026, 10, 28, 12, tzinfo=UTC)
    await sqlite_press.start()
    await wished(sqlite_press, KIM.id, weekday=0)
    await sqlite_press.until("2026-11-01T06:00")
    assert await sqlite_press.sent_to(LEE.id) == []
    await sqlite_press.until("2026-11-01T07:00")
    assert [len(await sqlite_press.sent_to(leader)) for leader in (LEE.id, KIM.id)] == [1, 0]
    await sqlite_press.until("2026-11-02T07:00")
    assert [len(await sqlite_press.sent_to(leader)) for leader in (LEE.id, KIM.id)] == [1, 1]
    await sqlite_press.until("2026-11-08T07:00")
    assert [len(await sqlite_press.sent_to(leader)) for leader in (LEE.id, KIM.id)] == [2, 1]


# --- by which wishes ---------------------------------------------------------------------------------


async def test_another_day_and_hour_hold_from_now_on(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await wished(sqlite_press, LEE.id, weekday=3, hour=16)
    await sqlite_press.until("2026-11-05T20:00")
    assert await sqlite_press.sent_to(LEE.id) == []
    await sqlite_press.until("2026-11-05T21:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1


async def test_a_later_day_of_a_week_that_was_told_already_waits_for_the_next(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await sqlite_press.until("2026-11-03T00:00")
    await wished(sqlite_press, LEE.id, weekday=4)
    await sqlite_press.until("2026-11-09T20:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1
    await sqlite_press.until("2026-11-13T20:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 2


async def test_whoever_wants_none_gets_none_until_they_want_it_again(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await wished(sqlite_press, KIM.id, on=False)
    await sqlite_press.until("2026-11-10T00:00", timedelta(hours=6))
    await sqlite_press.start()
    assert await sqlite_press.sent_to(KIM.id) == []
    await wished(sqlite_press, KIM.id, on=True)
    await sqlite_press.until("2026-11-17T00:00", timedelta(hours=6))
    assert len(await sqlite_press.sent_to(KIM.id)) == 1


async def test_a_snoozed_digest_comes_again_on_its_day_and_tells_of_all_since_the_last(sqlite_press: Press) -> None:
    sqlite_press.clock.at = datetime(2026, 10, 18, 12, tzinfo=UTC)
    await sqlite_press.start()
    await sqlite_press.until("2026-10-20T00:00")
    await wished(sqlite_press, LEE.id, snoozed_until=date(2026, 11, 1))
    await sqlite_press.until("2026-11-02T13:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1
    await sqlite_press.until("2026-11-02T15:00")
    assert "Policy answers · begun" in (await sqlite_press.sent_to(LEE.id))[1]


async def test_a_quiet_week_is_sent_as_a_line_and_not_at_all_to_whoever_wants_changes_only(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await wished(sqlite_press, KIM.id, only_changes=True)
    await sqlite_press.until("2026-11-02T15:00")
    assert await sqlite_press.sent_to(KIM.id) == []
    kept = await sqlite_press.kept(KIM.id, WEEK)
    assert kept is not None
    assert not kept.sent
    await wished(sqlite_press, KIM.id, only_changes=False)
    await sqlite_press.until("2026-11-09T15:00")
    assert await sqlite_press.sent_to(KIM.id) == [
        "Nothing changed in your 2 pilots. Next gate: align, Friday 18 December (KYC triage)."
    ]


# --- of what they may see ----------------------------------------------------------------------------


async def test_what_is_written_from_the_database_is_what_the_rules_say(
    press: Press, seeded: tuple[Told, ...], knowledge: Knowledge
) -> None:
    for leader in (LEE, KIM, ANA):
        for weeks in range(9):
            at = NOW - timedelta(weeks=weeks)
            this = build_past_run(DigestSettings(person=leader.id), at)
            written = await write_digest(press.acme, knowledge, this)
            assert written == digest_for(leader, seeded, knowledge, until=at)


async def test_a_leader_who_lost_access_is_told_nothing_of_that_pilot(
    sqlite_press: Press, seeded: tuple[Told, ...]
) -> None:
    await sqlite_press.start()
    await leave(sqlite_press, seeded, "freight-invoice-matching", LEE.id)
    await sqlite_press.until("2026-11-02T15:00")
    (text,) = await sqlite_press.sent_to(LEE.id)
    assert "Freight" not in text
    assert text.startswith("One decision waits for you: approve the gate align of Warranty claims.")


async def leave(press: Press, seeded: tuple[Told, ...], pilot: str, person: str) -> None:
    team = next(one.team for one in seeded if one.team.pilot.id == pilot)
    leaders = tuple(one for one in team.leaders if one != person)
    left = team.model_copy(update={"leaders": leaders, "owner": team.owner if team.owner != person else None})
    await press.acme.run(lambda uow: uow.teams.save(left))


async def test_whoever_leads_nothing_any_more_hears_nothing(sqlite_press: Press, seeded: tuple[Told, ...]) -> None:
    await sqlite_press.start()
    for pilot in ("kyc-triage", "contract-review"):
        await leave(sqlite_press, seeded, pilot, KIM.id)
    await sqlite_press.until("2026-11-10T00:00", timedelta(hours=6))
    assert await sqlite_press.sent_to(KIM.id) == []


async def test_access_lost_while_it_is_written_counts(sqlite_press: Press, seeded: tuple[Told, ...]) -> None:
    await sqlite_press.start()

    class Meanwhile:
        async def run(self, work: Any) -> Any:
            result = await sqlite_press.acme.run(work)
            if isinstance(result, list) and any(isinstance(one, DigestEntry) for one in result):
                await leave(sqlite_press, seeded, "freight-invoice-matching", LEE.id)
            return result

    sqlite_press.clock.at = datetime(2026, 11, 2, 14, tzinfo=UTC)
    await sqlite_press.work(replace(sqlite_press.deps, transactions=Meanwhile()))
    sqlite_press.clock.forward(minutes=10)
    await sqlite_press.work()
    (text,) = await sqlite_press.sent_to(LEE.id)
    assert "Freight" not in text


async def test_a_portfolio_channel_gets_what_all_its_people_may_see(sqlite_press: Press) -> None:
    sqlite_press.atlas.channels["C0PORT"] = (LEE.id, KIM.id, "U0BOT")
    sqlite_press.atlas.bots = {"U0BOT"}
    await wished(sqlite_press, LEE.id, channel="C0PORT")
    await sqlite_press.until("2026-11-02T15:00")
    (posting,) = [one for one in await sqlite_press.sent() if one.place.channel == "C0PORT"]
    assert posting.parts[0].text.startswith("Nothing changed in 2 pilots.")
    assert await sqlite_press.sent_to(LEE.id) == []


async def test_whoever_chose_pilots_is_told_of_those_of_them_that_they_may_see(sqlite_press: Press) -> None:
    await wished(sqlite_press, KIM.id, pilots=("kyc-triage", "freight-invoice-matching"))
    await sqlite_press.until("2026-11-02T15:00")
    (text,) = await sqlite_press.sent_to(KIM.id)
    assert text.startswith("Nothing changed in your pilot.")


async def test_a_preview_keeps_and_sends_nothing(sqlite_press: Press, knowledge: Knowledge) -> None:
    sqlite_press.clock.at = NOW
    shown = await preview_digest(sqlite_press.deps, LEE.id)
    assert render_digest_paragraphs(shown, knowledge.framework, PlainTextFormatter())[0].startswith(
        "One decision waits for you: approve the gate"
    )
    assert await sqlite_press.sent() == []
    assert await sqlite_press.acme.run(lambda uow: uow.digests.find_last(LEE.id, NOW)) is None


# --- once, whatever happens --------------------------------------------------------------------------


class Died(BaseException):
    """The process is gone: nothing after this runs."""


class Mortal:
    """Stands before something that is called, and dies at the n-th call of all its kind, before or after it."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Died


async def test_a_worker_that_dies_at_whatever_point_costs_a_delay_and_neither_a_digest_nor_a_second_one(
    press: Press,
) -> None:
    """Before and after each transaction, each question to the directory, and within the last commit."""
    deaths = 0
    await wished(press, ANA.id, on=False)
    await wished(press, LEE.id, pilots=("warranty-claims",))
    for week, at in enumerate(range(1, 40)):
        press.clock.at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(weeks=week)
        await press.start()
        press.clock.at += timedelta(days=1, hours=3)
        died = await _work_until_death(press, Mortal(at))
        press.clock.forward(minutes=10)
        await press.work()
        counts = [len(await press.sent_to(leader)) for leader in (LEE.id, KIM.id)]
        assert counts == [week + 1] * 2, f"death at {at}"
        deaths += died
        if not died:
            break
    assert deaths > 10
    assert press.errors == []


async def _work_until_death(press: Press, mortal: Mortal) -> bool:
    deps = replace(
        press.deps,
        transactions=_Transactions(press, mortal),
        directory=_Directory(press.atlas, mortal),
        formatter=_Voice(press, mortal),
    )
    try:
        await press.work(deps)
    except Died:
        return True
    return False


class _Transactions:
    def __init__(self, press: Press, mortal: Mortal) -> None:
        self._inner, self._mortal = press.acme, mortal

    async def run(self, work: Any) -> Any:
        self._mortal.step()
        result = await self._inner.run(work)
        self._mortal.step()
        return result


class _Directory(Atlas):
    def __init__(self, atlas: Atlas, mortal: Mortal) -> None:
        super().__init__(**atlas.zones)
        self._mortal = mortal

    async def get_member(self, person_id: str) -> Any:
        self._mortal.step()
        return await super().get_member(person_id)


class _Voice:
    """Speaks within the last commit."""

    def __init__(self, press: Press, mortal: Mortal) -> None:
        self._inner, self._mortal = press.deps.formatter, mortal

    def format_digest(self, made: Any) -> Any:
        self._mortal.step()
        post = self._inner.format_digest(made)
        self._mortal.step()
        return post


async def test_the_first_digest_tells_of_the_week_before_it(sqlite_press: Press) -> None:
    await sqlite_press.start()
    await sqlite_press.until("2026-11-02T15:00")
    first = await sqlite_press.kept(LEE.id, WEEK)
    nine = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("America/New_York"))
    assert first is not None and (first.since, first.until) == (nine - timedelta(weeks=1), nine)


@pytest.mark.parametrize(("minute", "week"), [("08T20:59", WEEK), ("08T21:00", WEEK.next_week)])
async def test_a_week_is_not_over_for_a_new_leader_before_it_is_nine_in_the_last_zone_on_earth(
    sqlite_press: Press, minute: str, week: Week
) -> None:
    """Which may be that of a Sunday: of whoever never chose a day it is not known yet where their weeks begin."""
    now = datetime.fromisoformat(f"2026-11-{minute}+00:00")
    await sqlite_press.acme.run(lambda uow: schedule_all_digests(uow, now))
    with sqlite_press.database.engine.connect() as connection:
        called = connection.exec_driver_sql("SELECT id FROM events WHERE kind = 'digest'").scalars().all()
    assert [one for one in called if LEE.id in one] == [f"digest:{LEE.id}:{week}:v0"]


async def test_a_new_leader_is_expected_from_when_they_are_met(sqlite_press: Press) -> None:
    await sqlite_press.acme.run(lambda uow: schedule_all_digests(uow, sqlite_press.clock.now()))
    await sqlite_press.until("2026-11-02T15:00")
    assert len(await sqlite_press.sent_to(LEE.id)) == 1
