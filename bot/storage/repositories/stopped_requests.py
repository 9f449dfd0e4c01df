"""By whom people don't want to be asked."""

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.tables import stopped_requests


class SqlStoppedRequestsRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, person: str) -> StoppedRequests:
        table = stopped_requests
        found = self._scope.select_rows(table, table.c.person == person)
        return mapping.from_row(StoppedRequests, found[0], table) if found else StoppedRequests(person=person)

    def save(self, stopped: StoppedRequests) -> None:
        row = mapping.to_row(stopped, stopped_requests)
        if not self._scope.insert_new_rows(stopped_requests, [row]):
            self._scope.update_rows(stopped_requests, row, stopped_requests.c.person == stopped.person)
