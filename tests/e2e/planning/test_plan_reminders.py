"""Reminders of a plan's actions: at nine where the owner is, whatever the clocks do; never at weekends; and an end."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import QUICK, App, offline, running
from tests.e2e.clock import SetClock
from tests.e2e.plans import MONDAY, moved_to, planned, taken
from tests.e2e.scenes import at_rest
from tests.slack_stub import Channel, Message, SlackServer, User

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(MONDAY, slack)


@pytest.fixture
def tomasz(slack: SlackServer) -> User:
    return slack.user("tomasz", tz="America/New_York", real_name="Tomasz Wolski")


@pytest.fixture
def freight(slack: SlackServer, dana: User, tomasz: User) -> Channel:
    return slack.channel("freight", dana, tomasz)


def at(day: int, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=zone).astimezone(UTC)


class Days:
    """Lets time pass, and says what somebody was told meanwhile."""

    def __init__(self, app: App, clock: SetClock, person: User) -> None:
        self.app = app
        self.clock = clock
        self.person = person
        self.seen = len(self._all)

    @property
    def _all(self) -> list[Message]:
        return self.app.slack.said(self.person.dm)

    async def until(self, moment: datetime) -> list[str]:
        self.clock.set(moment)
        await at_rest(self.app)
        return self.since_then()

    def since_then(self) -> list[str]:
        new, self.seen = self._all[self.seen :], len(self._all)
        return [message.shown for message in new]


BRISK = replace(QUICK, work=replace(QUICK.work, poll=0.02))


async def test_reminders_come_at_nine_where_people_are_before_and_after_their_clocks_change(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    *,
    clock: SetClock,
    dana: User,
    tomasz: User,
    freight: Channel,
) -> None:
    """New York's clocks go forward on Sunday 14 March, Berlin's on Sunday 28 March; the app restarts in between."""
    process = partial(running, slack, knowledge, database_url, clock=clock, tempo=BRISK, analyst=offline(knowledge))
    async with process() as app:
        await planned(app, dana, freight, dana, tomasz)
        await taken(app, tomasz, 1)
        await moved_to(app, tomasz, 1, "2027-03-12")
        theirs, leads = Days(app, clock, tomasz), Days(app, clock, dana)
        assert await theirs.until(at(10, 8, 59, NEW_YORK)) == []
        (first,) = await theirs.until(at(10, 9, 0, NEW_YORK))
        assert first.startswith("Action 1 of _Freight_ is due on Friday 12 March.")
        assert await theirs.until(at(12, 8, 59, NEW_YORK)) == []
    async with process() as app:
        theirs.app = leads.app = app
        (second,) = await theirs.until(at(12, 9, 0, NEW_YORK))
        assert second.startswith("Action 1 of _Freight_ is due today, Friday 12 March.")
        assert await theirs.until(at(14, 12, 0, NEW_YORK)) == [], "a weekend"
        assert await theirs.until(at(16, 8, 59, NEW_YORK)) == []
        (third,) = await theirs.until(at(16, 9, 0, NEW_YORK))
        assert third.startswith("Action 1 of _Freight_ was due on Friday 12 March.")
        assert "the last time" in third and f"I tell {dana.mention}" in third
        assert not _of(await leads.until(at(18, 8, 59, BERLIN)), "has not reacted")
        assert _of(await leads.until(at(18, 9, 0, BERLIN)), "has not reacted to 3 reminders")
        await taken(app, dana, 2)
        await moved_to(app, dana, 2, "2027-03-26")
        assert not _of(await leads.until(at(24, 8, 59, BERLIN)), "Action 2 of _Freight_")
        assert _of(await leads.until(at(24, 9, 0, BERLIN)), "Action 2 of _Freight_ is due on Friday 26 March")
        assert _of(await leads.until(at(26, 9, 0, BERLIN)), "Action 2 of _Freight_ is due today, Friday 26 March")
        assert not _of(await leads.until(at(30, 8, 59, BERLIN)), "Action 2 of _Freight_")
        assert _of(await leads.until(at(30, 9, 0, BERLIN)), "Action 2 of _Freight_ was due on Friday 26 March")
        later = await leads.until(datetime(2027, 4, 16, 12, tzinfo=UTC))
        assert not _of(later, "has not reacted") and not _of(theirs.since_then(), "Action 1 ")


def _of(said: list[str], words: str) -> list[str]:
    return [message for message in said if words in message]
