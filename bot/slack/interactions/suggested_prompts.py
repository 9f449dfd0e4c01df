"""Prompts: what Slack suggests to whoever opens the app's messages, and the answers; the manifest names the same."""

from bot.domain.messaging.message import Post
from bot.slack.blocks.interview import direct_message
from bot.slack.blocks.pilots import status
from bot.slack.context import Reception
from bot.slack.views.commands import Asker, Command

START = "I want to take an AI pilot to production."
WHERE = "Where do my pilots stand?"
MINE = "Which questions are open for me?"
HOW = "How does the interview work, and who sees what I say?"
PROMPTS = {
    "Start with a pilot": START,
    "Where do my pilots stand?": WHERE,
    "What is asked of me?": MINE,
    "How does this work?": HOW,
}
"""Title and message, as many as Slack shows."""


async def answered(at: Reception, text: str, asker: Asker) -> Post | None:
    """None for what is no suggested prompt: people's own words."""
    said = " ".join(text.split()).rstrip(".!?").casefold()
    if said == _folded(START):
        return status.how_to_start()
    if said == _folded(WHERE):
        return await at.answers.answer(Command("list", ""), asker)
    if said == _folded(MINE):
        return direct_message.open_questions(await at.reading.waiting_of(asker.person))
    if said == _folded(HOW):
        return direct_message.how_it_works(at.desk.knowledge)
    return status.help_text() if said == "help" else None


def _folded(prompt: str) -> str:
    return prompt.rstrip(".!?").casefold()
