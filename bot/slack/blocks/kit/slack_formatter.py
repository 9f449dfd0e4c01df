"""SlackPen: words put together by the core, dressed for Slack: bold, mentions, and what people wrote doing nothing."""

from bot.domain.core.people import Person
from bot.slack.blocks.kit.text import escape_text, format_mention, format_name, format_quote


class SlackTextFormatter:
    def format_bold(self, ready: str) -> str:
        return f"*{ready}*"

    def format_pilot_name(self, pilot: str) -> str:
        return format_name(pilot)

    def format_person(self, who: Person) -> str:
        return format_mention(who)

    def escape_text(self, text: str) -> str:
        return escape_text(text)

    def format_quote(self, text: str) -> str:
        return format_quote(text)
