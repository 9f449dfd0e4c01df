"""Claim statements: what the queue asks at each look and each end of an event, built once: that costs more than asking.

Parameters begin with an underscore: `_now`, and what an event or a claim is named by."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
    update,
)

from bot.domain.messaging.event import QueueName
from bot.storage.tables import events, installations, lines
from bot.storage.tables.columns import UtcDateTime
from bot.storage.tables.of_queue import is_in_state

_ENDED = select(installations.c.workspace_id).where(installations.c.ended_at.is_not(None))


def _time(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=UtcDateTime())


_NOW = _time("_now")


class QueueScope(NamedTuple):
    """Whose events are worked."""

    workspace_id: str | None = None
    """None: of all workspaces."""
    client_id: str | None = None
    """Only of workspaces that this app is installed in. None: of whichever."""


class ClaimFilter(NamedTuple):
    """What a worker takes."""

    lane: QueueName
    scope: QueueScope = QueueScope()


@cache
def build_due_lines(wanted: ClaimFilter) -> Select[Any]:
    """Takes `_now`, `_not_yet` and `_most`: the lines that have waited longest, of those that nobody has and whose
    first event is due; locked. One that was served at `_not_yet` or later rests no longer: the clock was set back."""
    since = _select_later_time(lines.c.served_at, func.coalesce(events.c.due, events.c.received_at))
    may = [or_(time.is_(None), time <= _NOW) for time in (lines.c.lease_until, events.c.due)]
    rested = or_(lines.c.not_before.is_(None), lines.c.not_before <= _NOW, lines.c.served_at >= _time("_not_yet"))
    asked = _select_due_partitions(wanted).where(*may, rested).order_by(since, lines.c.epoch, events.c.sequence)
    return asked.limit(bindparam("_most")).with_for_update(of=lines, skip_locked=True)


@cache
def build_next_times(wanted: ClaimFilter) -> Select[Any]:
    """Takes `_now`: when the first line may be taken that has something due, and when the first event is due that is
    not due yet."""
    return select(_select_next_line_time(wanted).scalar_subquery(), _select_next_due_time(wanted).scalar_subquery())


def _select_next_line_time(wanted: ClaimFilter) -> Select[Any]:
    times = [func.coalesce(t, events.c.received_at) for t in (events.c.due, lines.c.not_before, lines.c.lease_until)]
    latest = _select_later_time(_select_later_time(times[0], times[1]), times[2])
    return _select_due_partitions(wanted).with_only_columns(func.min(latest))


def _select_next_due_time(wanted: ClaimFilter) -> Select[Any]:
    return select(events.c.due).where(*_match_open(wanted), events.c.due > _NOW).order_by(events.c.due).limit(1)


def _select_due_partitions(wanted: ClaimFilter) -> Select[Any]:
    """The lines in which something is due, each with its first event, which may have to wait. What waits for later is
    passed over by the index, however much it is: so each of the two ways to be due is asked for by itself."""
    line = select(events.c.workspace_id, events.c.line).where(*_match_open(wanted))
    due = union(line.where(events.c.due.is_(None)), line.where(events.c.due <= _NOW)).subquery()
    stands = events.alias()
    same = (stands.c.workspace_id == due.c.workspace_id, stands.c.lane == wanted.lane, stands.c.line == due.c.line)
    standing = due.join(stands, and_(*same, is_in_state("open", stands)))
    columns = (due.c.workspace_id, due.c.line, func.min(stands.c.sequence).label("sequence"))
    first = select(*columns).select_from(standing).group_by(due.c.workspace_id, due.c.line).subquery()
    same_line = and_(lines.c.workspace_id == first.c.workspace_id, lines.c.line == first.c.line)
    joined = first.join(lines, same_line).join(events, events.c.sequence == first.c.sequence)
    return select(lines.c.workspace_id, lines.c.line).select_from(joined).where(lines.c.lane == wanted.lane)


def _match_open(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Nothing is done where the app was uninstalled. What was never installed, as a terminal's, is no app's."""
    yield events.c.lane == wanted.lane
    yield is_in_state("open")
    if wanted.scope.workspace_id is not None:
        yield events.c.workspace_id == wanted.scope.workspace_id
    yield events.c.workspace_id.not_in(_ENDED)
    if wanted.scope.client_id is not None:
        of_this_app = installations.c.client_id == wanted.scope.client_id
        yield events.c.workspace_id.in_(select(installations.c.workspace_id).where(of_this_app))


def _select_later_time(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one > other, one), else_=other)


def _match_line(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Takes `_workspace_id`, `_lane` and `_line`."""
    return tuple(table.c[name] == bindparam(f"_{name}") for name in ("workspace_id", "lane", "line"))


_IN_LINE = (*_match_line(events), is_in_state("open"), events.c.workspace_id.not_in(_ENDED))
NEXT_DUE = select(events.c.due).where(*_IN_LINE).order_by(events.c.sequence).limit(1)
_HEAD = select(events.c.sequence).where(*_IN_LINE).order_by(events.c.sequence).limit(1)
TRY_HEAD = (
    update(events)
    .where(events.c.sequence == _HEAD.scalar_subquery(), or_(events.c.due.is_(None), events.c.due <= _NOW))
    .values(attempts=events.c.attempts + 1)
    .returning(*events.c)
)
"""The first open event of a line, where it is due: the attempt counts at once, for a worker that dies of its event has
tried it."""
TAKE_LINE = (
    update(lines)
    .where(*_match_line(lines))
    .values(
        owner=bindparam("_new_owner"),
        epoch=lines.c.epoch + 1,
        lease_until=_time("_until"),
        not_before=None,
        interrupted=False,
    )
    .returning(lines.c.epoch)
)


def _update_held(**values: Any) -> Update:
    """Takes what `_match_line` does, `_owner` and `_epoch`: the line, where the claim still holds."""
    held = (lines.c.owner == bindparam("_owner"), lines.c.epoch == bindparam("_epoch"))
    return update(lines).where(*_match_line(lines), *held).values(values)


FREE: dict[str, Any] = {"owner": None, "lease_until": None, "interrupted": False}
RELEASE = _update_held(**FREE, served_at=_NOW, not_before=_time("_not_before"))
DONE: dict[str, Any] = {"state": "done", "body": {}, "error": ""}
END = (
    update(events)
    .where(*(events.c[name] == bindparam(f"_{name}") for name in ("workspace_id", "lane", "id")))
    .values(**DONE, ended_at=_NOW)
)
