"""For the gallery: what is said of files, forwards, people and channels that Slack can't bring or has lost."""

from collections.abc import Iterator

from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.notices import unread
from tests.slack.plain_text import Shown
from tests.slack.samples import MARIEKE


def noticing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    yield "A file instead of words", unread.build_unreadable_files_message(("quarterly.xlsx",), beside=False)
    yield "Files beside words", unread.build_unreadable_files_message(("a.xlsx", "b.pdf"), beside=True)
    yield "No words at all", unread.build_wordless_message()
    yield "Forwarded, from nobody knows whom", unread.build_forward_unread_message(None, "unknown")
    yield "Forwarded, from an app", unread.build_forward_unread_message(MARIEKE, "app")
    yield "Forwarded, from a guest", unread.build_forward_unread_message(MARIEKE, "guest")
    yield "Forwarded, from somebody who left", unread.build_forward_unread_message(MARIEKE, "left")
