"""Every recorded team is asked and rated as when it was last looked at: a change shows which team it concerns.

All together they are read as well as the page on evaluation says.
"""

import json

import pytest

from bot.console.overview import build_replay_summary
from tests.conftest import ROOT
from tests.journeys.replays import INTERVIEWS, RECORDED, Replays

KNOWN = json.loads((ROOT / "tests/evals/replays.json").read_text())
"""By recording: the levels, and what was asked, in order, as kind and criteria."""
UNSEEN = [name for name, path in RECORDED.items() if path.parent.name == "unseen"]


@pytest.mark.parametrize("name", RECORDED)
def test_a_replay_asks_and_rates_as_before(name: str, replays: Replays) -> None:
    replayed = build_replay_summary(replays.get(name).result)
    assert replayed["levels"] == KNOWN[name]["levels"]
    asked = [f"{question['kind']} {' '.join(question['criteria'])}".strip() for question in replayed["questions"]]
    assert asked == KNOWN[name]["asked"]


def test_the_recorded_teams_are_read_as_well_as_the_page_on_evaluation_says(replays: Replays) -> None:
    result = replays.evaluate(INTERVIEWS)
    assert result.kappa is not None and result.kappa >= 0.9
    assert result.known_f1 >= 0.95
    assert result.quotes_verbatim
    criteria = replays.knowledge.framework.criterion_ids
    assert result.questions_median <= 0.75 * len(criteria), "three questions for four criteria"


def test_teams_that_the_rules_were_not_written_with_are_read_well_enough(replays: Replays) -> None:
    result = replays.evaluate(UNSEEN)
    assert result.kappa is not None and result.kappa >= 0.7
    assert result.known_f1 >= 0.9
    assert result.quotes_verbatim
