"""The chain: what is changed, left out, put in or cut off shows, at the first row that doesn't fit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from bot.domain.audit.act import Act, mark_id, mark_record
from bot.domain.audit.chain import ChainedAct, build_pruning, chain_act, verify_chain
from tests.support.builders import MONDAY

Tampering = Callable[[list[ChainedAct]], object]


def an_act(name: str = "assessment_why", **fields: object) -> Act:
    plain = Act(at=MONDAY, by="U1", via="button", name=name, effect="saw", pilot=mark_id("freightmatch"))
    return Act.model_validate(plain.model_dump() | fields)


def a_trail(count: int = 5) -> list[ChainedAct]:
    rows: list[ChainedAct] = []
    for number in range(count):
        rows.append(chain_act("acme", an_act(by=f"U{number}"), rows[-1] if rows else None))
    return rows


def change(row: ChainedAct, **fields: object) -> ChainedAct:
    """Also its hash, as somebody would who knows how it is made."""
    changed = row.model_copy(update=fields)
    return changed.model_copy(update={"hash": changed.compute_hash()})


def test_what_was_appended_one_after_the_other_fits() -> None:
    rows = a_trail()
    assert verify_chain(rows) == (5, rows[-1].hash, None, "")
    assert verify_chain([]).broken_at is None


@pytest.mark.parametrize(
    ("tamper", "first"),
    [
        (lambda rows: rows.__setitem__(2, rows[2].model_copy(update={"act": an_act(by="U9")})), 3),
        (lambda rows: rows.__setitem__(2, change(rows[2], act=an_act(by="U9"))), 4),
        (lambda rows: rows.__delitem__(1), 3),
        (lambda rows: rows.__delitem__(0), 1),
        (lambda rows: rows.insert(2, chain_act("acme", an_act(by="U9"), rows[1])), 3),
        (lambda rows: rows.__setitem__(slice(1, 3), rows[2:0:-1]), 3),
        (lambda rows: rows.__setitem__(0, change(rows[0], workspace="globex")), 2),
        (lambda rows: rows.__setitem__(4, rows[4].model_copy(update={"workspace": "globex"})), 5),
    ],
    ids=["changed", "changed with its hash", "left out", "the first", "put in", "swapped", "first of another", "moved"],
)
def test_what_was_tampered_with_shows_at_the_first_row_that_does_not_fit(tamper: Tampering, first: int) -> None:
    rows = a_trail()
    tamper(rows)
    verdict = verify_chain(rows)
    assert verdict.broken_at == first
    assert verdict.why


def test_what_was_cut_off_at_the_end_shows_to_whoever_noted_its_hash() -> None:
    rows = a_trail()
    assert verify_chain(rows[:3]).broken_at is None
    assert verify_chain(rows[:3], noted=rows[4].hash).broken_at == 4
    assert verify_chain(rows, noted=rows[4].hash).broken_at is None
    assert verify_chain([], noted=rows[4].hash).broken_at == 1


def test_after_a_pruning_the_chain_is_verified_from_where_it_begins_now() -> None:
    rows = a_trail()
    rows.append(chain_act("acme", build_pruning(rows[1], MONDAY), rows[-1]))
    assert verify_chain(rows[2:]).broken_at is None
    assert verify_chain(rows[3:]).broken_at == 1, "one more was taken out than the pruning says"
    assert verify_chain(rows).broken_at is None, "the rows are still there: nobody took them out yet"


def test_an_hour_counts_the_same_wherever_it_was_told() -> None:
    there = datetime(2026, 11, 9, 10, tzinfo=timezone(timedelta(hours=2)))
    assert an_act(at=there) == an_act(at=datetime(2026, 11, 9, 8, tzinfo=UTC))


@pytest.mark.parametrize("field", ["by", "name", "pilot", "record", "place"])
def test_no_field_takes_what_people_say(field: str) -> None:
    with pytest.raises(ValidationError):
        an_act(**{field: "The clerk decides alone."})


def test_a_pilots_name_can_not_be_read_from_its_mark() -> None:
    act = an_act(pilot=mark_id("layoffs-in-lyon"), record=mark_record("assessment", "layoffs-in-lyon-i1-a1"))
    assert "lyon" not in act.model_dump_json()
    assert act.record.startswith("assessment:")
