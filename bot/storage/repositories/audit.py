"""Audit: the trail of one workspace, appended to and read in order."""

from datetime import datetime
from functools import partial

from bot.domain.audit.act import Act
from bot.domain.audit.chain import ChainedAct, build_pruning, chain_act
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.tables import audit_acts


class SqlAuditRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def append(self, act: Act) -> None:
        """Last of all, since others wait from then on."""
        self._scope.transaction.last_steps.append(partial(self._append_now, act))

    def _append_now(self, act: Act) -> None:
        self._scope.lock_audit_chain()
        last = self._scope.select_rows(audit_acts, by=[audit_acts.c.number.desc()], most=1)
        added = chain_act(self._scope.workspace_id, act, mapping.chained_act_from_row(last[0]) if last else None)
        self._scope.insert_rows(audit_acts, [mapping.chained_act_to_row(added)])

    def count_done(self, person: str, name: str, since: datetime) -> int:
        theirs = (audit_acts.c.by == person, audit_acts.c.at > since)
        return self._scope.count_rows(audit_acts, *theirs, audit_acts.c.name == name, audit_acts.c.outcome == "done")

    def list_after(self, number: int, most: int) -> tuple[ChainedAct, ...]:
        later, order = audit_acts.c.number > number, [audit_acts.c.number]
        rows = self._scope.select_rows(audit_acts, later, by=order, most=most)
        return tuple(mapping.chained_act_from_row(row) for row in rows)

    def prune(self, before: datetime, at: datetime) -> int:
        kept = self._scope.select_rows(audit_acts, audit_acts.c.at >= before, by=[audit_acts.c.number], most=1)
        older = (audit_acts.c.number < kept[0]["number"],) if kept else ()
        old = audit_acts.c.at < before  # or one that came since we looked for what is kept would go as well
        gone = self._scope.select_rows(audit_acts, old, *older, by=[audit_acts.c.number.desc()], most=1)
        if not gone:
            return 0
        last = mapping.chained_act_from_row(gone[0])
        self._append_now(build_pruning(last, at))
        return self._scope.delete_rows(audit_acts, audit_acts.c.number <= last.number)
