"""Every secret of the collection goes, and only it; everything that only sounds like one stays to the letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import SecretRedactor
from tests.redaction.corpus import Planted, iter_harmless, iter_planted

PLANTED, HARMLESS = tuple(iter_planted()), tuple(iter_harmless())
REDACTOR = SecretRedactor()
_PLACEHOLDER = re.compile(r"\[redacted: [^\]]*\]")


def test_the_collection_is_large_enough_to_mean_something() -> None:
    assert len({planted.text for planted in PLANTED}) >= 250
    assert len(set(HARMLESS)) >= 200


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.text[:40])
def test_the_secret_goes_and_the_rest_stays(planted: Planted) -> None:
    clean = REDACTOR.redact(planted.text)
    assert tuple(_PLACEHOLDER.split(clean.text)) == planted.rest
    assert planted.kind in clean.kinds


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: text[:40])
def test_what_only_sounds_like_a_secret_stays(text: str) -> None:
    assert REDACTOR.redact(text) == (text, ())


@given(st.lists(st.sampled_from([*HARMLESS, *(planted.text for planted in PLANTED)]), max_size=6), st.text(max_size=9))
def test_what_was_redacted_once_is_not_redacted_again(texts: list[str], between: str) -> None:
    once = REDACTOR.redact(between.join(texts))
    assert REDACTOR.redact(once.text) == (once.text, ())


@given(st.sampled_from(PLANTED), st.lists(st.sampled_from(HARMLESS), max_size=3), st.integers(0, 3))
def test_a_secret_goes_in_whatever_company(planted: Planted, company: list[str], place: int) -> None:
    company = [line for line in company if not any(secret in line for secret in planted.secrets)]
    lines = [*company[:place], planted.text, *company[place:]]
    clean = REDACTOR.redact("\n".join(lines)).text
    assert [secret for secret in planted.secrets if len(secret) > 5 and secret in clean] == []


@given(st.sampled_from([planted for planted in PLANTED if planted.text.isascii() and "&" not in planted.text]))
def test_nor_do_full_width_letters_or_hidden_ones_carry_it_through(planted: Planted) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in planted.text)
    hidden = "\u200b".join(planted.text)
    for text in (wide, hidden):
        assert planted.kind in REDACTOR.redact(text).kinds


def test_idle_characters_around_a_secret_go_with_it_and_letters_elsewhere_stay_as_they_were() -> None:
    clean = REDACTOR.redact("Ｈallo, pass\u200bword: ａｂｃ１２３ＸＹＺ\u200b, ｄａｎｋｅ")
    assert clean.text == "Ｈallo, pass\u200bword: [redacted: password], ｄａｎｋｅ"
