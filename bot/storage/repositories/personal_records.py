"""Personal records: the rows of every table that are of one person, and where others' records name or quote them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, or_

from bot.domain.forgetting.kept_records import KeptRecords
from bot.domain.messaging.shared_file import SharedFile
from bot.storage import mapping, tables
from bot.storage.mapping import Row
from bot.storage.repositories.teams import SqlTeamRepository
from bot.storage.session.scope import Scope

Json = dict[str, Any]

_OWN: Mapping[str, tuple[str, ...]] = {
    "people": ("id",),
    "questions": ("to", "likely"),
    "turns": ("speaker",),
    "evidence": ("speaker",),
    "facts": ("speaker",),
    "signals": ("speaker",),
    "passes": ("by", "to"),
    "fits": ("person",),
    "team_people": ("person",),
    "channel_people": ("person",),
    "threads": ("person",),
    "challenges": ("by",),
    "plan_steps": ("by", "to"),
    "rulings": ("by",),
    "output_feedback": ("by",),
    "digest_settings": ("person",),
    "homes": ("person",),
    "stopped_requests": ("person",),
    "uploads": ("person",),
    "audit_acts": ("by",),
}
"""By which fields a row is of a person; a field of `detail` counts like a column."""
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "digests": ("week", "until", "sent"),
    "postings": ("channel", "ts"),
    "events": ("lane", "kind", "state", "received_at"),
}
"""What is told of what was made for them, or waits: the rest stands before them, or is others'."""
_WITHIN = {"interviews": "detail", "assessments": "body", "plans": "body", "teams": "detail", "evidence": "detail"}
"""Where they stand inside what belongs to a pilot."""
NOBODYS = frozenset(
    (
        "bot_tokens",
        "canvases",
        "channels",
        "frameworks",
        "installations",
        "lines",
        "model_calls",
        "model_spending",
        "requests",
        "wishes",
    )
)
"""Tables that hold nothing of a person; a new table is named here or above."""
_AUTHOR = ("speaker", "by")
_PART_OF_EVERYBODY = frozenset(("people", "questions", "team_people"))
"""Rows that somebody else wrote about them: they tell of a pilot, which may be hidden from them."""
_UNTOLD = frozenset(("workspace_id", "sequence", "position", "previous", "hash"))


class SqlPersonalRecordRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def collect(self, person: str) -> tuple[KeptRecords, ...]:
        found = _Collection(self._scope, person)
        kinds = {table.name: tuple(found.list_records(table)) for table in tables.metadata.sorted_tables}
        return tuple(KeptRecords(kind, records) for kind, records in kinds.items() if records)

    def add_export_files(self, person: str, files: Sequence[SharedFile]) -> None:
        of_them = {"pilot_id": "", "plan_id": "", "person": person}
        self._scope.insert_new_rows(tables.uploads, [mapping.to_row(file, tables.uploads) | of_them for file in files])

    def take_export_files(self, person: str) -> tuple[SharedFile, ...]:
        table = tables.uploads
        found = self._scope.select_rows(table, table.c.person == person, by=[table.c.file])
        self._scope.delete_rows(table, table.c.person == person)
        return tuple(mapping.from_row(SharedFile, row, table) for row in found)


class _Collection:
    """Of one person: which pilots they see, and in which they have any part."""

    def __init__(self, scope: Scope, person: str) -> None:
        self._scope = scope
        self._person = person
        self._seen = {team.pilot.id for team in SqlTeamRepository(scope).list_visible_to(person)}
        head = tables.interviews
        columns = (head.c.id, head.c.pilot_id)
        self._pilots = {str(row["id"]): str(row["pilot_id"]) for row in scope.select_columns(head, columns)}

    def list_records(self, table: Table) -> Iterator[Json]:
        if table.name in _OWN:
            yield from self._list_own(table)
        if table.name in _SHOWN:
            yield from self._list_shown(table)
        if table.name in _WITHIN:
            yield from self._list_within(table)

    def _list_own(self, table: Table) -> Iterator[Json]:
        fields = _OWN[table.name]
        stored = all(field in table.c for field in fields)
        theirs = [or_(*(table.c[field] == self._person for field in fields))] if stored else []
        for row in self._scope.select_rows(table, *theirs):
            flat = _flatten(row)
            if self._person not in (flat.get(field) for field in fields):
                continue
            if self._sees(row):
                yield flat
            elif self._is_own(table, flat):
                yield _leave_out_others(flat, self._person)

    def _is_own(self, table: Table, flat: Json) -> bool:
        """Whether they know of it although they don't see the pilot: they said it, did it, or were asked."""
        return table.name not in _PART_OF_EVERYBODY or flat.get("to") == self._person

    def _list_shown(self, table: Table) -> Iterator[Json]:
        for row in self._scope.select_rows(table):
            flat = _flatten(row)
            body, place = flat.get("body") or {}, flat.get("place") or {}
            for_them = self._person in {flat.get("leader"), body.get("person"), place.get("person")}
            if for_them and flat.get("state") != "done":
                said = {"body": body} if flat.get("lane") == "inbox" else {}
                yield {name: flat[name] for name in _SHOWN[table.name]} | said

    def _list_within(self, table: Table) -> Iterator[Json]:
        for row in self._scope.select_rows(table):
            for where, item in _find_items(row[_WITHIN[table.name]], self._person):
                if self._sees(row) or any(item.get(field) == self._person for field in _AUTHOR):
                    yield {"in": row.get("id") or row.get("pilot_id"), "where": where, **item}

    def _sees(self, row: Mapping[str, Any]) -> bool:
        pilot = row.get("pilot_id") or self._pilots.get(str(row.get("interview_id")))
        return pilot is None or pilot in self._seen


def _leave_out_others(row: Json, person: str) -> Json:
    """Without what others said of it, as when they confirmed it."""
    return {key: value for key, value in row.items() if not _is_of_others(value, person)}


def _is_of_others(value: object, person: str) -> bool:
    items = value if isinstance(value, list) else [value]
    authors = {item.get(field) for item in items if isinstance(item, dict) for field in _AUTHOR}
    return not authors <= {None, person}


def _flatten(row: Row) -> Json:
    """With the fields that have no column of their own, as JSON holds them."""
    detail = row.get("detail")
    told = {key: _to_json(value) for key, value in row.items() if key not in _UNTOLD and key != "detail"}
    return {**told, **(detail if isinstance(detail, dict) else {})}


def _to_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _find_items(value: object, person: str, where: str = "") -> Iterator[tuple[str, Json]]:
    """The innermost pieces that name the person, each with where it stands, and without what stands further inside."""
    if isinstance(value, dict):
        plain = {key: item for key, item in value.items() if not isinstance(item, dict | list)}
        if person in plain.values():
            yield where, plain
    for key, item in _list_children(value):
        yield from _find_items(item, person, f"{where}.{key}" if where else str(key))


def _list_children(value: object) -> Iterable[tuple[object, object]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
