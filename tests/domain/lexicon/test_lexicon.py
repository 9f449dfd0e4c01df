"""What the lexicon knows: numbers, months and words, the same in whatever language or form they were said."""

import pytest

from bot.domain.lexicon.calendars import extract_calendar, extract_dates, extract_said_calendar
from bot.domain.lexicon.english import can_name_a_thing, is_in_dictionary, stem
from bot.domain.lexicon.numbers import extract_numbers
from bot.domain.lexicon.said import SaidWords


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("sechzig Einsprüche", "60"),
        ("sesenta y dos casos", "62"),
        ("quatre-vingt-dix dossiers", "90"),
        ("zestig gevallen", "60"),
        ("sessanta casi", "60"),
        ("duzentos casos", "200"),
        ("sześćdziesięciu spraw", "60"),
        ("шестьдесят дел", "60"),
        ("六十件", "60"),
        ("11 400 files", "11400"),
        ("11,400 files", "11400"),
        ("4,1 %", "4.1%"),
    ],
)
def test_a_number_is_the_same_in_words_and_figures_of_any_language(said: str, number: str) -> None:
    assert SaidWords.from_texts([said]).holds(f"#{number}")
    assert not SaidWords.from_texts([said]).holds("#61")


@pytest.mark.parametrize("text", ["once a week", "per cent of it", "it goes on to the one", "the first of them"])
def test_english_words_that_are_numbers_elsewhere_count_nothing(text: str) -> None:
    said = SaidWords.from_texts([text])
    assert [n for n in (2, 10, 11, 100) if said.holds(f"#{n}")] == []


def test_spelled_numbers_count_from_two_and_common_ordinals_dont() -> None:
    assert extract_numbers("the first one of two, a dozen, and half of it") == {"2", "12", "0.5"}
    assert extract_numbers("1 of them") == {"1"}


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("bis Oktober", {"month-10"}),
        ("el lunes, en octubre", {"weekday-0", "month-10"}),
        ("w październiku", {"month-10"}),
        ("10月の金曜日", {"month-10", "weekday-4"}),
        ("they march, and it may be so", set()),
        ("On March 3, a Mon", {"month-3", "weekday-0"}),
    ],
)
def test_months_and_weekdays_are_known_by_their_names_in_any_language(said: str, days: set[str]) -> None:
    assert extract_said_calendar(said) == days


def test_a_day_goes_with_its_month() -> None:
    assert extract_dates("3 de octubre").keys() == extract_dates("on October 3rd").keys() == {("3", "month-10")}
    assert extract_calendar("in may") == set()


def test_forms_of_a_word_are_one_word_and_names_are_in_no_dictionary() -> None:
    assert stem("ran") == stem("running") and stem("owner's") == stem("owners")
    assert is_in_dictionary("Trainees") and not is_in_dictionary("Zephyrine")
    assert can_name_a_thing("tray") and can_name_a_thing("Basware")
    assert not any(map(can_name_a_thing, ("verbally", "postpone", "nobody", "may", "the")))


def test_a_name_is_known_in_another_case_of_its_language() -> None:
    said = SaidWords.from_texts(["Bei den Stadtwerken läuft das Geld aus."])
    assert said.holds_name("Stadtwerke")
    assert not said.holds_name("Stadtbad")


def test_a_raised_figure_is_no_number() -> None:
    assert not SaidWords.from_texts(["x²"]).holds("#²")
