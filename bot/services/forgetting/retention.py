"""Keeping for so long and no longer: a look each day, in small steps, at what was kept for long enough."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import ClassVar, NamedTuple

from bot.domain.audit.act import mark_id
from bot.domain.core.errors import NotFound
from bot.domain.forgetting.retention import RetentionPolicy, UnusedPilot
from bot.domain.messaging.event import EventBody
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.conversation.context import ConversationContext
from bot.services.forgetting.forget_pilot import replace_deleted_message
from bot.services.forgetting.unused_pilot import PilotUnused
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.worker.handler import Lease, Result

_LINE = "retention"
_STEP = 20
"""Interviews or digests in one transaction."""
_DAILY = timedelta(days=1)


class RetentionDue(EventBody):
    """What was kept for long enough is to be looked for."""

    kind: ClassVar[str] = "retention"
    day: date


def schedule_retention(uow: UnitOfWork, due: datetime) -> None:
    """Once a day, however often it is called for."""
    day = due.astimezone(UTC).date()
    uow.events.add(RetentionDue(day=day).to_event(f"retention:{day}", _LINE, due))


def request_retention(uow: UnitOfWork, now: datetime) -> None:
    """At once, whatever was done today."""
    uow.events.add(RetentionDue(day=now.date()).to_event(f"retention:{now.isoformat()}", _LINE))


async def apply_retention(deps: ConversationContext, lease: Lease) -> Result:
    """Each step is a transaction of its own; a run that was interrupted goes on with what is left."""
    now, run, policy = deps.clock.now(), deps.transactions.run, deps.retention
    for unused in await find_unused_pilots(deps.transactions, policy, now):
        await lease.ensure_held()
        await run(partial(_warn_lead, deps, now, unused))
    if (before := policy.find_answers_before(now)) is not None:
        while await run(partial(_erase_answers, before)):
            await lease.ensure_held()
    if (before := policy.find_digests_before(now)) is not None:
        while await run(partial(_delete_digests, deps, before)):
            await lease.ensure_held()
    if policy.keeps_everything:
        return Result()
    return Result(lambda uow: schedule_retention(uow, now + _DAILY))


async def find_unused_pilots(
    transactions: Transactions, policy: RetentionPolicy, now: datetime
) -> tuple[UnusedPilot, ...]:
    """Those of which their leads are to be told, or have been."""
    before = policy.find_notice_before(now)
    if before is None:
        return ()
    known = await transactions.run(lambda uow: uow.retention.list_pilots_before(before))
    found = [await transactions.run(partial(_find_unused, pilot, before)) for pilot in known]
    return tuple(one for one in found if one is not None)


def _find_unused(pilot_id: str, before: datetime, uow: UnitOfWork) -> UnusedPilot | None:
    """None too where it is gone meanwhile: until this ends it stays."""
    with suppress(NotFound):
        team, used = uow.teams.get(pilot_id), uow.retention.find_last_use(pilot_id)
        return UnusedPilot(team.pilot, team.lead, used) if used is not None and used < before else None
    return None


def _warn_lead(deps: ConversationContext, now: datetime, unused: UnusedPilot, uow: UnitOfWork) -> None:
    """Once for each time that it was left alone. What it is known by holds no name of the pilot: it outlives it."""
    policy, key = deps.retention, _build_key(deps.retention, unused)
    end = policy.find_end(unused.used, now)
    goes = PilotUnused(pilot=unused.pilot.id, used=unused.used, key=key)
    if uow.events.add(goes.to_event(key, key, end)):
        part = build_part("unused", deps.formatter.format_pilot_unused(unused, policy.pilots or 0, end))
        place = Place(person=unused.lead)
        post_message(uow, BotMessage(id=key, place=place, parts=(part,), pilot_id=unused.pilot.id))


def _build_key(policy: RetentionPolicy, unused: UnusedPilot) -> str:
    return f"unused:{mark_id(unused.pilot.id)}:{unused.used:%Y-%m-%dT%H:%M:%S}:{policy.pilots}"


def _erase_answers(before: datetime, uow: UnitOfWork) -> bool:
    """Whether there may be more."""
    found = uow.retention.list_interviews_with_answers(before, _STEP)
    for interview_id in found:
        uow.interviews.save(uow.interviews.get(interview_id).erase_answers(before))
    return bool(found)


def _delete_digests(deps: ConversationContext, before: datetime, uow: UnitOfWork) -> bool:
    """With the messages that told them; whether there may be more."""
    found = uow.retention.list_digests(before, _STEP)
    for digest in found:
        if (posting := uow.messages.find(digest.id)) is not None:
            replace_deleted_message(uow, posting, deps.formatter.format_digest_expired())
    uow.retention.delete_digests(found)
    return bool(found)


class Expiring(NamedTuple):
    """What goes by the policy, and when; None: with the next look."""

    kind: str
    what: str
    when: datetime | None


async def list_expiring(transactions: Transactions, policy: RetentionPolicy, now: datetime) -> tuple[Expiring, ...]:
    """Nothing is changed."""
    unused = await find_unused_pilots(transactions, policy, now)
    return await transactions.run(
        lambda uow: (*_list_unused(uow, policy, unused, now), *_list_expired(uow, policy, now))
    )


def _list_unused(
    uow: UnitOfWork, policy: RetentionPolicy, unused: Sequence[UnusedPilot], now: datetime
) -> Iterator[Expiring]:
    """As its lead was told; as they will be, where they weren't yet."""
    for one in unused:
        told = uow.retention.find_due(_build_key(policy, one))
        yield Expiring("pilot", one.pilot.name, told or policy.find_end(one.used, now))


def _list_expired(uow: UnitOfWork, policy: RetentionPolicy, now: datetime) -> Iterator[Expiring]:
    if (before := policy.find_answers_before(now)) is not None:
        for interview_id in uow.retention.list_interviews_with_answers(before):
            interview = uow.interviews.get(interview_id)
            count = sum(turn.is_erasable(before) for turn in interview.turns)
            yield Expiring("answers", f"{count} of {interview.pilot.name}", None)
    if (before := policy.find_digests_before(now)) is not None:
        for digest in uow.retention.list_digests(before):
            yield Expiring("digest", f"{digest.leader}, {digest.week}", None)
