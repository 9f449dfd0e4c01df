"""A model that obeys whoever writes to it: the top level, quoting the order, for as much as it is let."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from bot.domain.quotation.sentences import split_sentences
from tests.llm.replies import a_mapping, a_rating, a_reading
from tests.support.model_server import Reply, Request

Readings = Callable[[tuple[str, ...], tuple[str, ...]], Iterable[dict[str, Any]]]


def every_criterion_by_all(criteria: tuple[str, ...], sentences: tuple[str, ...]) -> list[dict[str, Any]]:
    """All of the message for each criterion."""
    return [a_reading(criterion, 4, *sentences) for criterion in criteria]


def every_criterion_by_one(criteria: tuple[str, ...], sentences: tuple[str, ...]) -> list[dict[str, Any]]:
    """A sentence each, in turn."""
    return [a_reading(c, 4, sentences[place % len(sentences)]) for place, c in enumerate(criteria)]


def obeying(
    text: str, criteria: tuple[str, ...], read: Readings = every_criterion_by_all
) -> Callable[[Request], Reply]:
    """Answers what a mapping asks for, and proposes the top in every review."""
    sentences = tuple(span.extract_from(text) for span in split_sentences(text)) or (text,)

    def answer(request: Request) -> Reply:
        if "map" in request.form.lower():
            return a_mapping(*read(criteria, sentences))
        cited = re.findall(r"^(t\d+[.\w]*) \(", request.user, re.M)
        return {"ratings": [a_rating(criterion, 4, *cited) for criterion in criteria]}

    return answer
