"""Sockets that break in the middle of an interview: no answer is lost, and no question asked twice."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import QUICK, App, running, sqlite
from tests.e2e.conversation import (
    ANSWERS,
    FREIGHT,
    answered,
    begun,
    nobody_is_kept_waiting,
    nothing_is_doubled,
    transcript,
)
from tests.e2e.scenes import at_rest
from tests.slack_stub import Message, SlackServer, User

WATCH = QUICK.watch._replace(longest_pause=0.1)
Break = Callable[[SlackServer], Awaitable[object]]


async def drops(slack: SlackServer) -> None:
    await slack.drop_sockets()


async def is_refused_for_a_while(slack: SlackServer) -> None:
    with slack.refusing_connections():
        await slack.drop_sockets()
        tried = len(slack.calls("apps.connections.open"))
        await slack.until(lambda: len(slack.calls("apps.connections.open")) > tried)


async def warns(slack: SlackServer) -> None:
    await slack.ask_to_reconnect("warning")


async def wants_a_refresh(slack: SlackServer) -> None:
    await slack.ask_to_reconnect("refresh_requested")


async def loses_acknowledgements(slack: SlackServer) -> None:
    slack.lose_acks(2)


async def interviewed(slack: SlackServer, ana: User, root: Message, breaks: Break) -> None:
    """The answers are said in turn just after, and just before, the connections break."""
    for number, text in enumerate(ANSWERS):
        said = len(slack.said(ana.dm))
        if number % 2:
            await breaks(slack)
        await ana.says(ana.dm, text, root)
        if not number % 2:
            await breaks(slack)
        await slack.until(lambda said=said: len(slack.said(ana.dm)) > said)  # type: ignore[misc]


async def everything_is_right(slack: SlackServer, ana: User, app: App) -> None:
    await at_rest(app)
    interview = await app.interview(FREIGHT)
    assert transcript(interview) == [(f"q{number}", text) for number, text in enumerate(ANSWERS)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)
    await slack.until(lambda: slack.connections == 2)


@pytest.mark.parametrize(
    "breaks",
    [drops, is_refused_for_a_while, warns, wants_a_refresh, loses_acknowledgements],
    ids=lambda one: one.__name__,
)
async def test_a_connection_that(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, breaks: Break
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), tempo=replace(QUICK, watch=WATCH)) as app:
        root = await begun(slack, ana)
        await interviewed(slack, ana, root, breaks)
        await everything_is_right(slack, ana, app)


@pytest.mark.parametrize("deaf", [1, 2])
async def test_deaf_connections_are_found_out_and_what_was_said_to_them_comes_again(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, deaf: int
) -> None:
    watch = WATCH._replace(quiet_for=0.4)
    async with running(slack, knowledge, sqlite(tmp_path), tempo=replace(QUICK, watch=watch)) as app:
        root = await begun(slack, ana)
        await answered(slack, ana, root, ANSWERS[0])
        slack.timing.ack, slack.timing.retries = 0.25, (0.1,) * 100
        await slack.until(lambda: slack.connections == 2)
        await slack.deafen_sockets(most=deaf)
        for text in ANSWERS[1:]:
            await answered(slack, ana, root, text)
        await everything_is_right(slack, ana, app)
    assert not any(delivery.given_up for delivery in slack.events())
