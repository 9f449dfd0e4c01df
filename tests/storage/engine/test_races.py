"""Races for the same rows: nothing is read half, nothing is lost, and who must give way is told so."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest

from bot.domain.core.errors import StaleWrite
from bot.domain.messaging.message import MessagePart
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.storage.nouns import a_posting, a_team, an_event
from tests.support.builders import MONDAY, a_question, a_turn, an_interview


def in_threads(count: int, work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(count) as threads:
        for ended in [threads.submit(work, number) for number in range(count)]:
            ended.result()


def test_an_interview_is_never_read_half_old_and_half_new(acme: WorkspaceTransactions) -> None:
    rounds = 40
    asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview())))

    def talk(uow: UnitOfWork) -> None:
        interview = uow.interviews.get("i1")
        number = interview.version
        heard = interview.add_question(a_question(f"q{number}")).add_turn(
            a_turn(f"t{number}", question_id=f"q{number}")
        )
        uow.interviews.save(heard)

    def look(uow: UnitOfWork) -> None:
        newest = uow.interviews.find_latest_by_pilot(["freightmatch"])["freightmatch"]
        for interview in (uow.interviews.get("i1"), newest, *uow.interviews.list_all()):
            assert len(interview.turns) == len(interview.questions) == interview.version

    def work(number: int) -> None:
        for _ in range(rounds):
            asyncio.run(acme.run(talk if number == 0 else look))

    in_threads(3, work)


def test_those_who_wait_for_each_other_are_both_served_in_the_end(postgres_url: str) -> None:
    """What adds to the same two lines in a different order would wait for ever: one gives way, and is run again."""
    together = Barrier(2)
    runs = [0, 0]

    def add(uow: UnitOfWork, number: int) -> None:
        lines = ["C1:1.1", "C2:1.1"][:: 1 if number else -1]
        uow.events.add(an_event(f"first of {number}", lines[0]))
        runs[number] += 1
        if runs[number] == 1:
            together.wait(60)
        uow.events.add(an_event(f"second of {number}", lines[1]))

    with Database(postgres_url) as database:
        acme = database.in_workspace("acme")
        in_threads(2, lambda number: asyncio.run(acme.run(lambda uow: add(uow, number))))
        waiting = asyncio.run(acme.run(lambda uow: [uow.events.count_open(line) for line in ("C1:1.1", "C2:1.1")]))
    assert waiting == [2, 2]
    assert sum(runs) > 2


def test_parts_of_a_posting_that_many_replace_at_once_are_all_replaced(acme: WorkspaceTransactions) -> None:
    keys = [f"part:{number}" for number in range(12)]
    parts = tuple(MessagePart(key=key, text="old") for key in keys)
    asyncio.run(acme.run(lambda uow: uow.messages.add(a_posting(parts=parts))))

    def replace(uow: UnitOfWork, key: str) -> None:
        (posting,) = uow.messages.list_for_interview("i1") if key.endswith("1") else (uow.messages.find("i1:q1"),)
        assert posting is not None
        uow.messages.save(posting.replace_part(MessagePart(key=key, text="new")))

    in_threads(len(keys), lambda n: asyncio.run(acme.run(lambda uow: replace(uow, keys[n]))))
    posting = asyncio.run(acme.run(lambda uow: uow.messages.find("i1:q1")))
    assert posting is not None
    assert {part.text for part in posting.parts} == {"new"}
    assert posting.revision == len(keys)


def test_people_who_join_a_team_at_once_are_all_in_it(acme: WorkspaceTransactions) -> None:
    asyncio.run(acme.run(lambda uow: uow.teams.add(a_team(participants=()))))

    def join(uow: UnitOfWork, person: str) -> None:
        team = uow.teams.get("freightmatch")
        uow.teams.save(team.model_copy(update={"participants": (*team.participants, person)}))

    in_threads(8, lambda n: asyncio.run(acme.run(lambda uow: join(uow, f"P{n}"))))
    team = asyncio.run(acme.run(lambda uow: uow.teams.get("freightmatch")))
    assert set(team.participants) == {f"P{n}" for n in range(8)}


def test_who_is_in_a_channel_may_be_told_by_many_at_once(acme: WorkspaceTransactions) -> None:
    asyncio.run(acme.run(lambda uow: uow.teams.add(a_team())))

    def tell(number: int) -> None:
        for _ in range(5):
            asyncio.run(acme.run(lambda uow: uow.channel_members.replace_members("C1", ["U8", "U9"], MONDAY)))
            asyncio.run(acme.run(lambda uow: uow.channel_members.add_member("C1", "U7")))
            asyncio.run(acme.run(lambda uow: uow.home_tabs.record_opened("U7")))

    in_threads(6, tell)
    assert asyncio.run(acme.run(lambda uow: uow.teams.find_visible("U9", "freightmatch"))) is not None


def test_of_two_who_save_the_same_version_at_once_one_is_told(acme: WorkspaceTransactions) -> None:
    asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview())))
    both = Barrier(2)
    told: list[StaleWrite] = []

    def save(number: int) -> None:
        both.wait()
        try:
            asyncio.run(acme.run(lambda uow: uow.interviews.save(an_interview().add_turn(a_turn(f"t{number}")))))
        except StaleWrite as stale:
            told.append(stale)

    in_threads(2, save)
    assert len(told) == 1
    assert len(asyncio.run(acme.run(lambda uow: uow.interviews.get("i1"))).turns) == 1


def test_of_two_steps_that_wait_for_each_other_one_gives_way(postgres_url: str) -> None:
    with Database(postgres_url) as database:
        acme, both = database.in_workspace("acme"), Barrier(2)
        asyncio.run(acme.run(lambda uow: (uow.messages.add(a_posting("0")), uow.messages.add(a_posting("1")))))

        def crosswise(tx: Transaction, number: int) -> None:
            uow = SqlUnitOfWork(Scope(tx, "acme"))
            uow.messages.find(str(number))
            with suppress(ValueError):
                both.wait(timeout=20)
            uow.messages.find(str(1 - number))

        def work(number: int) -> bool:
            try:
                asyncio.run(database.run(lambda tx: crosswise(tx, number)))
            except StaleWrite:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(work, range(2))) == [False, True]


@pytest.mark.parametrize("word", ["40001", "40P01"])
def test_whatever_the_server_calls_giving_way_is_a_stale_write(postgres_url: str, word: str) -> None:
    with Database(postgres_url) as database:
        raising = f"DO $$ BEGIN RAISE EXCEPTION 'give way' USING ERRCODE = '{word}'; END $$"
        with pytest.raises(StaleWrite, match="decide again"):
            asyncio.run(database.run(lambda tx: tx.connection.exec_driver_sql(raising)))
