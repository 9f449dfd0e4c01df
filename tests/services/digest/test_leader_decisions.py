"""A leader settles what the digest asks: once, if they may; it takes effect, and those who wait are told."""

from datetime import timedelta

import pytest

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.assessment.ownership import find_owner
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.core.week import Week
from bot.domain.digest.decision import Decision, DecisionChoice
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import BotMessage, Place
from bot.services.actions import action_commands
from bot.services.digest import leader_decisions
from bot.services.digest.leader_decisions import DecisionAnswer, DecisionRef
from bot.services.interview.owner_records import load_owner_records
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.services.followings import LEE, MONDAY, WIRE, Office, words
from tests.support.builders import DANA, PAOLO
from tests.support.teams import MARTA, STRANGER, a_team

WEEK = str(Week.from_day(MONDAY.date()))
TEAM = a_team(leaders=(LEE.id,))
GATE = Decision(
    kind="gate", pilot=TEAM.pilot, subject="gate:p1:align", plan_id="p1", phase="align", title="align", actions=2
)
BLOCKED = Decision(
    kind="unblock",
    pilot=TEAM.pilot,
    subject="unblock:p1:wire:2026-11-09T08:00",
    plan_id="p1",
    action_id="wire",
    title="Wire the data",
    since=MONDAY.date(),
    person=MARTA,
    reason="No test client.",
)
OWN = Decision(kind="ownership", pilot=TEAM.pilot, subject=f"ownership:{PAOLO.id}", own=True)


@pytest.fixture
async def office(database: Database, knowledge: Knowledge) -> Office:
    made = Office(database, knowledge)
    await made.open(team=TEAM)
    return made


async def told_of(office: Office, *decisions: Decision, leader: Person = LEE) -> None:
    """A digest with these decisions, as it was sent."""
    digest = Digest(
        leader=leader.id, week=WEEK, due=MONDAY, since=MONDAY - timedelta(weeks=1), until=MONDAY, decisions=decisions
    )

    def work(uow: UnitOfWork) -> None:
        assert uow.digests.add(digest)
        parts = office.deps.formatter.format_digest(digest)
        post_message(uow, BotMessage(id=digest.id, place=Place(person=leader.id), parts=parts))

    await office.acme.run(work)


async def settles(
    office: Office, by: Person, decision: Decision, answer: DecisionChoice, note: str = "", leader: Person = LEE
) -> None:
    asked = DecisionRef(TEAM.pilot.id, decision.subject, leader.id, WEEK)
    click = office.click(by)
    await office.acme.run(
        lambda uow: leader_decisions.settle_decision(uow, office.deps, click, asked, DecisionAnswer(answer, note))
    )


async def digest_now(office: Office, leader: Person = LEE) -> str:
    found = await office.acme.run(lambda uow: uow.messages.find(f"digest:{leader.id}:{WEEK}"))
    assert found is not None
    return words(found)


async def test_a_gate_is_approved_the_team_reads_it_and_the_next_decision_follows(office: Office) -> None:
    await told_of(office, GATE, BLOCKED)
    await settles(office, LEE, GATE, "yes")
    assert "approved the gate align of FreightMatch." in words((await office.said_in("C1"))[-1])
    shown = await digest_now(office)
    assert "approved the gate align" in shown and "unblock “Wire the data” of FreightMatch" in shown


async def test_a_gate_that_may_not_pass_yet_needs_a_reason_that_the_team_reads(office: Office) -> None:
    await told_of(office, GATE)
    with pytest.raises(InvalidInput, match="Say what is missing"):
        await settles(office, LEE, GATE, "no", "  ")
    await settles(office, LEE, GATE, "no", "The log is missing, hunter2 too.")
    told = (await office.said_in("C1"))[-1]
    blocks = str([part.blocks for part in told.parts])
    assert "does not let the gate _align_ of _FreightMatch_ pass yet" in blocks
    assert "The log is missing, [redacted: password] too." in blocks


async def test_a_way_that_is_clear_is_told_with_the_action_beneath_and_its_owner_says_whether_it_goes_on(
    office: Office,
) -> None:
    await office.acme.run(
        lambda uow: action_commands.block_action(uow, office.deps, office.click(MARTA), WIRE, "No test client.")
    )
    await told_of(office, BLOCKED)
    await settles(office, LEE, BLOCKED, "yes", "IT hands it out on Thursday.")
    told = (await office.said_in("C1"))[-1]
    assert "says the way is clear for “Wire the data”" in words(told)
    assert [part.key for part in told.parts][-1] == "action:p1:wire"
    assert (await office.standing()).state == "blocked", "only whoever has it knows whether it goes on"


