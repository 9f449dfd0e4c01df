"""Half characters never get further than the door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.invisible_characters import replace_surrogates, strip_invisible
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
