"""One talk held twice, in a Slack channel and at a terminal: what the interview is afterwards is the same."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console

from bot.bootstrap import build_pipeline
from bot.console.interview.room import Room
from bot.console.recording import RecordedTeam, Recording
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SummaryFeedback
from bot.services.conversation import interview_actions
from bot.services.interview.cleaning import AnswerMessage
from bot.services.ports.core import Transactions, UnitOfWork
from bot.storage.engine.database import Database
from tests.e2e.app import App, offline, running, sqlite
from tests.e2e.participants import Participants
from tests.e2e.scenes import at_rest
from tests.slack_stub import Channel, Message, SlackServer
from tests.support.rooms import amend, retract

RECORDED = "municipal-permit-intake"
SAID_MORE = " We counted 40 cases a day in March."


class Side(Protocol):
    """A way to hold a talk. Each move comes back when all that follows from it is done."""

    async def interview(self) -> Interview: ...

    async def say(self, answer: AnswerMessage) -> None: ...

    async def skip(self, question: Question) -> None: ...

    async def pause_and_resume(self) -> None: ...

    async def amend_last(self, more: str) -> None: ...

    async def retract_last(self) -> None: ...

    async def agree(self) -> Assessment:
        """That the summary fits exactly: the pilot is rated."""


class AtTerminal:
    def __init__(self, room: Room, transactions: Transactions) -> None:
        self.room = room
        self.transactions = transactions

    async def interview(self) -> Interview:
        return await self.room.load_interview()

    async def say(self, answer: AnswerMessage) -> None:
        await self.room.hear(answer)

    async def skip(self, question: Question) -> None:
        await self._move(interview_actions.skip_question, question, "skip")

    async def pause_and_resume(self) -> None:
        await self._move(interview_actions.pause_and_announce)
        await self._move(interview_actions.resume_and_ask)

    async def amend_last(self, more: str) -> None:
        turn = (await self.interview()).turns[-1]
        await amend(self.room, turn.id, turn.text + more)

    async def retract_last(self) -> None:
        await retract(self.room, (await self.interview()).turns[-1].id)

    async def agree(self) -> Assessment:
        fits = SummaryFeedback(person=self.room.speaker.id, score=4)
        await self.room.act(
            lambda uow, click, interview: interview_actions.submit_feedback(uow, self.room.deps, click, interview, fits)
        )
        return await self.transactions.run(lambda uow: latest_assessment(uow, self.room.interview_id))

    async def _move(self, move: Callable[..., object], *about: Any) -> None:
        await self.room.act(lambda uow, click, interview: move(uow, self.room.deps, click, *about, interview))


class InSlack:
    def __init__(self, app: App, team: Participants, channel: Channel, thread: Message) -> None:
        self.app, self.team, self.channel, self.thread = app, team, channel, thread
        self.lead = team.users[team.recording.opening.by]
        self.last: tuple[str, Message] | None = None

    async def interview(self) -> Interview:
        await self.team.slack.settled()
        await at_rest(self.app)
        return await self._transactions.run(lambda uow: uow.interviews.list_all()[0])

    async def say(self, answer: AnswerMessage) -> None:
        before = len((await self.interview()).turns)
        speaker = self.team.users[answer.speaker.id]
        self.last = answer.speaker.id, await speaker.says(self.channel, answer.text, self.thread)
        await self._until(lambda interview: len(interview.turns) > before)

    async def skip(self, question: Question) -> None:
        await self._click("interview_skip")
        await self._until(lambda interview: any(item.question_id == question.id for item in interview.passes))

    async def pause_and_resume(self) -> None:
        await self._click("interview_pause")
        await self._until(lambda interview: interview.status == "paused")
        await self._click("interview_resume")
        await self._until(lambda interview: interview.status == "open")

    async def amend_last(self, more: str) -> None:
        assert self.last is not None
        person, message = self.last
        words = (await self.interview()).turns[-1].text + more
        await self.team.users[person].edits(message, words)
        await self._until(lambda interview: interview.turns[-1].text == words)

    async def retract_last(self) -> None:
        assert self.last is not None
        person, message = self.last
        await self.team.users[person].deletes(message)
        await self._until(lambda interview: interview.turns[-1].state == "retracted")

    async def agree(self) -> Assessment:
        await self._click("fit_4")
        await self._until(lambda interview: interview.status == "closed")
        interview = await self.interview()
        return await self._transactions.run(lambda uow: latest_assessment(uow, interview.id))

    @property
    def _transactions(self) -> Transactions:
        return self.app.database.in_workspace(self.team.slack.slack.workspace.team_id)

    async def _click(self, button: str) -> None:
        await self.lead.clicks(await self.team.with_button(self.thread, button), button)

    async def _until(self, reached: Callable[[Interview], bool]) -> None:
        for _ in range(200):
            interview = await self.interview()
            if reached(interview) and not interview.unread_turns:
                return
        raise AssertionError(self.team.slack.story())


def latest_assessment(uow: UnitOfWork, interview_id: str) -> Assessment:
    return uow.assessments.list_for_pilot(uow.interviews.get(interview_id).pilot.id)[-1]


async def hold(side: Side, recording: Recording) -> tuple[Interview, Assessment]:
    """As recorded, but for a question that is skipped, a pause, an answer that is corrected and one taken back."""
    team, asked = RecordedTeam(recording), 0
    await side.say(recording.build_answer(recording.opening))
    while waiting := (await side.interview()).pending_questions:
        asked += 1
        replies = () if asked == 3 else team.reply_to_question(waiting[0])
        await (side.say(in_one_message(replies)) if replies else side.skip(waiting[0]))
        if asked == 4:
            await side.pause_and_resume()
        if asked == 5:
            await side.amend_last(SAID_MORE)
        if asked == 6:
            await side.retract_last()
    made = await side.agree()
    return await side.interview(), made


def in_one_message(replies: Sequence[AnswerMessage]) -> AnswerMessage:
    """Whether two messages come in one go is a matter of time in Slack."""
    return replies[0]._replace(text="\n".join(reply.text for reply in replies))


def picture(interview: Interview) -> dict[str, object]:
    """What people and the framework know of it; not which platform's ids and clocks stand beside."""
    name = {person.id: person.name for person in interview.people}
    return {
        "status": interview.status,
        "questions": [
            (q.id, q.key, q.kind, q.criteria, q.text, q.why, name.get(q.to or "")) for q in interview.questions
        ],
        "turns": [
            (turn.id, turn.question_id, name[turn.speaker], turn.text, turn.state, turn.intent, turn.revision)
            for turn in interview.turns
        ],
        "passes": [
            (p.question_id, p.criteria, p.how, name[p.by], name.get(p.to or ""), p.turn_id) for p in interview.passes
        ],
        "evidence": [
            (e.criterion, e.level, e.quote, e.sentence, e.turn_id, name[e.speaker]) for e in interview.evidence
        ],
        "facts": [fact.model_dump(exclude={"speaker"}) for fact in interview.facts],
        "signals": [signal.model_dump(exclude={"speaker"}) for signal in interview.signals],
        "wishes": interview.wishes,
        "fits": [fit.score for fit in interview.fits],
    }


