"""Room: a terminal as the platform an interview is held on: who speaks there, what is shown, what follows at once."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.interview.room_records import RoomRecords, RoomUnitOfWork
from bot.console.interview.terminal_formatter import SHOWN, TerminalMessageFormatter
from bot.console.progress import ConsoleProgressDisplay
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import Channel, ChannelState, InterviewContext, Member
from bot.services.conversation.finish_interview import assess_and_post
from bot.services.conversation.incoming_message import DeferredReading, IncomingMessage, handle_message, retry_unread
from bot.services.conversation.interview_actions import Click
from bot.services.interview.cleaning import AnswerMessage, redact_person, redact_words
from bot.services.interview.interviewing import TurnOutcome, load_interview
from bot.services.messaging.inbox_events import AssessmentRequested, ReadingDeferred
from bot.services.messaging.outbox_events import PostEphemeral
from bot.services.opening.start_interview import open_interview
from bot.services.opening.start_reassessment import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.worker.handler import Result

T = TypeVar("T")

_CHANNEL = "terminal"


class Room:
    """Stands behind the ports that a conversation has to its platform. What is said here goes the way of a message in
    Slack, in one process: each is worked to its end before the next.

    `shown`: what kinds of parts are printed; None: whatever is said, to one person at the keyboard who may go and come
    back. Where kinds are named, everybody sits together, and what is said is shown too, as in a record of it.
    """

    def __init__(self, deps: Dependencies, console: Console, pilot: Pilot, shown: frozenset[str] | None = None) -> None:
        self.console = console
        self.speaker = Person(id="", name="")
        self.interview_id = ""
        self.shown_question = ""
        """Id of the question that was printed last."""
        self._database = deps.transactions
        self._shown = shown
        self.by_rule = deps.analyst.reads_by_rule and shown is None
        """Whoever sits there settles the levels; a record of answers was settled by nobody."""
        self._said: deque[IncomingMessage] = deque()
        self._last = deps.clock.now().timestamp()
        self._status = console.status("Reading your answer…")
        self.deps = InterviewContext(
            transactions=self,
            analyst=deps.analyst,
            redactor=deps.redactor,
            clock=deps.clock,
            knowledge=deps.knowledge,
            calendars=deps.calendars,
            formatter=TerminalMessageFormatter(deps.knowledge.framework, deps.analyst.name, by_rule=self.by_rule),
            directory=self,
            presence=self,
            progress=ConsoleProgressDisplay(console),
            rereads=shown is not None,
            anyone_may_join=True,
            one_at_a_time=shown is not None,
        )
        named = pilot.model_copy(update={"name": redact_words(self.deps, pilot.name)})
        team = Team(pilot=named, lead="", channel=_CHANNEL, created_at=deps.clock.now())
        self._records = RoomRecords(team, together=shown is not None)

    # --- who is there -----------------------------------------------------------------------------

    async def open_interview(self, people: Sequence[Person]) -> None:
        """A new one, of these people; the first of them sits at the keyboard."""
        for person in reversed(people):
            self.seat(person)
        await self.commit(Result(self._open))

    def _open(self, uow: UnitOfWork) -> None:
        """Where an interview before left things unasked, one goes on with it."""
        team = uow.teams.get("")
        history = uow.assessments.list_for_pilot(team.pilot.id)
        goes_on = bool(history) and history[-1].stage_basis != "rated"
        started = start_reassessment(uow, self.deps, team) if goes_on else open_interview(uow, self.deps, team)
        self.interview_id = started.id

    def rejoin(self, interview: Interview, speaker: Person) -> None:
        """One that was begun before."""
        for person in (*interview.people, speaker):
            self.seat(person)
        self.interview_id = interview.id
        self._records.threads = (Thread(channel=_CHANNEL, ts=self._next_ts(), interview_id=interview.id),)

    def seat(self, person: Person) -> None:
        """At the keyboard, from where they lead: whoever is left out may come back."""
        self.speaker = redact_person(self.deps, person)
        others = tuple(known for known in self._records.team.people if known.id != person.id)
        people = (self.speaker, *others)
        changes = {"lead": person.id, "participants": tuple(known.id for known in people), "people": people}
        self._records.team = self._records.team.model_copy(update=changes)

    @property
    def thread(self) -> Thread:
        return self._records.threads[0]

    async def load_interview(self) -> Interview:
        return await load_interview(self._database, self.interview_id)

    # --- what is said and done --------------------------------------------------------------------

    async def hear(self, *answers: AnswerMessage) -> tuple[TurnOutcome, ...]:
        """What people say in one go: it is asked on after the last of it."""
        self._said.extend(self._receive(answer) for answer in answers)
        heard = []
        try:
            while self._said:
                self._show_answer(self._said[0])
                heard.append(await self.commit(await handle_message(self.deps, self.thread, self._said[0])))
                self._said.popleft()
        finally:
            self._said.clear()
        return tuple(outcome for outcome in heard if isinstance(outcome, TurnOutcome))

    async def act(self, move: Callable[[UnitOfWork, Click, Interview], object]) -> None:
        """Does what a button or a form does elsewhere. Raises MoveRefused."""
        click = Click(self._next_ts(), self.speaker, MessageSource(_CHANNEL, self._next_ts(), self.thread.ts))
        await self.commit(Result(lambda uow: move(uow, click, uow.interviews.get(self.interview_id))))

    async def commit(self, done: Result) -> object:
        """Commits it, shows what is to be said, and works what follows from it."""
        made = await self.run(done.work) if done.work is not None else None
        self._status.stop()
        self.show_messages()
        for event in tuple(self._records.events.values()):
            made = await self._work_event(event) or made
        return made

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """As a platform's database: what fails leaves no trace, in the room either."""

        def transact(uow: UnitOfWork) -> tuple[T, RoomRecords]:
            records = self._records.begin()
            return work(RoomUnitOfWork(uow, records, len(self._said))), records

        made, self._records = await self._database.run(transact)
        return made

    async def _work_event(self, event: Event) -> object:
        """What else is queued is about people who are elsewhere, or changes what stands on the screen already."""
        if event.kind == PostEphemeral.kind:
            self.console.print(Text(PostEphemeral.from_event(event).text, style="yellow"))
        elif event.kind == AssessmentRequested.kind:
            with self.console.status("Rating each pillar…"):
                rated = await assess_and_post(self.deps, self.interview_id)
            return await self.commit(rated)
        elif event.kind == ReadingDeferred.kind and self._shown is not None:  # else people have it read again
            put_off = DeferredReading(event.id, self.deps.clock.now())
            return await self.commit(await retry_unread(self.deps, self.interview_id, put_off))
        return None

    def _receive(self, answer: AnswerMessage) -> IncomingMessage:
        now = self.deps.clock.now()
        source = MessageSource(_CHANNEL, self._next_ts(), self.thread.ts)
        return IncomingMessage(source, answer.speaker.id, answer.text, said_at=now, heard_at=now)

    def _next_ts(self) -> str:
        """Later than any before, as a platform counts."""
        self._last = max(self.deps.clock.now().timestamp(), self._last + 0.00001)
        return f"{self._last:.6f}"

    # --- what is shown ----------------------------------------------------------------------------

    def show_messages(self) -> None:
        """Whatever is said to all, or to whoever sits there, and does not stand yet."""
        for message in tuple(self._records.messages.values()):
            if not message.is_posted and message.place.person in {None, self.speaker.id}:
                self._show(message)
                stands = message.mark_posted(_CHANNEL, self._next_ts(), message.place.thread)
                self._records.messages[message.id] = stands
                if message.opens_thread and message.place.person is None:
                    thread = Thread(channel=_CHANNEL, ts=str(stands.ts), interview_id=self.interview_id)
                    self._records.threads = (*self._records.threads, thread)

    def show_question(self, interview: Interview, question: Question) -> None:
        shown = render.render_question(question, len(interview.known_criteria), self.deps.knowledge.framework)
        self.console.print(shown)
        self.shown_question = question.id

    def _show(self, message: BotMessage) -> None:
        for part in message.parts:
            kind, _, about = part.key.partition(":")
            if self._shown is None or kind in self._shown:
                for block in part.blocks:
                    self.console.print(block[SHOWN])
                self.shown_question = about if kind == "question" else self.shown_question

    def _show_answer(self, said: IncomingMessage) -> None:
        if self._shown is not None:
            person = self._records.team.get_person(said.person)
            self.console.print(
                render.render_answer(person.display_name, person.role, redact_words(self.deps, said.text))
            )

    # --- the platform, as the conversation asks for it --------------------------------------------

    async def get_member(self, person_id: str) -> Member:
        return Member(self._records.team.get_person(person_id))

    async def refresh_member(self, person_id: str) -> Member:
        return await self.get_member(person_id)

    async def has_left(self, person_id: str) -> bool:
        return False

    async def find_away_until(self, person_id: str, at: datetime) -> datetime | None:
        return None

    async def get_channel(self, channel_id: str) -> Channel:
        return Channel(_CHANNEL, _CHANNEL, private=True)

    async def find_channel_state(self, channel_id: str) -> ChannelState:
        return ChannelState(None)

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        return self._records.team.participants

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        return None

    async def show_working(self, source: MessageSource) -> None:
        if self._shown is None:
            self._status.start()
