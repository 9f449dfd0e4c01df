"""Commanding: `/pilot …` answered inside Slack's acknowledgement, from the database alone."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from bot.domain.core.errors import AmbiguousPilot, InvalidInput, MoveRefused, NoPilots, NoSuchPilot
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent, Place
from bot.domain.messaging.message_source import MessageSource
from bot.services.actions import draft_plan
from bot.services.actions.draft_plan import PlanFiles
from bot.services.conversation import interview_actions
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.start_reassessment import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import find_pilot_by_name, select_pilot
from bot.slack.blocks.interview import between, questions
from bot.slack.blocks.interview.modals import PilotDraft, build_start_pilot_modal
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View, merge_messages
from bot.slack.context import SlackContext
from bot.slack.interactions import leader_interactions
from bot.slack.views.commands import Asker, Command, build_no_pilot_message

T = TypeVar("T")
Step = Callable[[UnitOfWork, ConversationContext, Click, Interview], None]
_STEPS: dict[str, tuple[Step, str]] = {
    "pause": (interview_actions.pause_and_announce, "the interview is paused."),
    "resume": (interview_actions.resume_and_ask, "the interview goes on."),
    "finish": (interview_actions.finish_early, "the interview is finished; the rating comes there in about a minute."),
}


class CommandRequest(NamedTuple):
    """A command and whoever gave it. `key`: by which it is carried out once."""

    command: Command
    asker: Asker
    key: str


class CommandDispatcher:
    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def answer_command(self, spoken: CommandRequest) -> MessageContent | View:
        """What is to be shown: a message for whoever asked, or for `start` the modal to be opened."""
        await self._context.deps.transactions.run(lambda uow: _record_channel_member(uow, spoken.asker))
        word = spoken.command.word
        if word == "start":
            return await self._start_pilot(spoken)
        if word in _STEPS:
            return await self._change_interview(spoken, *_STEPS[word])
        if word == "digest":
            return await leader_interactions.build_digest_settings_modal(self._context, spoken.asker.person)
        if word == "portfolio":
            return await leader_interactions.build_portfolio_message(self._context, spoken.asker)
        shown = await self._context.read_commands.answer_read_command(spoken.command, spoken.asker)
        if word == "plan" and await self._send_latest_plan(spoken):
            return merge_messages(shown, between.build_file_sent_message())
        return shown

    async def _change_interview(self, spoken: CommandRequest, step: Step, what: str) -> MessageContent:
        click = _build_click(spoken)

        def work(uow: UnitOfWork) -> MessageContent:
            team = select_pilot(uow, spoken.asker.person, spoken.command.rest, spoken.asker.channel)
            interview = _get_latest_interview(uow, team)
            step(uow, self._context.deps, click, interview)
            return between.build_command_done_message(
                what, team.pilot, self._find_thread_link(uow, team, interview, spoken.asker)
            )

        return await self._run_or_explain(spoken, work)

    async def _start_pilot(self, spoken: CommandRequest) -> MessageContent | View:
        """A pilot that has an interview is not started twice; one whose interview is over gets a new one."""
        draft = PilotDraft(name=spoken.command.rest, participants=(spoken.asker.person,), channel=spoken.asker.channel)

        def work(uow: UnitOfWork) -> MessageContent | None:
            team = find_pilot_by_name(uow, spoken.asker.person, spoken.command.rest)
            if team is None:
                return None
            return self._continue_existing_pilot(uow, team, spoken)

        shown = await self._run_or_explain(spoken, work)
        return shown if shown is not None else build_start_pilot_modal(draft)

    def _continue_existing_pilot(self, uow: UnitOfWork, team: Team, spoken: CommandRequest) -> MessageContent:
        framework = self._context.deps.knowledge.framework
        interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
        if interview is not None and interview.status != "closed":
            return questions.build_existing_interview_message(
                interview, framework, self._find_thread_link(uow, team, interview, spoken.asker)
            )
        if not team.may_steer(spoken.asker.person):
            raise MoveRefused("Only those who take part in this pilot can start another interview of it.")
        return between.build_restarted_message(start_reassessment(uow, self._context.deps, team))

    async def _send_latest_plan(self, spoken: CommandRequest) -> bool:
        def work(uow: UnitOfWork) -> bool:
            team = select_pilot(uow, spoken.asker.person, spoken.command.rest, spoken.asker.channel)
            drafted = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
            if drafted is None:
                return False
            handout = PlanFiles(drafted, key=spoken.key)
            draft_plan.upload_plan_files(uow, self._context.deps, handout, Place(person=spoken.asker.person))
            return True

        try:
            return await self._context.deps.transactions.run(work)
        except (NoSuchPilot, AmbiguousPilot, NoPilots):
            return False

    async def _run_or_explain(self, spoken: CommandRequest, work: Callable[[UnitOfWork], T]) -> T | MessageContent:
        try:
            return await self._context.deps.transactions.run(work)
        except (NoSuchPilot, AmbiguousPilot, NoPilots) as unseen:
            return build_no_pilot_message(unseen, spoken.command.word)
        except (InvalidInput, MoveRefused) as refusal:
            return errors.build_refusal_message(str(refusal))

    def _find_thread_link(self, uow: UnitOfWork, team: Team, interview: Interview, asker: Asker) -> str | None:
        threads = [t for t in uow.threads.list_for_interview(interview.id) if t.person in {None, asker.person}]
        return self._context.links(threads[0].channel, threads[0].ts) if threads else None


def _record_channel_member(uow: UnitOfWork, asker: Asker) -> None:
    """Who types in a channel is in it: what Slack told us of its members may be older."""
    if asker.channel is not None:
        uow.channel_members.add_member(asker.channel, asker.person)


def _build_click(spoken: CommandRequest) -> Click:
    """Whoever gave a command is only mentioned: their name need not be looked up while Slack waits."""
    asker = spoken.asker
    return Click(
        spoken.key, Person(id=asker.person, name=asker.person), MessageSource(asker.channel or asker.person, "0")
    )


def _get_latest_interview(uow: UnitOfWork, team: Team) -> Interview:
    found = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if found is None:
        raise MoveRefused("This pilot has no interview yet.")
    return found
