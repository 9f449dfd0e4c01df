"""Keeping the lead told how far those are who were asked directly: one message, renewed in place."""

from bot.domain.asking.invitation import build_receipt, list_informed
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessagePart, build_part
from bot.services.messaging.invitation_formatter import OpeningMessageFormatter
from bot.services.messaging.outbox import replace_part
from bot.services.ports.core import UnitOfWork

_RECEIPT = "receipt"


def build_receipt_part(
    uow: UnitOfWork, voice: OpeningMessageFormatter, team: Team, interview: Interview
) -> MessagePart | None:
    """None where there is nobody to tell of; and in a channel, whose thread shows it."""
    if team.channel is not None:
        return None
    wanting = [one for one in list_informed(team) if uow.digests.get_settings(one).wants(team.pilot.id)]
    receipt = build_receipt(team, interview, wanting)
    if receipt.is_empty:
        return None
    return build_part(_RECEIPT, voice.format_invitation_receipt(receipt))


def refresh_invitation_receipt(uow: UnitOfWork, voice: OpeningMessageFormatter, interview: Interview) -> None:
    """As things stand now."""
    part = build_receipt_part(uow, voice, uow.teams.get(interview.pilot.id), interview)
    if part is not None:
        replace_part(uow, interview.id, part)
