"""What cannot be said or worked: an outage is waited out, and whatever is given up leaves nobody waiting in silence."""

from collections.abc import Sequence
from pathlib import Path

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.event import Event, QueueName
from bot.services.ports.core import Analyst, AnalystResult
from tests.e2e.app import offline, running, sqlite
from tests.e2e.conversation import (
    FREIGHT,
    SAP,
    STORY,
    answered,
    begun,
    nobody_is_kept_waiting,
    nothing_is_doubled,
    transcript,
)
from tests.e2e.scenes import at_rest
from tests.slack_stub import SlackServer, User


async def test_an_outage_that_outlasts_every_attempt_costs_time_and_no_message(
    slack: SlackServer, ana: User, dana: User, knowledge: Knowledge, database_url: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        root = await begun(slack, ana)
        await at_rest(app)
        outage = slack.fail("*", "", 503, count=None)
        await ana.says(ana.dm, STORY, root)
        await dana.says(dana.dm, "hello")  # whom nobody has looked up yet
        await slack.until(lambda: outage.struck > 12)
        assert await app.database.operator_queue.list_dead_letters() == ()
        slack.lift(outage)
        await at_rest(app)
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        assert await app.database.operator_queue.list_dead_letters() == ()
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY), ("q1", SAP)]
    assert len(slack.said(dana.dm)) == 1
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def test_a_question_whose_thread_is_gone_is_asked_in_a_new_one(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await begun(slack, ana)
        await at_rest(app)
        slow = slack.slow_down("chat.update", 0.3)
        said = await ana.says(ana.dm, STORY)  # the interview goes on under it
        await slack.until(lambda: slow.struck)
        await ana.deletes(said)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
        asked = slack.last(ana.dm)
        assert asked is not None and interview.questions[-1].text in asked.shown, slack.story()
        await answered(slack, ana, asked, SAP)
        await at_rest(app)
        assert await app.database.operator_queue.list_dead_letters() == ()
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q1", SAP)]
    nothing_is_doubled(slack, interview, ana.dm, again=("q0",))
    nobody_is_kept_waiting(slack)


async def test_a_question_that_slack_will_not_show_leaves_nobody_waiting_and_is_asked_again(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        await at_rest(app)
        slack.fail("chat.postMessage", "msg_too_long")
        await ana.says(ana.dm, STORY, root)
        await at_rest(app)
        told = slack.last(ana.dm, root)
        assert told is not None and "ref " in told.shown
        nobody_is_kept_waiting(slack)
        interview = await app.interview(FREIGHT)
        assert not any(interview.questions[-1].text in message.shown for message in slack.said(ana.dm))
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        [dead] = await app.database.operator_queue.list_dead_letters()
        assert "Slack does not accept it as it is" in dead.error
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY), ("q0", SAP)]
    assert any(interview.questions[-1].text in message.shown for message in slack.said(ana.dm))


async def test_where_nothing_can_be_said_any_more_nothing_is_tried_for_ever(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    pilots = slack.channel("pilots", ana)
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana, pilots)
        await at_rest(app)
        slack.fail("chat.postMessage", "is_archived", count=None)
        await ana.says(pilots, STORY, root)
        await at_rest(app)
        dead = await app.database.operator_queue.list_dead_letters()
    assert [letter.event.kind for letter in dead] == ["post"]
    assert "The channel is archived." in dead[0].error
    nobody_is_kept_waiting(slack)


class Stumbling:
    """An analyst that has a bug: these words are too much for it."""

    def __init__(self, analyst: Analyst, words: str) -> None:
        self._analyst = analyst
        self._words = words
        self.tried = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._analyst, name)

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        if self._words in turn.text:
            self.tried += 1
            raise KeyError("a bug")
        return await self._analyst.map_answer(interview, turn, upcoming)


