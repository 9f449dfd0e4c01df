"""The commands of operators: events that were given up, and the audit trail; and how a command opens what it needs."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import (
    AnalystChoice,
    LeaderWorkbench,
    Workbench,
    build_leader_workbench,
    build_retention,
    build_workbench,
)
from bot.console.options import shared_options as shared
from bot.domain.audit.act import Effect
from bot.observability.logs import silence_logs
from bot.settings import Settings, load_settings

app = typer.Typer()
inbox_app = typer.Typer(help="Shows events that were given up; has them tried again, or drops them.")

audit_app = typer.Typer(help="Shows who did what, when and from where, and whether that was tampered with.")

keys_app = typer.Typer(help="Makes a key for the tokens of workspaces, and has them all kept by a new one.")


def open_workbench(
    analyst: AnalystChoice | None, database_url: str | None, settings: Settings | None = None
) -> closing[Workbench]:
    silence_logs()
    return closing(build_workbench(settings or load_settings(), analyst, database_url))


@contextmanager
def recording(bench: Workbench | LeaderWorkbench, name: str, effect: Effect) -> Iterator[None]:
    """What an operator does or is shown, before it is; and that it failed, where it does."""
    from bot.console.audit import record_operator_act

    asyncio.run(record_operator_act(bench.transactions, name, effect))
    try:
        yield
    except BaseException:
        asyncio.run(record_operator_act(bench.transactions, name, effect, "failed"))
        raise


def open_leader_workbench(workspace: str | None) -> closing[LeaderWorkbench]:
    return closing(build_leader_workbench(load_settings(), workspace))


FileArgument = Annotated[Path, typer.Argument(help="The file that holds the backup.")]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Also where something stands already.")]


@app.command()
def backup(file: FileArgument, overwrite: OverwriteOption = False) -> None:
    """Copies the whole database into one file, also while it is served."""
    from bot.console.audit import build_operator_act
    from bot.storage.backup.backups import back_up_database

    back_up_database(load_settings().database_url, file, build_operator_act("backup", "exported"), overwrite=overwrite)
    typer.echo(f"Backed up to {file}: what people said stands in it. `python -m bot restore {file}` brings it back.")


@app.command()
def restore(file: FileArgument, overwrite: OverwriteOption = False) -> None:
    """Fills an empty database from a backup."""
    from bot.storage.backup.backups import restore_database

    restore_database(load_settings().database_url, file, overwrite=overwrite)
    # Opening it brings it to the newest schema.
    with open_workbench(AnalystChoice.offline, None) as bench, recording(bench, "restore", "changed"):
        typer.echo(f"Restored to {bench.database.display_location}. `python -m bot doctor` looks at everything.")


@app.command("export-workspace")
def export_workspace(
    directory: Annotated[Path, typer.Argument(help="An empty folder, or one to be made.")],
    workspace: shared.WorkspaceOption = None,
) -> None:
    """Writes everything that is kept of a workspace as JSON lines, a file for each kind of record."""
    from bot.console.privacy.workspace_export import choose_workspace, write_workspace
    from bot.storage.workspace_export import collect_workspace
    from bot.storage.workspaces import list_workspaces

    with open_workbench(AnalystChoice.offline, None) as bench:
        chosen = choose_workspace(asyncio.run(bench.database.run(list_workspaces)), workspace)
        with recording(bench, "export_workspace", "exported"):
            tables = asyncio.run(bench.database.run(partial(collect_workspace, workspace_id=chosen)))
            count = write_workspace(directory, chosen, tables)
    typer.echo(f"{count} records of {chosen} are in {directory}: what people said stands there.")


@app.command("export-person")
def export_person(
    person: Annotated[str, typer.Argument(help="The person's id in Slack, as U0123ABCD.")],
    workspace: shared.WorkspaceOption = None,
) -> None:
    """Prints everything that is kept of one person as JSON, as `/pilot export` hands it to them."""
    from bot.console.privacy.workspace_export import choose_workspace
    from bot.services.forgetting.export_person import build_export
    from bot.storage.workspaces import list_workspaces

    with open_workbench(AnalystChoice.offline, None) as bench:
        chosen = choose_workspace(asyncio.run(bench.database.run(list_workspaces)), workspace)
        found = bench.database.in_workspace(chosen)
        with recording(bench, "export_person", "exported"):
            typer.echo(asyncio.run(found.run(lambda uow: build_export(uow, person, datetime.now(UTC)))), nl=False)


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tells what would go, and when.")] = False,
) -> None:
    """Has what was kept for long enough looked for at once, as `serve` does each day."""
    from bot.console.privacy.retention import describe_end, describe_retention, request_run
    from bot.storage.queue.ended_workspaces import delete_ended_workspaces, list_ended_workspaces
    from bot.storage.workspaces import list_workspaces

    settings, now = load_settings(), datetime.now(UTC)
    policy, kept = build_retention(settings), timedelta(days=settings.uninstalled_days)
    effect: Effect = "saw" if dry_run else "changed"
    with open_workbench(AnalystChoice.offline, None, settings) as bench, recording(bench, "retention", effect):
        for workspace in asyncio.run(bench.database.run(list_workspaces)):
            transactions = bench.database.in_workspace(workspace)
            if dry_run:
                told = asyncio.run(describe_retention(transactions, policy, now))
                typer.echo(f"{workspace}\n{told}")
            else:
                asyncio.run(request_run(transactions, now))
                typer.echo(f"{workspace}: looked for as soon as `python -m bot serve` runs.")
        if not dry_run:
            asyncio.run(delete_ended_workspaces(bench.database.run, kept))
        for ended in asyncio.run(bench.database.run(list_ended_workspaces)):
            typer.echo(describe_end(ended, kept))


@audit_app.command("export")
def audit_export(
    pilot: Annotated[str | None, typer.Option("--pilot", help="Only what was done about this pilot.")] = None,
    workspace: shared.WorkspaceOption = None,
) -> None:
    """Prints the audit trail as JSON lines: ids only, nobody's words."""
    from bot.console.audit import print_trails

    with open_workbench(AnalystChoice.offline, None) as bench:
        asyncio.run(print_trails(bench.open_trails(workspace), pilot))


