import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.core.errors import CannotJoin, NotFound, SlackUnavailable
from bot.domain.core.people import Person
from bot.services.conversation.context import Member
from bot.slack.transport.calls import build_slack_client, build_slack_session
from bot.slack.workspace.directory import SlackDirectory
from tests.slack_stub import SlackServer
from tests.support.fakes import FakeRedactor


@pytest.fixture
async def directory(slack: SlackServer) -> AsyncIterator[SlackDirectory]:
    async with build_slack_session() as session:
        yield SlackDirectory(build_slack_client(slack.bot_token, slack.api_url, session), "T0ACME", FakeRedactor())


async def test_people_are_known_by_name_and_asked_about_once(slack: SlackServer, directory: SlackDirectory) -> None:
    ana = slack.user("ana", real_name="Ana Ruiz", tz="Europe/Paris")
    known = [await directory.get_member(ana.id) for _ in range(3)]
    assert known[0] == Member(Person(id=ana.id, name="Ana Ruiz"), tz="Europe/Paris")
    assert len(slack.calls("users.info")) == 1


async def test_guests_strangers_and_bots_are_told_apart(slack: SlackServer, directory: SlackDirectory) -> None:
    guest = await directory.get_member(slack.user("gil", is_ultra_restricted=True).id)
    stranger = await directory.get_member(slack.user("sam", team_id="T0OTHER").id)
    bot = await directory.get_member(slack.user("robot", is_bot=True).id)
    assert (guest.guest, guest.outside, guest.bot) == (True, False, False)
    assert (stranger.guest, stranger.outside, stranger.bot) == (False, True, False)
    assert (bot.guest, bot.outside, bot.bot) == (False, False, True)


@pytest.mark.parametrize("code", ["user_not_found", "missing_scope", "unknown_method"])
async def test_whom_slack_does_not_show_goes_by_their_id(
    slack: SlackServer, directory: SlackDirectory, code: str
) -> None:
    slack.fail("users.info", code)
    assert await directory.get_member("U7") == Member(Person(id="U7", name="U7"), unknown=True)


async def test_a_slack_in_trouble_is_no_reason_to_forget_a_name(slack: SlackServer, directory: SlackDirectory) -> None:
    ana = slack.user("ana")
    slack.fail("users.info", "internal_error", 500)
    with pytest.raises(SlackUnavailable):
        await directory.get_member(ana.id)
    assert (await directory.get_member(ana.id)).person.name == "Ana"


async def test_what_is_remembered_is_asked_again_after_its_lifetime(slack: SlackServer) -> None:
    directory = SlackDirectory(
        build_slack_client(slack.bot_token, slack.api_url), "T0ACME", FakeRedactor(), lifetime=0.05
    )
    ana = slack.user("ana")
    await directory.get_member(ana.id)
    await asyncio.sleep(0.06)
    ana.person.real_name = "Ana Maria"
    assert (await directory.get_member(ana.id)).person.name == "Ana Maria"


async def test_members_are_read_page_by_page_and_never_remembered(
    slack: SlackServer, directory: SlackDirectory
) -> None:
    people = [slack.user(f"p{number}") for number in range(250)]
    pilots = slack.channel("pilots", *people)
    assert set(await directory.list_channel_members(pilots.id)) == {*(one.id for one in people), "U0FLIGHT"}
    pilots.members.discard(people[0].id)
    assert people[0].id not in await directory.list_channel_members(pilots.id)


async def test_of_a_channel_ten_thousand_members_are_read(slack: SlackServer, directory: SlackDirectory) -> None:
    pilots = slack.channel("pilots", *(slack.user(f"p{number}") for number in range(9_999)))
    assert len(await directory.list_channel_members(pilots.id)) == 10_000
    pilots.members.add(slack.user("one more").id)
    assert len(await directory.list_channel_members(pilots.id)) == 10_000


async def test_channels_are_known_by_name_and_kind(slack: SlackServer, directory: SlackDirectory) -> None:
    secret = slack.channel("secret", slack.user("sam", team_id="T0OTHER"), kind="private")
    found = [await directory.get_channel(secret.id) for _ in range(2)]
    assert (found[0].name, found[0].private, found[0].shared) == ("secret", True, True)
    assert len(slack.calls("conversations.info")) == 1
    hidden = slack.channel("hidden", kind="private", bot=False)
    with pytest.raises(NotFound):
        await directory.get_channel(hidden.id)


async def test_a_public_channel_is_joined_once(slack: SlackServer, directory: SlackDirectory) -> None:
    pilots = slack.channel("pilots", bot=False)
    assert (await directory.ensure_member(pilots.id)).name == "pilots"
    await directory.ensure_member(pilots.id)
    assert "U0FLIGHT" in pilots.members
    assert len(slack.calls("conversations.join")) == 1


async def test_a_private_channel_says_how_to_invite(slack: SlackServer, directory: SlackDirectory) -> None:
    secret = slack.channel("secret", kind="private", bot=False)
    with pytest.raises(CannotJoin, match="/invite @Flightplan there"):
        await directory.ensure_member(secret.id)
    old = slack.channel("old")
    old.archived = True
    with pytest.raises(CannotJoin, match="archived"):
        await directory.ensure_member(old.id)


async def test_a_server_without_these_calls_keeps_nobody_out_and_gives_nothing_away(
    slack: SlackServer, directory: SlackDirectory
) -> None:
    """Not every Slack-compatible server has them: what can't be told is taken for private."""
    pilots = slack.channel("pilots")
    slack.fail("conversations.info", "unknown_method", count=None)
    slack.fail("conversations.members", "unknown_method", count=None)
    joins = slack.fail("conversations.join", "unknown_method")
    found = await directory.ensure_member(pilots.id)
    assert (found.id, found.private, joins.struck) == (pilots.id, True, 1)
    assert (await directory.get_channel(pilots.id)).private
    assert await directory.list_channel_members(pilots.id) == ()
    slack.fail("conversations.join", "is_archived")
    with pytest.raises(CannotJoin):
        await directory.ensure_member(pilots.id)
