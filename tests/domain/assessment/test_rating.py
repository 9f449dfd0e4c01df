import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.assessment.rating import Rating, build_standings, find_standing
from bot.domain.assessment.review import PillarReview, ProposedRating, apply_review
from bot.domain.framework.framework import Pillar
from bot.domain.interview.evidence import Evidence
from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.domain.talk import DANA, PAOLO, some_evidence

FRAMEWORK = load_knowledge(FIXED_KNOWLEDGE).framework
PILLAR: Pillar = FRAMEWORK.get_pillar("integration")
LEVELS = st.integers(0, 4)
PEOPLE = st.sampled_from([DANA, PAOLO])
FLAGS = st.booleans()


@st.composite
def evidence_lists(draw: st.DrawFn) -> list[Evidence]:
    rows = draw(
        st.lists(st.tuples(st.sampled_from(FRAMEWORK.criterion_ids), LEVELS, PEOPLE, FLAGS, FLAGS), max_size=12)
    )
    return [
        some_evidence(criterion, level, f"t{number}", by=by, corrects=corrects, disputes=disputes)
        for number, (criterion, level, by, corrects, disputes) in enumerate(rows)
    ]


@pytest.mark.parametrize("level", [0, 4])
def test_there_is_no_level_without_evidence(level: int) -> None:
    with pytest.raises(ValidationError, match="needs evidence"):
        Rating(criterion="systems", level=level)


@given(evidence_lists())
def test_a_criterion_stands_exactly_when_evidence_bears_on_it(evidence: list[Evidence]) -> None:
    known = build_standings(FRAMEWORK, evidence)
    assert set(known) == {item.criterion for item in evidence}
    for criterion, standing in known.items():
        assert standing.level in {item.level for item in standing.evidence}
        assert all(item.criterion == criterion for item in standing.evidence)


@given(evidence_lists())
def test_while_people_disagree_the_weaker_claim_counts(evidence: list[Evidence]) -> None:
    for standing in build_standings(FRAMEWORK, evidence).values():
        if standing.disputed:
            last = {item.speaker: item.level for item in standing.evidence if item.level is not None}
            assert standing.level == min(last.values())


def test_a_later_correction_by_the_same_person_replaces_the_earlier_claim() -> None:
    evidence = [some_evidence("systems", 3, "t1"), some_evidence("systems", 2, "t2", corrects=True)]
    standing = find_standing("systems", evidence)
    assert standing is not None
    assert (standing.level, len(standing.evidence), standing.disputed) == (2, 1, False)


def test_somebody_else_s_denial_is_kept_beside_the_claim() -> None:
    evidence = [some_evidence("owner", 3, "t1"), some_evidence("owner", 1, "t2", by=PAOLO, disputes=True)]
    standing = find_standing("owner", evidence)
    assert standing is not None
    assert (standing.level, len(standing.evidence), standing.disputed) == (1, 2, True)


def test_a_disagreement_ends_when_the_person_takes_their_claim_back() -> None:
    evidence = [
        some_evidence("owner", 0, "t1"),
        some_evidence("owner", 3, "t2", by=PAOLO, disputes=True),
        some_evidence("owner", 3, "t3", corrects=True),
    ]
    standing = find_standing("owner", evidence)
    assert standing is not None
    assert (standing.level, standing.disputed) == (3, False)


def test_nobody_disagrees_with_themselves() -> None:
    evidence = [some_evidence("owner", 3, "t1"), some_evidence("owner", 1, "t2", disputes=True)]
    standing = find_standing("owner", evidence)
    assert standing is not None
    assert (standing.level, standing.disputed) == (1, False), "what was said last counts"


def test_a_correction_that_leaves_two_levels_settles_nothing() -> None:
    evidence = [
        some_evidence("owner", 0, "t1"),
        some_evidence("owner", 3, "t2", by=PAOLO, disputes=True),
        some_evidence("owner", 2, "t3", corrects=True),
    ]
    standing = find_standing("owner", evidence)
    assert standing is not None
    assert (standing.level, standing.disputed) == (2, True)


def test_people_who_contradict_each_other_at_the_same_level_still_disagree() -> None:
    evidence = [some_evidence("owner", 1, "t1"), some_evidence("owner", 1, "t2", by=PAOLO, disputes=True)]
    standing = find_standing("owner", evidence)
    assert standing is not None
    assert standing.disputed


def test_unknown_is_not_zero() -> None:
    ratings = apply_review(PILLAR, PillarReview(), {}, frozenset())
    assert [rating.level for rating in ratings] == [None] * 4


def proposal(level: int | None, *evidence_ids: str) -> PillarReview:
    rating = ProposedRating(criterion="systems", level=level, evidence_ids=evidence_ids, citations=("x", "ok.passage"))
    return PillarReview(ratings=(rating,))


def systems_rating(review: PillarReview, *evidence: Evidence) -> Rating:
    return apply_review(PILLAR, review, build_standings(FRAMEWORK, evidence), frozenset({"ok.passage"}))[0]


def test_a_review_s_level_stands_when_it_rests_on_evidence_and_its_citations_exist() -> None:
    rating = systems_rating(proposal(1, "t1.systems"), some_evidence("systems", 2))
    assert (rating.level, rating.citations) == (1, ("ok.passage",))


@pytest.mark.parametrize("review", [proposal(4), proposal(4, "t9.systems"), proposal(None, "t1.systems")])
def test_a_review_that_rests_on_nothing_leaves_what_the_evidence_says(review: PillarReview) -> None:
    assert systems_rating(review, some_evidence("systems", 2)).level == 2


def test_a_review_may_weigh_but_not_leap() -> None:
    assert systems_rating(proposal(4, "t1.systems"), some_evidence("systems", 1)).level == 2
    assert systems_rating(proposal(3, "t1.systems"), some_evidence("systems", 2)).level == 3


def test_a_review_cannot_rate_what_nobody_spoke_of() -> None:
    assert systems_rating(proposal(4, "t1.systems")).level is None


def test_a_review_cannot_lift_a_disputed_criterion_above_the_weaker_claim() -> None:
    evidence = (some_evidence("systems", 3), some_evidence("systems", 1, "t2", by=PAOLO, disputes=True))
    rating = systems_rating(proposal(3, "t1.systems"), *evidence)
    assert (rating.level, rating.disputed, len(rating.evidence_ids)) == (1, True, 2)


def test_a_standing_is_voiced_by_the_first_words_of_the_latest_turn() -> None:
    said = [("t1", "by hand"), ("t2", "no interface"), ("t2", "not yet")]
    items = [some_evidence("systems", 2, turn).model_copy(update={"quote": quote}) for turn, quote in said]
    standing = find_standing("systems", (*items, some_evidence("systems", 1, "t0", by=PAOLO)))
    assert standing is not None
    assert standing.get_key_evidence(DANA.id).quote == "no interface"
    assert standing.get_key_evidence().turn_id == "t0"


@pytest.mark.parametrize(("claimed", "given"), [(None, 3), (4, 2)])
def test_a_review_does_not_lift_what_is_held_until_something_shows_it(claimed: int | None, given: int) -> None:
    held = some_evidence("systems", 2).model_copy(update={"claimed": claimed})
    proposal = ProposedRating(criterion="systems", level=4, evidence_ids=(held.id,))
    standings = build_standings(FRAMEWORK, (held,))
    assert apply_review(PILLAR, PillarReview(ratings=(proposal,)), standings, frozenset())[0].level == given
