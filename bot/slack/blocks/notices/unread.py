"""Of a message that can't be taken in as it came: its files, what was forwarded with it, or no words at all."""

from collections.abc import Sequence

from bot.domain.core.people import Person
from bot.domain.messaging.message import MessageContent
from bot.services.messaging.platform_formatter import UnreadCause
from bot.slack.blocks.interview.evidence import build_author_unreachable_message
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_list, format_mention, format_name

_INSTEAD = "say in a sentence of your own what it shows"


def build_unreadable_files_message(names: Sequence[str], *, beside: bool) -> MessageContent:
    """`beside`: words stood with them, which are read."""
    files, many = format_list([format_name(name) for name in names]), len(names) > 1
    them, passage = ("them", "passages") if many else ("it", "passage")
    began = "I read your words, but I" if beside else "I"
    return kit.build_text_message(
        f"{began} can't read {files} yet. Paste the {passage}, or say in a sentence what counts in {them}; a link to "
        f"{them} is welcome as proof."
    )


def build_wordless_message() -> MessageContent:
    return kit.build_text_message("I find no words in that message. Say it in a sentence, and I'll take it in.")


def build_forward_unread_message(author: Person | None, cause: UnreadCause) -> MessageContent:
    """What is handed on counts only as its author's, who has to agree: where they can't be asked, it doesn't."""
    if author is not None and cause in {"guest", "outside"}:
        return build_author_unreachable_message(author, outside=cause == "outside")
    if author is not None and cause == "left":
        return kit.build_text_message(
            f"{format_mention(author)} wrote that, and has left this workspace: I can't ask whether it may count, so I "
            f"leave it out. If you know it yourself, {_INSTEAD}."
        )
    whose = "was written by an app, not by a person" if cause == "app" else "doesn't tell me who wrote it"
    return kit.build_text_message(
        f"The message you forwarded {whose}, so I leave it out. If you know it yourself, {_INSTEAD}."
    )
