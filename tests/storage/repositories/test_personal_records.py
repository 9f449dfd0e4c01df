"""What is kept of one person: their own everywhere, what others said of them only where they see the pilot."""

from typing import Any

from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.repositories import personal_records
from bot.storage.tables import metadata
from bot.wording.kept_words import KEPT_KINDS
from tests.storage.nouns import a_challenge, a_posting, a_step, a_team, an_event
from tests.support.builders import DANA, PAOLO, a_plan, a_rich_interview, an_assessment, some_evidence

NOBODY = "U99"


async def collected(workspace: WorkspaceTransactions, person: str) -> dict[str, tuple[Any, ...]]:
    found = await workspace.run(lambda uow: uow.personal_records.collect(person))
    return {one.kind: one.records for one in found}


def store(uow: UnitOfWork, **team: object) -> None:
    uow.teams.add(a_team().model_copy(update=team))
    uow.interviews.add(a_rich_interview())
    uow.assessments.add(an_assessment().model_copy(update={"evidence": (some_evidence(speaker=DANA.id),)}))
    uow.plans.add(a_plan())
    uow.challenges.add(a_challenge(by=DANA.id))
    uow.action_steps.add(a_step(by=PAOLO.id, to=DANA.id))
    uow.messages.add(a_posting())
    uow.home_tabs.record_opened(DANA.id)
    uow.events.add(an_event(body={"person": DANA.id, "text": "It waits."}))
    uow.events.add(an_event("e2", body={"person": PAOLO.id, "text": "Not hers."}))


async def test_what_somebody_said_did_and_is_named_in_is_there_and_what_others_said_is_not(
    acme: WorkspaceTransactions,
) -> None:
    await acme.run(store)
    kept = await collected(acme, DANA.id)
    told = str(kept)
    assert {"turns", "evidence", "assessments", "challenges", "plan_steps"} <= set(kept)
    assert {"team_people", "homes", "events"} <= set(kept)
    assert {record["speaker"] for record in kept["turns"]} == {DANA.id}
    assert {record["role"] for record in kept["team_people"]} == {"lead", "participant"}
    assert [record["body"]["text"] for record in kept["events"]] == ["It waits."]
    assert "evidence.0" in {record["where"] for record in kept["assessments"]}
    assert "Not hers." not in told and "workspace_id" not in told
    assert await collected(acme, NOBODY) == {}


async def test_of_a_pilot_that_they_do_not_see_only_what_is_their_own_is_told(acme: WorkspaceTransactions) -> None:
    await acme.run(
        lambda uow: store(uow, lead="U91", owner="U92", participants=(), leaders=(), channel="C8", people=())
    )
    kept = await collected(acme, DANA.id)
    assert {record["speaker"] for record in kept["turns"]} == {DANA.id}
    assert {"people", "team_people"}.isdisjoint(kept)
    assert all(record["speaker"] == DANA.id for record in kept["assessments"])
    paolo = await collected(acme, PAOLO.id)
    assert "people" not in paolo, "that he is named there he does not know"


async def test_nothing_of_another_workspace_is_told(database: Database, acme: WorkspaceTransactions) -> None:
    await acme.run(store)
    assert await collected(database.in_workspace("other"), DANA.id) == {}


def test_of_every_table_it_is_said_whether_it_holds_anything_of_a_person_and_what() -> None:
    named = {*personal_records._OWN, *personal_records._SHOWN, *personal_records._WITHIN}
    assert named | personal_records.NOBODYS == set(metadata.tables)
    assert named.isdisjoint(personal_records.NOBODYS)
    assert named == set(KEPT_KINDS)
