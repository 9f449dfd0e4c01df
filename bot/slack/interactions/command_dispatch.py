"""Commanding: `/pilot …` answered inside Slack's acknowledgement, from the database alone."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from bot.domain.core.errors import InvalidInput, MoveRefused, NoPilots, NoSuchPilot, WhichPilot
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import Post
from bot.domain.messaging.message_source import Source
from bot.services.actions import draft_plan
from bot.services.conversation import interview_actions
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.start_reassessment import start_again
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import called, pick
from bot.slack.blocks.interview import between, questions
from bot.slack.blocks.interview.modals import Draft, start_pilot
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View, together
from bot.slack.context import Reception
from bot.slack.interactions import leader_interactions
from bot.slack.views.commands import Asker, Command, told

T = TypeVar("T")
Step = Callable[[UnitOfWork, Desk, Click, Interview], None]
_STEPS: dict[str, tuple[Step, str]] = {
    "pause": (interview_actions.pause, "the interview is paused."),
    "resume": (interview_actions.resume, "the interview goes on."),
    "finish": (interview_actions.finish, "the interview is finished; the rating comes there in about a minute."),
}


class Spoken(NamedTuple):
    """A command and whoever gave it. `key`: by which it is carried out once."""

    command: Command
    asker: Asker
    key: str


class Commanding:
    def __init__(self, reception: Reception) -> None:
        self._at = reception

    async def answer(self, spoken: Spoken) -> Post | View:
        """What is to be shown: a message for whoever asked, or for `start` the modal to be opened."""
        await self._at.desk.transactions.run(lambda uow: _is_here(uow, spoken.asker))
        word = spoken.command.word
        if word == "start":
            return await self._start(spoken)
        if word in _STEPS:
            return await self._step(spoken, *_STEPS[word])
        if word == "digest":
            return await leader_interactions.wishes_of(self._at, spoken.asker.person)
        if word == "portfolio":
            return await leader_interactions.portfolio_of(self._at, spoken.asker)
        shown = await self._at.answers.answer(spoken.command, spoken.asker)
        if word == "plan" and await self._handed_out(spoken):
            return together(shown, between.file_on_its_way())
        return shown

    async def _step(self, spoken: Spoken, step: Step, what: str) -> Post:
        click = _click(spoken)

        def work(uow: UnitOfWork) -> Post:
            team = pick(uow, spoken.asker.person, spoken.command.rest, spoken.asker.channel)
            interview = _interview(uow, team)
            step(uow, self._at.desk, click, interview)
            return between.moved(what, team.pilot, self._thread(uow, team, interview, spoken.asker))

        return await self._told(spoken, work)

    async def _start(self, spoken: Spoken) -> Post | View:
        """A pilot that has an interview is not started twice; one whose interview is over gets a new one."""
        draft = Draft(name=spoken.command.rest, participants=(spoken.asker.person,), channel=spoken.asker.channel)

        def work(uow: UnitOfWork) -> Post | None:
            team = called(uow, spoken.asker.person, spoken.command.rest)
            if team is None:
                return None
            return self._already(uow, team, spoken)

        shown = await self._told(spoken, work)
        return shown if shown is not None else start_pilot(draft)

    def _already(self, uow: UnitOfWork, team: Team, spoken: Spoken) -> Post:
        framework = self._at.desk.knowledge.framework
        interview = uow.interviews.latest_of_each([team.pilot.id]).get(team.pilot.id)
        if interview is not None and interview.status != "closed":
            return questions.unfinished(interview, framework, self._thread(uow, team, interview, spoken.asker))
        if not team.may_steer(spoken.asker.person):
            raise MoveRefused("Only those who take part in this pilot can start another interview of it.")
        return between.started_again(start_again(uow, self._at.desk, team))

    async def _handed_out(self, spoken: Spoken) -> bool:
        def work(uow: UnitOfWork) -> bool:
            team = pick(uow, spoken.asker.person, spoken.command.rest, spoken.asker.channel)
            drafted = uow.plans.latest_of_each([team.pilot.id]).get(team.pilot.id)
            if drafted is None:
                return False
            to = {"channel": None, "person": spoken.asker.person, "thread": None}
            draft_plan.upload(uow, self._at.desk, draft_plan.Handout(drafted, key=spoken.key), to)
            return True

        try:
            return await self._at.desk.transactions.run(work)
        except (NoSuchPilot, WhichPilot, NoPilots):
            return False

    async def _told(self, spoken: Spoken, work: Callable[[UnitOfWork], T]) -> T | Post:
        try:
            return await self._at.desk.transactions.run(work)
        except (NoSuchPilot, WhichPilot, NoPilots) as unseen:
            return told(unseen, spoken.command.word)
        except (InvalidInput, MoveRefused) as refusal:
            return errors.refused(str(refusal))

    def _thread(self, uow: UnitOfWork, team: Team, interview: Interview, asker: Asker) -> str | None:
        threads = [t for t in uow.threads.of(interview.id) if t.person in {None, asker.person}]
        return self._at.links(threads[0].channel, threads[0].ts) if threads else None


def _is_here(uow: UnitOfWork, asker: Asker) -> None:
    """Who types in a channel is in it: what Slack told us of its members may be older."""
    if asker.channel is not None:
        uow.channels.join(asker.channel, asker.person)


def _click(spoken: Spoken) -> Click:
    """Whoever gave a command is only mentioned: their name need not be looked up while Slack waits."""
    asker = spoken.asker
    return Click(spoken.key, Person(id=asker.person, name=asker.person), Source(asker.channel or asker.person, "0"))


def _interview(uow: UnitOfWork, team: Team) -> Interview:
    found = uow.interviews.latest_of_each([team.pilot.id]).get(team.pilot.id)
    if found is None:
        raise MoveRefused("This pilot has no interview yet.")
    return found
