"""What a word of `/pilot` changes or has sent: the steps of one command, in as many transactions as it takes."""

from collections.abc import Callable

from bot.domain.access.permission import require_permission
from bot.domain.access.relation import SEES
from bot.domain.access.right import Right
from bot.domain.audit.act import Act, ActDetail
from bot.domain.audit.daily_limit import A_DAY, REQUESTED_EXPORTS
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent, Place
from bot.domain.messaging.message_source import MessageSource
from bot.services.actions import draft_plan
from bot.services.actions.draft_plan import PlanFiles
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.lost_channels import recheck_channel
from bot.services.forgetting.export_person import request_export
from bot.services.opening.start_reassessment import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilot_choice import find_pilot_by_name, select_pilot
from bot.slack.blocks.interview import between, questions
from bot.slack.blocks.kit.elements import View, merge_messages
from bot.slack.blocks.privacy.exports import build_export_coming_message
from bot.slack.context import SlackContext
from bot.slack.interactions.pilot_interactions import build_start_form
from bot.slack.registry.typed_commands import CommandRequest, Run, show_recorded
from bot.slack.views import commands as views
from bot.slack.views.commands import Asker, CommandAnswer


async def start_pilot(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent | View:
    """A pilot that has an interview is not started twice; one whose interview is over gets a new one."""
    name, asker = spoken.typed.rest, spoken.asker

    def work(uow: UnitOfWork) -> MessageContent | None:
        team = find_pilot_by_name(uow, asker.person, name)
        uow.audit.append(act.complete(ActDetail(team.pilot.id if team is not None else "")))
        return _continue_existing_pilot(uow, context, team, asker) if team is not None else None

    told = await context.deps.transactions.run(work)
    return told if told is not None else await build_start_form(context, asker.person, asker.channel, name)


def _continue_existing_pilot(uow: UnitOfWork, context: SlackContext, team: Team, asker: Asker) -> MessageContent:
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if interview is not None and interview.status != "closed":
        framework, link = context.deps.knowledge.framework, _find_thread_link(uow, context, interview, asker)
        return questions.build_existing_interview_message(interview, framework, link)
    require_permission(team, asker.person, Right.START_AGAIN, SEES)
    return between.build_restarted_message(start_reassessment(uow, context.deps, team))


def change_interview(step: Callable[[UnitOfWork, ConversationContext, Click, Interview], None], what: str) -> Run:
    async def run(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
        asker = spoken.asker

        def work(uow: UnitOfWork) -> CommandAnswer:
            team = select_pilot(uow, asker.person, spoken.typed.rest, asker.channel)
            interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
            if interview is None:
                raise MoveRefused("This pilot has no interview yet.")
            step(uow, context.deps, _build_click(spoken), interview)
            link = _find_thread_link(uow, context, interview, asker)
            return CommandAnswer(between.build_command_done_message(what, team.pilot, link), team.pilot.id)

        team = await context.deps.transactions.run(
            lambda uow: select_pilot(uow, asker.person, spoken.typed.rest, asker.channel)
        )
        await recheck_channel(context.deps, team, spoken.key)
        return await show_recorded(context, act, work)

    return run


def _build_click(spoken: CommandRequest) -> Click:
    """Whoever gave a command is only mentioned: their name need not be looked up while Slack waits."""
    asker = spoken.asker
    person = Person(id=asker.person, name=asker.person)
    return Click(spoken.key, person, MessageSource(asker.channel or asker.person, "0"))


def _find_thread_link(uow: UnitOfWork, context: SlackContext, interview: Interview, asker: Asker) -> str | None:
    threads = [t for t in uow.threads.list_for_interview(interview.id) if t.person in {None, asker.person}]
    return context.links(threads[0].channel, threads[0].ts) if threads else None


async def show_plan(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
    """And send its files to whoever asks."""
    asker = spoken.asker

    def work(uow: UnitOfWork) -> CommandAnswer:
        answer = views.read_plan(uow, context.viewing, spoken.typed.rest, asker)
        team = select_pilot(uow, asker.person, spoken.typed.rest, asker.channel)
        drafted = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
        if drafted is None:
            return answer
        handout = PlanFiles(drafted, key=spoken.key)
        draft_plan.upload_plan_files(uow, context.deps, handout, Place(person=asker.person))
        return answer._replace(shown=merge_messages(answer.shown, between.build_file_sent_message()))

    return await show_recorded(context, act, work)


async def send_export(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
    """To whoever asks, of themselves alone; so often a day, since it takes a look at everything."""

    def work(uow: UnitOfWork) -> CommandAnswer:
        since = context.deps.clock.now() - A_DAY
        REQUESTED_EXPORTS.require_room(uow.audit.count_done(spoken.asker.person, spoken.typed.word, since))
        request_export(uow, spoken.asker.person, spoken.key)
        return CommandAnswer(build_export_coming_message())

    return await show_recorded(context, act, work)
