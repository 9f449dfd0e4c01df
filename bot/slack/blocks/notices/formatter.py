"""The part of the Slack formatter that words what the platform brings or no longer has."""

from bot.slack.blocks.notices import departed, unread


class SlackPlatformFormatter:
    format_files_unreadable = staticmethod(unread.build_unreadable_files_message)
    format_wordless = staticmethod(unread.build_wordless_message)
    format_departure = staticmethod(departed.build_departed_message)
    format_forward_unread = staticmethod(unread.build_forward_unread_message)
