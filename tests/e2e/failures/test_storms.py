"""Slack in trouble: limits, failures and lost answers cost time, and never a message too many or too few."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import QUICK, running, sqlite
from tests.e2e.conversation import (
    ANSWERS,
    FREIGHT,
    NOBODY,
    OWNER,
    SAP,
    STORY,
    answered,
    begun,
    nobody_is_kept_waiting,
    nothing_is_doubled,
    transcript,
)
from tests.e2e.scenes import at_rest, plan_asked_for, rated
from tests.slack_stub import SlackServer, User


async def test_who_is_limited_waits_as_long_as_slack_says_and_others_go_on(
    slack: SlackServer, ana: User, dana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        hers, theirs = await begun(slack, ana), await begun(slack, dana, name="Claims")
        storm = slack.rate_limit("chat.postMessage", ana.dm, count=2, retry_after=1)
        await ana.says(ana.dm, STORY, hers)
        await slack.until(lambda: storm.struck)
        await answered(slack, dana, theirs, STORY)
        assert len(slack.said(ana.dm)) == 1
        await slack.until(lambda: len(slack.said(ana.dm)) == 2)
        await answered(slack, ana, hers, SAP)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    posted = [call for call in slack.calls("chat.postMessage") if call.args["channel"] == ana.dm.id]
    assert [call.status for call in posted] == [200, 429, 429, 200, 200]
    assert all(after.at - limited.at >= 1.0 for limited, after in pairwise(posted) if limited.status == 429)
    assert transcript(interview) == [("q0", STORY), ("q1", SAP)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_whatever_is_limited_comes_through_in_the_end_once_and_in_order(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        await ana.opens_home()
        root = await begun(slack, ana)
        await at_rest(app)
        for method in ("chat.update", "chat.postMessage", "views.publish", "agents.sessions.setStatus", "users.info"):
            slack.rate_limit(method, retry_after=1)
        await ana.says(ana.dm, STORY, root)
        await slack.until(lambda: len(slack.said(ana.dm)) == 2)
        await at_rest(app)
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    limited = {call.method for call in slack.refusals}
    assert limited >= {"chat.update", "chat.postMessage", "agents.sessions.setStatus"}
    assert {call.error for call in slack.refusals} == {"ratelimited"}
    assert transcript(interview) == [("q0", STORY), ("q1", SAP)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_no_more_than_two_messages_of_a_channel_come_together_and_those_of_two_do_not_wait_for_each_other(
    slack: SlackServer, ana: User, dana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), tempo=replace(QUICK, channel=0.25)) as app:
        hers, theirs = await begun(slack, ana), await begun(slack, dana, name="Claims")
        for text in (STORY, SAP, NOBODY):
            await ana.says(ana.dm, text, hers)
            await dana.says(dana.dm, text, theirs)
            await at_rest(app)
    posted = slack.calls("chat.postMessage")
    for channel in (ana.dm, dana.dm):
        times = [call.at for call in posted if call.args["channel"] == channel.id]
        assert len(times) == 4
        assert all(third - first >= 0.25 for first, third in zip(times, times[2:], strict=False))
    assert any(
        later.at - earlier.at < 0.25
        for earlier, later in pairwise(posted)
        if earlier.args["channel"] != later.args["channel"]
    )


async def test_a_message_that_failed_is_said_once_and_what_follows_waits_for_it(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        root = await begun(slack, ana)
        slack.fail("chat.postMessage", "internal_error", 500, count=2)
        slack.fail("chat.update", "service_unavailable", 503)
        await ana.says(ana.dm, STORY, root)
        await ana.says(ana.dm, SAP, root)
        await at_rest(app)
        await answered(slack, ana, root, OWNER)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert [text for _, text in transcript(interview)] == [STORY, SAP, OWNER]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_what_was_said_though_the_answer_was_lost_is_found_and_not_said_again(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        slack.lose_answer("chat.postMessage")
        root = await begun(slack, ana)
        await at_rest(app)
        for text in ANSWERS:
            lost = [
                slack.lose_answer(method) for method in ("chat.postMessage", "chat.update", "agents.sessions.setStatus")
            ]
            await answered(slack, ana, root, text)
            await at_rest(app)
            assert all(fault.struck for fault in lost[:1])
        interview = await app.interview(FREIGHT)
    assert [text for _, text in transcript(interview)] == list(ANSWERS)
    assert slack.calls("conversations.history"), "the opening stands in no thread"
    assert len(slack.calls("conversations.replies")) >= len(ANSWERS)
    assert len(slack.calls("chat.postMessage")) == len(slack.said(ana.dm))
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


@pytest.mark.parametrize("trouble", ["lost", "limited", "failing"])
async def test_a_file_is_handed_out_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path, trouble: str
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        card = await rated(app, ana, await begun(slack, ana))
        await plan_asked_for(app, ana, card)
        await slack.until(lambda: [m for m in slack.said(ana.dm) if "plan_pdf" in m.action_ids])
        await at_rest(app)
        files = len(slack.files)
        if trouble == "lost":
            slack.lose_answer("files.completeUploadExternal")
        elif trouble == "limited":
            slack.rate_limit("files.getUploadURLExternal", retry_after=1)
        else:
            slack.fail("files.completeUploadExternal", "internal_error", 500)
        plan = next(m for m in slack.said(ana.dm) if "plan_pdf" in m.action_ids)
        await ana.clicks(plan, "plan_pdf")
        await slack.until(lambda: len(slack.files) > files)
        await at_rest(app)
    assert len(slack.files) == files + 1
    assert [len(m.files) for m in slack.said(ana.dm) if m.files] == [files, 1]
