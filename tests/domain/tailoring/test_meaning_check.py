"""How much of an exit criterion may be left out before it asks for less."""

import pytest

from bot.domain.tailoring.meaning_check import explain_changed_meaning

OWN = " ".join(["word"] * 50)


@pytest.mark.parametrize(("words", "less"), [(20, False), (19, True)])
def test_an_exit_criterion_keeps_two_fifths_of_its_words(words: int, less: bool) -> None:
    text = " ".join(["word"] * words)
    assert explain_changed_meaning("exit", text, OWN) == ("asks for less than the original" if less else "")
    assert explain_changed_meaning("title", text, OWN) == explain_changed_meaning("deliverable", text, OWN) == ""
