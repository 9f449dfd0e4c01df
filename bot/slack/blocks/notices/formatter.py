"""The part of the Slack formatter that words what the platform brings or no longer has."""

from bot.slack.blocks.notices import channels, departed, unread


class SlackPlatformFormatter:
    format_files_unreadable = staticmethod(unread.build_unreadable_files_message)
    format_wordless = staticmethod(unread.build_wordless_message)
    format_departure = staticmethod(departed.build_departed_message)
    format_channel_changed = staticmethod(channels.build_channel_changed_message)
    format_forward_unread = staticmethod(unread.build_forward_unread_message)