@asynccontextmanager
async def at_terminal(knowledge: Knowledge, folder: Path, recording: Recording) -> AsyncIterator[AtTerminal]:
    with Database(sqlite(folder)) as database:
        pipeline = build_pipeline(knowledge, offline(knowledge), database)
        pilot = Pilot(id="permits", name=recording.pilot)
        room = Room(pipeline, Console(quiet=True), pilot)
        await room.open_interview(recording.people)
        yield AtTerminal(room, pipeline.transactions)


async def test_the_same_talk_in_slack_and_at_a_terminal_is_the_same_interview(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    team = Participants(slack, knowledge, RECORDED)
    channel = slack.channel("permits", *team.everybody)
    for folder in ("slack", "terminal"):
        (tmp_path / folder).mkdir()
    async with running(slack, knowledge, sqlite(tmp_path / "slack")) as app:
        lead = team.users[team.recording.opening.by]
        thread = await team.start(lead, channel, team.everybody)
        there, rated_there = await hold(InSlack(app, team, channel, thread), team.recording)
    async with at_terminal(knowledge, tmp_path / "terminal", team.recording) as terminal:
        here, rated_here = await hold(terminal, team.recording)
    assert picture(here) == picture(there)
    assert rated_here.levels == rated_there.levels
    assert any(turn.revision for turn in here.turns)
    assert {item.how for item in here.passes} >= {"skip"}
    assert len(here.evidence) > 10
