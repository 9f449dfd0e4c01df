"""What a handler begins with is read by the transaction that claims its event."""

from bot.domain.messaging.event import Claim
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.queue import SqlEventQueue
from tests.storage.nouns import a_posting, added, an_event
from tests.storage.queue.test_queue import LEASE


def read_message(uow: UnitOfWork, claim: Claim) -> object:
    """Of an event that is named like it."""
    return uow.messages.look_up(claim.event.id)


def stumble(uow: UnitOfWork, claim: Claim) -> object:
    if claim.event.id == "bad":
        raise KeyError("a body of another version")
    return read_message(uow, claim)


async def test_a_claim_brings_along_what_is_read_for_it(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    said = a_posting()
    await acme.run(lambda uow: uow.messages.add(said))
    await added(acme, an_event(said.id, "A"), an_event("nothing", "B"))
    found = await queue.reading(read_message).claim_events("w1", "inbox", LEASE, 2)
    assert [claim.known for claim in found] == [said, None]


async def test_what_follows_brings_along_what_the_end_before_it_left(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    said, reading = a_posting(), queue.reading(read_message)
    await added(acme, an_event("first"), an_event(said.id))
    (first,) = await reading.claim_events("w1", "inbox", LEASE)
    _, following = await reading.finish_and_claim(first, lambda uow: uow.messages.add(said), LEASE)
    assert following is not None
    assert following.known == said


async def test_each_workspace_reads_its_own(database: Database, queue: SqlEventQueue) -> None:
    said = a_posting()
    for name in ("acme", "other"):
        await added(database.in_workspace(name), an_event(said.id))
    await database.in_workspace("other").run(lambda uow: uow.messages.add(said))
    found = await queue.reading(read_message).claim_events("w1", "inbox", LEASE, 2)
    assert {claim.workspace_id: claim.known for claim in found} == {"acme": None, "other": said}


async def test_what_cannot_be_read_is_claimed_all_the_same(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    said = a_posting()
    await acme.run(lambda uow: uow.messages.add(said))
    await added(acme, an_event("bad", "A"), an_event(said.id, "B"))
    found = await queue.reading(stumble).claim_events("w1", "inbox", LEASE, 2)
    assert [claim.known for claim in found] == [None, said]
