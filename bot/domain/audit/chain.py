"""Chain: each act holds the hash of the one before, so that what is changed, put in or left out shows."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from bot.domain.audit.act import FLIGHTPLAN, Act
from bot.domain.core.model import Value

_PRUNED = "audit_pruned"
_ROW = "row:"


class ChainedAct(Value):
    """An act at its place in the trail of one workspace."""

    workspace: str
    number: int = Field(ge=1)
    previous: str
    """The hash of the row before; empty in the very first."""
    act: Act
    hash: str

    def compute_hash(self) -> str:
        """Over everything but the hash itself. What is left at its default doesn't count: a field that comes later
        changes no hash of before."""
        told = self.act.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps([self.workspace, self.number, self.previous, told], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class ChainVerdict(NamedTuple):
    """`last`: hash of the last row; whoever notes it elsewhere can tell later that nothing was cut off at the end."""

    rows: int
    last: str = ""
    broken_at: int | None = None
    """Number of the first row that doesn't fit."""
    why: str = ""


def chain_act(workspace: str, act: Act, before: ChainedAct | None) -> ChainedAct:
    number, previous = (before.number + 1, before.hash) if before is not None else (1, "")
    loose = ChainedAct(workspace=workspace, number=number, previous=previous, act=act, hash="")
    return loose.model_copy(update={"hash": loose.compute_hash()})


def build_pruning(last_gone: ChainedAct, at: datetime) -> Act:
    """What stands in the trail for the rows that are taken out up to this one: from there it can still be verified."""
    record = _ROW + last_gone.hash
    return Act(at=at, by=FLIGHTPLAN, via="app", name=_PRUNED, effect="changed", record=record)


def verify_chain(rows: Iterable[ChainedAct], noted: str = "") -> ChainVerdict:
    """`rows`: all that are kept, in order. `noted`: a hash that was noted earlier and has to be among them still."""
    before: ChainedAct | None = None
    start, anchor, count, found = "", "", 0, not noted
    for row in rows:
        if (why := _find_fault(row, before)) is not None:
            return ChainVerdict(count, before.hash if before else "", row.number, why)
        start = row.previous if before is None else start
        anchor = row.act.record.removeprefix(_ROW) if row.act.name == _PRUNED else anchor
        found |= row.hash == noted
        before, count = row, count + 1
    last = before.hash if before is not None else ""
    if start != anchor and start:
        return ChainVerdict(count, last, 1, "the rows before the first that is kept are gone, and nobody pruned them")
    if not found:
        missing = before.number + 1 if before is not None else 1
        return ChainVerdict(count, last, missing, "the noted row is not there: the end was cut off or rewritten")
    return ChainVerdict(count, last)


def _find_fault(row: ChainedAct, before: ChainedAct | None) -> str | None:
    if row.hash != row.compute_hash():
        return "what it says is not what was written"
    if before is None:
        return None if (row.number == 1) is (row.previous == "") else "it is not the first that was written"
    if row.number != before.number + 1:
        return f"row {before.number + 1} is missing"
    return None if row.previous == before.hash else "it doesn't follow the row before"
