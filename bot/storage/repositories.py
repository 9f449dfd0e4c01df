"""Repositories: every query behind the storage ports."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError

from bot.domain.assessment import Assessment
from bot.domain.errors import NotFound, StaleWrite
from bot.domain.interview import Interview
from bot.domain.plan import ProductionPlan
from bot.domain.usage import ModelCall
from bot.storage import mapping
from bot.storage.mapping import PARTS, Part, Row
from bot.storage.scope import Scope
from bot.storage.tables import assessments, interviews, model_calls, plans


class SqlInterviews:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, interview: Interview) -> None:
        try:
            self._scope.insert(interviews, [mapping.interview_to_row(interview)])
        except IntegrityError as exc:
            raise StaleWrite(f"Interview {interview.id} is stored already; load it instead.") from exc
        for part in PARTS:
            self._scope.insert(part.table, part.rows(interview))

    def get(self, interview_id: str) -> Interview:
        found = self._load(interviews.c.id == interview_id)
        if not found:
            raise NotFound(f"There is no interview {interview_id} here.")
        return found[0]

    def save(self, interview: Interview) -> Interview:
        saved = interview.model_copy(update={"version": interview.version + 1})
        same = (interviews.c.id == interview.id, interviews.c.version == interview.version)
        if not self._scope.update(interviews, mapping.interview_to_row(saved), *same):
            self.get(interview.id)
            raise StaleWrite(f"Somebody stored a newer state of interview {interview.id}; load it and decide again.")
        self._write(saved)
        return saved

    def latest_of(self, pilot_name: str) -> Interview | None:
        return next(iter(self._load(interviews.c.pilot_name == pilot_name, most=1)), None)

    def all(self) -> tuple[Interview, ...]:
        return self._load()

    def _load(self, *where: ColumnElement[bool], most: int | None = None) -> tuple[Interview, ...]:
        """Newest first. One query a table, however many interviews there are."""
        heads = self._scope.rows(interviews, *where, by=[interviews.c.sequence.desc()], most=most)
        parts = {part.field: self._rows_by_interview(part, [head["id"] for head in heads]) for part in PARTS}
        return tuple(
            mapping.interview_from_rows(head, {field: rows.get(head["id"], []) for field, rows in parts.items()})
            for head in heads
        )

    def _rows_by_interview(self, part: Part, interview_ids: Sequence[object]) -> dict[object, list[Row]]:
        grouped: dict[object, list[Row]] = {}
        wanted = part.table.c.interview_id.in_(interview_ids)
        for row in self._scope.rows(part.table, wanted, by=[part.table.c.position]) if interview_ids else ():
            grouped.setdefault(row["interview_id"], []).append(row)
        return grouped

    def _write(self, interview: Interview) -> None:
        """Writes what differs from what is stored: first what goes, so that nothing points at it, then the rest."""
        changes = [self._changes(part, interview) for part in PARTS]
        for change in reversed(changes):
            change.delete(self._scope)
        for change in changes:
            change.write(self._scope)
        # A turn's revision counts edits and retractions: words were replaced, and their traces must go as well.
        self._scope.erased |= any(change.replaces_words for change in changes)

    def _changes(self, part: Part, interview: Interview) -> "_Changes":
        stored = self._scope.rows(part.table, part.table.c.interview_id == interview.id)
        before = {row[part.key]: row for row in stored}
        after = part.rows(interview)
        return _Changes(
            part=part,
            interview_id=interview.id,
            added=[row for row in after if row[part.key] not in before],
            changed=[row for row in after if before.get(row[part.key], row) != row],
            gone=list(before.keys() - {row[part.key] for row in after}),
            replaces_words=any(
                "revision" in row and before[row[part.key]]["revision"] != row["revision"]
                for row in after
                if row[part.key] in before
            ),
        )


class _Changes(NamedTuple):
    """How one collection of an interview differs from what is stored of it."""

    part: Part
    interview_id: str
    added: list[Row]
    changed: list[Row]
    gone: list[object]
    replaces_words: bool

    def delete(self, scope: Scope) -> None:
        if self.gone:
            scope.delete(self.part.table, self._of_interview, self.part.table.c[self.part.key].in_(self.gone))

    def write(self, scope: Scope) -> None:
        scope.update_each(self.part.table, self.part.key, self.changed, self._of_interview)
        scope.insert(self.part.table, self.added)

    @property
    def _of_interview(self) -> ColumnElement[bool]:
        return self.part.table.c.interview_id == self.interview_id


class SqlAssessments:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, assessment: Assessment) -> None:
        self._scope.insert(assessments, [mapping.assessment_to_row(assessment)])

    def history_of(self, pilot_id: str) -> tuple[Assessment, ...]:
        order = [assessments.c.made_at, assessments.c.sequence]
        rows = self._scope.rows(assessments, assessments.c.pilot_id == pilot_id, by=order)
        return tuple(mapping.from_body(Assessment, row) for row in rows)


class SqlPlans:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, plan: ProductionPlan) -> None:
        self._scope.insert(plans, [mapping.plan_to_row(plan)])

    def history_of(self, pilot_id: str) -> tuple[ProductionPlan, ...]:
        rows = self._scope.rows(plans, plans.c.pilot_id == pilot_id, by=[plans.c.made_at, plans.c.sequence])
        return tuple(mapping.from_body(ProductionPlan, row) for row in rows)


class SqlModelCalls:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, interview_id: str, calls: Sequence[ModelCall]) -> None:
        self._scope.insert(model_calls, [mapping.call_to_row(interview_id, call) for call in calls])

    def of(self, interview_id: str) -> tuple[ModelCall, ...]:
        rows = self._scope.rows(model_calls, model_calls.c.interview_id == interview_id, by=[model_calls.c.sequence])
        return tuple(mapping.call_from_row(row) for row in rows)