async def test_an_answer_that_nobody_can_read_is_kept_and_its_writer_told_once(
    slack: SlackServer, ana: User, knowledge: Knowledge, database_url: str
) -> None:
    analyst = Stumbling(offline(knowledge), "freight")
    async with running(slack, knowledge, database_url, analyst=analyst) as app:  # type: ignore[arg-type]
        root = await begun(slack, ana)
        await answered(slack, ana, root, STORY)
        await at_rest(app)
        await slack.redeliver(*slack.events("message"))
        await at_rest(app)
        [dead] = await app.database.operator_queue.list_dead_letters()
        assert (await app.interview(FREIGHT)).unread_turns[0].text == STORY
        told = [message for message in slack.said(ana.dm) if "ref " in message.shown]
        assert len(told) == 1
        assert dead.error[-5:-1] in told[0].shown
        nobody_is_kept_waiting(slack)
        said = next(message for message in slack.messages(ana.dm) if message.text == STORY)
        await ana.edits(said, "We match invoices against contracts.")
        await answered(slack, ana, root, SAP)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert analyst.tried >= 4
    assert interview.unread_turns == ()
    assert [turn.text for turn in interview.turns] == ["We match invoices against contracts.", SAP]
    nothing_is_doubled(slack, interview, ana.dm)


async def test_an_interview_that_cannot_begin_is_told_to_its_lead_and_begins_once_it_can(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    pilots = slack.channel("pilots", ana)
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await ana.command("/pilot", "start Freight", pilots)
        view = slack.view(ana)
        assert view is not None
        closed = slack.fail("chat.postMessage", "restricted_action")
        await ana.submits(view)
        await at_rest(app)
        assert closed.struck
        [told] = slack.said(ana.dm)
        assert "couldn't begin the interview about Freight" in told.shown.replace("_", "")
        [dead] = await app.database.operator_queue.list_dead_letters()
        await app.database.operator_queue.retry_dead_letter(dead.sequence)
        await at_rest(app)
        [opening] = slack.said(pilots)
        await answered(slack, ana, opening, STORY)
        await at_rest(app)
        interview = await app.interview(FREIGHT)
    assert transcript(interview) == [("q0", STORY)]
    nothing_is_doubled(slack, interview, pilots)


async def test_what_another_version_left_or_nobody_can_read_is_kept_with_its_reason_and_holds_nothing_up(
    slack: SlackServer, ana: User, knowledge: Knowledge, tmp_path: Path
) -> None:
    """In the very line of an interview: what comes after is worked all the same."""
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        root = await begun(slack, ana)
        await at_rest(app)
        line = f"thread:{ana.dm.id}:{root.ts}"
        left: list[tuple[QueueName, str, dict[str, object]]] = [
            ("inbox", "said", {"channel": ana.dm.id, "ts": "5.1", "person": ana.id, "words": "hunter2"}),
            ("inbox", "telepathy", {"text": "hunter2"}),
            ("inbox", "plan", {"assessment": "a1", "wish": {"start": "hunter2"}}),
            ("outbox", "whisper", {"channel": ana.dm.id, "text": "hunter2"}),
            ("outbox", "upload", {}),
        ]
        events = [Event(id=f"left:{n}", lane=at, line=line, kind=kind, body=b) for n, (at, kind, b) in enumerate(left)]
        transactions = app.database.in_workspace(slack.slack.workspace.team_id)
        await transactions.run(lambda uow: [uow.events.add(event) for event in events])
        await answered(slack, ana, root, STORY)
        await at_rest(app)
        dead = {letter.event.id: letter for letter in await app.database.operator_queue.list_dead_letters()}
        assert [dead[event.id].event for event in events] == events
        reasons = [dead[event.id].error for event in events]
        assert "this said event cannot be read (text: missing)" in reasons[0]
        assert "nothing here works events of the kind telepathy" in reasons[1]
        assert "this plan event cannot be read (wish.start: date_from_datetime_parsing)" in reasons[2]
        assert "this whisper event cannot be read (person: missing)" in reasons[3]
        assert "this upload event cannot be read (files: missing)" in reasons[4]
        assert "hunter2" not in "".join(reasons)
        assert transcript(await app.interview(FREIGHT)) == [("q0", STORY)]
    nobody_is_kept_waiting(slack)
