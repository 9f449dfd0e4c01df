"""What a plan's notes say, exactly at the limit and one beyond."""

import pytest

from bot.domain.planning.notes import list_plan_notes
from tests.support.builders import a_plan, an_action


@pytest.mark.parametrize(("weeks", "noted"), [(12, False), (13, True)])
def test_a_plan_longer_than_twelve_weeks_says_so(weeks: int, noted: bool) -> None:
    notes = list_plan_notes(a_plan(weeks=weeks))
    assert any("longer than the 8 to 12 weeks" in note for note in notes) == noted


@pytest.mark.parametrize(("week", "noted"), [(2, False), (3, True)])
def test_a_gate_moves_when_it_stands_later_than_its_phase(week: int, noted: bool) -> None:
    plan = a_plan(actions=(an_action(weeks=(1, week)),))
    (phase,) = plan.phases
    gate = phase.gate.model_copy(update={"week": week, "allowed": 2})
    notes = list_plan_notes(plan.model_copy(update={"phases": (phase.model_copy(update={"gate": gate}),)}))
    assert any(note.startswith("Gate wire moves from week 2 to week 3") for note in notes) == noted
    assert any(note.startswith("Gate") for note in notes) == noted


@pytest.mark.parametrize(("team_size", "hands"), [(1, "one person"), (2, "2 people")])
def test_a_gate_that_waits_for_free_hands_says_whose(team_size: int, hands: str) -> None:
    plan = a_plan(team_size=team_size, actions=(an_action(weeks=(1, 3)),))
    (phase,) = plan.phases
    gate = phase.gate.model_copy(update={"week": 3, "allowed": 2})
    (note, *_) = list_plan_notes(plan.model_copy(update={"phases": (phase.model_copy(update={"gate": gate}),)}))
    assert note.endswith(f"as early as {hands} can get to it.")
