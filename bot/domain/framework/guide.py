"""Guide and Passage: what is asked, why it is asked, and what is answered when people ask back."""

from bot.domain.core.model import Value


class OpeningQuestion(Value):
    text: str
    why: str
    probe: str = ""
    """Asked once where the answer tells nothing of the pilot; empty: never."""


class Topic(Value):
    """One open question that naturally brings out one criterion or two neighbouring ones."""

    id: str
    criteria: tuple[str, ...]
    question: str
    why: str


class CriterionGuide(Value):
    criterion: str
    question: str
    probes: tuple[str, ...]
    why: str
    passage: str


class Guide(Value):
    opening: OpeningQuestion
    topics: tuple[Topic, ...]
    criteria: tuple[CriterionGuide, ...]
    dont_know: tuple[str, ...] = ()
    """Whole messages, in any language, that say nothing but that the person doesn't know."""

    def get_criterion_guide(self, criterion_id: str) -> CriterionGuide:
        return next(entry for entry in self.criteria if entry.criterion == criterion_id)


class Passage(Value):
    id: str
    title: str
    keywords: tuple[str, ...]
    source: str
    text: str
