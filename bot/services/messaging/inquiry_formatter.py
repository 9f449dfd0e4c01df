"""Voice: how what came of a free question is worded, as a port."""

from typing import Protocol

from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.help import HelpSituation
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent


class InquiryMessageFormatter(Protocol):
    """What is said to people who ask something, or tell something, outside of a question of ours."""

    def format_record_answer(self, answer: RecordAnswer, *, back: bool = False) -> MessageContent:
        """Each claim with where it can be looked up. `back`: the question that waits follows once more."""

    def format_inquiry_help(self, situation: HelpSituation) -> MessageContent:
        """What can be done and asked where the person stands."""

    def format_evidence_offer(self, offered: tuple[EvidenceProposal, ...]) -> MessageContent:
        """To somebody who tells something outside of the interview: it may be added to one of these."""
