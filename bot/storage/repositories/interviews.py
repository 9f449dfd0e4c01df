"""Interviews: loaded with as many queries for many as for one, saved by what differs, never over a newer state."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError

from bot.domain.asking.interview_activity import InterviewTimeline, ReceivedReply
from bot.domain.core.errors import NotFound, StaleWrite
from bot.domain.interview.interview import Interview
from bot.domain.portfolio.summaries import InterviewSummary
from bot.storage import mapping
from bot.storage.mapping import PARTS, InterviewCollection, Row
from bot.storage.session.scope import Scope
from bot.storage.summaries import find_summary, list_summary_columns
from bot.storage.tables import assessments, interviews, passes, questions, turns

Rows = dict[str, list[Row]]
"""An interview's collections, by field."""
_HEAD = (interviews.c.pilot_id, interviews.c.status, interviews.c.id.label("interview_id"))
_ASKED = (questions.c.interview_id, questions.c.id, questions.c.detail)
_REPLIES = (turns.c.interview_id, turns.c.question_id, turns.c.at)
_PASSES = (passes.c.interview_id, passes.c.question_id)


class SqlInterviewRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._read: dict[tuple[str, int], Stored] = {}
        """What this transaction knows to be stored, by id and version: saving compares with it, and asks nothing."""
        self._known: dict[str, Interview] = {}
        """As this transaction got or stored them last: it sees one state, and a newer one is refused when it saves."""
        self._saved: set[str] = set()

    def add(self, interview: Interview) -> None:
        try:
            self._scope.insert_rows(interviews, [mapping.interview_to_row(interview)])
        except IntegrityError as exc:
            raise StaleWrite(f"Interview {interview.id} is stored already; load it instead.") from exc
        rows = {part.field: part.to_rows(interview) for part in PARTS}
        for part in PARTS:
            self._scope.insert_rows(part.table, rows[part.field])
        self._remember(interview, rows)

    def get(self, interview_id: str) -> Interview:
        return self._known.get(interview_id) or self._load_interview(interview_id)

    def _load_interview(self, interview_id: str) -> Interview:
        found = self._load_collections(partial(self._scope.find_rows, interviews, id=interview_id))
        if not found:
            raise NotFound(f"There is no interview {interview_id} here.")
        self._known[interview_id] = found[0]
        return found[0]

    def save(self, interview: Interview) -> Interview:
        saved = interview.model_copy(update={"version": interview.version + 1})
        row = mapping.interview_to_row(saved)
        if not self._scope.update_found(interviews, row, id=interview.id, version=interview.version):
            self._load_interview(interview.id)
            raise StaleWrite(f"Somebody stored a newer state of interview {interview.id}; load it and decide again.")
        self._remember(saved, self._write_changes(interview))
        return saved

    def _remember(self, interview: Interview, rows: Rows) -> None:
        """For this transaction at once; for later ones when it is stored."""
        if not self._saved:
            self._scope.transaction.after_commit.append(self._keep_saved)
        self._known[interview.id] = interview
        self._read[(interview.id, interview.version)] = Stored(interview, rows)
        self._saved.add(interview.id)

    def _keep_saved(self) -> None:
        for interview in (self._known[interview_id] for interview_id in self._saved):
            self._keep(self._read[(interview.id, interview.version)])

    def _keep(self, stored: "Stored") -> None:
        key = (self._scope.workspace_id, stored.interview.id)
        self._scope.transaction.memory.interviews.keep(key, stored.interview.version, stored)

    def find_latest_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, Interview]:
        newest = partial(self._scope.select_newest_of_each, interviews, pilot_ids, by=[interviews.c.sequence])
        return {interview.pilot.id: interview for interview in self._load_collections(newest)}

    def find_summaries_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, InterviewSummary]:
        by, columns = [interviews.c.sequence], list_summary_columns()
        rows = self._scope.select_newest_of_each(interviews, pilot_ids, by=by, columns=columns)
        known = {str(row["pilot_id"]): found for row in rows if (found := find_summary(row)) is not None}
        others = [row["id"] for row in rows if row["pilot_id"] not in known]
        whole = self._load_interviews(interviews.c.id.in_(others)) if others else ()
        return known | {one.pilot.id: InterviewSummary.from_interview(one) for one in whole}

    def load_activity_by_pilot(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, InterviewTimeline]:
        alive = self._select_active_questions(pilot_ids, by)
        ids = [str(rows[0]["interview_id"]) for rows in alive.values()]
        replied, let_go = defaultdict[str, list[ReceivedReply]](list), defaultdict[str, set[str]](set)
        for row in self._scope.select_columns(turns, _REPLIES, turns.c.interview_id.in_(ids), by=[turns.c.at]):
            replied[str(row["interview_id"])].append(mapping.reply_from_row(row))
        for row in self._scope.select_columns(passes, _PASSES, passes.c.interview_id.in_(ids)):
            let_go[str(row["interview_id"])].add(str(row["question_id"]))
        return {
            pilot: mapping.interview_timeline_from_rows(rows, replied[key], frozenset(let_go[key]))
            for pilot, rows in alive.items()
            for key in [str(rows[0]["interview_id"])]
        }

    def _select_active_questions(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, list[Row]]:
        """What the newest interview of each pilot asked, where it was not over and assessed by then."""
        made_of_it = (assessments.c.pilot_id == interviews.c.pilot_id, assessments.c.interview_id == interviews.c.id)
        over = self._scope.build_exists(
            assessments, *made_of_it, assessments.c.made_at <= by
        )  # by pilot: there is an index
        heads = self._scope.select_columns(
            interviews, _HEAD, interviews.c.pilot_id.in_(pilot_ids), ~over, by=[interviews.c.sequence]
        )
        asked: dict[object, list[Row]] = {head["interview_id"]: [] for head in heads}
        # Not joined: SQLite would rather go through all questions there are.
        for row in self._scope.select_columns(
            questions, _ASKED, questions.c.interview_id.in_(list(asked)), by=[questions.c.position]
        ):
            asked[row["interview_id"]].append(row)
        return {
            str(head["pilot_id"]): [head | row for row in asked[head["interview_id"]]]
            for head in heads
            if asked[head["interview_id"]]
        }

    def list_delegated_to(self, person: str) -> tuple[Interview, ...]:
        to_them = (passes.c.how == "handed_over", passes.c.to == person)
        left = interviews.c.id.in_(self._scope.select_values(passes.c.interview_id, *to_them))
        return self._load_interviews(interviews.c.status != "closed", left)

    def list_all(self) -> tuple[Interview, ...]:
        return self._load_interviews()

    def _load_interviews(self, *where: ColumnElement[bool], most: int | None = None) -> tuple[Interview, ...]:
        """Newest first."""
        return self._load_collections(
            partial(self._scope.select_rows, interviews, *where, by=[interviews.c.sequence.desc()], most=most)
        )

    def _load_collections(self, heads: Callable[[], list[Row]]) -> tuple[Interview, ...]:
        """Interviews with their collections, each of one moment: where somebody saved meanwhile, it looks again."""
        before, after = None, heads()
        while before != after:
            before = after
            known = {head["id"]: found for head in before if (found := self._find_known(head)) is not None}
            rows = self._load_rows([str(head["id"]) for head in before if head["id"] not in known])
            after = heads() if rows else before
        return tuple(
            self._take_known(known[head["id"]]) if head["id"] in known else self._build(head, rows[str(head["id"])])
            for head in after
        )

    def _find_known(self, head: Row) -> "Stored | None":
        """As another transaction of this process read or stored it, if it is at that version still: nothing of an
        interview changes without its version."""
        key = (self._scope.workspace_id, head["id"])
        found: Stored | None = self._scope.transaction.memory.interviews.find(key, head["version"])
        return found

    def _take_known(self, known: "Stored") -> Interview:
        self._read[(known.interview.id, known.interview.version)] = known
        return known.interview

    def _build(self, head: Row, rows: Rows) -> Interview:
        interview = mapping.interview_from_rows(head, rows)
        self._read[(interview.id, interview.version)] = read = Stored(interview, rows)
        if interview.id not in self._saved:  # what is not committed yet may never be
            self._keep(read)
        return interview

    def _load_rows(self, interview_ids: Sequence[str]) -> dict[str, Rows]:
        """The rows of the collections, by interview and field: one query a table, however many interviews."""
        rows: dict[str, Rows] = {key: {part.field: [] for part in PARTS} for key in interview_ids}
        for part in PARTS if rows else ():
            wanted = part.table.c.interview_id.in_(interview_ids)
            for row in self._scope.select_rows(part.table, wanted, by=[part.table.c.position]):
                rows[str(row["interview_id"])][part.field].append(row)
        return rows

    def _write_changes(self, interview: Interview) -> Rows:
        """Writes what differs from what is stored: first what goes, so that nothing points at it, then the rest.

        Returns what is stored then.
        """
        known = self._read.pop((interview.id, interview.version), None)
        stored = known.rows if known is not None else self._load_rows([interview.id])[interview.id]
        changed = (part for part in PARTS if known is None or not known.holds(part, interview))
        changes = [CollectionChange(part, interview, stored[part.field]) for part in changed]
        for change in reversed(changes):
            change.delete_removed(self._scope)
        for change in changes:
            change.write_changed(self._scope)
        self._scope.transaction.has_erased_words |= any(change.replaces_words for change in changes)
        return stored | {change.field: change.after for change in changes}


