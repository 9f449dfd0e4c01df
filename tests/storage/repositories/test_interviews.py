"""Interviews in a real database: what goes in comes out, the newer state wins, words taken back are gone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.core.errors import NotFound, StaleWrite, StorageFailed
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SummaryFeedback, TurnFindings
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import (
    DANA,
    PAOLO,
    a_fact,
    a_question,
    a_rich_interview,
    a_turn,
    an_interview,
    some_evidence,
)
from tests.support.chance import some_examples


async def stored(acme: WorkspaceTransactions, interview: Interview) -> Interview:
    await acme.run(lambda uow: uow.interviews.add(interview))
    return interview


async def saved(acme: WorkspaceTransactions, interview: Interview) -> Interview:
    return await acme.run(lambda uow: uow.interviews.save(interview))


async def loaded(acme: WorkspaceTransactions, interview_id: str = "i1") -> Interview:
    return await acme.run(lambda uow: uow.interviews.get(interview_id))


@pytest.mark.parametrize("interview", [an_interview(), a_rich_interview()], ids=["bare", "rich"])
async def test_an_interview_comes_back_as_it_was_stored(acme: WorkspaceTransactions, interview: Interview) -> None:
    await stored(acme, interview)
    assert await loaded(acme) == interview


async def test_an_interview_comes_back_after_the_database_was_closed(file: Path) -> None:
    with Database(f"sqlite:///{file}") as first:
        await stored(first.in_workspace("acme"), a_rich_interview())
    with Database(f"sqlite:///{file}") as second:
        assert await loaded(second.in_workspace("acme")) == a_rich_interview()


async def test_saving_counts_the_version_on_and_hands_back_what_is_stored(acme: WorkspaceTransactions) -> None:
    interview = await stored(acme, an_interview())
    after = await saved(acme, interview.add_turn(a_turn()))
    assert after.version == 1
    assert await loaded(acme) == after


async def test_of_two_who_save_the_same_version_the_second_is_told(acme: WorkspaceTransactions) -> None:
    interview = await stored(acme, an_interview())
    first = await saved(acme, interview.add_turn(a_turn("t1")))
    with pytest.raises(StaleWrite, match="i1"):
        await saved(acme, interview.add_turn(a_turn("t2")))
    assert await loaded(acme) == first


async def test_the_same_interview_cannot_be_added_twice(acme: WorkspaceTransactions) -> None:
    await stored(acme, an_interview())
    with pytest.raises(StaleWrite, match="stored already"):
        await stored(acme, an_interview(status="closed"))
    assert await loaded(acme) == an_interview()


async def test_what_nobody_stored_is_not_found(acme: WorkspaceTransactions) -> None:
    with pytest.raises(NotFound, match="i9"):
        await loaded(acme, "i9")
    with pytest.raises(NotFound, match="i9"):
        await saved(acme, an_interview("i9"))


async def test_all_interviews_come_newest_first_each_with_its_own_collections(acme: WorkspaceTransactions) -> None:
    interviews = [a_rich_interview("i1", 2), an_interview("i2"), a_rich_interview("i3", 4)]
    for interview in interviews:
        await stored(acme, interview)
    assert await acme.run(lambda uow: uow.interviews.list_all()) == tuple(reversed(interviews))


async def test_a_message_is_kept_once_in_an_interview_whoever_forgets_to_check(acme: WorkspaceTransactions) -> None:
    interview = await stored(acme, an_interview())
    twice = (a_turn("t1", source="m1"), a_turn("t2", source="m1"))
    with pytest.raises(StorageFailed, match=r"turns.*source"):
        await saved(acme, interview.model_copy(update={"turns": twice}))
    assert await loaded(acme) == interview


async def test_messages_of_no_platform_have_no_source_to_be_unique(acme: WorkspaceTransactions) -> None:
    interview = await stored(acme, an_interview(turns=(a_turn("t1", source=None), a_turn("t2", source=None))))
    assert await loaded(acme) == interview


async def test_evidence_without_its_turn_is_refused(acme: WorkspaceTransactions) -> None:
    with pytest.raises(StorageFailed, match=r"(?i)foreign key"):
        await stored(acme, an_interview(evidence=(some_evidence(turn_id="t7"),)))


async def test_a_refused_write_does_not_repeat_what_people_said(acme: WorkspaceTransactions) -> None:
    private = "the words of Dana"
    turns = (a_turn("t1", private, source="m"), a_turn("t2", private, source="m"))
    with pytest.raises(StorageFailed) as failed:
        await stored(acme, an_interview(turns=turns))
    assert private not in str(failed.value)
    assert private not in str(failed.value.__cause__)


@pytest.mark.parametrize("words", ["short and secret", "long and secret " * 900], ids=["short", "over pages"])
@pytest.mark.parametrize(
    "move", [lambda i: i.retract_turn("t2"), lambda i: i.edit_turn("t2", "other")], ids=["retract", "amend"]
)
async def test_words_taken_back_are_in_no_file_of_the_database(
    file_acme: WorkspaceTransactions, file: Path, words: str, move: Callable[[Interview], Interview]
) -> None:
    texts = ["It reads SAP.", words, "Forty a day."]
    interview = an_interview(turns=tuple(a_turn(f"t{n}", text) for n, text in enumerate(texts, start=1)))
    quoted = some_evidence("t2.1", turn_id="t2", quote=words, sentence=words)
    fact = a_fact(turn_id="t2").model_copy(update={"quote": words})
    await stored(file_acme, interview)
    heard = await saved(file_acme, interview.record_findings("t2", 0, TurnFindings(evidence=(quoted,), facts=(fact,))))
    assert _bytes_around(file).count(b"and secret") > 0

    after = await saved(file_acme, move(heard))
    assert b"and secret" not in _bytes_around(file)
    assert await loaded(file_acme) == after


def _bytes_around(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


_TURN = st.integers(1, 4).map(lambda n: f"t{n}")
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
"""Without the zero that PostgreSQL refuses: hidden characters are taken out before anything is stored."""
MOVES: st.SearchStrategy[Callable[[Interview], Interview]] = st.one_of(
    st.builds(lambda n, text: lambda i: i.add_turn(a_turn(f"t{len(i.turns) + 1}", text, source=f"m{n}")), _TURN, _TEXT),
    st.builds(lambda text: lambda i: i.add_question(a_question(f"q{len(i.questions) + 1}", text=text)), _TEXT),
    st.builds(lambda turn, text: lambda i: i.edit_turn(turn, text) if _has(i, turn) else i, _TURN, _TEXT),
    st.builds(lambda turn: lambda i: i.retract_turn(turn) if _has(i, turn) else i, _TURN),
    st.builds(lambda turn, count: lambda i: _read(i, turn, count) if _has(i, turn) else i, _TURN, st.integers(0, 3)),
    st.sampled_from([DANA, PAOLO]).map(lambda one: lambda i: i.add_person(one.model_copy(update={"role": "boss"}))),
    st.just(lambda i: i.skip_question("skip", by=DANA.id)),
    _TEXT.map(lambda text: lambda i: i.record_feedback(SummaryFeedback(person=DANA.id, score=2, comment=text))),
)


def _has(interview: Interview, turn_id: str) -> bool:
    return any(turn.id == turn_id for turn in interview.turns)


def _read(interview: Interview, turn_id: str, count: int) -> Interview:
    revision = interview.get_turn(turn_id).revision
    evidence = tuple(some_evidence(f"{turn_id}r{revision}.{n}", turn_id=turn_id) for n in range(count))
    facts = tuple(a_fact(f"SAP {n}", turn_id=turn_id) for n in range(count))
    return interview.record_findings(turn_id, revision, TurnFindings(evidence=evidence, facts=facts))


@given(moves=st.lists(MOVES, max_size=12), again=st.booleans())
@settings(some_examples(0.5), suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_after_any_moves_the_stored_interview_is_the_one_in_hand(
    acme: WorkspaceTransactions, moves: list[Callable[[Interview], Interview]], again: bool
) -> None:
    """`again`: loaded and saved in one transaction, as the use cases do; else saved as it is."""
    in_hand = await stored(acme, an_interview(str(uuid4())))
    for move in moves:
        in_hand = await acme.run(partial(_save, interview=move(in_hand), again=again))
    assert await loaded(acme, in_hand.id) == in_hand


def _save(uow: UnitOfWork, interview: Interview, again: bool) -> Interview:
    if again:
        assert uow.interviews.get(interview.id).version == interview.version
    return uow.interviews.save(interview)
