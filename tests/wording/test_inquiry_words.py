"""Where what an answer cites can be looked up: who said it when, and "you" to whoever said it and alone reads it."""

from datetime import date

import pytest

from bot.domain.core.people import Person
from bot.domain.inquiry.record import RecordEntry
from bot.wording.inquiry_words import name_place

DANA = Person(id="U1", name="Dana Reyes")
SAID = RecordEntry(id="e1", kind="quote", text="It reads SAP.", who=DANA, day=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("reader", "told"),
    [("U1", "you, Monday 30 November"), ("U2", "Dana, Monday 30 November"), (None, "Dana, Monday 30 November")],
)
def test_a_quote_names_who_said_it_and_you_to_them(reader: str | None, told: str) -> None:
    assert name_place(SAID, reader) == told


def test_what_is_no_quote_names_what_it_stands_in() -> None:
    assert name_place(SAID.model_copy(update={"kind": "action"}), "U1") == "plan"
