"""Retention: what was kept for long enough, found by the moments that records hold."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import Column, ColumnElement, func

from bot.domain.audit.act import mark_id
from bot.domain.digest.digest import Digest
from bot.domain.interview.turn import READ_TURNS
from bot.storage import mapping
from bot.storage.repositories.histories import SqlPlanRepository
from bot.storage.session.scope import Scope
from bot.storage.tables import (
    assessments,
    audit_acts,
    challenges,
    digests,
    events,
    interviews,
    plan_steps,
    plans,
    rulings,
    teams,
    turns,
)

_BY_PILOT = (
    (teams, teams.c.created_at),
    (assessments, assessments.c.made_at),
    (plans, plans.c.made_at),
    (plan_steps, plan_steps.c.at),
    (challenges, challenges.c.at),
    (rulings, rulings.c.at),
)
_NOBODY = ("app", "terminal")
"""By whom an act on the trail tells nothing of use: what is sent by itself, and what operators look at."""


class SqlRetentionRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def list_pilots_before(self, before: datetime) -> tuple[str, ...]:
        rows = self._scope.select_columns(
            teams, [teams.c.pilot_id], teams.c.created_at < before, by=[teams.c.created_at, teams.c.sequence]
        )
        return tuple(str(row["pilot_id"]) for row in rows)

    def find_last_use(self, pilot_id: str) -> datetime | None:
        if not self._scope.count_rows(teams, teams.c.pilot_id == pilot_id):
            return None
        return max(self._list_uses(pilot_id))

    def _list_uses(self, pilot_id: str) -> Iterator[datetime]:
        for table, moment in _BY_PILOT:
            yield from self._find_latest(moment, table.c.pilot_id == pilot_id)
        talked = self._scope.select_values(interviews.c.id, interviews.c.pilot_id == pilot_id)
        yield from self._find_latest(turns.c.at, turns.c.interview_id.in_(talked))
        people = audit_acts.c.via.not_in(_NOBODY)
        yield from self._find_latest(audit_acts.c.at, audit_acts.c.pilot == mark_id(pilot_id), people)
        plan = SqlPlanRepository(self._scope).find_latest_by_pilot([pilot_id]).get(pilot_id)
        if plan is not None:
            yield datetime.combine(plan.end, time(), UTC)

    def _find_latest(self, moment: Column[datetime], *where: ColumnElement[bool]) -> Iterator[datetime]:
        for row in self._scope.select_columns(moment.table, [func.max(moment).label("at")], *where):
            if isinstance(row["at"], datetime):
                yield row["at"]

    def list_interviews_with_answers(self, before: datetime, most: int | None = None) -> tuple[str, ...]:
        said = (turns.c.interview_id == interviews.c.id, turns.c.at < before, turns.c.text != "")
        read = turns.c.state.in_(READ_TURNS)
        over = (interviews.c.status == "closed", self._scope.build_exists(turns, *said, read))
        rows = self._scope.select_rows(interviews, *over, by=[interviews.c.sequence], most=most)
        return tuple(str(row["id"]) for row in rows)

    def find_due(self, event_id: str) -> datetime | None:
        rows = self._scope.select_columns(events, [events.c.due], events.c.lane == "inbox", events.c.id == event_id)
        return next((row["due"] for row in rows if isinstance(row["due"], datetime)), None)

    def list_digests(self, before: datetime, most: int | None = None) -> tuple[Digest, ...]:
        rows = self._scope.select_rows(digests, digests.c.until < before, by=[digests.c.sequence], most=most)
        return tuple(mapping.digest_from_row(row) for row in rows)

    def delete_digests(self, gone: Sequence[Digest]) -> None:
        for digest in gone:
            self._scope.delete_rows(digests, digests.c.leader == digest.leader, digests.c.week == digest.week)
        self._scope.transaction.has_erased_words |= bool(gone)
