"""What the plan is told in, sentence by sentence: how much is named, and what is one and what are several."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.summary import build_dated_sentences
from tests.domain.plans import Levels, a_plan, all_at, an_assessment
from tests.support.builders import a_plan as small_plan
from tests.support.builders import an_action


def told(knowledge: Knowledge, levels: Levels, disputed: tuple[str, ...] = ()) -> tuple[str, ...]:
    return a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, **levels), disputed=disputed)).summary


@pytest.mark.parametrize(
    ("weak", "named"),
    [
        (("systems",), "systems"),
        (("systems", "data"), "systems and data"),
        (("systems", "data", "volume"), "systems and data"),
    ],
)
def test_up_to_two_that_hold_it_back_most_are_named(knowledge: Knowledge, weak: tuple[str, ...], named: str) -> None:
    sentence = told(knowledge, dict.fromkeys(weak, 0))[1]
    assert sentence == f"What holds it back most is integration, above all: {named}."


@pytest.mark.parametrize(
    ("unknown", "named"),
    [
        (("systems", "data", "volume"), "systems, data and volume"),
        (("systems", "data", "volume", "owner"), "4 of the criteria"),
    ],
)
def test_up_to_three_that_are_open_are_named_and_more_are_counted(
    knowledge: Knowledge, unknown: tuple[str, ...], named: str
) -> None:
    sentence = told(knowledge, dict.fromkeys(unknown))[2]
    assert sentence == f"How it stands with {named} is not known yet: that is settled first."


def test_two_views_of_something_are_settled_first(knowledge: Knowledge) -> None:
    sentence = told(knowledge, {}, ("owner",))[2]
    assert sentence == "Two views of owner stand against each other: that is settled first."


@pytest.mark.parametrize(
    ("actions", "people", "many", "who"),
    [
        (1, 1, "One action leads to", "with one person at work."),
        (2, 2, "2 actions lead to", "with 2 people working side by side."),
    ],
)
def test_one_action_leads_and_several_lead(actions: int, people: int, many: str, who: str) -> None:
    plan = small_plan(actions=[an_action(f"a{number}") for number in range(actions)], team_size=people)
    length, *_ = build_dated_sentences(plan)
    assert length.startswith(f"{many} live proof by ")
    assert length.endswith(who)
