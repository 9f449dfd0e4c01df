"""Slack tells things twice, late and in the wrong order: each is acted on once, and the transcript is right."""

from pathlib import Path

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import running, sqlite
from tests.e2e.conversation import (
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
from tests.e2e.scenes import at_rest, told
from tests.slack_stub import Channel, SlackServer, User


async def test_events_that_come_twice_act_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    with slack.copying(3):
        async with running(slack, knowledge, database_url) as app:
            root = await begun(slack, ana)
            for text in (STORY, SAP, NOBODY):
                await answered(slack, ana, root, text)
            await at_rest(app)
            interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY), ("q1", SAP), ("q2", NOBODY)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_the_same_happening_under_another_event_id_acts_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        root = await begun(slack, ana)
        await answered(slack, ana, root, STORY)
        second = await answered(slack, ana, root, SAP)
        await ana.edits(second, SAP + " Every night.")
        await at_rest(app)
        gone = await answered(slack, ana, root, OWNER)
        await ana.deletes(gone)
        await at_rest(app)
        before = [message.shown for message in slack.messages(ana.dm)]
        await slack.retell(*slack.events("message"))
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY), ("q1", SAP + " Every night.")]
    assert [message.shown for message in slack.messages(ana.dm)] == before
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_a_mention_in_the_thread_comes_as_two_events_and_is_heard_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    pilots = slack.channel("pilots", ana)
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana, pilots)
        await answered(slack, ana, root, f"{slack.bot_mention} {STORY}")
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert len(slack.events("app_mention")) == 1
    assert [turn.question_id for turn in interview.turns] == ["q0"]
    nothing_is_doubled(slack, interview, pilots)


async def test_what_slack_takes_for_unheard_comes_again_and_acts_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        slack.timing.ack = 0.0  # every acknowledgement is too late
        await answered(slack, ana, root, STORY)
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    attempts = [len(delivery.attempts) for delivery in slack.events("message")]
    assert max(attempts) == 4
    assert transcript(interview) == [("q0", STORY), ("q1", SAP)]
    nothing_is_doubled(slack, interview, ana.dm)


async def test_an_edit_that_comes_before_its_message_is_what_counts(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        with slack.holding() as held:
            said = await ana.says(ana.dm, "We match invoices.", root)
            await ana.edits(said, STORY)
            await slack.release(reversed(held))
            held.clear()
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_a_deletion_that_comes_before_its_message_takes_it_back(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        root = await begun(slack, ana)
        with slack.holding() as held:
            said = await ana.says(ana.dm, SAP, root)
            await ana.deletes(said)
            await slack.release(reversed(held))
            held.clear()
        await at_rest(app)
        await answered(slack, ana, root, STORY)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]
    assert SAP not in str(interview)
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_a_message_outside_of_the_thread_that_was_edited_before_it_came_counts_as_it_reads_now(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await begun(slack, ana)
        with slack.holding() as held:
            said = await ana.says(ana.dm, "We match invoices.")
            await ana.edits(said, STORY)
            await slack.release(reversed(held))
            held.clear()
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]


async def test_a_message_outside_of_the_thread_that_was_deleted_before_it_came_never_counts(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await begun(slack, ana)
        with slack.holding() as held:
            said = await ana.says(ana.dm, SAP)
            await ana.deletes(said)
            await slack.release(reversed(held))
            held.clear()
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == []
    assert len(slack.said(ana.dm)) == 1


async def test_a_message_outside_of_the_thread_that_is_edited_at_once_counts_as_it_reads_now(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await begun(slack, ana)
        slack.slow_down("users.info", 0.3)  # so that the edit comes while the message is worked
        said = await ana.says(ana.dm, "We match invoices.")
        await ana.edits(said, STORY)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]


async def test_an_old_message_that_was_no_answer_does_not_become_one_by_an_edit(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        greeted = await ana.says(ana.dm, "hello")
        await slack.until(lambda: slack.said(ana.dm))
        await begun(slack, ana)
        await ana.edits(greeted, "hello there")
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == []
    assert len(slack.said(ana.dm)) == 2


async def test_of_two_edits_the_later_one_counts_whichever_comes_first(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        said = await answered(slack, ana, root, "We match invoices.")
        await at_rest(app)
        with slack.holding() as held:
            await ana.edits(said, "We match freight invoices.")
            await ana.edits(said, STORY)
            await slack.release(reversed(held))
            held.clear()
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]
    nothing_is_doubled(slack, interview, ana.dm)


async def test_an_answer_that_comes_late_belongs_to_the_question_that_stood_when_it_was_written(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        root = await begun(slack, ana)
        with slack.holding() as held:
            await ana.says(ana.dm, STORY, root)
            late = held.pop()
            await ana.says(ana.dm, "It is for the payables team.", root)
        await slack.until(lambda: len(slack.said(ana.dm)) == 2)
        await slack.release([late])
        await at_rest(app)
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY), ("q0", "It is for the payables team."), ("q1", SAP)]
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_who_left_a_channel_stays_outside_whenever_their_coming_is_told(
    slack: SlackServer, dana: User, eve: User, freight: Channel, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await begun(slack, dana, freight)
        assert "Freight" not in (await told(eve, "list")).shown
        await eve.joins(freight)
        await at_rest(app)
        assert "Freight" in (await told(eve, "list")).shown
        with slack.holding() as held:
            await eve.leaves(freight)
            await eve.joins(freight)
            await eve.leaves(freight)
            await slack.release([held[0], held[2], held[1]])
            held.clear()
        await at_rest(app)
        assert "Freight" not in (await told(eve, "list")).shown
        await slack.redeliver(*slack.events("member_joined_channel"))
        await at_rest(app)
        assert "Freight" not in (await told(eve, "list")).shown
