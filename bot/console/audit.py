"""The audit trail for operators: shown as JSON lines, verified, and what they do themselves put on it."""

import getpass
import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from bot.domain.audit.act import Act, Effect, Outcome, mark_id, mark_record
from bot.domain.audit.chain import ChainedAct, ChainVerdict, verify_chain
from bot.domain.core.errors import InvalidInput, NotFound, StorageFailed
from bot.services.ports.core import Transactions, UnitOfWork
from bot.wording.formatter import format_count

_PAGE = 1000


class Trail(NamedTuple):
    """That of one workspace."""

    workspace: str
    transactions: Transactions


def build_operator_act(name: str, effect: Effect) -> Act:
    """Done just now, by the account that this process runs for."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):  # in a container, an account may have no name
        account = str(os.getuid())
    by = "terminal:" + re.sub(r"[^A-Za-z0-9_.-]", "-", account)[:60]
    return Act(at=datetime.now(UTC), by=by, via="terminal", name=name, effect=effect)


async def record_operator_act(transactions: Transactions, name: str, effect: Effect, outcome: Outcome = "done") -> None:
    """Before it is done or shown; as failed, after."""
    act = build_operator_act(name, effect).model_copy(update={"outcome": outcome})
    await transactions.run(lambda uow: uow.audit.append(act))


async def print_trails(trails: tuple[Trail, ...], pilot: str | None) -> None:
    """A line of JSON for each act, in order; of one pilot where it is named. Raises NotFound."""
    marks = [await trail.transactions.run(lambda uow: _list_marks(uow, pilot)) if pilot else None for trail in trails]
    if pilot and not any(marks):
        raise NotFound(f"There is no pilot called {pilot}.")
    for trail, wanted in zip(trails, marks, strict=True):
        await record_operator_act(trail.transactions, "audit_export", "exported")
        async for row in _read_trail(trail.transactions):
            if wanted is None or {row.act.pilot, row.act.record, *row.act.pilots} & wanted:
                print(format_row(row))  # noqa: T201


def format_row(row: ChainedAct) -> str:
    """With just what its hash is made of, so that it can be computed anew by whoever reads it."""
    told = row.model_dump(mode="json", include={"workspace", "number", "previous", "hash"})
    return json.dumps({**told, "act": row.act.model_dump(mode="json", exclude_defaults=True)})


async def verify_trails(trails: tuple[Trail, ...], noted: str) -> None:
    """A line for each. Raises InvalidInput for a noted hash where it isn't clear of which, StorageFailed where one is
    broken."""
    if noted and len(trails) != 1:
        raise InvalidInput("Name the workspace that the hash was noted for with --workspace.")
    broken = []
    for trail in trails:
        verdict = await trail.transactions.run(lambda uow: verify_chain(_iterate_trail(uow), noted))
        print(_format_verdict(trail.workspace, verdict))  # noqa: T201
        broken += [trail.workspace] if verdict.broken_at is not None else []
    if broken:
        raise StorageFailed(f"The audit trail of {', '.join(broken)} was changed from outside of Flightplan.")


def _format_verdict(workspace: str, verdict: ChainVerdict) -> str:
    if verdict.broken_at is not None:
        fit = "row before it fits" if verdict.rows == 1 else "rows before it fit"
        return f"{workspace}: broken at row {verdict.broken_at}: {verdict.why}. {verdict.rows} {fit}."
    rows = format_count(verdict.rows, "row")
    return f"{workspace}: {rows}, each follows the one before. The last has the hash {verdict.last}."


async def _read_trail(transactions: Transactions) -> AsyncIterator[ChainedAct]:
    number = 0
    while page := await transactions.run(lambda uow: uow.audit.list_after(number, _PAGE)):  # noqa: B023
        for row in page:
            yield row
        number = page[-1].number


def _iterate_trail(uow: UnitOfWork) -> Iterator[ChainedAct]:
    number = 0
    while page := uow.audit.list_after(number, _PAGE):
        yield from page
        number = page[-1].number


def _list_marks(uow: UnitOfWork, pilot: str) -> set[str]:
    """What the trail knows a pilot by, and everything that was made for it; none at all where there is no such."""
    own = [one for one in uow.interviews.list_all() if pilot.casefold() in {one.pilot.name.casefold(), one.pilot.id}]
    ids = {one.pilot.id for one in own}
    records = [("interview", one.id) for one in own]
    for pilot_id in ids:
        records += [("assessment", made.id) for made in uow.assessments.list_for_pilot(pilot_id)]
        records += [("plan", plan.id) for plan in uow.plans.list_for_pilot(pilot_id)]
    return {mark_id(pilot_id) for pilot_id in ids} | {mark_record(kind, record) for kind, record in records}
