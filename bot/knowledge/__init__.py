"""Loads knowledge/ into domain objects, and refuses it, naming file and key, when it doesn't hold together.

A new key of a file is read and checked here; what the files say is no matter of code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge.checking import find_contradictions
from bot.knowledge.problem import Problem
from bot.knowledge.reading import (
    UnreadableFile,
    read_framework,
    read_guide,
    read_passages,
    read_practices,
    read_shared_remedies,
)

__all__ = ["load_knowledge"]

_PARTS = {
    "framework": read_framework,
    "guide": read_guide,
    "practices": read_practices,
    "remedies": read_shared_remedies,
}


def load_knowledge(directory: Path) -> Knowledge:
    """Everything of `directory`, checked. Raises KnowledgeInvalid with all problems found, one a line."""
    parts: dict[str, object] = {}
    problems: list[Problem] = []
    for name, read in _PARTS.items():
        with _collect_problems(problems):
            parts[name] = read(directory)
    with _collect_problems(problems):
        framework = parts.get("framework")
        parts["passages"] = read_passages(directory, framework if isinstance(framework, Framework) else None)
    _raise_problems(problems, directory)
    knowledge = Knowledge.model_validate(parts)
    _raise_problems(list(find_contradictions(knowledge)), directory)
    return knowledge


@contextmanager
def _collect_problems(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except UnreadableFile as unreadable:
        problems.extend(unreadable.problems)


def _raise_problems(problems: list[Problem], directory: Path) -> None:
    if problems:
        raise KnowledgeInvalid("\n".join(problem.format_line(directory) for problem in problems))
