"""What goes before what: in the gaps of a pilot, and among the practices that close them."""

import pytest

from bot.domain.assessment.gap import Gap
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan_contents.reasons import list_reasons
from bot.domain.planning.practice_selection import ChosenPractice, list_gaps_by_weight
from tests.domain.plans import DANA, all_at, an_assessment
from tests.domain.talk import some_evidence


@pytest.mark.parametrize("to_level", [1, 2, 3, 4])
def test_only_the_step_out_of_nothing_is_urgent(knowledge: Knowledge, to_level: int) -> None:
    practice = next(one for one in knowledge.practices.practices if one.to_level is not None)
    step = practice.model_copy(update={"to_level": to_level, "settles": None})
    gap = Gap(criterion="data", kind="level", now=0, target=3)
    assert ChosenPractice(id="p", practice=step, gap=gap).is_urgent == (to_level == 1)


def test_in_a_pillar_what_nobody_could_say_weighs_as_what_is_absent(knowledge: Knowledge) -> None:
    def order(**levels: int | None) -> list[str]:
        gaps = list_gaps_by_weight(an_assessment(knowledge.framework, all_at(3, **levels)), knowledge.framework)
        return [gap.criterion for gap in gaps]

    assert order(systems=1, data=None) == ["data", "systems"], "before what is at 1"
    assert order(systems=None, data=0) == ["systems", "data"], "beside what is at 0, in the framework's order"
    assert order(systems=0, data=None) == ["systems", "data"]


def test_a_level_is_told_with_the_two_sentences_that_tell_most_in_the_order_of_the_review(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(2))
    said = [
        some_evidence("data", 2, f"t{n}", by=DANA).model_copy(update={"sentence": f"Sentence {n}."}) for n in range(3)
    ]
    rated = made.get_rating("data").model_copy(update={"evidence_ids": tuple(item.id for item in reversed(said))})
    ratings = tuple(rated if rating.criterion == "data" else rating for rating in made.ratings)
    later = made.model_copy(update={"evidence": tuple(said), "ratings": ratings})
    gap = Gap(criterion="data", kind="level", now=2, target=3)
    reasons = list_reasons(gap, later, knowledge.framework)
    assert [reason.text for reason in reasons] == ["Sentence 2.", "Sentence 1."]
