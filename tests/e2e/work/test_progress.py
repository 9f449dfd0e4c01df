"""What takes long is seen at work: a rating pillar by pillar, a plan step by step, each once; Stop ends it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import cast

import pytest

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import PillarReview
from bot.domain.core.errors import AnalystUnavailable
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.ports.core import Analyst, AnalystResult
from tests.e2e.app import QUICK, App, offline, running
from tests.e2e.plans import submitted
from tests.e2e.scenes import at_rest, card, rated, start, talk, told
from tests.slack_stub import Channel, Message, SlackServer, User
from tests.support.databases import BOTH


class Deliberate:
    """An analyst that ends a pillar, or the wording of a plan, only when it is let."""

    def __init__(self, analyst: Analyst) -> None:
        self._analyst = analyst
        self._let = asyncio.Semaphore(0)
        self.free = False
        self.away = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._analyst, name)

    def let(self, number: int = 1) -> None:
        for _ in range(number):
            self._let.release()

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        await self._wait()
        return await self._analyst.review_pillar(pillar, interview)

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        await self._wait()
        return await self._analyst.tailor_plan(plan, assessment, interview)

    async def _wait(self) -> None:
        if not self.free:
            await self._let.acquire()
        if self.away:
            raise AnalystUnavailable("The model does not answer.")


@pytest.fixture
def analyst(knowledge: Knowledge) -> Deliberate:
    return Deliberate(offline(knowledge))


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, database_url: str, analyst: Deliberate) -> AsyncIterator[App]:
    async with running(
        slack, knowledge, database_url, analyst=cast("Analyst", analyst), tempo=replace(QUICK, patience=0.0)
    ) as app:
        yield app


def streams(slack: SlackServer, channel: Channel) -> list[Message]:
    return [message for message in slack.said(channel) if message.chunks]


def tasks(message: Message) -> dict[str, tuple[str, str]]:
    """Each task as it reads by now: its line, and how it stands."""
    return {c["id"]: (c["title"], c["status"]) for c in message.chunks if c["type"] == "task_update"}


async def seen(slack: SlackServer, channel: Channel, fits: Callable[[dict[str, tuple[str, str]]], bool]) -> Message:
    await slack.until(lambda: any(fits(tasks(message)) for message in streams(slack, channel)))
    return streams(slack, channel)[-1]


def complete(number: int) -> Callable[[dict[str, tuple[str, str]]], bool]:
    return lambda steps: sum(status == "complete" for _, status in steps.values()) == number


async def under_rating(app: App, lead: User, channel: Channel) -> Message:
    """The interview's thread, once it is ended and its pillars are being reviewed."""
    thread = await start(app, lead, "Freight", channel)
    await talk(app, lead, thread)
    await told(lead, "finish", channel)
    return thread


async def test_a_rating_is_seen_pillar_by_pillar_each_with_its_line(
    app: App, slack: SlackServer, analyst: Deliberate, knowledge: Knowledge, dana: User, *, freight: Channel
) -> None:
    pillars = knowledge.framework.pillars
    thread = await under_rating(app, dana, freight)
    await seen(slack, freight, lambda steps: len(steps) == len(pillars))
    analyst.let()
    shown = await seen(slack, freight, complete(1))
    assert (shown.thread_ts, shown.streaming) == (thread.ts, "in_progress")
    analyst.let(len(pillars))
    await at_rest(app)
    (stream,) = streams(slack, freight)
    assert stream.streaming == "completed"
    lines = [line for line, status in tasks(stream).values() if status == "complete"]
    assert len(lines) == len(pillars) and all(" known" in line for line in lines)
    made = card(app, freight)
    assert slack.said(freight).index(made) > slack.said(freight).index(stream)
    session = slack.session(thread)
    assert session is not None and session.status == "closed"


async def test_a_workspace_without_streams_reads_the_same_in_one_message_that_changes(
    app: App, slack: SlackServer, analyst: Deliberate, knowledge: Knowledge, dana: User, *, freight: Channel
) -> None:
    slack.fail("chat.startStream", "unknown_method", count=None)
    await under_rating(app, dana, freight)
    await slack.until(lambda: any("Rating each pillar" in message.shown for message in slack.said(freight)))
    analyst.let(len(knowledge.framework.pillars))
    await at_rest(app)
    (shown,) = [message for message in slack.said(freight) if "Each pillar is rated" in message.shown]
    assert shown.shown.count(" known") == len(knowledge.framework.pillars)
    assert not streams(slack, freight) and card(app, freight)


