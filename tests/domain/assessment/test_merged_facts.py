import pytest

from bot.domain.assessment.merged_facts import MergedFact, merge_facts
from bot.domain.core.people import Person
from bot.domain.framework.framework import FactKind
from bot.domain.interview.evidence import Detail, Fact

DANA, PAOLO = Person(id="U1", name="Reyes, Dana (EXT)"), Person(id="U2", name="Paolo Greco")


def a_fact(
    fact_id: str,
    name: str,
    a_kind: FactKind = "system",
    /,
    *,
    by: Person = DANA,
    adds_to: str | None = None,
    **details: str,
) -> Fact:
    turn = fact_id.split(".", maxsplit=1)[0]
    told = tuple(Detail(key=key, value=value) for key, value in details.items())
    return Fact(
        kind=a_kind,
        name=name,
        quote=f"About {name}.",
        turn_id=turn,
        speaker=by.id,
        details=told,
        id=fact_id,
        adds_to=adds_to,
    )


def only(*facts: Fact) -> MergedFact:
    (merged,) = merge_facts(facts, (DANA, PAOLO))
    return merged


def test_what_adds_to_a_fact_is_told_of_the_same_thing_under_both_names() -> None:
    camera = only(
        a_fact("t1.f1", "the line camera", direction="reads"),
        a_fact("t3.f1", "the cameras", adds_to="t1.f1", interface="REST"),
        a_fact("t5.f1", "cams", adds_to="t3.f1", state="live"),
    )
    assert (camera.id, camera.name, camera.aliases) == ("t1.f1", "the line camera", ("the cameras", "cams"))
    assert [camera.find_detail(key) for key in ("direction", "interface", "state")] == ["reads", "REST", "live"]
    assert [(quote.turn_id, quote.quote) for quote in camera.quotes] == [
        ("t1", "About the line camera."),
        ("t3", "About the cameras."),
        ("t5", "About cams."),
    ]


@pytest.mark.parametrize("names", [("SAP", "sap"), ("die Kameras", "Die  Kameras"), ("発注システム", "発注システム")])
def test_things_of_the_same_name_are_one(names: tuple[str, str]) -> None:
    first, second = names
    assert only(a_fact("t1.f1", first), a_fact("t2.f1", second)).aliases == ()


@pytest.mark.parametrize("again", ["the WMS", "Warehouse Management Systems", "our warehouse management system"])
def test_a_thing_under_another_form_of_its_name_is_one_with_both_details(again: str) -> None:
    merged = only(
        a_fact("t1.f1", "Warehouse Management System", direction="reads"),
        a_fact("t2.f1", again, by=PAOLO, direction="both", interface="REST"),
    )
    assert merged.describe_detail("direction", (DANA, PAOLO)) == "reads; Paolo: both"
    assert merged.find_detail("interface") == "REST"


def test_a_bare_word_with_its_article_means_the_only_thing_of_the_kind_named_before() -> None:
    line, again = a_fact("t1.f1", "line camera"), a_fact("t3.f1", "the cameras", state="live")
    assert only(line, again).find_detail("state") == "live"
    gate = a_fact("t2.f1", "gate camera")
    assert [fact.name for fact in merge_facts((line, gate, again))] == ["line camera", "gate camera", "the cameras"]
    assert [fact.name for fact in merge_facts((line, a_fact("t3.f1", "cameras")))] == ["line camera", "cameras"]


def test_a_person_is_never_merged_by_a_form_of_a_name() -> None:
    people = (a_fact("t1.f1", "The Owner", "person"), a_fact("t2.f1", "owners", "person"))
    assert len(merge_facts(people)) == 2


def test_what_adds_to_nothing_that_is_there_or_to_another_kind_of_thing_stands_alone() -> None:
    decision = a_fact("t1.f1", "release", "decision")
    gone, other = a_fact("t2.f1", "limit", "decision", adds_to="t9.f9"), a_fact("t3.f1", "SAP", adds_to="t1.f1")
    assert [fact.name for fact in merge_facts((decision, gone, other))] == ["release", "limit", "SAP"]


def test_facts_from_before_they_had_ids_are_one_by_name_only() -> None:
    assert [fact.name for fact in merge_facts((a_fact("", "SAP"), a_fact("", "MES"), a_fact("", "SAP")))] == [
        "SAP",
        "MES",
    ]


def test_numbers_of_two_measures_and_limits_of_two_kinds_stay_apart_whatever_they_are_called() -> None:
    metrics = (
        a_fact("t1.f1", "400", "metric", criterion="volume"),
        a_fact("t2.f1", "400", "metric", criterion="profit"),
    )
    limits = (
        a_fact("t3.f1", "January", "constraint", kind="ban"),
        a_fact("t4.f1", "January", "constraint", kind="peak"),
    )
    assert len(merge_facts((*metrics, *limits))) == 4


def test_who_told_a_detail_may_replace_it_and_anothers_word_stands_beside() -> None:
    sap = only(
        a_fact("t1.f1", "SAP", direction="reads"),
        a_fact("t2.f1", "SAP", by=PAOLO, direction="both"),
        a_fact("t3.f1", "SAP", by=PAOLO, direction="none"),
    )
    assert (sap.find_detail("direction"), sap.describe_detail("direction", (PAOLO,))) == ("reads", "reads; Paolo: none")
    replaced = only(a_fact("t1.f1", "SAP", direction="reads"), a_fact("t2.f1", "SAP", direction="both"))
    assert replaced.describe_detail("direction") == "both"
    agreed = only(a_fact("t1.f1", "SAP", direction="reads"), a_fact("t2.f1", "SAP", by=PAOLO, direction="Reads"))
    assert agreed.describe_detail("direction") == "reads"


def test_a_detail_that_is_the_speaker_is_told_by_name() -> None:
    assert only(a_fact("t1.f1", "SAP", owner="U1", state="U1")).find_detail("owner") == "Dana Reyes"
    assert only(a_fact("t1.f1", "SAP", owner="U1", state="U1")).find_detail("state") == "U1"
    assert only(a_fact("t1.f1", "SAP", owner="the ERP team")).find_detail("owner") == "the ERP team"
