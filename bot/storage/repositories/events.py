"""Events: what one workspace puts into the queue, within its own transaction; and which requests it had already."""

from sqlalchemy import or_

from bot.domain.messaging.event import Event
from bot.services.ports.tracing import get_tracer
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.tables import events, lines, requests


class SqlEventRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, event: Event) -> bool:
        """What it comes from goes with it, for whoever traces."""
        event = event if event.trace else event.model_copy(update={"trace": get_tracer().get_parent()})
        added = self._scope.insert_new_rows(events, [mapping.event_to_row(event, self._scope.transaction.now)])
        if added:
            self._scope.insert_new_rows(lines, [mapping.partition_to_row(event, self._scope.transaction.now)])
            self._scope.transaction.filled_lanes.add(event.lane)
        return bool(added)

    def count_open(self, line: str) -> int:
        return self._scope.count_rows(events, events.c.lane == "inbox", events.c.line == line, events.c.state == "open")

    def has_pending_outgoing(self, line: str) -> bool:
        due = or_(events.c.due.is_(None), events.c.due <= self._scope.transaction.now)
        return bool(
            self._scope.count_rows(
                events, events.c.lane == "outbox", events.c.line == line, events.c.state == "open", due
            )
        )

    def request_interrupt(self, line: str) -> None:
        ours = (lines.c.lane == "inbox", lines.c.line == line, lines.c.owner.is_not(None))
        self._scope.update_rows(lines, {"interrupted": True}, *ours)


class SqlRequestRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, key: str) -> bool:
        row = {"key": key, "received_at": self._scope.transaction.now}
        return bool(self._scope.insert_new_rows(requests, [row]))
