"""Histories: assessments, plans and model calls. Appended and read, never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Table

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NotFound
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Framework
from bot.domain.plan.outline import PlanOutline
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.summaries import AssessmentSummary
from bot.domain.reassessment.snapshot import Snapshot
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.summaries import (
    assessment_summary_from_row,
    list_assessment_columns,
    list_outline_columns,
    list_snapshot_columns,
    outline_from_row,
    snapshot_from_row,
)
from bot.storage.tables import assessments, frameworks, model_calls, plans

Made = TypeVar("Made", bound=Assessment | ProductionPlan)


class AppendOnlyHistory(Generic[Made]):
    """What was made of a pilot, time after time."""

    _table: Table
    _noun: type[Made]

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._order: list[ColumnElement[object]] = [self._table.c.made_at, self._table.c.sequence]

    def get(self, made_id: str) -> Made:
        found = self._scope.select_rows(self._table, self._table.c.id == made_id)
        if not found:
            raise NotFound(f"There is no {self._table.name.removesuffix('s')} {made_id} here.")
        return mapping.from_body(self._noun, found[0])

    def list_for_pilot(self, pilot_id: str) -> tuple[Made, ...]:
        rows = self._scope.select_rows(self._table, self._table.c.pilot_id == pilot_id, by=self._order)
        return tuple(mapping.from_body(self._noun, row) for row in rows)

    def _list_newest_of_each(
        self, pilot_ids: Sequence[str], most: int, by: datetime | None = None
    ) -> dict[str, tuple[Made, ...]]:
        found: dict[str, tuple[Made, ...]] = {}
        until = () if by is None else (self._table.c.made_at <= by,)
        for row in self._scope.select_newest_of_each(self._table, pilot_ids, *until, by=self._order, most=most):
            made = mapping.from_body(self._noun, row)
            found[made.pilot.id] = (*found.get(made.pilot.id, ()), made)
        return found


class SqlAssessmentRepository(AppendOnlyHistory[Assessment]):
    _table, _noun = assessments, Assessment

    def add(self, assessment: Assessment) -> None:
        self._scope.insert_rows(assessments, [mapping.assessment_to_row(assessment)])

    def list_latest_by_pilot(self, pilot_ids: Sequence[str], most: int = 2) -> dict[str, tuple[Assessment, ...]]:
        return self._list_newest_of_each(pilot_ids, most)

    def list_summaries_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, tuple[AssessmentSummary, ...]]:
        found, columns = dict[str, list[AssessmentSummary]](), list_assessment_columns()
        for row in self._scope.select_newest_of_each(assessments, pilot_ids, by=self._order, most=2, columns=columns):
            found.setdefault(str(row["pilot_id"]), []).append(assessment_summary_from_row(row))
        return {pilot: tuple(made) for pilot, made in found.items()}

    def list_snapshots_by_pilot(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, tuple[Snapshot, ...]]:
        table, found = assessments, dict[str, list[Snapshot]]()
        wanted = (table.c.pilot_id.in_(pilot_ids), table.c.made_at <= by)
        for row in self._scope.select_columns(table, list_snapshot_columns(), *wanted, by=self._order):
            found.setdefault(str(row["pilot_id"]), []).append(snapshot_from_row(row))
        return {pilot: tuple(made) for pilot, made in found.items()}

    def find_by_ids(self, assessment_ids: Sequence[str]) -> dict[str, Assessment]:
        rows = self._scope.select_rows(assessments, assessments.c.id.in_(assessment_ids))
        return {str(row["id"]): mapping.from_body(Assessment, row) for row in rows}


class SqlPlanRepository(AppendOnlyHistory[ProductionPlan]):
    _table, _noun = plans, ProductionPlan

    def add(self, plan: ProductionPlan) -> None:
        self._scope.insert_rows(plans, [mapping.plan_to_row(plan)])

    def find_latest_by_pilot(self, pilot_ids: Sequence[str], by: datetime | None = None) -> dict[str, ProductionPlan]:
        return {pilot: newest for pilot, (newest,) in self._list_newest_of_each(pilot_ids, 1, by).items()}

    def find_outlines_by_pilot(self, pilot_ids: Sequence[str], by: datetime | None = None) -> dict[str, PlanOutline]:
        until, columns = () if by is None else (plans.c.made_at <= by,), list_outline_columns()
        rows = self._scope.select_newest_of_each(plans, pilot_ids, *until, by=self._order, columns=columns)
        return {str(row["pilot_id"]): outline_from_row(row) for row in rows}


class SqlModelCallRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, interview_id: str, calls: Sequence[ModelCall]) -> None:
        self._scope.insert_rows(model_calls, [mapping.model_call_to_row(interview_id, call) for call in calls])

    def list_for_interview(self, interview_id: str) -> tuple[ModelCall, ...]:
        rows = self._scope.select_rows(
            model_calls, model_calls.c.interview_id == interview_id, by=[model_calls.c.sequence]
        )
        return tuple(mapping.model_call_from_row(row) for row in rows)


class SqlFrameworkRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def save(self, framework: Framework) -> None:
        row = mapping.framework_to_row(framework)
        if not self._scope.insert_new_rows(frameworks, [row]):
            self._scope.update_rows(frameworks, row, frameworks.c.version == framework.version)

    def list_all(self) -> tuple[Framework, ...]:
        rows = self._scope.select_rows(frameworks, by=[frameworks.c.version])
        return tuple(mapping.framework_from_row(row) for row in rows)
