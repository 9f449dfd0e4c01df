"""What leaders read, in the terminal: the digest of now or of any past week, and the portfolio; nothing is sent."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import LeaderWorkbench, build_leader_workbench
from bot.console.leader_reports import show_digest, show_portfolio
from bot.console.options.time_options import parse_moment, parse_zone
from bot.domain.core.errors import InvalidInput
from bot.services.ports.core import UnitOfWork
from bot.settings import Settings
from bot.storage.engine.database import Database
from tests.console.terminal import run
from tests.seeded.pilots import KIM, LEE
from tests.seeded.storing import store
from tests.seeded.telling import Told
from tests.support.databases import create_sqlite
from tests.support.recipe import copy_knowledge

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = "2026-11-02"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, seeded: tuple[Told, ...]) -> str:
    """Nine pilots over eight weeks, in one workspace."""
    url = create_sqlite(tmp_path_factory.mktemp("outlook"))
    with Database(url) as database:
        asyncio.run(database.in_workspace("T1").run(lambda uow: store(uow, seeded)))
    return url


@pytest.fixture
def outlook(url: str) -> Iterator[LeaderWorkbench]:
    opened = build_leader_workbench(Settings(database_url=url))
    yield opened
    opened.close()


def words(screen: str) -> str:
    return " ".join(screen.split())


def digest_of(person: str, as_of: str, outlook: LeaderWorkbench, capsys: pytest.CaptureFixture[str]) -> str:
    asyncio.run(show_digest(outlook, person, lambda hour: parse_moment(as_of, hour, BERLIN)))
    return words(capsys.readouterr().out)


def test_a_digest_reads_in_the_terminal_as_it_is_sent(url: str, tmp_path: Path) -> None:
    wanted = ("--leader", LEE.id, "--as-of", MONDAY, "--zone", "Europe/Berlin")
    code, screen = run("digest", "--preview", *wanted, directory=tmp_path, DATABASE_URL=url)
    assert code == 0
    assert words(screen).startswith(
        f"The digest of {LEE.id} as of Monday 2 November 2026, 09:00, since Monday 26 October 2026, 09:00. One "
        "decision waits for you: approve the gate align of Warranty claims."
    )
    assert "Carrier invoice check, Contract review, Dispatch, KYC triage and Meter anomalies: nothing" in words(screen)


def test_any_past_week_can_be_read(outlook: LeaderWorkbench, capsys: pytest.CaptureFixture[str]) -> None:
    assert "KYC triage · candidate Moved: a new plan, " in digest_of(KIM.id, "2026-10-26", outlook, capsys)
    quiet = digest_of(KIM.id, MONDAY, outlook, capsys)
    assert quiet.endswith("Nothing changed in your 2 pilots. Next gate: align, Friday 18 December (KYC triage).")


def test_reading_keeps_and_sends_nothing(outlook: LeaderWorkbench, capsys: pytest.CaptureFixture[str]) -> None:
    def kept(uow: UnitOfWork) -> object:
        return uow.digests.find_for_week(LEE.id, "2026-W45"), uow.messages.find(f"digest:{LEE.id}:2026-W45")

    digest_of(LEE.id, MONDAY, outlook, capsys)
    assert asyncio.run(outlook.transactions.run(kept)) == (None, None)


def test_whoever_leads_nothing_is_told_nothing(outlook: LeaderWorkbench, capsys: pytest.CaptureFixture[str]) -> None:
    told = digest_of("U0NOBODY", MONDAY, outlook, capsys)
    assert told.endswith("There is no pilot of yours that I could tell you about.")


def test_a_digest_is_only_shown_to_whoever_asks_for_a_preview(url: str, tmp_path: Path) -> None:
    code, screen = run("digest", "--leader", LEE.id, directory=tmp_path, DATABASE_URL=url)
    assert (code, screen.count("\n")) == (2, 1)
    assert "Add --preview to read one here." in screen


def test_what_was_typed_wrong_of_a_moment_is_said() -> None:
    with pytest.raises(InvalidInput, match="--as-of: yesterday is not a date"):
        parse_moment("yesterday", 9, BERLIN)
    with pytest.raises(InvalidInput, match="--as-of: 0001-01-01 is no day of ours"):
        parse_moment("0001-01-01", 9, BERLIN)
    for name in ("Mars/Olympus", "", "../zone"):
        with pytest.raises(InvalidInput, match="is no time zone"):
            parse_zone(name)


def test_a_moment_is_that_hour_there_or_here() -> None:
    assert parse_moment(MONDAY, 9, BERLIN).isoformat() == "2026-11-02T09:00:00+01:00"
    assert parse_moment(MONDAY, 9, None).replace(tzinfo=None).isoformat() == "2026-11-02T09:00:00"
    assert parse_moment(None, 9, BERLIN).tzinfo == BERLIN
    assert parse_zone(None) is None


def test_the_portfolio_reads_as_text_with_its_heatmap_and_history(url: str, tmp_path: Path) -> None:
    wanted = ("--leader", LEE.id, "--as-of", MONDAY, "--zone", "Europe/Berlin", "--picture", "heatmap.png")
    knowledge = str(copy_knowledge(tmp_path))
    code, screen = run("portfolio", *wanted, directory=tmp_path, DATABASE_URL=url, KNOWLEDGE_DIR=knowledge)
    assert code == 0
    assert screen.startswith("9 pilots: 4 lab, 2 pilot, 2 candidate, 1 not rated yet.")
    assert "KYC triage                    3 3 3 3      3 3 3 2    3 3 2 3     3 2 3" in screen
    assert "Candidate             1      1      1" in screen
    assert (tmp_path / "heatmap.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_is_said(outlook: LeaderWorkbench, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "such.png"
    with pytest.raises(InvalidInput, match="Name another file"):
        asyncio.run(show_portfolio(outlook, LEE.id, parse_moment(MONDAY, 23, BERLIN), nowhere))


def test_where_there_are_several_workspaces_one_is_named(
    sqlite_url: str, seeded: tuple[Told, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=sqlite_url)
    with Database(settings.database_url) as database:
        for workspace in ("T1", "T2"):
            asyncio.run(database.in_workspace(workspace).run(lambda uow: store(uow, seeded[:1])))
    with pytest.raises(InvalidInput, match="There are several workspaces: T1, T2"):
        build_leader_workbench(settings)
    opened = build_leader_workbench(settings, "T2")
    asyncio.run(show_portfolio(opened, LEE.id, parse_moment(MONDAY, 23, BERLIN)))
    opened.close()
    assert capsys.readouterr().out.startswith("1 pilot: 1 pilot.")