async def test_what_is_not_theirs_stays_open_for_the_others(office: Office) -> None:
    await told_of(office, BLOCKED)
    await settles(office, LEE, BLOCKED, "not_me")
    assert "can't clear the way" in words((await office.said_in("C1"))[-1])
    with pytest.raises(MoveRefused, match="settled it already"):
        await settles(office, LEE, BLOCKED, "yes", "After all.")
    await told_of(office, BLOCKED, leader=PAOLO)
    await settles(office, PAOLO, BLOCKED, "yes", "Done.", leader=PAOLO)


async def test_what_one_leader_settled_is_settled_for_all(office: Office) -> None:
    await told_of(office, GATE)
    await told_of(office, GATE, leader=PAOLO)
    await settles(office, LEE, GATE, "yes")
    with pytest.raises(MoveRefused, match="Lee Wong settled it already"):
        await settles(office, PAOLO, GATE, "yes", leader=PAOLO)


async def test_only_leaders_settle_only_the_owner_accepts_and_strangers_learn_nothing(office: Office) -> None:
    await told_of(office, GATE, OWN)
    for person in (DANA, MARTA):
        with pytest.raises(MoveRefused, match="Only Paolo Greco or Lee Wong can settle what the digest asks"):
            await settles(office, person, GATE, "yes")
    with pytest.raises(MoveRefused, match="Only Paolo Greco can accept the ownership"):
        await settles(office, LEE, OWN, "yes")
    with pytest.raises(NoAccess):
        await settles(office, Person(id=STRANGER, name="Eve"), GATE, "yes")
    with pytest.raises(NoAccess):
        await settles(office, LEE, BLOCKED, "yes")


async def test_whoever_owns_it_accepts_and_whoever_does_not_is_no_longer_named(office: Office) -> None:
    await told_of(office, OWN, leader=PAOLO)
    await settles(office, PAOLO, OWN, "not_me", leader=PAOLO)
    assert (await office.acme.run(lambda uow: uow.teams.get(TEAM.pilot.id))).owner is None
    assert "does not own FreightMatch. Who does?" in words((await office.said_in("C1"))[-1])


@pytest.mark.parametrize(("answer", "claim"), [("yes", "accepted"), ("not_me", "refused")])
async def test_what_the_owner_clicked_is_their_word_of_who_answers_for_it(
    office: Office, answer: DecisionChoice, claim: str
) -> None:
    await told_of(office, OWN, leader=PAOLO)
    before = find_owner(await office.acme.run(lambda uow: load_owner_records(uow, TEAM.pilot.id)))
    await settles(office, PAOLO, OWN, answer, leader=PAOLO)
    after = find_owner(await office.acme.run(lambda uow: load_owner_records(uow, TEAM.pilot.id)))
    assert before is not None
    assert after is not None
    assert (before.person, before.claim, before.source) == (PAOLO.id, "proposed", "form")
    assert (after.person, after.claim, after.source) == (PAOLO.id, claim, "click")


# --- whoever accepts reads the digest, and nobody is asked by whom they stopped ---------------------------


async def accepts(office: Office, tz: str) -> DigestSettings:
    asked, click = DecisionRef(TEAM.pilot.id, f"ownership:{PAOLO.id}"), office.click(PAOLO)
    settled = DecisionAnswer("yes", tz=tz)
    await office.acme.run(lambda uow: leader_decisions.settle_decision(uow, office.deps, click, asked, settled))
    return await office.acme.run(lambda uow: uow.digests.get_settings(PAOLO.id))


@pytest.mark.parametrize(("tz", "weekday"), [("Europe/Rome", 0), ("Asia/Jerusalem", 6)])
async def test_whoever_accepts_the_workflow_gets_its_digest_on_their_first_working_day(
    office: Office, tz: str, weekday: int
) -> None:
    settings = await accepts(office, tz)
    assert (settings.on, settings.pilots, settings.weekday) == (True, (TEAM.pilot.id,), weekday)


async def test_whoever_declined_the_digest_and_accepts_the_workflow_gets_none(office: Office) -> None:
    await office.acme.run(lambda uow: uow.teams.save(TEAM.decline(PAOLO.id, "digest")))
    assert not (await accepts(office, "UTC")).on


async def test_whoever_stopped_a_leader_s_requests_is_named_as_nothing_by_them(office: Office) -> None:
    owner = Decision(kind="ownership", pilot=TEAM.pilot, subject="ownership:")
    await told_of(office, owner)
    await office.acme.run(lambda uow: uow.stopped_requests.save(StoppedRequests(person=MARTA.id, of=(LEE.id,))))
    asked, click = DecisionRef(TEAM.pilot.id, owner.subject, LEE.id, WEEK), office.click(LEE)
    with pytest.raises(MoveRefused, match="doesn't want to be asked by you"):
        await office.acme.run(lambda uow: leader_decisions.name_owner(uow, office.deps, click, asked, MARTA))
    assert (await office.acme.run(lambda uow: uow.teams.get(TEAM.pilot.id))).owner == PAOLO.id
    assert await office.said_to(MARTA.id) == []
