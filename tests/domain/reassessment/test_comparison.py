from datetime import timedelta

import pytest
from hypothesis import given

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.reassessment.comparison import Comparison, compare_assessments
from bot.domain.reassessment.snapshot import has_improved
from tests.domain.newer import newer
from tests.domain.plans import CRITERIA, PAOLO, Levels, all_at, an_assessment, some_levels
from tests.support.chance import some_examples

several = some_examples(1.0)


@pytest.fixture(scope="module")
def framework(knowledge: Knowledge) -> Framework:
    return knowledge.framework


def again(made: Assessment, **fields: object) -> Assessment:
    later = {"id": "i2-a2", "interview_id": "i2", "made_at": made.made_at + timedelta(days=30)}
    return made.model_copy(update=later | fields)


def moved(framework: Framework, before: Levels, after: Levels) -> Comparison:
    return compare_assessments(an_assessment(framework, before), again(an_assessment(framework, after)), framework)


def test_what_rose_comes_before_what_fell_and_each_says_from_where_to_where(framework: Framework) -> None:
    found = moved(framework, all_at(2, owner=1, data=3), all_at(2, owner=3, data=1))
    assert [(c.criterion, c.before, c.after, c.has_risen) for c in found.levels] == [
        ("owner", 1, 3, True),
        ("data", 3, 1, False),
    ]
    means = {change.pillar: change.after.mean - change.before.mean for change in found.pillars}
    assert means == {"integration": -0.5, "ownership": 0.5, "governance": 0, "value": 0}


def test_of_all_that_was_said_anew_the_last_two_sentences_are_told(framework: Framework) -> None:
    before = an_assessment(framework, all_at(2))
    said = [
        Evidence(
            id=f"n{n}", criterion="owner", level=3, quote="Yes", sentence=f"Yes {n}.", turn_id="t9", speaker=PAOLO.id
        )
        for n in range(3)
    ]
    higher = before.get_rating("owner").model_copy(update={"level": 3, "evidence_ids": tuple(one.id for one in said)})
    ratings = tuple(higher if rating.criterion == "owner" else rating for rating in before.ratings)
    now = again(before, ratings=ratings, evidence=(*before.evidence, *said))
    (change,) = compare_assessments(before, now, framework).levels
    assert [reason.text for reason in change.because] == ["Yes 1.", "Yes 2."]


def test_to_learn_that_something_is_absent_is_a_rise(framework: Framework) -> None:
    (learnt,) = moved(framework, all_at(2, data=None), all_at(2, data=0)).levels
    assert learnt.has_risen
    assert has_improved({"data": None}, {"data": 0}) and not has_improved({"data": 0}, {"data": None})


def test_what_became_known_rose_and_what_nobody_can_say_any_more_fell(framework: Framework) -> None:
    found = moved(framework, all_at(2, owner=None), all_at(2, data=None))
    assert [(c.criterion, c.has_risen) for c in found.levels] == [("owner", True), ("data", False)]


def test_a_level_that_moved_is_told_with_the_words_that_were_not_there_before(framework: Framework) -> None:
    before = an_assessment(framework, all_at(2, owner=1))
    now = again(an_assessment(framework, all_at(2, owner=3)))
    said = Evidence(
        id="new", criterion="owner", level=3, quote="I accept", sentence="I accept it.", turn_id="t9", speaker=PAOLO.id
    )
    ratings = tuple(
        r.model_copy(update={"evidence_ids": (*r.evidence_ids, "new")}) if r.criterion == "owner" else r
        for r in now.ratings
    )
    (change,) = compare_assessments(
        before, now.model_copy(update={"evidence": (*now.evidence, said), "ratings": ratings}), framework
    ).levels
    assert [(reason.text, reason.speaker) for reason in change.because] == [("I accept it.", PAOLO.id)]


def test_a_disagreement_that_arose_or_was_settled_is_a_change(framework: Framework) -> None:
    before = an_assessment(framework, all_at(2), disputed=("owner",))
    found = compare_assessments(before, again(an_assessment(framework, all_at(2), disputed=("data",))), framework)
    assert {(c.criterion, c.dispute) for c in found.levels} == {("owner", "settled"), ("data", "arose")}


def test_where_nothing_changed_no_level_is_told(framework: Framework) -> None:
    assert moved(framework, all_at(2), all_at(2)).levels == ()


@several
@given(some_levels(), some_levels())
def test_exactly_what_differs_is_told(knowledge: Knowledge, before: Levels, after: Levels) -> None:
    found = moved(knowledge.framework, before, after)
    assert {c.criterion for c in found.levels} == {c for c in CRITERIA if before[c] != after[c]}
    assert found.new == found.gone == ()


# --- under another version of the framework ---------------------------------------------------------


@pytest.mark.parametrize("remembers", [True, False])
def test_assessments_of_two_versions_are_compared_where_both_asked(framework: Framework, *, remembers: bool) -> None:
    renewed = newer(framework, remembers=remembers)
    before = an_assessment(framework, all_at(2, owner=1, audit=1))
    after = again(an_assessment(renewed, all_at(2, owner=3, drills=3)))
    found = compare_assessments(before, after, renewed)
    assert [(c.name, c.before, c.after) for c in found.levels] == [("Answerable leader", 1, 3)]
    assert found.levels[0].ladder_changed == remembers
    assert found.new == ("Drills",)
    assert found.gone == (("Audit trail",) if remembers else ("Audit",))
    assert {p.pillar for p in found.pillars} == {"integration", "ownership", "value"}