@audit_app.command("verify")
def audit_verify(
    noted: Annotated[str, typer.Option("--noted", help="A hash that was noted before: it has to be there yet.")] = "",
    workspace: shared.WorkspaceOption = None,
) -> None:
    """Checks that every act follows the one before; names the first that doesn't."""
    from bot.console.audit import verify_trails

    with open_workbench(AnalystChoice.offline, None) as bench:
        asyncio.run(verify_trails(bench.open_trails(workspace), noted))


@inbox_app.callback(invoke_without_command=True)
def inbox(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        inbox_list()


@inbox_app.command("list")
def inbox_list() -> None:
    """Shows the events that were given up, with the reference under which the log tells more."""
    from bot.console.inbox import show_dead_letters

    with open_workbench(AnalystChoice.offline, None) as bench, recording(bench, "inbox_list", "saw"):
        asyncio.run(show_dead_letters(bench.database.operator_queue, datetime.now(UTC)))


@inbox_app.command("retry")
def inbox_retry(number: shared.NumberArgument) -> None:
    """Has an event tried again."""
    from bot.console.inbox import retry_dead_letter

    with open_workbench(AnalystChoice.offline, None) as bench, recording(bench, "inbox_retry", "changed"):
        asyncio.run(retry_dead_letter(bench.database.operator_queue, number))


@inbox_app.command("drop")
def inbox_drop(number: shared.NumberArgument) -> None:
    """Wipes an event for good."""
    from bot.console.inbox import delete_dead_letter

    with open_workbench(AnalystChoice.offline, None) as bench, recording(bench, "inbox_drop", "changed"):
        asyncio.run(delete_dead_letter(bench.database.operator_queue, number))


@keys_app.command("new")
def keys_new() -> None:
    """Prints a new key, to be put first in ENCRYPTION_KEYS."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Keeps every token by the first key of ENCRYPTION_KEYS; the others are not needed any more then."""
    from bot.credentials import require_cipher
    from bot.storage.installations.tokens import reencrypt_tokens

    settings = load_settings()
    cipher = require_cipher(settings)
    with open_workbench(AnalystChoice.offline, None, settings) as bench, recording(bench, "keys_rotate", "changed"):
        count = asyncio.run(bench.database.run(partial(reencrypt_tokens, cipher=cipher)))
    typer.echo(
        f"{count} token{'' if count == 1 else 's'} kept by the first key. Take the others out of ENCRYPTION_KEYS."
    )
