"""The words of `/pilot`, each registered once, and how one is answered inside Slack's three seconds, by no model."""

import difflib
from contextlib import suppress
from functools import partial
from itertools import takewhile

from bot.domain.access.right import Right
from bot.domain.audit.act import Act
from bot.domain.core.errors import AmbiguousPilot, InvalidInput, MoveRefused, NoPilots, NoSuchPilot
from bot.domain.messaging.message import MessageContent
from bot.services.conversation import interview_actions
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilot_choice import select_pilot
from bot.services.queries.pilots import QueryDependencies
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.pilots import status
from bot.slack.context import SlackContext
from bot.slack.interactions.command_steps import change_interview, send_export, show_plan, start_pilot
from bot.slack.interactions.leader_interactions import build_digest_settings_modal, show_portfolio
from bot.slack.interactions.privacy_interactions import build_forget_form
from bot.slack.registry.auditing import build_command_act, record_act
from bot.slack.registry.typed_commands import Command, CommandRequest, show_after_recording, show_recorded
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


def _read_help(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    return CommandAnswer(build_help_message())


_FORGET = show_after_recording(lambda context, spoken: build_forget_form(context, spoken.asker, spoken.typed.rest))
_DIGEST = show_after_recording(lambda context, asked: build_digest_settings_modal(context, asked.asker.person))
_PAUSE = change_interview(interview_actions.pause_and_announce, "the interview is paused.")
_RESUME = change_interview(interview_actions.resume_and_ask, "the interview goes on.")
_FINISH = change_interview(
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
        runs=start_pilot,
        synonyms="new create add begin",
        effect="changed",
    ),
    Command(
        "plan",
        {"[NAME]": "the production plan, with its file"},
        Right.READ_PLAN,
        views.read_plan,
        show_plan,
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
        runs=show_portfolio,
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
        "export",
        {"": "get everything that I keep of you, as a file"},
        Right.EXPORT_OWN,
        runs=send_export,
        synonyms="download takeout records",
        effect="exported",
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
