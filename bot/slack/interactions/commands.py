"""The words of `/pilot`, each registered once, and how one is answered inside Slack's three seconds, by no model."""

import difflib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import takewhile

from bot.domain.access.permission import require_permission
from bot.domain.access.relation import SEES
from bot.domain.access.right import Right
from bot.domain.audit.act import Act, ActDetail
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
from bot.services.conversation.lost_channels import recheck_channel
from bot.services.opening.start_reassessment import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies, find_pilot_by_name, select_pilot
from bot.slack.blocks.interview import between, questions
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View, merge_messages
from bot.slack.blocks.pilots import status
from bot.slack.context import SlackContext
from bot.slack.interactions.leader_interactions import build_digest_settings_modal, build_portfolio_message
from bot.slack.interactions.pilot_interactions import build_start_form
from bot.slack.interactions.privacy_interactions import build_forget_form
from bot.slack.registry.auditing import build_command_act, record_act
from bot.slack.registry.typed_commands import Command, CommandRequest, Run, show_after_recording, show_recorded
from bot.slack.views import commands as views
from bot.slack.views.commands import Asker, CommandAnswer, TypedCommand

# --- answering --------------------------------------------------------------------------------------


async def answer_command(context: SlackContext, spoken: CommandRequest) -> MessageContent | View:
    """What is to be shown: a message for whoever asked, or a modal to be opened."""
    await context.deps.transactions.run(lambda uow: _record_channel_member(uow, spoken.asker))
    found = _BY_WORD.get(spoken.typed.word)
    runs, act = found.runs if found is not None and found.runs is not None else _read, _build_act(context, spoken)
    try:
        return await runs(context, spoken, act)
    except (NoSuchPilot, AmbiguousPilot, NoPilots) as unseen:
        await record_act(context, act, "refused")
        return views.build_no_pilot_message(unseen, spoken.typed.word or "status")
    except (InvalidInput, MoveRefused) as refusal:
        await record_act(context, act, "refused")
        return errors.build_refusal_message(str(refusal))


async def _read(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
    """Of what only reads, or is no command at all."""
    return await show_recorded(context, act, lambda uow: read_command(uow, context.viewing, spoken.typed, spoken.asker))


def _build_act(context: SlackContext, spoken: CommandRequest) -> Act:
    """What is no command may be the name of a pilot: it is recorded as what it is answered with."""
    found = _BY_WORD.get(spoken.typed.word, _BY_WORD["status"])
    return build_command_act(found.word, found.effect, spoken.asker, context.deps.clock.now())


async def answer_read_command(deps: QueryDependencies, typed: TypedCommand, asker: Asker) -> MessageContent:
    """Of what only reads, or is no command at all; whoever asks by other means goes on record there."""
    try:
        return (await deps.transactions.run(lambda uow: read_command(uow, deps, typed, asker))).shown
    except (NoSuchPilot, AmbiguousPilot, NoPilots) as unseen:
        return views.build_no_pilot_message(unseen, typed.word or "status")


def read_command(uow: UnitOfWork, deps: QueryDependencies, typed: TypedCommand, asker: Asker) -> CommandAnswer:
    """Raises NoSuchPilot, AmbiguousPilot and NoPilots."""
    found = _BY_WORD.get(typed.word)
    reads = found.reads if found is not None and found.reads is not None else partial(_answer_other_words, typed.word)
    return reads(uow, deps, typed.rest, asker)


def _answer_other_words(word: str, uow: UnitOfWork, deps: QueryDependencies, rest: str, asker: Asker) -> CommandAnswer:
    """The status of a pilot, where one's name was begun or it is clear which; else help, or the command meant."""
    name = f"{word} {rest}".strip()
    with suppress(NoSuchPilot, NoPilots, AmbiguousPilot):
        found = select_pilot(uow, asker.person, name, asker.channel).pilot.name
        if found.casefold().startswith(name.casefold()):
            return views.read_status(uow, deps, name, asker)
    if not name:
        return CommandAnswer(build_help_message())
    return CommandAnswer(status.build_unknown_command_message(word, find_nearest_command(word), rest))


def find_nearest_command(word: str) -> str | None:
    """The command that was meant, by another word for it or by its spelling; None where it could be any."""
    typed = word.casefold()
    if meant := next((known.word for known in COMMANDS if typed in known.synonyms.split()), None):
        return meant
    near = difflib.get_close_matches(typed, list(_BY_WORD), cutoff=0.6)
    return max(near, key=lambda known: _count_common_prefix(typed, known), default=None)


def _count_common_prefix(word: str, known: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, known, strict=False))))


