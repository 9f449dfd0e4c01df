import asyncio
from pathlib import Path

import pytest

from bot.domain.messaging.event import Event
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.console.terminal import run
from tests.storage.nouns import claim_one

ERROR = "AnalystRejected: the key\nmay not [use] this model, " + "and more of that, " * 10 + "(K7QX)"


@pytest.fixture
def url(sqlite_url: str) -> str:
    return with_two_given_up(sqlite_url)


def with_two_given_up(url: str) -> str:
    """Of three events, the first two were given up."""
    with Database(url) as database:
        asyncio.run(give_two_up(database))
    return url


async def give_two_up(database: Database) -> None:
    await database.in_workspace("w1").run(receive_three)
    for _ in range(2):
        claim = await claim_one(database.operator_queue, "worker", "inbox", 60.0)
        assert claim is not None
        await database.operator_queue.move_to_dead_letters(claim, ERROR)


def receive_three(uow: UnitOfWork) -> None:
    for number in (1, 2, 3):
        said = {"text": "our password is hunter2"}
        uow.events.add(Event(id=f"e{number}", lane="inbox", line="D1", kind="message", body=said))


def inbox(url: str, directory: Path, *arguments: str) -> tuple[int, str]:
    return run("inbox", *arguments, directory=directory, DATABASE_URL=url)


def given_up(url: str, directory: Path) -> list[str]:
    """The numbers that the list shows."""
    return [line.split()[0] for line in inbox(url, directory)[1].splitlines() if "AnalystRejected" in line]


def test_the_list_shows_each_event_that_was_given_up_in_one_line_and_says_what_to_do(url: str, tmp_path: Path) -> None:
    code, screen = inbox(url, tmp_path, "list")
    lines = screen.splitlines()
    assert code == 0
    assert lines[0].split() == ["no.", "kind", "age", "attempts", "error"]
    assert [line.split()[:2] for line in lines[1:3]] == [["1", "message"], ["2", "message"]]
    assert all("may not [use] this model" in line and line.endswith("(K7QX)") for line in lines[1:3])
    assert "python -m bot inbox retry 1" in screen
    assert inbox(url, tmp_path)[1] == screen


def test_the_list_never_shows_what_people_said(url: str, tmp_path: Path) -> None:
    assert "hunter2" not in inbox(url, tmp_path)[1]


def test_an_event_that_is_tried_again_is_open_and_no_longer_listed(url: str, tmp_path: Path) -> None:
    assert inbox(url, tmp_path, "retry", "1")[0] == 0
    assert given_up(url, tmp_path) == ["2"]
    with Database(url) as database:
        claim = asyncio.run(claim_one(database.operator_queue, "worker", "inbox", 60.0))
    assert claim is not None
    assert (claim.event.id, claim.attempt) == ("e1", 1)


def test_a_dropped_event_is_forgotten(url: str, tmp_path: Path) -> None:
    assert inbox(url, tmp_path, "drop", "2")[0] == 0
    assert given_up(url, tmp_path) == ["1"]


def test_postgresql_is_served_alike(postgres_url: str, tmp_path: Path) -> None:
    assert inbox(with_two_given_up(postgres_url), tmp_path, "retry", "1")[0] == 0
    assert given_up(postgres_url, tmp_path) == ["2"]


@pytest.mark.parametrize("command", ["retry", "drop"])
def test_a_number_that_was_not_given_up_is_refused_in_one_line(command: str, tmp_path: Path) -> None:
    code, screen = inbox(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path, command, "7")
    assert code == 2
    assert screen.splitlines() == ["No event 7 was given up. `python -m bot inbox` shows those that were."]


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    assert inbox(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path) == (0, "No event was given up.\n")
