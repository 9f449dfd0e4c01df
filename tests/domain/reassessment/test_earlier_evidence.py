from datetime import date, timedelta

from bot.domain.assessment.rating import find_standing
from bot.domain.core.people import Person
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.interview.interview import Interview
from bot.domain.reassessment.earlier_evidence import merge_earlier_interviews
from tests.domain.talk import DANA, NOON, PAOLO, an_interview, asked, read, said, some_evidence
from tests.support.builders import a_fact


def first() -> Interview:
    """Dana spoke of the systems and the owner, and Paolo sees the owner otherwise."""
    told = read(said(an_interview(), "It reads SAP."), some_evidence("systems", 2), some_evidence("owner", 3))
    return read(said(asked(told, "owner"), "I have not.", by=PAOLO), some_evidence("owner", 1, by=PAOLO, disputes=True))


def later(*, by: Person = DANA, **levels: int) -> Interview:
    """A follow-up in which this person says where these stand now."""
    again = an_interview().model_copy(update={"id": "i2", "follows": "i1"})
    return read(said(again, "It has changed.", by=by), *(some_evidence(c, level, by=by) for c, level in levels.items()))


def test_what_was_said_before_still_counts_and_says_when_it_was_said() -> None:
    whole = merge_earlier_interviews(later(data=3), (first(),))
    standing = find_standing("systems", whole.evidence)
    assert standing is not None and standing.level == 2
    assert [(item.id, item.turn_id, item.said_on) for item in standing.evidence] == [
        ("i1/t1.systems", "i1/t1", date(2026, 11, 2))
    ]
    assert [item.said_on for item in whole.evidence if item.criterion == "data"] == [None]


def test_what_somebody_says_now_replaces_what_they_said_then() -> None:
    whole = merge_earlier_interviews(later(systems=3), (first(),))
    standing = find_standing("systems", whole.evidence)
    assert standing is not None and standing.level == 3
    assert len(standing.evidence) == 1


def test_a_disagreement_stays_until_whoever_disagreed_says_otherwise() -> None:
    still = find_standing("owner", merge_earlier_interviews(later(owner=3), (first(),)).evidence)
    assert still is not None and (still.disputed, still.level) == (True, 1)
    settled = find_standing("owner", merge_earlier_interviews(later(by=PAOLO, owner=3), (first(),)).evidence)
    assert settled is not None and (settled.disputed, settled.level) == (False, 3)


def test_what_was_taken_back_meanwhile_counts_no_more() -> None:
    whole = merge_earlier_interviews(later(data=3), (first().retract_turn("t1"),))
    assert find_standing("systems", whole.evidence) is None
    assert all("SAP" not in turn.text for turn in whole.turns)


def test_the_newest_of_several_interviews_counts() -> None:
    second = later(systems=3)
    third = later(data=1).model_copy(update={"id": "i3", "follows": "i2"})
    whole = merge_earlier_interviews(third, (first(), second))
    assert {(item.id, item.level) for item in whole.evidence if item.criterion == "systems"} == {("i2/t1.systems", 3)}
    assert {item.id for item in whole.evidence if item.criterion == "owner"} == {"i1/t1.owner", "i1/t2.owner"}


def test_no_id_means_two_things_and_each_piece_finds_its_turn_and_question() -> None:
    whole = merge_earlier_interviews(later(data=3), (first(),))
    for items in (whole.turns, whole.questions, whole.evidence):
        assert len({item.id for item in items}) == len(items)
    turns = {turn.id for turn in whole.turns}
    assert {item.turn_id for item in whole.evidence} <= turns
    assert all(whole.find_question(turn.question_id) is not None for turn in whole.turns)


def test_systems_named_before_are_still_on_the_list_and_later_details_count() -> None:
    told = first().model_copy(update={"facts": (a_fact("SAP"), a_fact("Basware"))})
    now = later(data=3).model_copy(update={"facts": (a_fact("SAP"),)})
    assert [fact.name for fact in merge_earlier_interviews(now, (told,)).facts] == ["SAP", "Basware", "SAP"]


def test_people_of_before_are_known_by_name_and_newer_roles_count() -> None:
    now = later(data=3).add_person(DANA.model_copy(update={"role": "Director"}))
    whole = merge_earlier_interviews(now, (first(),))
    assert whole.get_person(PAOLO.id) == PAOLO
    assert whole.get_person(DANA.id).role == "Director"


def test_the_interview_itself_is_left_as_it_is_and_its_question_stays_open() -> None:
    now = later(data=3)
    whole = merge_earlier_interviews(now, (first(),))
    assert whole.open_question == now.open_question
    assert (whole.id, whole.version, whole.follows) == (now.id, now.version, now.follows)
    assert now.turns[0].at == NOON and NOON + timedelta(0) == whole.turns[-1].at


def test_facts_and_claims_of_before_carry_the_id_of_their_interview() -> None:
    told = a_fact("SAP").model_copy(update={"id": "t1.f1"})
    more = a_fact("the ERP").model_copy(update={"id": "t1.f2", "adds_to": "t1.f1"})
    claim = OwnerClaim(person="U1", claim="accepted", quote="Mine.", turn_id="t1", speaker="U1")
    before = first().model_copy(update={"facts": (told, more), "owners": (claim,)})
    whole = merge_earlier_interviews(later(data=3), (before,))
    assert [(fact.id, fact.adds_to) for fact in whole.facts] == [
        (f"{before.id}/t1.f1", None),
        (f"{before.id}/t1.f2", f"{before.id}/t1.f1"),
    ]
    assert [owner.turn_id for owner in whole.owners] == [f"{before.id}/t1"]
