"""A number stands where its phrase does, and is printed behind it."""

from bot.domain.framework.practice import LibraryNumber
from bot.domain.framework.spoken_numbers import list_unnamed_numbers, locate_numbers, print_numbers

TWO_TIMES = "A fault raised its alarm within the agreed time, and the old version was back within the agreed time"


def number(number_id: str, *phrases: str) -> LibraryNumber:
    return LibraryNumber(id=number_id, name=number_id, role="owner", phrases=phrases)


ALARM, BACK = number("alarm", "agreed time"), number("back", "agreed time")


def test_two_numbers_of_one_phrase_stand_in_their_order() -> None:
    places = locate_numbers(TWO_TIMES, (ALARM, BACK))
    assert print_numbers(TWO_TIMES, places, {"alarm": "4 minutes, Dana", "back": "1 hour"}) == (
        "A fault raised its alarm within the agreed time (4 minutes, Dana), and the old version was back within the "
        "agreed time (1 hour)"
    )


def test_a_number_that_is_not_known_leaves_the_text_as_it_is() -> None:
    assert print_numbers(TWO_TIMES, locate_numbers(TWO_TIMES, (ALARM, BACK)), {}) == TWO_TIMES


def test_the_longer_of_two_phrases_is_meant() -> None:
    volume = number("volume", "target volume", "target volume per day")
    text = "The target volume per day is held"
    assert print_numbers(text, locate_numbers(text, (volume,)), {"volume": "400"}) == (
        "The target volume per day (400) is held"
    )


def test_a_phrase_is_found_as_words_of_its_own_whatever_their_case() -> None:
    peak = number("peak", "peak")
    assert [place.start for place in locate_numbers("A speaker at the Peak", (peak,))] == [17]


def test_what_speaks_of_a_number_that_is_not_named_is_listed() -> None:
    assert list_unnamed_numbers(TWO_TIMES, (ALARM,)) == ("agreed",)
    assert list_unnamed_numbers(TWO_TIMES, (ALARM, BACK)) == ()
    assert list_unnamed_numbers("The agreed peak was held, as agreed by all", (number("peak", "peak"),)) == ()
    assert list_unnamed_numbers("Targets, limits and service levels", ()) == ("Targets", "limits", "service levels")
