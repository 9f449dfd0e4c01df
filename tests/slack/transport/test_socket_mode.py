import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.socket_mode import SocketModeClient, SocketTimings
from tests.slack.conftest import Inbox, heard_by
from tests.slack_stub import Channel, SlackServer, User

QUICK = SocketTimings(alive=5.0, quiet_for=60.0, first_pause=0.02, longest_pause=0.1, steady=5.0, drain=2.0)


@asynccontextmanager
async def listening(slack: SlackServer, inbox: Inbox, watch: SocketTimings = QUICK) -> AsyncIterator[SocketModeClient]:
    client = build_slack_client(slack.bot_token, slack.api_url)
    front = build_bolt_app(client, heard_by(inbox))
    before = asyncio.all_tasks()
    sockets = SocketModeClient(front, build_slack_client(slack.app_token, slack.api_url), watch=watch)
    await sockets.start()
    try:
        yield sockets
    finally:
        await sockets.close()
    assert asyncio.all_tasks() <= before
    assert not sockets.is_connected


async def both(slack: SlackServer) -> None:
    await slack.until(lambda: slack.connections == 2)


async def test_events_are_received_before_they_are_acknowledged(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox) as sockets:
        await both(slack)
        inbox.failures = 1
        slack.timing.ack, slack.timing.retries = 0.3, (1.0,)
        await ana.says(pilots, "hello")
        await slack.until(lambda: slack.events("message")[0].attempts)
        slack.timing.ack = 60.0
        await slack.settled()
        assert sockets.is_connected
    assert inbox.texts == ["hello"]
    (delivery,) = slack.events("message")
    assert [attempt.ok for attempt in delivery.attempts] == [False, True]


async def test_no_call_is_made_for_an_event(slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel) -> None:
    async with listening(slack, inbox):
        await both(slack)
        await ana.says(pilots, "hello")
        await ana.command("/pilot", "status", pilots)
        await slack.settled()
    assert slack.methods_used == {"apps.connections.open"}


async def test_a_command_is_answered_by_its_acknowledgement(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox):
        await both(slack)
        ack = await ana.command("/pilot", "status", pilots)
    assert ack.message is not None and ack.message.text == "You said status"


async def test_a_command_that_comes_through_a_socket_again_is_answered_again(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox):
        await both(slack)
        await ana.command("/pilot", "status", pilots)
    client = build_slack_client(slack.bot_token, slack.api_url)
    front = build_bolt_app(client, heard_by(inbox))
    lost = AsyncBoltRequest(mode="socket_mode", body=slack.deliveries[-1].payload)
    answers = [(await front.async_dispatch(lost)).body for _ in range(2)]
    assert all("You said status" in answer for answer in answers), "as where Slack did not hear our acknowledgement"


async def test_a_command_that_fails_is_answered_with_a_reference_only(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(slack, inbox):
        await both(slack)
        ack = await ana.command("/pilot", "break", pilots)
    assert ack.message is not None and "secret detail" not in ack.message.text
    reference = ack.message.text.split()[-1].rstrip(".")
    assert f"(ref {reference})" in caplog.text


async def test_what_nothing_listens_to_is_acknowledged(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    said = await ana.says(pilots, "numbers")
    async with listening(slack, inbox):
        await both(slack)
        assert (await ana.shortcut("add_evidence", said)).ok


async def test_dropped_connections_come_back_and_nothing_is_missed(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox) as sockets:
        await both(slack)
        assert await slack.drop_sockets() == 2
        await ana.says(pilots, "while nobody listens")
        await slack.settled()
        await both(slack)
        assert sockets.is_connected
    assert inbox.texts == ["while nobody listens"]


async def test_asked_to_reconnect_the_new_connection_stands_before_the_old_one_goes(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox):
        await both(slack)
        opened, fewest = slack.slack.sockets.opened, [slack.connections]
        await slack.ask_to_reconnect()

        def replaced() -> bool:
            fewest.append(slack.connections)
            return slack.slack.sockets.opened == opened + 2 and slack.connections == 2

        await slack.until(replaced)
        await ana.says(pilots, "hello")
        await slack.settled()
    assert min(fewest) == 2
    assert inbox.texts == ["hello"]


async def test_a_deaf_connection_is_replaced_when_it_was_quiet_for_too_long(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox, QUICK._replace(quiet_for=0.4)):
        await both(slack)
        opened = slack.slack.sockets.opened
        await slack.deafen_sockets()
        await slack.until(lambda: slack.slack.sockets.opened >= opened + 2 and slack.connections == 2)
        await ana.says(pilots, "hello")
        await slack.settled()
    assert inbox.texts == ["hello"]


async def test_a_connection_that_answers_no_ping_is_replaced(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    async with listening(slack, inbox, QUICK._replace(alive=0.2)):
        await both(slack)
        opened = slack.slack.sockets.opened
        await slack.deafen_sockets(mute=True)
        await slack.until(lambda: slack.slack.sockets.opened >= opened + 2)
        await both(slack)
        await ana.says(pilots, "hello")
        await slack.settled()
    assert inbox.texts == ["hello"]


async def test_it_keeps_trying_while_slack_refuses(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    with slack.refusing_connections():
        sockets_open = listening(slack, inbox)
        sockets = await sockets_open.__aenter__()
        await slack.until(lambda: len(slack.calls("apps.connections.open")) >= 4)
        assert not sockets.is_connected
    await both(slack)
    await ana.says(pilots, "hello")
    await slack.settled()
    await sockets_open.__aexit__(None, None, None)
    assert inbox.texts == ["hello"]


async def test_a_pause_that_slack_asks_for_is_kept(slack: SlackServer, inbox: Inbox) -> None:
    slack.rate_limit("apps.connections.open", retry_after=1)
    async with listening(slack, inbox):
        await slack.until(lambda: slack.connections == 2)
    refused, _, again = [call.at for call in slack.calls("apps.connections.open")]
    assert again - refused >= 1.0


async def test_closing_answers_what_came_in_first(slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel) -> None:
    inbox.delay = 0.3
    async with listening(slack, inbox):
        await both(slack)
        await ana.says(pilots, "at the last moment")
        await inbox.began.wait()
    assert inbox.texts == ["at the last moment"]
    (delivery,) = slack.events("message")
    await slack.settled()
    assert [attempt.ok for attempt in delivery.attempts] == [True]
