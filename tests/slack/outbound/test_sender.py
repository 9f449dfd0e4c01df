import asyncio
from typing import Any

import pytest

from bot.domain.core.errors import SlackUnavailable
from bot.domain.core.team import Thread
from bot.domain.messaging.message import MessagePart, Place, Stream
from bot.services.worker.handler import LeaseLost, PermanentFailure, RetryLater
from bot.slack.blocks.kit.tables import build_table
from bot.slack.blocks.kit.tasks import build_tasks
from bot.slack.outbound.sender import ContentProviders, OutboxSender
from bot.slack.transport.calls import build_slack_client
from bot.storage.engine.database import WorkspaceTransactions
from tests.slack.conftest import CHART, Outbox, a_posting, documents, home_of, section
from tests.slack_stub import Channel, SlackServer
from tests.support.builders import an_interview

TWO_PARTS = (
    MessagePart(key="noted", text="Noted.", blocks=(section("Noted under *Owner*"),)),
    MessagePart(key="question", text="Who works the exceptions?", blocks=(section("*Who works the exceptions?*"),)),
)


async def test_a_posting_is_said_as_one_message_and_its_place_is_kept(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    kept = await outbox.post(a_posting("p1", *TWO_PARTS, place=Place(channel=pilots.id)))
    (message,) = slack.said(pilots)
    assert message.text == "Noted.\nWho works the exceptions?"
    assert [block["text"]["text"] for block in message.blocks] == ["Noted under *Owner*", "*Who works the exceptions?*"]
    assert (kept.channel, kept.ts) == (pilots.id, message.ts)
    (call,) = slack.calls("chat.postMessage")
    assert (call.args["unfurl_links"], call.args["unfurl_media"]) == (False, False)
    assert outbox.grip.asked == 1


async def test_what_stands_already_is_not_said_again(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    await outbox.post(a_posting(place=Place(channel=pilots.id)))
    await outbox.work("post", {"posting": "p1"}, attempt=2)
    assert len(slack.said(pilots)) == 1


async def test_a_lost_answer_leads_to_one_message_whose_place_is_found(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    posting = await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    slack.lose_answer("chat.postMessage")
    with pytest.raises(SlackUnavailable):
        await outbox.work("post", {"posting": posting.id})
    await outbox.work("post", {"posting": posting.id}, attempt=2)
    (message,) = slack.said(pilots)
    assert (await outbox.kept("p1")).ts == message.ts


async def test_a_lost_answer_in_a_long_thread_is_found_too(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    root = await outbox.post(a_posting("root", place=Place(channel=pilots.id)))
    posting = await outbox.keep(a_posting("reply", place=Place(channel=pilots.id, thread=root.ts)))
    slack.lose_answer("chat.postMessage")
    with pytest.raises(SlackUnavailable):
        await outbox.work("post", {"posting": posting.id})
    client = build_slack_client(slack.bot_token, slack.api_url)
    for number in range(210):
        await client.chat_postMessage(channel=pilots.id, text=str(number), thread_ts=root.ts)
    await outbox.work("post", {"posting": posting.id}, attempt=2)
    assert len([one for one in slack.said(pilots) if one.text == "Who owns it?"]) == 2
    assert (await outbox.kept("reply")).is_posted


async def test_a_second_attempt_whose_first_was_not_heard_says_it(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    posting = await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    slack.fail("chat.postMessage", "internal_error", 500)
    with pytest.raises(SlackUnavailable):
        await outbox.work("post", {"posting": posting.id})
    await outbox.work("post", {"posting": posting.id}, attempt=2)
    assert len(slack.said(pilots)) == 1


@pytest.mark.parametrize("said", [True, False])
async def test_what_a_stopping_worker_gave_back_is_looked_for_though_it_counts_as_a_first_attempt(
    slack: SlackServer, outbox: Outbox, pilots: Channel, said: bool
) -> None:
    posting = await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    if said:
        slack.lose_answer("chat.postMessage")
        with pytest.raises(SlackUnavailable):
            await outbox.work("post", {"posting": posting.id})
    await outbox.work("post", {"posting": posting.id}, attempt=1, tried=True)
    assert len(slack.said(pilots)) == 1
    assert (await outbox.kept("p1")).is_posted


async def test_a_fresh_message_is_said_without_looking_for_it(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    await outbox.post(a_posting(place=Place(channel=pilots.id)))
    assert slack.methods_used == {"chat.postMessage"}


async def test_who_lost_the_claim_says_nothing(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    outbox.grip.lost = True
    with pytest.raises(LeaseLost):
        await outbox.post(a_posting(place=Place(channel=pilots.id)))
    assert slack.said(pilots) == []


async def test_a_pause_that_slack_asks_for_is_kept_and_is_no_attempt(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    slack.rate_limit("chat.postMessage", pilots, count=3, retry_after=7)
    await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    for _ in range(3):
        with pytest.raises(RetryLater) as caught:
            await outbox.work("post", {"posting": "p1"})
        assert (caught.value.seconds, caught.value.counts) == (7.0, False)
    assert (await outbox.work("post", {"posting": "p1"}, attempt=1)).cooldown_seconds == 0.0
    assert len(slack.said(pilots)) == 1


async def test_a_channel_rests_after_the_second_of_two_messages(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    """Whoever answers a question at once gets the next one at once."""
    rests, another = [], slack.channel("another")
    for number, channel in enumerate((pilots, pilots, another, pilots)):
        await outbox.keep(a_posting(f"p{number}", place=Place(channel=channel.id)))
        rests.append((await outbox.work("post", {"posting": f"p{number}"})).cooldown_seconds)
    assert rests == [0.0, 1.0, 0.0, 1.0]


async def test_what_is_said_waits_for_no_change_of_what_stands(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    await outbox.post(a_posting(place=Place(channel=pilots.id)))
    assert (await outbox.work("update", {"posting": "p1"})).cooldown_seconds == 0.0
    assert len(slack.calls("chat.update")) == 1


async def test_direct_messages_are_opened_once_and_a_thread_becomes_the_interviews(
    slack: SlackServer, outbox: Outbox, acme: WorkspaceTransactions
) -> None:
    ana = slack.user("ana")
    place = Place(person=ana.id)
    await acme.run(lambda uow: uow.interviews.add(an_interview("i1")))
    opening = a_posting("p1", place=place, interview_id="i1", opens_thread=True, session="suspended", title="x" * 300)
    kept = await outbox.post(opening)
    await outbox.post(a_posting("p2", place=Place(person=ana.id, under="p1"), session="active"))
    (root, reply) = slack.said(ana.dm)
    assert reply.thread_ts == root.ts == kept.ts
    assert len(slack.calls("conversations.open")) == 1
    session = slack.session(root)
    assert session is not None and session.statuses == ["suspended", "active"] and len(session.title) == 200
    thread = await acme.run(lambda uow: uow.threads.find_at(ana.dm.id, root.ts))
    assert thread == Thread(channel=ana.dm.id, ts=root.ts, interview_id="i1", person=ana.id)


async def test_what_belongs_under_a_message_waits_for_it(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    await outbox.keep(a_posting("root", place=Place(channel=pilots.id)))
    await outbox.keep(a_posting("reply", place=Place(channel=pilots.id, under="root"), broadcast=True))
    with pytest.raises(RetryLater) as caught:
        await outbox.work("post", {"posting": "reply"})
    assert caught.value.counts
    await outbox.work("post", {"posting": "root"})
    await outbox.work("post", {"posting": "reply"}, attempt=2)
    (root, reply) = slack.said(pilots)
    assert reply.thread_ts == root.ts and reply.broadcast


async def test_under_what_was_never_said_nothing_is_put(outbox: Outbox, pilots: Channel) -> None:
    with pytest.raises(PermanentFailure, match="nowhere"):
        await outbox.post(a_posting("reply", place=Place(channel=pilots.id, under="nowhere")))


async def test_a_workspace_without_charts_is_told_without_them(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    slack.fail("chat.postMessage", "invalid_blocks")
    chart = MessagePart(key="chart", text="Levels", blocks=(section("`▰▱▱▱`"), CHART))
    await outbox.post(a_posting("p1", chart, place=Place(channel=pilots.id)))
    (message,) = slack.said(pilots)
    assert [block["type"] for block in message.blocks] == ["section"]


async def test_which_kind_of_block_a_workspace_refuses_is_learnt_and_the_rest_stays(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    table = build_table("Pilots", ("Pilot", "Level"), [("Freight", 2)])
    both = MessagePart(key="both", text="Levels", blocks=(CHART, table))
    slack.fail("chat.postMessage", "invalid_blocks", count=2)
    await outbox.post(a_posting("p1", both, place=Place(channel=pilots.id)))
    calls = len(slack.calls("chat.postMessage"))
    await outbox.post(a_posting("p2", both, place=Place(channel=pilots.id)))
    assert len(slack.calls("chat.postMessage")) == calls + 1
    assert [[block["type"] for block in message.blocks] for message in slack.said(pilots)] == [
        ["data_visualization", "rich_text"]
    ] * 2
    assert "Freight      2" in slack.said(pilots)[0].shown


async def test_refused_blocks_without_a_chart_are_given_up_with_the_reason(outbox: Outbox, pilots: Channel) -> None:
    broken = MessagePart(key="a", text="x", blocks=({"type": "section", "text": {"type": "mrkdwn", "text": ""}},))
    with pytest.raises(PermanentFailure, match="/blocks/0"):
        await outbox.post(a_posting("p1", broken, place=Place(channel=pilots.id)))


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "is_archived", "not_in_channel", "account_inactive", "token_revoked", "thread_not_found"],
)
async def test_what_waiting_will_not_mend_is_given_up(
    slack: SlackServer, outbox: Outbox, pilots: Channel, code: str
) -> None:
    slack.fail("chat.postMessage", code)
    with pytest.raises(PermanentFailure, match=code):
        await outbox.post(a_posting(place=Place(channel=pilots.id)))


async def test_nobody_writes_to_people_who_left_or_to_bots(slack: SlackServer, outbox: Outbox) -> None:
    gone, bot = slack.user("gone", deleted=True), slack.user("robot", is_bot=True)
    with pytest.raises(PermanentFailure, match="user_disabled"):
        await outbox.post(a_posting("p1", place=Place(person=gone.id)))
    with pytest.raises(PermanentFailure, match="cannot_dm_bot"):
        await outbox.post(a_posting("p2", place=Place(person=bot.id)))


async def test_a_refused_status_never_fails_a_message_and_is_not_asked_for_again(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    slack.fail("agents.sessions.setStatus", "unknown_method", count=None)
    for posting_id in ("p1", "p2"):
        kept = await outbox.post(a_posting(posting_id, place=Place(channel=pilots.id), session="suspended"))
        assert kept.is_posted
    assert len(slack.calls("agents.sessions.setStatus")) == 1


async def test_a_status_that_has_to_wait_is_set_later(
    slack: SlackServer, outbox: Outbox, pilots: Channel, acme: WorkspaceTransactions
) -> None:
    slack.rate_limit("agents.sessions.setStatus")
    kept = await outbox.post(a_posting(place=Place(channel=pilots.id), session="active"))
    body = {"channel": pilots.id, "thread": kept.ts, "status": "active"}
    await outbox.work("session", body)
    (message,) = slack.said(pilots)
    session = slack.session(message)
    assert session is not None and session.status == "active"


async def test_words_that_are_nobodys_to_keep_are_forgotten_once_said(outbox: Outbox, pilots: Channel) -> None:
    kept = await outbox.post(a_posting(place=Place(channel=pilots.id), forget=True))
    assert kept.is_posted and kept.parts == ()
    assert (await outbox.work("update", {"posting": "p1"})).work is None


async def test_parts_replaced_while_a_message_was_said_are_kept(
    slack: SlackServer, outbox: Outbox, pilots: Channel, acme: WorkspaceTransactions
) -> None:
    posting = await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    slack.slow_down("chat.postMessage", 0.2)
    changed = posting.replace_part(MessagePart(key="a", text="Settled.", blocks=(section("Settled."),)))
    saying = asyncio.create_task(outbox.work("post", {"posting": "p1"}))
    await slack.until(lambda: slack.calls("chat.postMessage"))
    await acme.run(lambda uow: uow.messages.save(changed))
    await saying
    kept = await outbox.kept("p1")
    assert kept.is_posted and kept.parts == changed.parts


# --- updates -------------------------------------------------------------------------------------


async def test_an_update_says_what_the_posting_says_now(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    kept = await outbox.post(a_posting("p1", *TWO_PARTS, place=Place(channel=pilots.id)))
    changed = kept.replace_part(MessagePart(key="noted", text="Taken back.", blocks=(section("Taken back."),)))
    await outbox.transactions.run(lambda uow: uow.messages.save(changed))
    await outbox.work("update", {"posting": "p1"})
    (message,) = slack.said(pilots)
    assert message.shown == "Taken back.\n*Who works the exceptions?*"
    assert message.metadata == {"event_type": "flightplan", "event_payload": {"posting": "p1"}}


async def test_an_update_of_what_does_not_stand_yet_leaves_it_to_the_post(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    await outbox.keep(a_posting(place=Place(channel=pilots.id)))
    await outbox.work("update", {"posting": "p1"})
    assert slack.calls() == []


async def test_a_message_that_somebody_deleted_needs_no_update(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    kept = await outbox.post(a_posting(place=Place(channel=pilots.id)))
    await build_slack_client(slack.bot_token, slack.api_url).chat_delete(channel=pilots.id, ts=str(kept.ts))
    await outbox.work("update", {"posting": "p1"})
    assert slack.calls("chat.update")[0].error == "message_not_found"


async def test_a_slack_that_is_down_is_worth_another_try(slack: SlackServer, acme: WorkspaceTransactions) -> None:
    nowhere = build_slack_client(slack.bot_token, "http://127.0.0.1:9/api/")
    outbox = Outbox(OutboxSender(nowhere, acme, ContentProviders(home_of, documents)), acme)
    with pytest.raises(SlackUnavailable, match="could not be reached"):
        await outbox.post(a_posting(place=Place(channel="C1")))


async def test_a_stream_whose_beginning_got_lost_is_not_begun_twice(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    root = await outbox.post(a_posting(place=Place(person=ana.id)))
    working = MessagePart(key="progress", text="Rating", blocks=(build_tasks("Rating", [("a", "A", "in_progress")]),))
    growing = a_posting("p2", working, place=Place(person=ana.id, thread=root.ts), stream=Stream(recipient=ana.id))
    await outbox.keep(growing)
    slack.lose_answer("chat.startStream")
    with pytest.raises(SlackUnavailable):
        await outbox.work("post", {"posting": "p2"})
    await outbox.work("post", {"posting": "p2"}, attempt=2)
    assert len([message for message in slack.said(ana.dm) if message.chunks]) == 1


async def test_of_several_changes_of_a_stream_only_the_last_is_sent(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    root = await outbox.post(a_posting(place=Place(person=ana.id)))
    working = MessagePart(key="progress", text="Rating", blocks=(build_tasks("Rating", [("a", "A", "in_progress")]),))
    growing = a_posting("p2", working, place=Place(person=ana.id, thread=root.ts), stream=Stream(recipient=ana.id))
    kept = await outbox.post(growing)
    ended = kept.end_stream()
    await outbox.transactions.run(lambda uow: uow.messages.save(ended))
    for revision in (ended.revision - 1, ended.revision):
        await outbox.work("update", {"posting": "p2", "revision": revision})
    assert not slack.calls("chat.appendStream") and len(slack.calls("chat.stopStream")) == 1


async def test_a_home_rests_the_longer_the_more_there_was_to_show(
    slack: SlackServer, acme: WorkspaceTransactions
) -> None:
    async def long_home(person: str, page: int) -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return await home_of(person, page)

    client, ana = build_slack_client(slack.bot_token, slack.api_url), slack.user("ana")
    for pace, least in ((1.0, 0.4), (0.0, 0.0)):
        outbox = Outbox(OutboxSender(client, acme, ContentProviders(long_home, documents), pace), acme)
        rest = (await outbox.work("home", {"person": ana.id})).cooldown_seconds
        assert least <= rest <= 10.0 * pace
    assert slack.home_of(ana) is not None
