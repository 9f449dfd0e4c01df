"""What people do about an action, once and if they may; who is told of it, and what shows it then."""

from collections.abc import Callable
from functools import partial

import pytest

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions import action_commands, reschedule_action
from bot.services.actions.action_commands import ActionHandover, ActionRef, CompletionProof
from bot.services.actions.assign_actions import ask_owners, assign_plan_actions
from bot.services.actions.reschedule_action import RescheduleRequest
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.planning import planning
from bot.services.planning.planning import TailoredPlan
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.services.followings import CLEAN, LEE, MONDAY, WIRE, Office, the_actions, words
from tests.support.builders import DANA, PAOLO, an_action, an_assessment
from tests.support.teams import MARTA, READER, STRANGER, a_team

OUTSIDER, BYSTANDER = Person(id=STRANGER, name="Eve"), Person(id=READER, name="Rita")
Act = Callable[[UnitOfWork, ConversationContext, Click, ActionRef], None]


def finish(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    action_commands.complete_action(uow, deps, click, deed, CompletionProof("It runs."))


def block(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    action_commands.block_action(uow, deps, click, deed, "No test client.")


def give_to_lee(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    action_commands.reassign_action(uow, deps, click, deed, ActionHandover(LEE))


def move(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    due = the_actions()[0].due.replace(day=20)
    reschedule_action.reschedule_action(uow, deps, click, deed, RescheduleRequest(due, deps.clock.now().date()))


@pytest.fixture
def office(database: Database, knowledge: Knowledge) -> Office:
    return Office(database, knowledge)


async def does(office: Office, by: Person, act: Act, deed: ActionRef = WIRE, key: str | None = None) -> None:
    click = office.click(by, key)
    await office.acme.run(lambda uow: act(uow, office.deps, click, deed))


# --- who may -------------------------------------------------------------------------------------------

CHANGES = (finish, block, give_to_lee, move, action_commands.acknowledge_action)


@pytest.mark.parametrize("act", CHANGES)
@pytest.mark.parametrize("person", [MARTA, DANA, PAOLO], ids=["owner", "lead", "operational leader"])
async def test_owner_lead_and_operational_leader_change_an_action(office: Office, person: Person, act: Act) -> None:
    await office.open()
    await does(office, person, act)
    assert (await office.standing()).touched == MONDAY


@pytest.mark.parametrize("act", CHANGES)
async def test_whoever_else_takes_part_or_reads_along_is_told_who_can(office: Office, act: Act) -> None:
    await office.open()
    before = await office.progress()
    for person in (LEE, BYSTANDER):
        with pytest.raises(
            MoveRefused, match="Marta Ruiz has this action: only they or Dana Reyes, who leads the pilot"
        ):
            await does(office, person, act)
    assert await office.progress() == before


@pytest.mark.parametrize(
    "act",
    [
        *CHANGES,
        action_commands.accept_action,
        action_commands.decline_action,
        action_commands.reopen_action,
        action_commands.unblock_action,
    ],
)
async def test_whoever_does_not_see_the_pilot_learns_nothing(office: Office, act: Act) -> None:
    await office.open()
    for deed in (WIRE, ActionRef("freightmatch", "p1", "gone"), ActionRef("nothing", "p1", "wire")):
        with pytest.raises(NoAccess):
            await does(office, OUTSIDER, act, deed)


async def test_what_nobody_has_is_changed_by_the_lead_and_taken_by_anybody_of_the_team(office: Office) -> None:
    await office.open()
    with pytest.raises(MoveRefused, match="Nobody has this action yet: only Dana Reyes, who leads the pilot"):
        await does(office, MARTA, finish, CLEAN)
    with pytest.raises(MoveRefused, match="Only those who take part"):
        await does(office, BYSTANDER, action_commands.accept_action, CLEAN)
    await does(office, LEE, action_commands.accept_action, CLEAN)
    assert ((await office.standing(CLEAN)).owner, (await office.standing(CLEAN)).accepted) == (LEE.id, True)
    with pytest.raises(MoveRefused, match="Lee Wong has this action by now"):
        await does(office, MARTA, action_commands.accept_action, CLEAN)


# --- once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act", [finish, block, give_to_lee, action_commands.accept_action, action_commands.decline_action]
)
async def test_the_same_click_twice_counts_once_and_is_told_once(office: Office, act: Act) -> None:
    await office.open()
    await does(office, MARTA, act, key="once")
    after, told = await office.progress(), [await office.said_to(p.id) for p in (DANA, MARTA, LEE)]
    try:
        await does(office, MARTA, act, key="once")
    except MoveRefused as refusal:
        assert "Nothing was changed" in str(refusal) or "Reopen it" in str(refusal) or "already" in str(refusal)
    assert await office.progress() == after
    assert [await office.said_to(p.id) for p in (DANA, MARTA, LEE)] == told


async def test_what_was_settled_meanwhile_is_not_settled_again(office: Office) -> None:
    await office.open()
    await does(office, MARTA, finish)
    for act in (
        finish,
        block,
        give_to_lee,
        action_commands.accept_action,
        action_commands.decline_action,
        action_commands.acknowledge_action,
    ):
        with pytest.raises(MoveRefused, match="done"):
            await does(office, MARTA, act)
    await does(office, DANA, action_commands.reopen_action)
    for again in (action_commands.reopen_action, action_commands.unblock_action):
        with pytest.raises(MoveRefused, match="Nothing was changed"):
            await does(office, MARTA, again)


# --- what is said --------------------------------------------------------------------------------------


async def test_without_a_proof_or_a_reason_nothing_is_done_or_blocked(office: Office) -> None:
    await office.open()
    with pytest.raises(InvalidInput, match="a link or a note"):
        await does(
            office,
            MARTA,
            lambda uow, deps, click, deed: action_commands.complete_action(
                uow, deps, click, deed, CompletionProof(" \u200b")
            ),
        )
    with pytest.raises(InvalidInput, match="what is in the way"):
        await does(office, MARTA, partial(action_commands.block_action, reason=" "))
    assert (await office.standing()).state == "open"


async def test_a_secret_in_a_proof_is_not_kept_and_whoever_wrote_it_is_told(office: Office) -> None:
    await office.open()
    await does(
        office, MARTA, partial(action_commands.complete_action, proof=CompletionProof("Log in with hunter2 and look"))
    )
    assert (await office.standing()).note == "Log in with [redacted: password] and look"
    assert any("a password" in text for text in office.whispers(MARTA.id))


async def test_blocked_is_said_in_the_teams_thread_and_to_the_lead_where_there_is_none(office: Office) -> None:
    await office.open()
    await does(office, MARTA, block)
    (told,) = await office.said_in("C1")
    assert "can't go on with action 1" in words(told) and (told.place.thread, told.place.person) == ("1.1", None)


async def test_in_a_pilot_of_direct_messages_the_lead_hears_of_it_and_not_of_their_own(office: Office) -> None:
    await office.open(team=a_team(channel=None))
    await does(office, DANA, block)
    assert await office.said_to(DANA.id) == []
    (asked,) = await office.said_to(PAOLO.id)
    assert "Paolo Bianchi" in words(asked) or PAOLO.id in words(asked), "whoever leads is helped by whoever owns it"
    await does(office, DANA, action_commands.unblock_action)
    await does(office, MARTA, block)
    (told,) = await office.said_to(DANA.id)
    assert "can't go on with action 1" in words(told)


async def test_the_new_owner_is_asked_and_the_one_who_had_it_is_told(office: Office) -> None:
    await office.open()
    await does(office, MARTA, action_commands.accept_action)
    await does(office, DANA, give_to_lee)
    (to_lee,), (to_marta,) = await office.said_to(LEE.id), await office.said_to(MARTA.id)
    assert "asks you to take on action 1" in words(to_lee)
    assert "You no longer need to work on it." in words(to_marta)
    assert (await office.standing()).is_proposed
    await does(office, LEE, action_commands.decline_action)
    (to_dana,) = await office.said_to(DANA.id)
    assert "isn't theirs. Who takes it?" in words(to_dana)


async def test_every_message_about_an_action_shows_how_it_stands(office: Office) -> None:
    await office.open()
    await does(office, DANA, give_to_lee)
    await does(office, LEE, action_commands.accept_action)
    await does(office, LEE, block)
    await does(office, LEE, finish)
    for posting in ((await office.said_to(LEE.id))[0], (await office.said_in("C1"))[0]):
        shown = next(part for part in posting.parts if part.key == "action:p1:wire")
        assert "Done on Monday 9 November" in str(shown.blocks)
        assert posting.revision > 0


# --- moving --------------------------------------------------------------------------------------------


async def test_a_move_keeps_the_plan_before_and_moves_what_waits_for_it(office: Office) -> None:
    first = await office.open()
    await does(office, MARTA, move)
    progress = await office.progress()
    assert (progress.plan.revises, progress.plan.root_id) == (first.id, first.id)
    assert [str(s.due) for s in progress.standings] == ["2026-11-20", "2026-11-24"]
    history = await office.acme.run(lambda uow: uow.plans.list_for_pilot("freightmatch"))
    assert history[0] == first and len(history) == 2
    await does(office, MARTA, finish)
    assert (await office.standing()).state == "done", "steps outlive the revision"


async def test_whoever_sees_nothing_else_of_the_pilot_hears_of_their_own_date_alone(office: Office) -> None:
    await office.open()
    await does(office, DANA, partial(action_commands.reassign_action, handover=ActionHandover(OUTSIDER)), CLEAN)
    await does(office, OUTSIDER, action_commands.accept_action, CLEAN)
    (asked,) = await office.said_to(OUTSIDER.id)
    assert "It reads SAP" not in str(asked.parts), "what others said is not theirs to read"
    await does(office, MARTA, move)
    _, moved = await office.said_to(OUTSIDER.id)
    said = "Your action 2 of FreightMatch, Clean the data, has moved from Friday 20 November to Tuesday 24 November."
    assert said in words(moved)
    assert moved.parts[0].text.startswith("Due Tuesday 24 November now: ")


async def test_a_move_to_where_it_stands_or_to_a_weekend_is_refused(office: Office) -> None:
    await office.open()
    for day, why in ((the_actions()[0].due, "already"), (the_actions()[0].due.replace(day=21), "day off|working day")):
        with pytest.raises(MoveRefused, match=why):
            await does(
                office, MARTA, partial(reschedule_action.reschedule_action, wish=RescheduleRequest(day, MONDAY.date()))
            )
    assert len(await office.acme.run(lambda uow: uow.plans.list_for_pilot("freightmatch"))) == 1


# --- a plan that was just made ---------------------------------------------------------------------------


async def entrusted(office: Office, plan: ProductionPlan) -> None:
    await office.acme.run(lambda uow: assign_plan_actions(uow, office.deps, uow.teams.get("freightmatch"), plan))
    await office.done(await ask_owners(office.deps, plan.id))


async def test_each_whom_the_plan_names_is_asked_once_with_all_that_is_theirs(office: Office) -> None:
    wire, clean = the_actions()
    theirs = {"person": MARTA.id, "person_name": MARTA.name}
    plan = await office.open(wire, clean.model_copy(update=theirs))
    await entrusted(office, plan)
    await entrusted(office, plan)
    (asked,) = await office.said_to(MARTA.id)
    assert "2 actions with your name" in words(asked)
    assert [part.key for part in asked.parts] == ["asked:p1:U3", "listed:p1:wire", "listed:p1:clean", "choice"]
    await does(office, MARTA, action_commands.accept_all_actions)
    assert [s.accepted for s in (await office.progress()).standings] == [True, True]
    assert "You have 2 actions in it." in words((await office.said_to(MARTA.id))[0])
    with pytest.raises(MoveRefused, match="Nothing waits for your word"):
        await does(office, MARTA, action_commands.accept_all_actions)


async def test_a_guest_is_not_written_to_and_the_lead_is_reminded_of_what_they_have(office: Office) -> None:
    office.map.guests.add(MARTA.id)
    plan = await office.open()
    await entrusted(office, plan)
    assert await office.said_to(MARTA.id) == []
    assert ((await office.standing()).owner, (await office.standing()).is_owner_reachable) == (MARTA.name, False)
    assert "U1:2026-11-16" in office.expected()


async def test_whoever_doesn_t_want_to_be_asked_by_the_lead_is_not_and_the_lead_reads_that_once(office: Office) -> None:
    stopped = StoppedRequests(person=MARTA.id, of=(DANA.id,))
    await office.acme.run(lambda uow: uow.stopped_requests.save(stopped))
    plan = await office.open()
    await entrusted(office, plan)
    await entrusted(office, plan)
    assert await office.said_to(MARTA.id) == []
    assert ((await office.standing()).owner, (await office.standing()).is_owner_reachable) == (MARTA.name, False)
    (told,) = [said for said in await office.said_to(DANA.id) if "I don't ask" in words(said)]
    assert f"I don't ask <@{MARTA.id}> to take actions of FreightMatch" in words(told)


async def test_whom_somebody_stopped_names_them_for_nothing_by_a_hand_over(office: Office) -> None:
    stopped = StoppedRequests(person=OUTSIDER.id, of=(DANA.id,))
    await office.open()
    await office.acme.run(lambda uow: uow.stopped_requests.save(stopped))
    with pytest.raises(MoveRefused, match="doesn't want to be asked by you"):
        await does(office, DANA, partial(action_commands.reassign_action, handover=ActionHandover(OUTSIDER)), CLEAN)


async def test_somebody_who_is_only_named_is_not_written_to(office: Office) -> None:
    plan = await office.open(an_action("wire", person="Ruud", person_name="Ruud"))
    await entrusted(office, plan)
    assert await office.said_to("Ruud") == []


async def test_a_new_plan_keeps_who_accepted_what_and_takes_the_place_of_the_old_one(office: Office) -> None:
    first = await office.open()
    await entrusted(office, first)
    await does(office, MARTA, action_commands.accept_action)
    second = first.model_copy(update={"id": "p2", "assessment_id": "a2"})

    def again(uow: UnitOfWork) -> None:
        uow.assessments.add(an_assessment("a2", of="freightmatch-i1"))
        uow.plans.add(second)

    await office.acme.run(again)
    await entrusted(office, second)
    assert ((await office.standing()).owner, (await office.standing()).accepted) == (MARTA.id, True)
    (asked,) = await office.said_to(MARTA.id)
    assert "a newer plan has taken the place" in words(asked)
    with pytest.raises(MoveRefused, match="A newer plan has taken the place"):
        await does(office, MARTA, finish)
    await does(office, MARTA, finish, ActionRef("freightmatch", "p2", "wire"))
    assert (await office.standing()).state == "done"


async def test_a_plan_that_was_being_worded_while_the_old_one_moved_is_the_newest_all_the_same(office: Office) -> None:
    first = await office.open()
    office.clock.forward(seconds=-30)
    being_worded = first.model_copy(update={"made_at": office.clock.now()})
    office.clock.forward(seconds=60)
    await does(office, MARTA, move)
    office.clock.forward(seconds=30)
    made = await office.acme.run(lambda uow: planning.append_plan(uow, TailoredPlan(being_worded)))
    assert (await office.progress()).plan.id == made.id
