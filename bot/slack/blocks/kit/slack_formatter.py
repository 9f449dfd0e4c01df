"""SlackPen: words put together by the core, dressed for Slack: bold, mentions, and what people wrote doing nothing."""

from bot.slack.blocks.kit.phrases import format_mention, format_name, format_quote
from bot.slack.blocks.kit.text import escape_text


class SlackTextFormatter:
    def format_bold(self, ready: str) -> str:
        return f"*{ready}*"

    format_pilot_name = staticmethod(format_name)
    format_person = staticmethod(format_mention)
    escape_text = staticmethod(escape_text)
    format_quote = staticmethod(format_quote)
