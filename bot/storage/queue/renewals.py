"""Renewals: many claims at once, in one statement. A step of one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_, update

from bot.domain.messaging.event import Claim
from bot.services.ports.core import LeaseRenewal
from bot.storage.session.transaction import Transaction
from bot.storage.tables import lines

_LINE = (lines.c.workspace_id, lines.c.lane, lines.c.line)
_GRIP = (lines.c.owner, lines.c.epoch)

Grip = tuple[Any, ...]


def renew_leases(tx: Transaction, claims: Sequence[Claim], lease: float) -> tuple[LeaseRenewal, ...]:
    """In the order of the claims. Lines that somebody has locked, as whoever ends an event, are passed over: what we
    hold there is held still. So nobody waits for anybody here."""
    if not claims:
        return ()
    wanted = [_build_grip(claim) for claim in claims]
    held = dict(_renew(tx, wanted, lease))
    if missed := [grip for grip in wanted if grip not in held]:
        held |= dict(_look_at(tx, missed))
    return tuple(LeaseRenewal(still_held=grip in held, interrupted=held.get(grip, False)) for grip in wanted)


def _build_grip(claim: Claim) -> Grip:
    event = claim.event
    return (claim.workspace_id, event.lane, event.line, claim.owner, claim.epoch)


def _renew(tx: Transaction, wanted: Sequence[Grip], lease: float) -> list[tuple[Grip, bool]]:
    free = select(*_LINE).where(*_match(wanted)).with_for_update(skip_locked=True)
    changed = {"lease_until": tx.now + timedelta(seconds=lease)}
    renewed = update(lines).where(tuple_(*_LINE).in_(free)).values(changed)
    return _read(tx.connection.execute(renewed.returning(*_LINE, *_GRIP, lines.c.interrupted)).all())


def _look_at(tx: Transaction, missed: Sequence[Grip]) -> list[tuple[Grip, bool]]:
    asked = select(*_LINE, *_GRIP, lines.c.interrupted).where(*_match(missed))
    return _read(tx.connection.execute(asked).all())


def _match(wanted: Sequence[Grip]) -> Iterator[ColumnElement[bool]]:
    """By each part of the key first: by all of them together SQLite would go through the whole table."""
    for place, column in enumerate(_LINE):
        yield column.in_({grip[place] for grip in wanted})
    yield tuple_(*_LINE, *_GRIP).in_(wanted)


def _read(rows: Iterable[Any]) -> list[tuple[Grip, bool]]:
    return [((row.workspace_id, row.lane, row.line, row.owner, row.epoch), row.interrupted) for row in rows]
