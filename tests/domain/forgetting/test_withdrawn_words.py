"""Whose words they are: what only somebody said is theirs wherever it was carried to, and nothing else is."""

import pytest

from bot.domain.forgetting.withdrawn_words import TAKEN_OUT, WithdrawnWords

GONE = TAKEN_OUT["forgotten"]


def theirs(*said: str, kept: tuple[str, ...] = ()) -> WithdrawnWords:
    return WithdrawnWords(said, kept, "forgotten")


def test_a_word_that_nobody_else_said_is_theirs_in_any_form_of_it() -> None:
    words = theirs("The custodian signs it.", kept=("It is signed by the team.",))
    assert words.holds("Ask both custodians first.") and words.holds("CUSTODIAN-7")
    assert not words.holds("It is signed.") and not words.holds("The team has it.")


def test_what_others_said_too_stays() -> None:
    words = theirs("SAP takes it over the quokka gateway.", kept=("It reads from SAP.",))
    assert words.take_out("It reads from SAP.") == "It reads from SAP."
    assert words.take_out("Wire SAP. Then open the quokka gateway.") == f"Wire SAP. {GONE}"


def test_only_the_sentences_and_lines_that_hold_some_of_it_go() -> None:
    words = theirs("The quokka is late.")
    assert words.take_out("*Owner*\n“The quokka is late.” (Dana)\nWhy these ratings") == (
        f"*Owner*\n(Dana) {GONE}\nWhy these ratings"
    )
    assert words.take_out("A quokka.\nThe quokka.\nThe rest.") == f"{GONE}\nThe rest."


@pytest.mark.parametrize(
    ("shown", "held"),
    [("so we work until it is all done", True), ("we work until it is", True), ("work until it is", False)],
)
def test_five_words_in_a_row_are_theirs_though_each_is_everybodys(shown: str, *, held: bool) -> None:
    words = theirs("We work until it is all done.", kept=("We work", "until", "it is", "all done", "so"))
    assert words.holds(shown) is held


@pytest.mark.parametrize(("number", "held"), [("2,300", True), ("2300", True), ("300", True), ("40", False)])
def test_a_number_is_theirs_from_three_digits_on_however_it_is_written(number: str, *, held: bool) -> None:
    words = theirs("We do 2 300 a day, 300 an hour, 40 at once.".replace("2 300", "2\u202f300"))
    assert words.holds(f"Target: {number}") is held


def test_a_year_is_nobodys() -> None:
    assert not theirs("It began in 2026.").holds("Friday 11 December 2026")


def test_without_spaces_between_words_each_letter_counts_as_one() -> None:
    words = theirs("例外は経理部が処理します。", kept=("経理部",))
    assert words.holds("“例外は経理部が処理…") and not words.holds("経理部")


def test_a_quote_is_a_piece_of_what_they_said_and_of_nothing_else() -> None:
    words = theirs("It is late. It reads SAP.", kept=("It reads SAP.",))
    assert words.quotes("It is late.") and not words.quotes("It reads SAP.") and not words.quotes("")


def test_what_stands_in_its_place_holds_nothing_of_it() -> None:
    words = theirs("Somebody asked to be forgotten.")
    assert words.take_out(words.stand_in) == words.stand_in
