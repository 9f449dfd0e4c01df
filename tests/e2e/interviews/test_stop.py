"""Stop: what is being read is left at once, and what was said stays unread until somebody says more."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.core.errors import AnalystUnavailable
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.ports.core import Analyst, AnalystResult
from bot.storage.session.transaction import Transaction
from bot.storage.tables import lines
from tests.e2e.app import App, offline, running, sqlite
from tests.e2e.conversation import (
    FREIGHT,
    OWNER,
    SAP,
    STORY,
    answered,
    begun,
    nobody_is_kept_waiting,
    nothing_is_doubled,
    transcript,
)
from tests.e2e.scenes import at_rest, count_waiting, rated
from tests.slack_stub import Message, SlackServer, User


class Dawdling:
    """An analyst that reads these words only when it is let; until then it can be down, too."""

    def __init__(self, analyst: Analyst, words: str) -> None:
        self._analyst = analyst
        self._words = words
        self.down = False
        self.reading = asyncio.Event()
        self.let = asyncio.Event()
        self.readings = 0
        self.cancelled = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._analyst, name)

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        if self.down:
            raise AnalystUnavailable("The model is down.")
        if self._words in turn.text:
            self.reading.set()
            self.readings += 1
            try:
                await self.let.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                self.reading.clear()
                raise
        return await self._analyst.map_answer(interview, turn, upcoming)


@pytest.fixture
def analyst(knowledge: Knowledge) -> Dawdling:
    return Dawdling(offline(knowledge), "SAP")


def stopped_in(slack: SlackServer, thread: Message) -> list[Message]:
    where = slack.slack.workspace.channels[thread.channel]
    return [message for message in slack.said(where, thread) if "Stopped" in message.shown]


async def looked_twice(app: App) -> None:
    """Nothing is left to be worked but what is being read, and its worker has asked twice since whether to stop."""

    def renewals(tx: Transaction) -> list[datetime]:
        return list(tx.connection.execute(select(lines.c.lease_until).where(lines.c.lease_until > tx.now)).scalars())

    while await app.database.run(count_waiting) > 1:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    for _ in range(2):
        before = await app.database.run(renewals)
        while await app.database.run(renewals) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_work_ends_soon_and_the_next_message_has_everything_read(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, database_url, analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        await answered(slack, ana, root, STORY)
        await ana.says(ana.dm, SAP, root)
        await analyst.reading.wait()
        await ana.stops(root)
        await slack.until(lambda: stopped_in(slack, root))
        await at_rest(app)
        assert analyst.cancelled == 1
        assert [turn.text for turn in (await app.interview(FREIGHT)).unread_turns] == [SAP]
        nobody_is_kept_waiting(slack)
        analyst.let.set()
        await answered(slack, ana, root, OWNER)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert interview.unread_turns == ()
    assert transcript(interview) == [("q0", STORY), ("q1", SAP), ("q1", OWNER)]
    assert len(stopped_in(slack, root)) == 1
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_what_waits_behind_it_is_stopped_as_well(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, database_url, analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        await answered(slack, ana, root, STORY)
        await ana.says(ana.dm, SAP, root)
        await analyst.reading.wait()
        await ana.says(ana.dm, "It writes to SAP by hand.", root)
        await slack.settled()
        await ana.stops(root)
        await slack.until(lambda: stopped_in(slack, root))
        await at_rest(app)
        assert analyst.cancelled == 1
        assert len((await app.interview(FREIGHT)).unread_turns) == 2
        nobody_is_kept_waiting(slack)
        analyst.let.set()
        await answered(slack, ana, root, OWNER)
        await at_rest(app)
        assert (await app.interview(FREIGHT)).unread_turns == ()
    assert len(stopped_in(slack, root)) == 1


async def test_stop_works_again_the_next_time(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        for number in (1, 2):
            await ana.says(ana.dm, f"SAP, said for the {number}. time", root)
            await analyst.reading.wait()
            await ana.stops(root)
            await slack.until(lambda number=number: len(stopped_in(slack, root)) == number)  # type: ignore[misc]
            await at_rest(app)
            nobody_is_kept_waiting(slack)
    assert analyst.cancelled == 2


async def test_a_stop_that_comes_twice_or_late_does_not_stop_what_began_after_it(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        await ana.says(ana.dm, SAP, root)
        await analyst.reading.wait()
        await ana.stops(root)
        await slack.until(lambda: stopped_in(slack, root))
        await at_rest(app)
        await ana.says(ana.dm, OWNER, root)
        await analyst.reading.wait()
        [stop] = slack.events("agent_session_stopped")
        await slack.redeliver(stop)
        await slack.retell(stop)
        await slack.settled()
        await looked_twice(app)
        analyst.let.set()
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert analyst.cancelled == 1
    assert interview.unread_turns == ()
    nobody_is_kept_waiting(slack)


async def test_stop_when_everything_is_done_does_no_harm(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        await ana.says(ana.dm, SAP, root)
        await analyst.reading.wait()
        with slack.holding():
            await ana.stops(root)
            analyst.let.set()
            await slack.until(lambda: len(slack.said(ana.dm, root)) == 2)
        await at_rest(app)
        await answered(slack, ana, root, OWNER)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert interview.unread_turns == ()
    assert stopped_in(slack, root) == []
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_stop_ends_the_reading_that_was_put_off_too(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, analyst: Dawdling
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        analyst.down = True
        await answered(slack, ana, root, SAP)
        assert len((await app.interview(FREIGHT)).unread_turns) == 1
        analyst.down = False
        await ana.says(ana.dm, STORY, root)
        await slack.until(lambda: analyst.readings == 2)  # for the message, and for what was put off
        await ana.stops(root)
        await slack.until(lambda: stopped_in(slack, root))
        await at_rest(app)
        assert analyst.cancelled == 2
        assert len((await app.interview(FREIGHT)).unread_turns) == 2
        analyst.let.set()
        await answered(slack, ana, root, OWNER)
        await at_rest(app)
        assert (await app.interview(FREIGHT)).unread_turns == ()
    nobody_is_kept_waiting(slack)


async def test_an_assessment_under_way_comes_in_spite_of_a_stop(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    """What was asked for is small enough to be finished; only its working state ends."""
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        with slack.holding():
            await slack.tell(
                {
                    "type": "agent_session_stopped",
                    "user": ana.id,
                    "channel": ana.dm.id,
                    "thread_ts": root.ts,
                    "event_ts": "1.1",
                }
            )
        card = await rated(app, ana, root)
    assert card.shown
    nobody_is_kept_waiting(slack)
