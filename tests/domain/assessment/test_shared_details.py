"""What was said of all decisions stands for each of them, and is asked of none again."""

import pytest

from bot.domain.assessment.merged_facts import MergedFact, merge_facts
from bot.domain.assessment.shared_details import share_details
from bot.domain.interview.evidence import Detail, Fact


def a_fact(fact_id: str, name: str, quote: str = "Said.", *, adds_to: str | None = None, **details: str) -> Fact:
    told = tuple(Detail(key=key, value=value) for key, value in details.items())
    return Fact(
        kind="decision", name=name, quote=quote, turn_id="t1", speaker="U1", details=told, id=fact_id, adds_to=adds_to
    )


def shared(*facts: Fact) -> tuple[MergedFact, ...]:
    return share_details(merge_facts(facts))


OF_ALL = (
    *("all decisions", "Every decision", "each of them", "all of the cases", "everything", "every kind of decision"),
    *("alle Entscheidungen", "Jede Entscheidung", "todas las decisiones", "cada caso", "toutes les décisions"),
)
REFUND, HOLD = a_fact("f1", "Refund", boundary="50 euros"), a_fact("f2", "Hold an order")


@pytest.mark.parametrize("name", OF_ALL)
def test_what_is_said_of_all_decisions_stands_for_each_that_has_nothing_of_its_own(name: str) -> None:
    general = a_fact("f3", name, boundary="500 euros", escalation="shift lead", time="two hours")
    refund, hold = shared(REFUND, HOLD, general)
    assert (refund.find_detail("boundary"), hold.find_detail("boundary")) == ("50 euros", "500 euros")
    assert [fact.find_detail("escalation") for fact in (refund, hold)] == ["shift lead"] * 2
    assert [fact.find_detail("time") for fact in (refund, hold)] == ["two hours"] * 2


@pytest.mark.parametrize("name", ["all decisions above 500 euros", "not all decisions", "all refunds", "Callback"])
def test_what_is_said_of_some_stands_for_those(name: str) -> None:
    found = shared(REFUND, a_fact("f3", name, escalation="shift lead"))
    assert [(fact.name, fact.find_detail("escalation")) for fact in found] == [("Refund", None), (name, "shift lead")]


def test_where_no_decision_is_named_all_decisions_is_one() -> None:
    (only,) = shared(a_fact("f3", "all decisions", escalation="shift lead"))
    assert (only.name, only.find_detail("escalation")) == ("all decisions", "shift lead")


@pytest.mark.parametrize(
    ("quote", "held"),
    [
        ("For all decisions the shift lead gets the case.", "shift lead"),
        ("For all decisions below 50 euros the shift lead gets the case.", None),
        ("The shift lead gets the refund.", None),
    ],
)
def test_a_sentence_about_all_decisions_counts_for_all_where_it_was_noted_under_one(
    quote: str, held: str | None
) -> None:
    more = a_fact("f3", "Refund", quote, adds_to="f1", escalation="shift lead")
    refund, hold = shared(REFUND, HOLD, more)
    assert (refund.find_detail("escalation"), hold.find_detail("escalation")) == ("shift lead", held)


def test_other_facts_stay_as_they_are() -> None:
    system = a_fact("f3", "all cases", interface="API").model_copy(update={"kind": "system"})
    assert [fact.kind for fact in shared(REFUND, system)] == ["decision", "system"]
