"""A workspace's export for operators: one file of JSON lines a table, and what stands in which."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.domain.core.errors import InvalidInput

_README = (
    "Everything that Flightplan keeps of the workspace {workspace}: one file of JSON lines for each kind of record.\n"
    "People's words stand in it: turns, evidence, assessments, plans and messages above all. Keep it accordingly.\n"
)


def choose_workspace(known: Sequence[str], wanted: str | None) -> str:
    """Raises InvalidInput where none or several could be meant."""
    if wanted is not None and wanted in known:
        return wanted
    if wanted is None and len(known) == 1:
        return known[0]
    raise InvalidInput(f"Name a workspace by --workspace: {', '.join(known) or 'there is none with a pilot'}.")


def write_workspace(directory: Path, workspace: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Into a directory that is empty or not there. Returns how many rows. Raises InvalidInput where others stand."""
    if directory.exists() and any(directory.iterdir()):
        raise InvalidInput(f"{directory} is not empty. Name another directory.")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / "README.txt").write_text(_README.format(workspace=workspace), encoding="utf-8")
    for name, rows in tables.items():
        lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        (directory / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return sum(len(rows) for rows in tables.values())
