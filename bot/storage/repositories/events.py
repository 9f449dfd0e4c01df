"""Events: what one workspace puts into the queue, within its own transaction; and which requests it had already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, bindparam, not_, or_, select

from bot.domain.messaging.event import Event, QueueName
from bot.services.ports.tracing import get_tracer
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.session.statements import bind_equal, build_count
from bot.storage.tables import events, lines, requests
from bot.storage.tables.of_queue import is_in_state

_LOOKED_FOR = timedelta(seconds=2)
"""Whoever waits for work looks by themselves more often than that."""
_COUNT_OPEN = build_count(events, "lane", "line", where=is_in_state("open"))
_BY_NOW = bindparam("_due", type_=events.c.due.type)
_COUNT_DUE = build_count(
    events, "lane", "line", where=and_(is_in_state("open"), or_(events.c.due.is_(None), events.c.due <= _BY_NOW))
)
_SOME_LINES = select(lines.c.line).where(
    *bind_equal(lines, "lane"), lines.c.line.in_(bindparam("_several", expanding=True))
)


class SqlEventRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, event: Event) -> bool:
        return bool(self.add_all([event]))

    def add_all(self, several: Sequence[Event]) -> int:
        now, parent = self._scope.transaction.now, get_tracer().get_parent()
        rows = [mapping.event_to_row(_trace(event, parent), now) for event in several]
        with self._scope.keep_remembered(events) as known:
            stored = self._scope.add_new_rows(events, rows, "lane", "id")
            added = [event for event in several if (event.lane, event.id) in stored]
            for event in added:
                known.pop((event.lane, event.line), None)
        self._add_lines(added)
        for event in added:
            self._wake(event)
        return len(stored)

    def _add_lines(self, added: Sequence[Event]) -> None:
        """Once a transaction: nobody takes out the line of an event that is being added. Those that are there are only
        looked at: to insert one anew would wait for whoever works in it."""
        with self._scope.keep_remembered(lines) as known:
            new = {(event.lane, event.line): event for event in added if (event.lane, event.line) not in known}
            lacking = new.keys() - self._find_lines(new) if new else ()
            rows = [mapping.partition_to_row(new[key], self._scope.transaction.now) for key in lacking]
            self._scope.insert_new_rows(lines, rows)
            known.update(dict.fromkeys(new, True))

    def _find_lines(self, named: Collection[tuple[QueueName, str]]) -> set[tuple[QueueName, str]]:
        found: set[tuple[QueueName, str]] = set()
        for lane in {lane for lane, _ in named}:
            asked = {"lane": lane, "several": [line for of, line in named if of == lane]}
            found |= {(lane, str(row["line"])) for row in self._scope.find_built(_SOME_LINES, asked)}
        return found

    def _wake(self, event: Event) -> None:
        """Whoever waits for work, where this is some before they look by themselves."""
        if event.due is None or event.due < self._scope.transaction.now + _LOOKED_FOR:
            self._scope.transaction.filled_lanes.add(event.lane)

    def add_unless_waiting(self, event: Event) -> bool:
        waiting = (
            events.c.lane == event.lane,
            events.c.line == event.line,
            is_in_state("open"),
            events.c.attempts == 0,
        )
        return not self._scope.select_rows(events, *waiting, most=1, lock="shared") and self.add(event)

    def count_open(self, line: str) -> int:
        counted = partial(self._scope.count_built, _COUNT_OPEN, {"lane": "inbox", "line": line})
        return self._scope.remember(events, ("inbox", line), counted)

    def count_by_state(self, lane: QueueName) -> Mapping[str, int]:
        states = {
            "waiting": (is_in_state("open"), self._is_due()),
            "later": (is_in_state("open"), not_(self._is_due())),
            "given_up": (is_in_state("dead"),),
        }
        return {name: self._scope.count_rows(events, events.c.lane == lane, *where) for name, where in states.items()}

    def _is_due(self) -> ColumnElement[bool]:
        return or_(events.c.due.is_(None), events.c.due <= self._scope.transaction.now)

    def has_pending_outgoing(self, line: str) -> bool:
        asked = {"lane": "outbox", "line": line, "due": self._scope.transaction.now}
        return self._scope.remember(events, ("outbox", line), partial(self._scope.count_built, _COUNT_DUE, asked)) > 0

    def request_interrupt(self, line: str) -> None:
        ours = (lines.c.lane == "inbox", lines.c.line == line, lines.c.owner.is_not(None))
        self._scope.update_rows(lines, {"interrupted": True}, *ours)


def _trace(event: Event, parent: str | None) -> Event:
    """What it comes from goes with it, for whoever traces."""
    return event if event.trace or parent is None else event.model_copy(update={"trace": parent})


class SqlRequestRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, key: str) -> bool:
        row = {"key": key, "received_at": self._scope.transaction.now}
        return bool(self._scope.insert_new_rows(requests, [row]))
