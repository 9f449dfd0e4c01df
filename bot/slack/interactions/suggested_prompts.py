"""Prompts: what Slack suggests to whoever opens the app's messages, and the answers; the manifest names the same."""

from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import MessageContent
from bot.services.messaging.outbox_events import SuggestPrompts
from bot.services.queries.pilot_choice import find_pilot_by_name
from bot.services.worker.handler import Result
from bot.slack.blocks.interview import direct_message
from bot.slack.blocks.pilots import status
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import MessagesOpened
from bot.slack.interactions.commands import answer_command, answer_read_command, build_help_message
from bot.slack.registry.typed_commands import CommandRequest
from bot.slack.views.commands import Asker, TypedCommand
from bot.slack.views.prompts import ACTIONS, HOW, MINE, RESUME, START, WHERE


async def suggest_prompts(context: SlackContext, told: MessagesOpened, claim: Claim) -> Result:
    prompts = await context.view_builder.list_prompts(told.person)
    wanted = SuggestPrompts(channel=told.channel, prompts=prompts)
    return Result(lambda uow: uow.events.add(wanted.to_event(f"prompts:{claim.event.id}", f"dm:{told.person}")))


async def answer_prompt(context: SlackContext, text: str, asker: Asker, key: str) -> MessageContent | None:
    """None for what is no suggested prompt: people's own words. `key`: by which it is carried out once."""
    if name := await _find_named_pilot(context, text, asker):
        resumed = await answer_command(context, CommandRequest(TypedCommand("resume", name), asker, key))
        return resumed if isinstance(resumed, MessageContent) else None
    return await _answer_set_phrase(context, text, asker)


async def _answer_set_phrase(context: SlackContext, text: str, asker: Asker) -> MessageContent | None:
    said = " ".join(text.split()).rstrip(".!?").casefold()
    if said == _normalize_prompt(START):
        return status.build_start_help_message()
    if said == _normalize_prompt(WHERE):
        return await answer_read_command(context.viewing, TypedCommand("list", ""), asker)
    if said == _normalize_prompt(ACTIONS):
        return await answer_read_command(context.viewing, TypedCommand("actions", ""), asker)
    if said == _normalize_prompt(MINE):
        return direct_message.build_open_questions_message(await context.view_builder.list_open_questions(asker.person))
    if said == _normalize_prompt(HOW):
        return direct_message.build_interview_help_message(context.deps.knowledge)
    worded = bool(context.deps.knowledge.inquiry_words.languages)  # then help is one of many words, and fits the place
    return build_help_message() if said == "help" and not worded else None


async def _find_named_pilot(context: SlackContext, text: str, asker: Asker) -> str | None:
    """Of what is to be resumed, where that names a pilot which this person sees."""
    begins, name = text.strip()[: len(RESUME)], text.strip()[len(RESUME) :].strip()
    if begins.casefold() != RESUME.casefold():
        return None
    found = await context.deps.transactions.run(lambda uow: find_pilot_by_name(uow, asker.person, name))
    return found.pilot.name if found is not None else None


def _normalize_prompt(prompt: str) -> str:
    return prompt.rstrip(".!?").casefold()
