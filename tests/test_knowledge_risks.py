"""A register that leaves out a criterion, a trap or a finding is refused, and so is a row about nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge import load_knowledge
from tests.test_knowledge import Data, complaint_after, copy

__all__ = ["copy"]


def _row(about: str, /, **change: object) -> Callable[[Data], object]:
    return lambda data: next(row for row in data["risks"] if row["about"] == about).update(change)


def _without(about: str) -> Callable[[Data], object]:
    return lambda data: data.update(risks=[row for row in data["risks"] if row["about"] != about])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_without("systems"), "risks.systems: is missing"),
        (_without("orphaned"), "risks.orphaned: is missing"),
        (_without("ban"), "risks.ban: is missing"),
        (_row("data", role="wizard"), 'risks.data.role: no role "wizard"'),
        (_row("data", about="luck"), "risks.luck: is about no criterion of the stage, no trap and no kind of finding"),
        (lambda data: data["risks"].append(data["risks"][0]), "risks.systems: the id stands 2 times"),
        (lambda data: data["risks"][0].pop("title"), "risks.systems: has no title"),
        (_row("data", impact="grave"), "risks.1.impact: Input should be 'low', 'medium' or 'high'"),
    ],
)
def test_what_is_wrong_is_named(copy: Path, damage: Callable[[Data], object], said: str) -> None:
    assert said in complaint_after(copy, "risks.yaml", damage)


def test_a_directory_from_before_there_was_a_register_is_read_without_one(copy: Path) -> None:
    (copy / "risks.yaml").unlink()
    assert load_knowledge(copy).risks.risks == ()
