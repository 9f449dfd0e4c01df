"""What somebody is answered who asks for what is kept of them."""

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit


def build_export_coming_message() -> MessageContent:
    return kit.build_note(
        "I'm putting together everything I keep of you. It comes as a file into our direct messages, usually within a "
        "minute; nobody else gets it."
    )
