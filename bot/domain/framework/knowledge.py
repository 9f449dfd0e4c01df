"""Knowledge: everything of knowledge/ that the rules and the analyst work from."""

from bot.domain.core.model import Value
from bot.domain.core.person_words import PersonWords
from bot.domain.framework.framework import Framework
from bot.domain.framework.guide import Guide, Passage
from bot.domain.framework.inquiry_words import InquiryWords
from bot.domain.framework.known_risk import KnownRisks
from bot.domain.framework.practice import Practices
from bot.domain.framework.shared_remedy import SharedRemedies
from bot.domain.framework.strand import Strand


class Knowledge(Value):
    framework: Framework
    guide: Guide
    passages: tuple[Passage, ...]
    practices: Practices
    remedies: SharedRemedies
    person_words: PersonWords
    risks: KnownRisks = KnownRisks()
    strand: Strand = Strand()
    inquiry_words: InquiryWords = InquiryWords()

    def find_passage(self, passage_id: str) -> Passage | None:
        return next((passage for passage in self.passages if passage.id == passage_id), None)
