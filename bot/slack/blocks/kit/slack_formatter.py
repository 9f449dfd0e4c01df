"""SlackPen: words put together by the core, dressed for Slack: bold, mentions, and what people wrote doing nothing."""

from bot.domain.core.people import Person
from bot.slack.blocks.kit.text import mention, name, plain, quoted


class SlackPen:
    def strong(self, ready: str) -> str:
        return f"*{ready}*"

    def name(self, pilot: str) -> str:
        return name(pilot)

    def person(self, who: Person) -> str:
        return mention(who)

    def plain(self, text: str) -> str:
        return plain(text)

    def quoted(self, text: str) -> str:
        return quoted(text)
