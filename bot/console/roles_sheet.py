"""The sheet of roles, read back: who takes which role, and how much of their week they have for it."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot.domain.core.errors import InvalidInput
from bot.domain.core.people import Person
from bot.domain.framework.practice import Role
from bot.domain.replanning.named_people import LEAST_SHARE, MOST_SHARE
from bot.wording.roles_sheet import ROLE_ID, SHARE, TAKEN_BY

_WHOLE = 100


class RolesSheet(NamedTuple):
    """By the role's id."""

    holders: Mapping[str, Person]
    availability: Mapping[str, float]


def read_roles_sheet(path: Path, roles: tuple[Role, ...]) -> RolesSheet:
    """Only what is filled in counts. Raises InvalidInput, naming the line, for what cannot be."""
    holders: dict[str, Person] = {}
    availability: dict[str, float] = {}
    for number, row in enumerate(_load_rows(path), start=2):
        role = (row.get(ROLE_ID) or "").strip()
        if role not in {known.id for known in roles}:
            named = ", ".join(known.id for known in roles)
            raise InvalidInput(f"{path}: line {number}: there is no role {role or 'without an id'}. Roles are {named}.")
        if name := _read_name(row):
            holders.setdefault(role, Person(id=name, name=name))
        if share := (row.get(SHARE) or "").strip():
            availability.setdefault(role, _parse_share(share, path, number))
    return RolesSheet(holders, availability)


def _load_rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InvalidInput(f"{path} cannot be read as a sheet of roles: {exc}") from exc
    missing = [column for column in (ROLE_ID, TAKEN_BY) if column not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(f"{path} has no column {missing[0]}. Take roles.csv as it lies beside the plan.")
    return rows


def _read_name(row: Mapping[str, str]) -> str:
    """Without the apostrophe that keeps a cell from being run."""
    return " ".join((row.get(TAKEN_BY) or "").strip().removeprefix("'").split())


def _parse_share(text: str, path: Path, number: int) -> float:
    try:
        share = float(text.removesuffix("%").strip()) / _WHOLE
    except ValueError:
        share = 0.0
    if not LEAST_SHARE <= share <= MOST_SHARE:
        raise InvalidInput(f"{path}: line {number}: {text} is no share of a week. Write a number from 10 to 100.")
    return share
