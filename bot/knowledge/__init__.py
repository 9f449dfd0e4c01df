"""Loads knowledge/ into domain objects, and refuses it, naming file and key, when it doesn't hold together."""

from pathlib import Path

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge.checking import contradictions
from bot.knowledge.problem import Problem
from bot.knowledge.reading import Unreadable, read_framework, read_guide, read_lifts, read_passages, read_practices

__all__ = ["load_knowledge"]

_PARTS = {
    "framework": read_framework,
    "guide": read_guide,
    "passages": read_passages,
    "practices": read_practices,
    "lifts": read_lifts,
}


def load_knowledge(directory: Path) -> Knowledge:
    """Everything of `directory`, checked. Raises KnowledgeInvalid with all problems found, one a line."""
    parts: dict[str, object] = {}
    problems: list[Problem] = []
    for name, read in _PARTS.items():
        try:
            parts[name] = read(directory)
        except Unreadable as unreadable:
            problems.extend(unreadable.problems)
    _refuse(problems, directory)
    knowledge = Knowledge.model_validate(parts)
    _refuse(list(contradictions(knowledge)), directory)
    return knowledge


def _refuse(problems: list[Problem], directory: Path) -> None:
    if problems:
        raise KnowledgeInvalid("\n".join(problem.told(directory) for problem in problems))
