"""Over sockets, too, nonsense ends nothing: the connection stands, what comes next is heard, no words are logged."""

import json
import logging
from collections.abc import AsyncIterator

import pytest

from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.socket_mode import SocketModeClient
from tests.slack.conftest import Inbox, heard_by
from tests.slack_stub import Channel, SlackServer, User

WORDS = "secretwords"
EVENT = {"type": "event_callback", "team_id": "T0ACME", "event_id": "Ev1", "event": {"type": "message", "text": WORDS}}


def envelope(payload: object, **fields: object) -> str:
    return json.dumps({"type": "events_api", "envelope_id": "e1", "payload": payload, **fields})


@pytest.fixture
async def inbox(slack: SlackServer) -> AsyncIterator[Inbox]:
    heard = Inbox()
    client = build_slack_client(slack.bot_token, slack.api_url)
    front = build_bolt_app(client, heard_by(heard))
    sockets = SocketModeClient(front, build_slack_client(slack.app_token, slack.api_url), connections=1)
    await sockets.start()
    await slack.until(lambda: slack.connections == 1)
    yield heard
    await sockets.close()


@pytest.mark.parametrize(
    "frame",
    [
        "",
        WORDS,
        "{",
        f'{{"{WORDS}":',
        "[1]",
        "{}",
        '{"a":' * 100_000,
        "[" * 100_000,
        json.dumps({"type": "events_api", "envelope_id": "e1"}),
        json.dumps({"type": 5, "envelope_id": [], "payload": {}}),
        envelope(None),
        envelope(7),
        envelope([WORDS]),
        envelope(WORDS),
        envelope({"type": "event_callback", "event": WORDS}),
        envelope({"type": "event_callback", "event": {"type": [WORDS]}}),
        envelope({"type": "block_actions", "team": 5, "actions": WORDS}),
        envelope({"team": 5, "user": 5, "event": {"type": WORDS}}),
        envelope({"type": "view_submission", "view": WORDS}, type="interactive"),
        envelope({"command": "/other", "text": WORDS}, type="slash_commands"),
        envelope({"authorizations": [WORDS], "response_urls": [WORDS]}),
        b"\xff\xfe\x00",
    ],
)
async def test_an_odd_frame_ends_nothing_and_its_words_are_logged_nowhere(
    slack: SlackServer,
    inbox: Inbox,
    dana: User,
    freight: Channel,
    *,
    caplog: pytest.LogCaptureFixture,
    frame: str | bytes,
) -> None:
    caplog.set_level(logging.INFO)
    (connection,) = slack.slack.sockets.connections
    send = connection.ws.send_str(frame) if isinstance(frame, str) else connection.ws.send_bytes(frame)
    await slack.run(send)
    await dana.says(freight, "hello")
    await slack.settled()
    assert inbox.texts[-1] == "hello"
    assert slack.slack.sockets.connections == [connection]
    assert WORDS not in caplog.text


async def test_the_same_envelope_twice_is_answered_twice_and_needs_no_memory_of_requests(
    slack: SlackServer, inbox: Inbox, dana: User, freight: Channel
) -> None:
    (connection,) = slack.slack.sockets.connections
    ack = await dana.command("/pilot", "status", freight)
    assert ack.message is not None
    payload = slack.deliveries[-1].payload
    for number in (1, 2):
        frame = json.dumps({"type": "slash_commands", "envelope_id": f"again{number}", "payload": payload})
        await slack.run(connection.ws.send_str(frame))
    await slack.until(lambda: {"again1", "again2"} <= set(slack.slack.sockets.stray_acks))
    assert inbox.known == set(), "that is kept for what comes over HTTP, where somebody can catch it"
