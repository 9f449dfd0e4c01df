"""Voice: how what came of a free question is worded, as a port."""

from typing import Protocol

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.help import HelpSituation
from bot.domain.inquiry.person_request import PersonAnswer
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent


class InquiryMessageFormatter(Protocol):
    """What is said to people who ask something, or tell something, outside of a question of ours."""

    def format_record_answer(
        self, answer: RecordAnswer, *, back: bool = False, reader: str | None = None
    ) -> MessageContent:
        """Each claim with where it can be looked up. `back`: the question that waits follows once more. `reader`: who
        alone reads it."""

    def format_inquiry_help(self, situation: HelpSituation) -> MessageContent:
        """What can be done and asked where the person stands."""

    def format_person_request(self, team: Team, asker: Person, where: str | None) -> MessageContent:
        """To the lead: somebody wants to talk to a human. `where`: the address of what they wrote, where that is no
        direct message."""

    def format_person_answer(self, answer: PersonAnswer, asker: Person) -> MessageContent:
        """To who wants that: who was told, or why nobody."""

    def format_evidence_offer(self, offered: tuple[EvidenceProposal, ...]) -> MessageContent:
        """To somebody who tells something outside of the interview: it may be added to one of these."""
