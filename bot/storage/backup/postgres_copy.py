"""Copies of a PostgreSQL database, by the server's own programs; the password is told to them alone."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from bot.domain.core.errors import StorageFailed

_INSTALL = "Install PostgreSQL's client programs (such as postgresql-client) of the server's version, or newer"


def dump_postgres(url: URL, file: Path) -> None:
    """As of one moment, whatever is written meanwhile; all workspaces, since it says of none that it is the only one.
    Raises StorageFailed."""
    part = file.with_name(f".{file.name}.part")
    try:
        options = ("--format=custom", "--no-owner", "--no-privileges", "--enable-row-security")
        _run("pg_dump", url, *options, f"--file={part}")
        part.replace(file)
    except OSError as exc:
        raise StorageFailed(f"{file} can't be written: {(exc.strerror or str(exc)).lower()}.") from exc
    finally:
        part.unlink(missing_ok=True)


def load_postgres(url: URL, file: Path, *, clean: bool) -> None:
    """In one transaction. `clean`: what the copy holds is dropped there first. Raises StorageFailed."""
    cleaning = ("--clean", "--if-exists") if clean else ()
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", *cleaning)
    _run("pg_restore", url, *options, str(file))


def _run(program: str, url: URL, *options: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise StorageFailed(f"{program} is not on this machine. {_INSTALL}.")
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    command = [path, f"--dbname={address}", *options]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - no shell
    if told.returncode:
        why = next((line for line in told.stderr.splitlines() if "error:" in line), "it said nothing")
        hint = f" {_INSTALL}." if "version mismatch" in told.stderr else ""
        raise StorageFailed(f"{program} failed: {why.partition('error:')[2].strip() or why}.{hint}")
