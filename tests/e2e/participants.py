"""Participants: a recorded team as people of the local Slack, who read what stands there and answer what is open."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bot.console.recording import RecordedTeam, Recording, load_recording
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.turn import Question, QuestionKind
from bot.services.interview.cleaning import AnswerMessage as Spoken
from tests.conftest import ROOT
from tests.e2e.conversation import submit_start
from tests.slack_stub import Channel, Message, SlackServer, User

PROBE = "One follow-up"


class Asked(NamedTuple):
    """A question as people read it: its message, its words, and which criteria stand beneath it."""

    message: Message
    kind: QuestionKind
    text: str
    criteria: tuple[str, ...]
    beneath: str
    """What stood under it when it was asked."""

    @property
    def question(self) -> Question:
        """As much of it as the recorded team needs."""
        return Question(id=self.text, key="", kind=self.kind, criteria=self.criteria, text=self.text, why="")


class Participants:
    """The people of a recording in one workspace; `answers` is whatever of it they have not said yet."""

    def __init__(self, slack: SlackServer, knowledge: Knowledge, recording: str) -> None:
        self.slack = slack
        self.framework = knowledge.framework
        self.recording: Recording = load_recording(
            ROOT / "tests" / "evals" / "interviews" / f"{recording}.yaml", self.framework
        )
        self.answers = RecordedTeam(self.recording)
        self.users = {
            person.id: slack.user(person.name.split()[0].lower(), real_name=person.name)
            for person in self.recording.people
        }

    @property
    def everybody(self) -> list[User]:
        return list(self.users.values())

    # --- starting -------------------------------------------------------------------------------

    async def start(self, lead: User, channel: Channel | None = None, participants: Sequence[User] = ()) -> Message:
        """By the command, through its modal; gives back the root of the thread, in which the opening question stands.

        In a channel, or else in the lead's direct messages.
        """
        people = list(participants or [lead])
        return await self.opening(
            await submit_start(self.slack, lead, self.recording.pilot, channel or lead.dm, participants=people)
        )

    async def fill_in(self, lead: User, **values: Any) -> None:
        """The start modal that lies open in front of the lead."""
        view = self.slack.view(lead)
        assert view is not None
        assert view.callback_id == "start_pilot"
        ack = await lead.submits(view, values)
        assert (ack.ok, ack.errors) == (True, {}), ack.problems

    async def opening(self, place: Channel) -> Message:
        return await self.slack.until(lambda: self.root_in(place))

    def root_in(self, place: Channel) -> Message | None:
        """The newest message there that opens an interview."""
        roots = [m for m in self.slack.said(place) if not m.is_reply and m.action_ids[:1] == ["interview_pause"]]
        return roots[-1] if roots else None

    # --- reading --------------------------------------------------------------------------------

    def open_question(self, thread: Message) -> Asked | None:
        """The newest question in the thread that still has its buttons, the opening aside."""
        said = self.slack.said(self._channel(thread), thread)
        return next((asked for message in reversed(said) if (asked := asked_in(message, self.framework))), None)

    async def hears(self, thread: Message, words: str) -> Message:
        """Waits for a message of the app in the thread that holds these words, and gives back the newest."""
        return await self.slack.until(lambda: self._saying(thread, words))

    def _saying(self, thread: Message, words: str) -> Message | None:
        said = self.slack.said(self._channel(thread), thread)
        return next((message for message in reversed(said) if words in message.shown), None)

    def asking_fit(self, thread: Message) -> Message | None:
        """The newest message that asks how well the summary fits."""
        return self._showing(thread, "fit_4")

    async def with_button(self, thread: Message, action_id: str) -> Message:
        """Waits for it."""
        return await self.slack.until(lambda: self._showing(thread, action_id))

    def _showing(self, thread: Message, action_id: str) -> Message | None:
        said = self.slack.said(self._channel(thread), thread)
        return next((message for message in reversed(said) if action_id in message.action_ids), None)

    def _channel(self, thread: Message) -> Channel:
        return self.slack.slack.workspace.channels[thread.channel]

    # --- answering ------------------------------------------------------------------------------

    async def open(self, thread: Message, said: str | None = None) -> Asked:
        """The opening question is answered, as recorded; gives back the question that follows."""
        first = self.recording.opening
        await self.speaking(first.by, thread).says(thread.channel, said or first.text, thread)
        return await self.next_question(thread)

    def speaking(self, person: str, thread: Message) -> User:
        """Whoever says it there: in direct messages their one reader speaks for the team."""
        inside = self._channel(thread).members
        user = self.users[person]
        return user if user.id in inside else next(one for one in self.everybody if one.id in inside)

    async def next_question(self, thread: Message, after: Asked | None = None) -> Asked:
        """Waits for it."""
        return await self.slack.until(lambda: self._asked_after(thread, after))

    async def _next(self, thread: Message, after: Asked | None = None) -> Asked | Message:
        """The question that follows, or the summary."""
        return await self.slack.until(lambda: self._moved_on(thread, after))

    async def answer(self, thread: Message, asked: Asked) -> Asked | Message:
        """Says what is recorded for the question, at once; gives back what follows: a question, or the summary."""
        replies = self.list_replies(thread, asked)
        with self.slack.holding():
            for speaker, text in replies:
                await speaker.says(thread.channel, text, thread)
        return await self._next(thread, asked)

    def list_replies(self, thread: Message, asked: Asked) -> list[tuple[User, str]]:
        """Who says what to the question there, as recorded."""
        return list(self._by_speaker(self.answers.reply_to_question(asked.question), thread))

    async def answer_all(self, thread: Message) -> list[Asked]:
        """Answers whatever is asked until the summary stands; gives back what was asked, in order."""
        following = await self._next(thread)
        asked = []
        while isinstance(following, Asked):
            asked.append(following)
            following = await self.answer(thread, following)
        return asked

    async def skip_all(self, thread: Message, person: User) -> Message:
        """Skips whatever is asked; gives back the summary."""
        following = await self._next(thread)
        while isinstance(following, Asked):
            await person.clicks(following.message, "interview_skip")
            following = await self._next(thread, following)
        return following

    def _by_speaker(self, replies: Sequence[Spoken], thread: Message) -> Iterator[tuple[User, str]]:
        """What one person says to a question is one message."""
        texts: dict[str, list[str]] = {}
        for reply in replies:
            texts.setdefault(self.speaking(reply.speaker.id, thread).id, []).append(reply.text)
        yield from ((user, "\n".join(texts[user.id])) for user in self.everybody if user.id in texts)

    def _moved_on(self, thread: Message, after: Asked | None) -> Asked | Message | None:
        if self.open_question(thread) is None:
            return self.asking_fit(thread)
        return self._asked_after(thread, after)

    def _asked_after(self, thread: Message, after: Asked | None) -> Asked | None:
        asked = self.open_question(thread)
        return None if asked is None or (after is not None and asked.message is after.message) else asked


def asked_in(message: Message, framework: Framework) -> Asked | None:
    """The question in a message that waits for an answer: buttons, and beneath its words what it is about."""
    if "interview_skip" not in message.action_ids:
        return None
    pairs = zip(message.blocks, message.blocks[1:], strict=False)
    told = [(text["text"]["text"], note["elements"][0]["text"]) for text, note in pairs if _asks(text, note)]
    if not told:
        return None
    text, beneath = told[-1]
    parts = beneath.split("\n")[0].split(" · ")
    kind: QuestionKind = "probe" if parts[0].startswith(PROBE) else "question"
    named = parts[1]
    names = named.replace(" and ", ", ").split(", ")
    criteria = tuple(c.id for c in framework.criteria if c.name in names)
    return Asked(message, kind, text.strip("*"), criteria, beneath)


def _asks(text: dict[str, Any], note: dict[str, Any]) -> bool:
    return text["type"] == "section" and note["type"] == "context" and "Why I ask" in note["elements"][0]["text"]
