"""Half characters never get further than the door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.invisible_characters import is_blank, replace_surrogates, strip_invisible
from bot.domain.core.people import Person, Pilot


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("ok \ud83d\ude00", "ok 😀"),
        ("ok 😀 é", "ok 😀 é"),
    ],
)
def test_half_a_character_is_replaced_and_two_halves_are_one(text: str, clean: str) -> None:
    assert replace_surrogates(text) == strip_invisible(text) == clean


@given(st.text(st.characters(categories=("Cs", "Lu", "So")), max_size=8))
def test_every_noun_can_be_stored_and_written_as_json_whatever_its_name(name: str) -> None:
    person, pilot = Person(id="U1", name=f"x{name}", role=name), Pilot(id="p", name=f"x{name}")
    for noun in (person, pilot):
        assert type(noun).model_validate_json(noun.model_dump_json()) == noun
        noun.name.encode()


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u200b\u200b", "\u3164\uffa0", "\u2800", "\x9b\x1b", "\u0301", "\U000e0041"]
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "\u200b1", "🚚", "検", "—"])
def test_what_somebody_sees_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_an_escape_sequence_of_either_kind_is_only_its_harmless_rest() -> None:
    assert strip_invisible("Dana\x1b[31m \x9b2J\x1b]0;x\x07") == "Dana[31m 2J]0;x"
