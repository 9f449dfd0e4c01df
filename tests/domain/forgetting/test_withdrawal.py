"""Whose words a withdrawal covers: of an edited message all but the sentences that stand in it still."""

import pytest

from bot.domain.forgetting.eraser import Eraser
from bot.domain.forgetting.withdrawal import Withdrawal, name_turn
from bot.domain.forgetting.withdrawn_words import WithdrawnWords
from tests.support.builders import MONDAY, a_fact, some_evidence

STANDS = "It reads SAP every night."


def withdraw(*left: str) -> Withdrawal:
    eraser = Eraser(WithdrawnWords(["It reads SAP."], [], "edited"))
    return Withdrawal(eraser, MONDAY, "edited", turns=frozenset({name_turn("i1", "t1")}), left=left)


@pytest.mark.parametrize(
    ("sentence", "covered"), [(STANDS, False), ("It reads SAP", False), ("It reads SAP no longer.", True)]
)
def test_a_quote_stands_as_long_as_its_whole_sentence_does(sentence: str, *, covered: bool) -> None:
    quoted = some_evidence(quote="It reads SAP", sentence=sentence)
    assert withdraw(STANDS).covers("i1", quoted) is covered
    assert withdraw().covers("i1", quoted)


def test_what_was_said_in_other_turns_is_nobodys_to_withdraw() -> None:
    assert not withdraw().covers("i2", some_evidence())
    assert not withdraw().covers("i1", some_evidence(turn_id="t2"))
    assert withdraw().covers("i1", a_fact()) and not withdraw(STANDS).covers("i1", a_fact())
