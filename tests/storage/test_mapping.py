"""Mapping: whatever a noun may hold goes to rows and comes back; a field more needs no column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.errors import StorageFailed
from bot.domain.core.usage import ModelCall
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.turn import Turn
from bot.storage import mapping, tables
from bot.storage.mapping import PARTS, InterviewCollection
from tests.support.builders import a_turn


@pytest.mark.parametrize("part", PARTS, ids=[part.field for part in PARTS])
def test_every_item_of_a_collection_comes_back_from_its_row(part: InterviewCollection) -> None:
    drawn: dict[type, dict[str, st.SearchStrategy[object]]] = {
        Turn: {"at": st.datetimes(timezones=st.timezones())},
        Evidence: {"level": st.none() | st.integers(0, 4)},
    }

    @given(st.data())
    def comes_back(data: st.DataObject) -> None:
        item = data.draw(st.builds(part.noun, **drawn.get(part.noun, {})))
        assert mapping.from_row(part.noun, mapping.to_row(item, part.table), part.table) == item

    comes_back()


class TurnOfTomorrow(Turn):
    mood: tuple[str, ...] = ("calm",)


def test_a_field_without_a_column_is_kept_in_the_detail() -> None:
    turn = TurnOfTomorrow.model_validate(a_turn().model_dump() | {"mood": ("angry", "hungry")})
    row = mapping.to_row(turn, tables.turns)
    assert "mood" not in row
    assert mapping.from_row(TurnOfTomorrow, row, tables.turns) == turn
    older = mapping.to_row(a_turn(), tables.turns)
    assert mapping.from_row(TurnOfTomorrow, older, tables.turns).mood == ("calm",)


def test_a_row_that_cannot_be_read_is_told_without_its_content() -> None:
    row = mapping.model_call_to_row("i1", ModelCall(prompt="p", fingerprint="f", model="m", outcome="ok"))
    with pytest.raises(StorageFailed, match=r"ModelCall .* cannot read: seconds") as failed:
        mapping.model_call_from_row(row | {"seconds": "what Dana said"})
    assert "Dana" not in str(failed.value)
