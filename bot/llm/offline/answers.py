"""Answers: the passage of the framework that best fits a question asked back."""

import re

from bot.domain.assessment.review import CitedAnswer
from bot.domain.framework.guide import Passage
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.turn import Question

_WORD = re.compile(r"[a-z0-9]+")
_FITS_WELL = 1.5
"""A keyword phrase of the passage, or three of its single words."""


def answer_by_keywords(
    asked: str, open_question: Question | None, knowledge: Knowledge, common: frozenset[str]
) -> CitedAnswer:
    """The best passage's own text; where none fits well, what the open question is after; honest when nothing fits."""
    scored = [(_score_passage(passage, asked, common), passage) for passage in knowledge.passages]
    best, passage = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if passage is not None and best >= _FITS_WELL:
        return CitedAnswer(text=passage.text, citations=(passage.id,))
    if open_question is not None and open_question.criteria:
        return _answer_from_criteria(open_question, knowledge)
    return CitedAnswer(text="I have nothing written on that, and I'd rather not guess.")


def _score_passage(passage: Passage, asked: str, common: frozenset[str]) -> float:
    """Words of the question found in the keywords and the title; a whole keyword phrase counts more."""
    words = _split_words(asked) - common
    text = " ".join(_WORD.findall(asked.lower()))
    keywords = [" ".join(_WORD.findall(keyword.lower())) for keyword in (*passage.keywords, passage.title)]
    phrases = sum(1.0 + len(k.split()) for k in keywords if k and re.search(rf"\b{re.escape(k)}\b", text))
    return phrases + 0.5 * len(words & _split_words(" ".join(keywords)))


def _split_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _answer_from_criteria(question: Question, knowledge: Knowledge) -> CitedAnswer:
    """What the question wants to know, criterion by criterion."""
    criteria = [knowledge.framework.get_criterion(criterion) for criterion in question.criteria]
    after = " ".join(f"{criterion.name}: {criterion.asks}" for criterion in criteria)
    passages = tuple(knowledge.guide.get_criterion_guide(criterion.id).passage for criterion in criteria)
    text = f"I have nothing written on exactly that. What this question is after: {after}"
    return CitedAnswer(text=text, citations=passages)
