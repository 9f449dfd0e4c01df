"""Loads knowledge/ into domain objects, and refuses it, naming file and key, when it doesn't hold together.

A new key of a file is read and checked here; what the files say is no matter of code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Framework
from bot.domain.framework.inquiry_words import InquiryWords
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge.checking import find_contradictions
from bot.knowledge.problem import Problem
from bot.knowledge.reading import (
    UnreadableFile,
    read_framework,
    read_guide,
    read_inquiry_words,
    read_known_risks,
    read_passages,
    read_person_words,
    read_practices,
    read_shared_remedies,
    read_strand,
)

__all__ = ["examine_knowledge", "load_knowledge"]

_PARTS = {
    "framework": read_framework,
    "guide": read_guide,
    "practices": read_practices,
    "remedies": read_shared_remedies,
    "person_words": read_person_words,
    "risks": read_known_risks,
    "strand": read_strand,
    "inquiry_words": read_inquiry_words,
}


def load_knowledge(directory: Path) -> Knowledge:
    """Everything of `directory`, checked. Raises KnowledgeInvalid with all problems found, one a line."""
    knowledge, problems = examine_knowledge(directory)
    if knowledge is None or problems:
        raise KnowledgeInvalid("\n".join(problems))
    return knowledge


def examine_knowledge(directory: Path) -> tuple[Knowledge | None, tuple[str, ...]]:
    """What can be read of it, and a line for each problem; None where a file can't be read."""
    parts: dict[str, object] = {}
    problems: list[Problem] = []
    for name, read in _PARTS.items():
        with _collect_problems(problems):
            parts[name] = read(directory)
    with _collect_problems(problems):
        framework = parts.get("framework")
        parts["passages"] = read_passages(directory, framework if isinstance(framework, Framework) else None)
        if isinstance(framework, Framework) and isinstance(words := parts.get("inquiry_words"), InquiryWords):
            parts["inquiry_words"] = words.fit_to(framework)
    knowledge = None if problems else Knowledge.model_validate(parts)
    found = problems if knowledge is None else find_contradictions(knowledge)
    return knowledge, tuple(problem.format_line(directory) for problem in found)


@contextmanager
def _collect_problems(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except UnreadableFile as unreadable:
        problems.extend(unreadable.problems)
