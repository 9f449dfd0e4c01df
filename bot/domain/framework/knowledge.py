"""Knowledge: everything of knowledge/ that the rules and the analyst work from."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

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

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text and id in it: what it says is nobody's of a team."""
        return tuple(_list_texts(self.model_dump(mode="json", exclude={"framework": {"earlier"}})))

    def find_passage(self, passage_id: str) -> Passage | None:
        return next((passage for passage in self.passages if passage.id == passage_id), None)


def _list_texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from map(str, tree)
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        for item in tree:
            yield from _list_texts(item)
    elif isinstance(tree, str):
        yield tree
