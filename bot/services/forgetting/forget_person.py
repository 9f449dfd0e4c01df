"""Forgetting a person: what they said and did leaves every pilot, one after the other; then they are told."""

from functools import partial
from typing import ClassVar

from bot.domain.core.people import Person, Pilot
from bot.domain.forgetting.withdrawal import Withdrawal
from bot.domain.messaging.event import Event, EventBody
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.wake_threads import wake_threads
from bot.services.forgetting.pilot_words import build_person_eraser, load_records
from bot.services.forgetting.withdraw_words import withdraw_from_records
from bot.services.forgetting.withdrawn_messages import tell_lead, withdraw_from_messages
from bot.services.messaging.outbox import post_ephemeral
from bot.services.messaging.outbox_events import DeleteUploads
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Lease, Result


class PersonToForget(EventBody):
    """Somebody asked to be forgotten. Worked again after a crash, it finds what is left."""

    kind: ClassVar[str] = "forget"
    person: str
    key: str
    """Of their wish: tells nobody who they are."""


def request_forgetting(uow: UnitOfWork, click: Click) -> None:
    wanted = PersonToForget(person=click.by.id, key=click.key)
    uow.events.add(wanted.to_event(f"forget:{click.key}", f"forget:{click.by.id}"))


async def forget_person(deps: ConversationContext, asked: PersonToForget, lease: Lease) -> Result:
    """One pilot a transaction, so that nobody waits long for the database; the end is committed with the event."""
    person = (await deps.directory.get_member(asked.person)).person
    for pilot_id in await deps.transactions.run(lambda uow: uow.withdrawals.list_pilots_of(asked.person)):
        await lease.ensure_held()
        await deps.transactions.run(partial(_forget_in_pilot, deps, (pilot_id, asked.key), person))
    return Result(lambda uow: _finish(uow, deps, asked))


def _forget_in_pilot(deps: ConversationContext, job: tuple[str, str], person: Person, uow: UnitOfWork) -> None:
    pilot_id, key = job
    records = load_records(uow, pilot_id)
    eraser = build_person_eraser(records, deps.knowledge, person.id, (person,), key)
    gone = Withdrawal(eraser, deps.clock.now(), person=eraser.person)
    drop_events_of(uow, person.id)
    left = withdraw_from_records(uow, deps, records, gone)
    withdraw_from_messages(uow, deps, records, gone, f"forget:{key}")
    for interview in records.interviews:
        if interview.status == "open":
            wake_threads(uow, deps, interview.id)
    if records.team.lead != person.id:
        tell_lead(uow, deps, WithdrawnFromPilot(records.team.pilot, "forgotten", left.shifts, left.unowned), key)


def drop_events_of(uow: UnitOfWork, person: str) -> None:
    """What they sent and nobody has worked, or nobody could: not their wish to be forgotten itself."""

    def drop(event: Event) -> Event | None:
        theirs = event.lane == "inbox" and event.body.get("person") == person
        return None if theirs and event.kind != PersonToForget.kind else event

    uow.withdrawals.change_events(drop)


def _finish(uow: UnitOfWork, deps: ConversationContext, asked: PersonToForget) -> None:
    """What is kept for them alone goes last: until then it is told where they were."""
    drop_events_of(uow, asked.person)
    uow.withdrawals.erase_person(asked.person)
    if files := uow.personal_records.take_export_files(asked.person):
        key = f"delete_uploads:{asked.key}"
        uow.events.add(DeleteUploads(files=files).to_event(key, key))
    uow.withdrawals.leave_no_trace()
    led = tuple(team.pilot for team in uow.teams.list_visible_to(asked.person) if team.lead == asked.person)
    told = deps.formatter.format_forgetting_done(led)
    post_ephemeral(uow, f"forgotten:{asked.key}", MessageSource(asked.person, "0"), asked.person, told)


def list_pilots_of(uow: UnitOfWork, person: str) -> tuple[tuple[Pilot, ...], tuple[Pilot, ...]]:
    """Those in whose records somebody stands, and which of them they lead; only what they may see is named."""
    known = {team.pilot.id: team for team in uow.teams.list_visible_to(person)}
    named = [known[pilot] for pilot in uow.withdrawals.list_pilots_of(person) if pilot in known]
    return tuple(team.pilot for team in named), tuple(team.pilot for team in named if team.lead == person)
