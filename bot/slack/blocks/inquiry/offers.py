"""The offer to add what somebody told us outside of an interview, made to them alone."""

from collections.abc import Sequence

from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.references import Reference

_MOST = 4


def build_evidence_offer_message(offered: Sequence[EvidenceProposal]) -> MessageContent:
    """To its author: by their click it counts, for the pilot that they choose."""
    buttons = [
        kit.build_button(f"Add to {one.pilot.name}", f"evidence_add_{n}", _build_reference(one))
        for n, one in enumerate(offered[:_MOST])
    ]
    about = f"_{format_name(offered[0].pilot.name)}_" if len(offered) == 1 else "one of your pilots"
    return kit.build_text_message(
        f"Shall this count for {about}? Said outside of the interview, it counts for nothing until you say so; then I "
        "read it like an answer and may quote you.",
        kit.build_buttons(*buttons),
    )


def _build_reference(proposed: EvidenceProposal) -> Reference:
    channel, message, thread = proposed.source
    return Reference(pilot=proposed.pilot.id, channel=channel, message=message, thread=thread, person=proposed.author)