def build_help_message() -> MessageContent:
    return status.build_help_message(list_usages())


def list_usages() -> dict[str, str]:
    """What can be typed after /pilot, and what it does."""
    return {f"{known.word} {rest}".strip(): does for known in COMMANDS for rest, does in known.usage.items()}


def build_usage_hint() -> str:
    """What Slack shows while somebody types; the manifest holds it."""
    return " | ".join(known.word for known in COMMANDS)


def _record_channel_member(uow: UnitOfWork, asker: Asker) -> None:
    """Who types in a channel is in it: what Slack told us of its members may be older."""
    if asker.channel is not None:
        uow.channel_members.add_member(asker.channel, asker.person)


# --- what changes something -------------------------------------------------------------------------


async def _start_pilot(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent | View:
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


def _change_interview(step: Callable[[UnitOfWork, ConversationContext, Click, Interview], None], what: str) -> Run:
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


async def _show_plan(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
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


def _read_help(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    return CommandAnswer(build_help_message())


_FORGET = show_after_recording(lambda context, spoken: build_forget_form(context, spoken.asker, spoken.typed.rest))
_DIGEST = show_after_recording(lambda context, asked: build_digest_settings_modal(context, asked.asker.person))
_PORTFOLIO = show_after_recording(lambda context, asked: build_portfolio_message(context, asked.asker))
_PAUSE = _change_interview(interview_actions.pause_and_announce, "the interview is paused.")
_RESUME = _change_interview(interview_actions.resume_and_ask, "the interview goes on.")
_FINISH = _change_interview(
    interview_actions.finish_early, "the interview is finished; the rating comes there in about a minute."
)

COMMANDS = (
    Command(
        "status",
        {"[NAME]": "where a pilot stands"},
        Right.READ_STATUS,
        views.read_status,
        synonyms="show where state stage",
    ),
    Command("list", {"": "the pilots you may see"}, Right.LOOK_AROUND, views.read_list, synonyms="all pilots"),
    Command(
        "start",
        {"[NAME]": "start a pilot; of one that was assessed, ask again what has changed"},
        Right.START,
        runs=_start_pilot,
        synonyms="new create add begin",
        effect="changed",
    ),
    Command(
        "plan",
        {"[NAME]": "the production plan, with its file"},
        Right.READ_PLAN,
        views.read_plan,
        _show_plan,
        "roadmap",
        "exported",
    ),
    Command(
        "actions",
        {
            "": "what you have to do, over all your pilots",
            "NAME": "everything that has to be done in a pilot, and how far it is",
        },
        Right.LOOK_AROUND,
        views.read_actions,
        synonyms="todo todos tasks mine",
    ),
    Command(
        "portfolio",
        {"": "all your pilots side by side: what they lack together, what stands still"},
        Right.LOOK_AROUND,
        runs=_PORTFOLIO,
    ),
    Command(
        "digest",
        {"": "your weekly digest: when it comes, what it holds, what it would say now"},
        Right.SET_DIGEST,
        runs=_DIGEST,
        synonyms="weekly summary report",
    ),
    Command(
        "pause",
        {"[NAME]": "pause the interview"},
        Right.PAUSE,
        runs=_PAUSE,
        synonyms="stop hold wait interrupt",
        effect="changed",
    ),
    Command(
        "resume", {"[NAME]": "go on with it"}, Right.RESUME, runs=_RESUME, synonyms="continue unpause", effect="changed"
    ),
    Command(
        "finish",
        {"[NAME]": "end it now; what is not known stays unknown"},
        Right.FINISH,
        runs=_FINISH,
        synonyms="end done close complete rate",
        effect="changed",
    ),
    Command(
        "forget",
        {
            "": "have what you said taken out of everything I keep",
            "NAME": "delete a pilot that you lead, with all that is kept of it",
        },
        Right.FORGET_OWN,
        runs=_FORGET,
        synonyms="delete erase remove privacy gdpr",
    ),
    Command("help", {"": "this list"}, Right.LOOK_AROUND, _read_help, synonyms="how commands"),
)
"""In the order of /pilot help."""
_BY_WORD = {known.word: known for known in COMMANDS}
