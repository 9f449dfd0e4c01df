"""Nouns that are only stored here: small and valid; what a test is about, it says by keyword."""

from bot.domain.actions.progress import Step
from bot.domain.core.people import Pilot
from bot.domain.core.team import Challenge, Team, Thread
from bot.domain.messaging.event import Claim, Event, QueueName
from bot.domain.messaging.message import BotMessage, MessagePart, Place
from bot.services.ports.core import EventQueue, LeaseRenewal
from bot.storage.engine.database import WorkspaceTransactions
from tests.support.builders import DANA, MONDAY, PAOLO

IN_CHANNEL = Thread(channel="C1", ts="1.000100", interview_id="i1")
IN_DMS = Thread(channel="D1", ts="2.000200", interview_id="i1", person="U1")
WORDS = MessagePart(key="noted:t1", text="It reads SAP.", blocks=({"type": "section", "text": "“It reads” 🚚"},))


def a_team(pilot: str = "FreightMatch", **fields: object) -> Team:
    plain = Team(
        pilot=Pilot(id=pilot.lower(), name=pilot),
        purpose="Matches invoices",
        lead=DANA.id,
        owner=PAOLO.id,
        participants=("U3", DANA.id),
        leaders=("U4",),
        channel="C1",
        people=(DANA, PAOLO),
        created_at=MONDAY,
    )
    return plain.model_copy(update=fields)


def a_posting(posting_id: str = "i1:q1", **fields: object) -> BotMessage:
    plain = BotMessage(
        id=posting_id,
        place=Place(channel="C1", thread="1.000100"),
        parts=(MessagePart(key="question:q1", text="Which data?"), WORDS),
        interview_id="i1",
        session="processing",
        title="FreightMatch",
        opens_thread=True,
    )
    return plain.model_copy(update=fields)


def a_challenge(challenge_id: str = "c1", **fields: object) -> Challenge:
    plain = Challenge(
        id=challenge_id,
        assessment_id="a1",
        pilot_id="freightmatch",
        criterion="data",
        level=3,
        reason="It is clean.",
        by="U1",
        at=MONDAY,
    )
    return plain.model_copy(update=fields)


def a_step(step_id: str = "s1", **fields: object) -> Step:
    plain = Step(id=step_id, root="p1", pilot_id="freightmatch", action_id="data_1", kind="seen", by="U1", at=MONDAY)
    return plain.model_copy(update=fields)


def an_event(event_id: str = "e1", line: str = "C1:1.1", lane: QueueName = "inbox", **fields: object) -> Event:
    plain = Event(id=event_id, lane=lane, line=line, kind="message", body={"text": "It reads SAP."})
    return plain.model_copy(update=fields)


async def added(workspace: WorkspaceTransactions, *events: Event) -> None:
    """Each in a transaction of its own, all of them new."""
    for event in events:
        assert await workspace.run(lambda uow, event=event: uow.events.add(event))  # type: ignore[misc]


async def claim_one(queue: EventQueue, owner: str, lane: QueueName, lease: float) -> Claim | None:
    """The one that is due next, by hand."""
    claimed = await queue.claim_events(owner, lane, lease)
    return claimed[0] if claimed else None


async def renewed(queue: EventQueue, claim: Claim, lease: float = 30.0) -> LeaseRenewal:
    """One, by itself."""
    (renewal,) = await queue.renew_leases((claim,), lease)
    return renewal
