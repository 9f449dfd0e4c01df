"""A button remembers what it is about, in ids and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.errors import InvalidInput
from bot.slack.blocks.kit.references import Reference, pack_reference, parse_reference

_IDS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    st.builds(
        Reference,
        **{name: _IDS for name in Reference.model_fields if name != "page"},
        page=st.none() | st.integers(0, 99),
    )
)
def test_what_is_packed_is_parsed_again(reference: Reference) -> None:
    assert parse_reference(pack_reference(reference)) == reference


def test_a_reference_is_short() -> None:
    assert pack_reference(Reference(interview="i1", question="q2", turn="t3")) == '{"i":"i1","q":"q2","t":"t3"}'


def test_nothing_packed_is_still_something_slack_takes() -> None:
    assert pack_reference(Reference()) == "{}"


def test_keys_of_another_version_are_passed_over() -> None:
    assert parse_reference('{"i":"i1","zz":[1]}') == Reference(interview="i1")


@pytest.mark.parametrize("text", ["{", "[]", "7", "null", '"i"', '{"i":{"a":1}}', '{"n":"many"}', "[" * 100_000])
def test_what_is_none_of_ours_is_refused_in_words_for_a_person(text: str) -> None:
    with pytest.raises(InvalidInput, match="no longer understand"):
        parse_reference(text)


def test_an_id_is_never_cut() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        pack_reference(Reference(interview="x" * 2100))
