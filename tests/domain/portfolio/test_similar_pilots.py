"""Which pilots look alike, and why; what everybody's pilot is about makes none of them alike."""

import pytest

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


def test_a_word_is_the_same_in_any_of_its_forms() -> None:
    assert grouped(described("Priced", "Prices spare parts"), described("Pricing", "Pricing of a spare part")) == [
        ["Priced", "Pricing"]
    ]


@pytest.mark.parametrize(("shared", "alike"), [(20, True), (19, False)])
def test_half_of_the_shorter_description_makes_a_likeness_and_less_does_not(shared: int, alike: bool) -> None:
    first, second = _overlapping(shared, of=40)
    assert bool(grouped(described("X", first), described("Y", second))) == alike


@pytest.mark.parametrize(("shared", "alike"), [(12, True), (11, False)])
def test_on_one_system_three_tenths_make_a_likeness_and_less_does_not(shared: int, alike: bool) -> None:
    first, second = _overlapping(shared, of=40)
    assert bool(grouped(described("X", first, "SAP"), described("Y", second, "SAP"))) == alike


@pytest.mark.parametrize(("shared", "alike"), [(2, True), (1, False)])
def test_one_word_in_common_is_too_few_however_short_the_description(shared: int, alike: bool) -> None:
    first, second = _overlapping(shared, of=2)
    assert bool(grouped(described("X", first), described("Y", second))) == alike


@pytest.mark.parametrize(("users", "alike"), [(25, True), (26, False)])
def test_a_word_that_twenty_five_pilots_use_tells_them_apart_and_one_more_does_not(users: int, alike: bool) -> None:
    sharing = [described(f"X{n}", "Claims triage") for n in range(users)]
    others = [described(f"Y{n}", f"{_WORDS[n % 26]}{_WORDS[n // 26]}") for n in range(60)]
    assert bool(grouped(*sharing, *others)) == alike


@pytest.mark.parametrize(("users", "alike"), [(3, True), (4, False)])
def test_in_a_small_house_a_word_of_three_pilots_tells_them_apart_and_one_more_does_not(
    users: int, alike: bool
) -> None:
    assert bool(grouped(*(described(f"X{n}", "Claims triage") for n in range(users)))) == alike


@pytest.mark.parametrize(("users", "alike"), [(10, True), (11, False)])
def test_a_word_that_a_third_of_the_pilots_use_tells_them_apart_and_one_more_does_not(users: int, alike: bool) -> None:
    sharing = [described(f"X{n}", "Claims triage") for n in range(users)]
    others = [described(f"Y{n}", _WORDS[n]) for n in range(30 - users)]
    assert bool(grouped(*sharing, *others)) == alike


_WORDS = tuple(f"{letter}{end}" for end in ("qu", "zu", "ku", "mu") for letter in "abcdefghijklmnopqrstuvwxyz")


def _overlapping(shared: int, *, of: int) -> tuple[str, str]:
    """Two descriptions of so many words, so many of them the same."""
    first = _WORDS[:of]
    return " ".join(first), " ".join((*first[:shared], *_WORDS[of : 2 * of - shared]))


def test_a_shared_system_makes_a_likeness_of_less_and_alone_makes_none() -> None:
    one = "Answers questions of suppliers about late payments and credit notes"
    other = "Chases suppliers whose payments bounced again"
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
