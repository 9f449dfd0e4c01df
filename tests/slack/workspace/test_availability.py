"""Who is asleep, out of office or sick is left alone, as far as Slack tells."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.transport.calls import build_slack_client, build_slack_session
from bot.slack.workspace.directory import SlackDirectory
from tests.slack_stub import SlackServer
from tests.slack_stub.state.records import Person
from tests.support.fakes import FakeRedactor

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)
SOON, LATE = NOW + timedelta(hours=1), NOW + timedelta(days=5)


@pytest.fixture
async def directory(slack: SlackServer) -> AsyncIterator[SlackDirectory]:
    async with build_slack_session() as session:
        yield SlackDirectory(build_slack_client(slack.bot_token, slack.api_url, session), "T0ACME", FakeRedactor())


@pytest.fixture
def ana(slack: SlackServer) -> Person:
    return slack.user("ana").person


def at(moment: datetime) -> int:
    return int(moment.timestamp())


async def test_whoever_said_nothing_is_there(directory: SlackDirectory, ana: Person) -> None:
    assert await directory.find_away_until(ana.id, NOW) is None


async def test_a_snooze_and_quiet_hours_count_until_they_end(directory: SlackDirectory, ana: Person) -> None:
    ana.snoozes_until = at(SOON)
    assert await directory.find_away_until(ana.id, NOW) == SOON
    ana.snoozes_until, ana.quiet = 0, (at(NOW) - 60, at(LATE))
    assert await directory.find_away_until(ana.id, NOW) == LATE


async def test_quiet_hours_that_only_come_are_no_reason_to_wait(directory: SlackDirectory, ana: Person) -> None:
    ana.quiet = (at(SOON), at(LATE))
    assert await directory.find_away_until(ana.id, NOW) is None


@pytest.mark.parametrize(
    ("emoji", "text"),
    [(":palm_tree:", "Vacationing"), ("", "OOO until Monday"), (":calendar:", "On parental leave"), ("", "out sick")],
)
async def test_a_status_that_says_so_counts_until_it_ends(
    directory: SlackDirectory, ana: Person, emoji: str, text: str
) -> None:
    ana.status_emoji, ana.status_text, ana.status_expiration = emoji, text, at(LATE)
    assert await directory.find_away_until(ana.id, NOW) == LATE
    ana.status_expiration = 0
    assert await directory.find_away_until(ana.id, NOW) == NOW + timedelta(days=1)
    ana.status_expiration = at(NOW) - 60
    assert await directory.find_away_until(ana.id, NOW) is None


@pytest.mark.parametrize("text", ["In a meeting", "Working from home", "Holiday planning tool demo, ping me"])
async def test_an_ordinary_status_is_none(directory: SlackDirectory, ana: Person, text: str) -> None:
    ana.status_text = text
    assert await directory.find_away_until(ana.id, NOW) is None


async def test_where_slack_does_not_tell_people_are_taken_to_be_there(
    slack: SlackServer, directory: SlackDirectory, ana: Person
) -> None:
    ana.snoozes_until = at(LATE)
    slack.fail("dnd.info", "missing_scope")
    assert await directory.find_away_until(ana.id, NOW) is None
