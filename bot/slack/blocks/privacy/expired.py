"""Messages of what is kept for so long and no longer: before it goes, in its place, and to those named in it."""

from datetime import datetime

from bot.domain.core.people import Pilot
from bot.domain.core.phrases import format_date
from bot.domain.forgetting.retention import UnusedPilot
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_name
from bot.wording.formatter import format_count


def build_pilot_unused_message(unused: UnusedPilot, days: int, end: datetime) -> MessageContent:
    """To its lead, in time."""
    name = format_name(unused.pilot.name)
    return kit.build_text_message(
        f"{AT_RISK} _{name}_ was last used on {format_date(unused.used.date())}. Here a pilot that nobody uses for "
        f"{format_count(days, 'day')} is deleted, with everything that is kept of it: this one on "
        f"{format_date(end.date())}. Whatever you do with it keeps it; `/pilot status {name}` is enough."
    )


def build_deleted_by_rule_message() -> MessageContent:
    return kit.build_note("This was about a pilot that nobody used any more. It was deleted; nothing of it is kept.")


def build_pilot_expired_message(pilot: Pilot, days: int) -> MessageContent:
    return kit.build_text_message(
        f"_{format_name(pilot.name)}_ was deleted, since nobody used it for {format_count(days, 'day')}: its "
        "interviews, assessments, plans, canvas and files are gone, and my messages about it say so. Messages that "
        "people wrote themselves stay in Slack."
    )


def build_digest_expired_message() -> MessageContent:
    return kit.build_note("This digest was kept for long enough, and is gone.")
