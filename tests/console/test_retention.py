"""`retention --dry-run` tells an operator what would go and when; without it, it is done as soon as it is served."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.core.phrases import format_date
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.workspaces import list_workspaces
from tests.console.terminal import run
from tests.storage.nouns import a_team
from tests.support.builders import a_turn, an_interview

LONG_AGO = datetime.now(UTC) - timedelta(days=400)


def store(url: str) -> None:
    said = a_turn("t1", "It reads SAP.", state="mapped", at=LONG_AGO)
    with Database(url, now=lambda: LONG_AGO) as database:
        acme = database.in_workspace("T1")
        asyncio.run(acme.run(lambda uow: uow.teams.add(a_team(created_at=LONG_AGO))))
        asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview(status="closed", turns=(said,)))))


def test_it_tells_by_workspace_and_kind_what_would_go(sqlite_url: str, tmp_path: Path) -> None:
    store(sqlite_url)
    settings = {"ANSWER_DAYS": "30", "DIGEST_DAYS": "30"}
    code, screen = run("retention", "--dry-run", directory=tmp_path, DATABASE_URL=sqlite_url, **settings)
    assert code == 0, screen
    assert screen.splitlines()[0] == "T1"
    assert "Pilots: kept until they are deleted." in screen
    assert "Answers in interviews that are over, after 30 days: 1\n    1 of FreightMatch: with the next look" in screen
    assert "Digests after 30 days: none" in screen


def test_without_it_what_is_to_go_waits_for_whoever_serves(sqlite_url: str, tmp_path: Path) -> None:
    store(sqlite_url)
    code, screen = run("retention", directory=tmp_path, DATABASE_URL=sqlite_url)
    assert (code, screen) == (0, "T1: looked for as soon as `python -m bot serve` runs.\n")
    with Database(sqlite_url) as database:
        assert asyncio.run(database.in_workspace("T1").run(lambda uow: uow.events.count_open("retention"))) == 1


def test_where_it_was_uninstalled_it_tells_when_everything_goes_and_without_a_dry_run_it_does(
    sqlite_url: str, tmp_path: Path
) -> None:
    store(sqlite_url)
    ended = datetime.now(UTC) - timedelta(days=31)
    with Database(sqlite_url) as database:
        known = SqlInstallations(database.run)
        asyncio.run(known.save(WorkspaceInstallation(workspace_id="T1", installed_at=LONG_AGO)))
        asyncio.run(known.end("T1", ended))
    told = f"T1: uninstalled on {format_date(ended.date())}; everything of it goes on "
    code, screen = run("retention", "--dry-run", directory=tmp_path, DATABASE_URL=sqlite_url, UNINSTALLED_DAYS="40")
    assert (code, screen.splitlines()[-1]) == (0, f"{told}{format_date((ended + timedelta(days=40)).date())}.")
    assert run("retention", directory=tmp_path, DATABASE_URL=sqlite_url, UNINSTALLED_DAYS="40")[0] == 0
    with Database(sqlite_url) as database:
        assert asyncio.run(database.run(list_workspaces)) == ("T1",)
    code, screen = run("retention", directory=tmp_path, DATABASE_URL=sqlite_url)
    assert code == 0 and told not in screen
    with Database(sqlite_url) as database:
        assert asyncio.run(database.run(list_workspaces)) == ()


@pytest.mark.parametrize(("days", "code"), [("15", 0), ("14", 2)])
def test_a_notice_has_to_be_shorter_than_what_it_is_about(
    sqlite_url: str, tmp_path: Path, *, days: str, code: int
) -> None:
    told = run("retention", "--dry-run", directory=tmp_path, DATABASE_URL=sqlite_url, RETENTION_DAYS=days)
    assert (told[0], "RETENTION_DAYS has to be more" in told[1]) == (code, code == 2)