class Stored(NamedTuple):
    """An interview as it is stored, in its rows."""

    interview: Interview
    rows: Rows

    def holds(self, part: InterviewCollection, changed: Interview) -> bool:
        """Whether nothing of this collection changed."""
        return getattr(self.interview, part.field) is getattr(changed, part.field)


class CollectionChange:
    """How one collection of an interview differs from what is stored of it."""

    def __init__(self, part: InterviewCollection, interview: Interview, stored: Sequence[Row]) -> None:
        self._part = part
        self.field = part.field
        self._interview = part.table.c.interview_id == interview.id
        self._before = {row[part.key_column]: row for row in stored}
        self.after = part.to_rows(interview)

    @property
    def replaces_words(self) -> bool:
        """A turn's revision counts edits and retractions: the traces of the earlier words must go as well."""
        return any(row.get("revision") != self._get_stored_row(row).get("revision") for row in self._changed_rows)

    def delete_removed(self, scope: Scope) -> None:
        gone = self._before.keys() - {row[self._part.key_column] for row in self.after}
        if gone:
            scope.delete_rows(self._part.table, self._interview, self._part.table.c[self._part.key_column].in_(gone))

    def write_changed(self, scope: Scope) -> None:
        scope.update_each_row(self._part.table, self._part.key_column, self._changed_rows, self._interview)
        scope.insert_rows(self._part.table, [row for row in self.after if not self._get_stored_row(row)])

    @cached_property
    def _changed_rows(self) -> list[Row]:
        return [
            row
            for row in self.after
            if (known := self._get_stored_row(row)) and any(known[name] != value for name, value in row.items())
        ]

    def _get_stored_row(self, row: Row) -> Row:
        return self._before.get(row[self._part.key_column], {})