async def test_a_stream_that_slack_ended_is_shown_by_a_change_of_its_message(
    app: App, slack: SlackServer, analyst: Deliberate, knowledge: Knowledge, dana: User, *, freight: Channel
) -> None:
    await under_rating(app, dana, freight)
    await seen(slack, freight, bool)
    slack.fail("chat.appendStream", "message_not_in_streaming_state", count=None)
    slack.fail("chat.stopStream", "message_not_in_streaming_state", count=None)
    streams(slack, freight)[-1].streaming = "completed"
    analyst.let(len(knowledge.framework.pillars))
    await at_rest(app)
    (stream,) = streams(slack, freight)
    (plan,) = [block for block in stream.blocks if block["type"] == "plan"]
    assert [card["status"] for card in plan["tasks"]] == ["complete"] * len(knowledge.framework.pillars)


async def test_stop_ends_a_rating_which_goes_on_when_somebody_says_so(
    app: App, slack: SlackServer, analyst: Deliberate, dana: User, *, freight: Channel
) -> None:
    thread = await under_rating(app, dana, freight)
    await seen(slack, freight, bool)
    await dana.stops(thread, freight)
    await slack.until(lambda: any("is not rated" in message.shown for message in slack.said(freight)))
    await at_rest(app)
    stopped = [message for message in slack.said(freight) if "is not rated" in message.shown]
    assert len(stopped) == 1 and "Everything you said is kept" in stopped[0].shown
    session = slack.session(thread)
    assert session is not None and session.status == "active"
    analyst.free = True
    await dana.clicks(stopped[0], "rating_resume")
    await at_rest(app)
    assert card(app, freight)
    await dana.clicks(stopped[0], "rating_resume")
    await at_rest(app)
    assert "rated already" in slack.ephemerals(dana)[-1].shown


async def test_a_model_that_is_away_leaves_no_task_turning(
    app: App, slack: SlackServer, analyst: Deliberate, dana: User, *, freight: Channel
) -> None:
    await under_rating(app, dana, freight)
    await seen(slack, freight, bool)
    analyst.away = True
    analyst.let(9)
    await seen(slack, freight, lambda steps: {status for _, status in steps.values()} == {"error"})
    analyst.away, analyst.free = False, True
    await at_rest(app)
    assert card(app, freight) and len(streams(slack, freight)) == 1


async def test_a_plan_is_seen_step_by_step(
    app: App, slack: SlackServer, analyst: Deliberate, dana: User, *, freight: Channel
) -> None:
    analyst.free = True
    made = await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    before = len(streams(slack, freight))
    analyst.free = False
    asking = asyncio.create_task(submitted(app, dana, made, "plan_make", {"start": "2027-03-08", "country": None}))
    await seen(slack, freight, complete(3))
    analyst.let()
    await asking
    assert len(streams(slack, freight)) == before + 1
    lines = [line for line, _ in tasks(streams(slack, freight)[-1]).values()]
    assert lines[0].startswith("Gaps: ") and lines[2].startswith("People and dates: ")
    assert lines[3] == "Wording: the library's own words"


async def test_what_is_done_before_anybody_waits_is_not_shown_at_work(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, *, freight: Channel
) -> None:
    async with running(slack, knowledge, database_url) as app:
        await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    assert not streams(slack, freight)


@BOTH
async def test_what_was_shown_before_a_restart_is_ended_after_it_in_the_same_message(
    slack: SlackServer, knowledge: Knowledge, database_url: str, analyst: Deliberate, dana: User, *, freight: Channel
) -> None:
    tempo = replace(QUICK, patience=0.0, drain=0.1)
    async with running(slack, knowledge, database_url, analyst=cast("Analyst", analyst), tempo=tempo) as app:
        await under_rating(app, dana, freight)
        await seen(slack, freight, bool)
    analyst.free = True
    async with running(slack, knowledge, database_url, analyst=cast("Analyst", analyst), tempo=tempo) as app:
        await at_rest(app)
        (stream,) = streams(slack, freight)
        assert stream.streaming == "completed" and len([card(app, freight)]) == 1
        assert sum("assessment_challenge" in message.action_ids for message in slack.said(freight)) == 1
