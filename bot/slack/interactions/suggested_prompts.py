"""Prompts: what Slack suggests to whoever opens the app's messages, and the answers; the manifest names the same."""

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview import direct_message
from bot.slack.blocks.pilots import status
from bot.slack.context import SlackContext
from bot.slack.interactions.commands import answer_read_command, build_help_message
from bot.slack.views.commands import Asker, TypedCommand

START = "I want to take an AI pilot to production."
WHERE = "Where do my pilots stand?"
MINE = "Which questions are open for me?"
HOW = "How does the interview work, and who sees what I say?"


async def answer_prompt(context: SlackContext, text: str, asker: Asker) -> MessageContent | None:
    """None for what is no suggested prompt: people's own words."""
    said = " ".join(text.split()).rstrip(".!?").casefold()
    if said == _normalize_prompt(START):
        return status.build_start_help_message()
    if said == _normalize_prompt(WHERE):
        return await answer_read_command(context.viewing, TypedCommand("list", ""), asker)
    if said == _normalize_prompt(MINE):
        return direct_message.build_open_questions_message(await context.view_builder.list_open_questions(asker.person))
    if said == _normalize_prompt(HOW):
        return direct_message.build_interview_help_message(context.deps.knowledge)
    worded = bool(context.deps.knowledge.inquiry_words.languages)  # then help is one of many words, and fits the place
    return build_help_message() if said == "help" and not worded else None


def _normalize_prompt(prompt: str) -> str:
    return prompt.rstrip(".!?").casefold()
