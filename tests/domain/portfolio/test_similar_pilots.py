"""Which pilots look alike, and why; what everybody's pilot is about makes none of them alike."""

from bot.domain.core.people import Pilot
from bot.domain.portfolio.similar_pilots import PilotDescription, SimilarPilots, group_similar_pilots


def described(name: str, purpose: str, *systems: str) -> PilotDescription:
    return PilotDescription(Pilot(id=name.lower(), name=name), purpose, systems)


def grouped(*pilots: PilotDescription) -> list[list[str]]:
    return [[pilot.name for pilot in group.pilots] for group in group_similar_pilots(pilots)]


def the_one(*pilots: PilotDescription) -> SimilarPilots:
    (group,) = group_similar_pilots(pilots)
    return group


def test_the_same_purpose_in_other_forms_is_alike() -> None:
    group = the_one(
        described("FreightMatch", "Matches freight invoices against the rate card"),
        described("BillBuddy", "Invoice matching for freight"),
    )
    assert [pilot.name for pilot in group.pilots] == ["BillBuddy", "FreightMatch"]
    assert group.words == ("invoice", "matching", "freight")


def test_a_shared_system_makes_a_likeness_of_less_and_alone_makes_none() -> None:
    one = "Answers questions of suppliers about late payments and credit notes"
    other = "Chases suppliers whose payments bounced lately"
    assert grouped(described("Ask", one), described("Chase", other)) == []
    group = the_one(described("Ask", one, "SAP", "Jira"), described("Chase", other, "sap"))
    assert (group.words, group.systems) == (("suppliers", "payments"), ("SAP",))
    assert grouped(described("Dispatch", "Sends engineers", "SAP"), described("Letters", "Drafts letters", "SAP")) == []


def test_words_that_every_pilot_uses_say_nothing() -> None:
    assert grouped(described("One", "Helps the team with AI"), described("Two", "Helps the team with AI")) == []


def test_words_that_most_pilots_of_a_house_use_say_nothing_either() -> None:
    many = [described(f"{own} bot", f"Claims handling for {own}") for own in ("cars", "homes", "ships", "crops")]
    assert grouped(*many) == []


def test_in_a_group_each_is_like_every_other() -> None:
    first = described("A", "Triage of claim letters")
    second = described("B", "Triage of claim letters and complaint emails")
    third = described("C", "Sorting complaint emails")
    assert grouped(first, second, third) == [["A", "B"]]


def test_pilots_without_a_purpose_are_compared_by_their_names() -> None:
    assert grouped(described("Contract review", ""), described("Review of contracts", "")) == [
        ["Contract review", "Review of contracts"]
    ]
    assert grouped(described("X", ""), described("Y", "")) == []
    assert grouped() == []
