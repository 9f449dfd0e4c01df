"""Digests: wishes change by version, one digest a leader and week, what was settled stays; who may see what decides."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import event, null

from bot.domain.asking.interview_activity import InterviewTimeline
from bot.domain.core.errors import StaleWrite
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.reassessment.snapshot import Snapshot
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.tables import assessments, digests
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import ANA, KIM, LEE, MARTA, NOOR
from tests.seeded.storing import store
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.storage.nouns import a_team
from tests.support.builders import MONDAY
from tests.support.fakes import CALL

EVERYTHING = DigestSettings(
    person="U1",
    on=False,
    weekday=4,
    hour=15,
    channel="C9",
    pilots=("a", "b"),
    only_changes=True,
    snoozed_until=date(2026, 12, 24),
)


# --- wishes ------------------------------------------------------------------------------------------


async def test_whoever_never_changed_anything_has_the_plain_wishes(acme: WorkspaceTransactions) -> None:
    assert await acme.run(lambda uow: uow.digests.get_settings("U1")) == DigestSettings(person="U1")


async def test_wishes_come_back_as_they_were_stored_one_version_on(acme: WorkspaceTransactions) -> None:
    changed = await acme.run(lambda uow: uow.digests.save_settings(EVERYTHING))
    assert changed == EVERYTHING.model_copy(update={"version": 1})
    assert await acme.run(lambda uow: uow.digests.get_settings("U1")) == changed
    again = await acme.run(lambda uow: uow.digests.save_settings(changed.model_copy(update={"on": True})))
    assert (again.on, again.version) == (True, 2)


@pytest.mark.parametrize("version", [0, 1])
async def test_wishes_that_somebody_changed_meanwhile_are_not_overwritten(
    acme: WorkspaceTransactions, version: int
) -> None:
    first = await acme.run(lambda uow: uow.digests.save_settings(EVERYTHING))
    newest = await acme.run(lambda uow: uow.digests.save_settings(first))
    stale = EVERYTHING.model_copy(update={"version": version, "hour": 3})
    with pytest.raises(StaleWrite):
        await acme.run(lambda uow: uow.digests.save_settings(stale))
    assert await acme.run(lambda uow: uow.digests.get_settings("U1")) == newest


async def test_only_whoever_chose_it_reads_digests(acme: WorkspaceTransactions) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.teams.add(a_team(leaders=("U4", "U5")))
        uow.teams.add(a_team("AskHR", leaders=("U5", "U6")))
        uow.digests.save_settings(DigestSettings(person="U4", on=False))
        uow.digests.save_settings(DigestSettings(person="U7", on=True))
        uow.digests.save_settings(DigestSettings(person="U5", on=True))

    await acme.run(work)
    found = await acme.run(lambda uow: uow.digests.list_readers())
    assert [(settings.person, settings.version) for settings in found] == [("U5", 1), ("U7", 1)]


# --- what was sent -----------------------------------------------------------------------------------


async def test_a_digest_comes_back_as_it_was_kept(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...], knowledge: Knowledge
) -> None:
    kept = digest_for(LEE, seeded, knowledge)
    assert await acme.run(lambda uow: uow.digests.add(kept))
    assert await acme.run(lambda uow: uow.digests.find_for_week(LEE.id, kept.week)) == kept
    assert await acme.run(lambda uow: uow.digests.find_for_week(LEE.id, "2026-W01")) is None
    assert await acme.run(lambda uow: uow.digests.find_for_week(KIM.id, kept.week)) is None


async def test_a_digest_that_was_kept_when_a_model_put_a_line_over_it_is_still_read(
    database: Database, acme: WorkspaceTransactions
) -> None:
    sent = a_digest()
    lined = {"headline": "Ownership 1.5 → 2.0", "refused": "", "calls": [CALL.model_dump(mode="json")]}
    body = sent.model_dump(mode="json") | lined
    await acme.run(partial(_keep, digest=sent))
    await database.run(lambda tx: tx.connection.execute(digests.update().values(body=body)))
    assert await acme.run(lambda uow: uow.digests.find_for_week("U1", sent.week)) == sent


async def test_a_leader_has_one_digest_a_week_and_the_first_stays(acme: WorkspaceTransactions) -> None:
    assert await acme.run(lambda uow: uow.digests.add(a_digest()))
    assert not await acme.run(lambda uow: uow.digests.add(a_digest(name="Another one")))
    assert await acme.run(lambda uow: uow.digests.add(a_digest(leader="U2")))
    assert await acme.run(lambda uow: uow.digests.find_last("U1", MONDAY)) == a_digest()


async def test_the_last_one_is_the_one_written_last(acme: WorkspaceTransactions) -> None:
    later = a_digest(week="2026-W46", until=MONDAY + timedelta(weeks=1))
    for digest in (later, a_digest()):
        await acme.run(partial(_keep, digest=digest))
    assert await acme.run(lambda uow: uow.digests.find_last("U1", later.until)) == later
    assert await acme.run(lambda uow: uow.digests.find_last("U1", later.until - timedelta(hours=1))) == a_digest()
    assert await acme.run(lambda uow: uow.digests.find_last("U9", later.until)) is None


def _keep(uow: UnitOfWork, digest: Digest) -> None:
    uow.digests.add(digest)


def a_digest(**fields: object) -> Digest:
    plain = Digest(leader="U1", week="2026-W45", due=MONDAY, since=MONDAY - timedelta(weeks=1), until=MONDAY)
    return plain.model_copy(update=fields)


# --- what was settled --------------------------------------------------------------------------------


def a_ruling(ruling_id: str = "r1", pilot: str = "p1", **fields: object) -> DecisionOutcome:
    plain = DecisionOutcome(
        id=ruling_id,
        pilot_id=pilot,
        kind="gate",
        subject="gate:plan:wire",
        answer="yes",
        by="U1",
        by_name="D",
        at=MONDAY,
    )
    return plain.model_copy(update=fields)


async def test_what_was_settled_comes_by_pilot_oldest_first_and_once(acme: WorkspaceTransactions) -> None:
    second = a_ruling("r2", answer="no", note="Not yet", at=MONDAY + timedelta(hours=1))
    other = a_ruling("r3", "p2")

    def work(uow: UnitOfWork) -> list[bool]:
        return [uow.decision_outcomes.add(one) for one in (second, a_ruling(), other, a_ruling(answer="no"))]

    assert await acme.run(work) == [True, True, True, False]
    found = await acme.run(lambda uow: uow.decision_outcomes.list_by_pilot(["p1", "p2", "p3"]))
    assert found == {"p1": (a_ruling(), second), "p2": (other,)}


# --- what is read for a digest -----------------------------------------------------------------------


async def test_snapshots_are_the_assessments_without_their_words(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids = [one.team.pilot.id for one in seeded]
    found = await acme.run(lambda uow: uow.assessments.list_snapshots_by_pilot(ids, NOW))
    assert found == {
        one.team.pilot.id: tuple(Snapshot.from_assessment(made) for made in one.assessments)
        for one in seeded
        if one.assessments
    }
    then = seeded[0].assessments[0].made_at
    earlier = await acme.run(lambda uow: uow.assessments.list_snapshots_by_pilot(ids[:1], then))
    assert earlier == {ids[0]: found[ids[0]][:1]}


async def test_the_snapshot_of_what_was_stored_before_is_read_from_the_whole(
    database: Database, acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids = [one.team.pilot.id for one in seeded]
    kept = await acme.run(lambda uow: uow.assessments.list_snapshots_by_pilot(ids, NOW))
    await database.run(lambda tx: tx.connection.execute(assessments.update().values(snapshot=null())))
    assert await acme.run(lambda uow: uow.assessments.list_snapshots_by_pilot(ids, NOW)) == kept


async def test_whole_assessments_are_found_by_their_ids(acme: WorkspaceTransactions, seeded: tuple[Told, ...]) -> None:
    await acme.run(lambda uow: store(uow, seeded[:2]))
    first, second = seeded[0].assessments[0], seeded[1].assessments[0]
    found = await acme.run(lambda uow: uow.assessments.find_by_ids([first.id, second.id, "nothing"]))
    assert found == {first.id: first, second.id: second}


async def test_the_newest_plan_is_the_one_of_that_moment(acme: WorkspaceTransactions, seeded: tuple[Told, ...]) -> None:
    freight = seeded[0]
    (plan,) = freight.plans
    revision = plan.model_copy(
        update={"id": "r1", "revises": plan.id, "line": plan.id, "made_at": NOW - timedelta(days=1)}
    )
    await acme.run(lambda uow: store(uow, seeded[:1]))
    await acme.run(lambda uow: uow.plans.add(revision))
    pilot = freight.team.pilot.id
    assert await acme.run(lambda uow: uow.plans.find_latest_by_pilot([pilot], NOW)) == {pilot: revision}
    assert await acme.run(lambda uow: uow.plans.find_latest_by_pilot([pilot], NOW - timedelta(days=2))) == {pilot: plan}
    assert await acme.run(lambda uow: uow.plans.find_latest_by_pilot([pilot], plan.made_at - timedelta(days=1))) == {}


async def test_signs_are_those_of_the_newest_interview_that_is_not_over(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids = [one.team.pilot.id for one in seeded]
    (policy,) = (one for one in seeded if one.team.pilot.name == "Policy answers")
    found = await acme.run(lambda uow: uow.interviews.load_activity_by_pilot(ids, NOW))
    assert list(found) == ["policy-answers"]
    assert found["policy-answers"].find_activity_at(NOW) == InterviewTimeline.from_interview(
        policy.interviews[0]
    ).find_activity_at(NOW)
    then = seeded[0].assessments[-1].made_at - timedelta(minutes=50)
    earlier = await acme.run(lambda uow: uow.interviews.load_activity_by_pilot(ids[:1], then))
    assert earlier[ids[0]].find_activity_at(then) == InterviewTimeline.from_interview(
        seeded[0].interviews[-1]
    ).find_activity_at(then)


# --- who may see what --------------------------------------------------------------------------------


async def led(acme: WorkspaceTransactions, person: str, *only: str, seen_by: tuple[str, ...] = ()) -> list[str]:
    found = await acme.run(lambda uow: uow.teams.list_led_by(person, only or None, seen_by=seen_by))
    return sorted(team.pilot.id for team in found)


async def test_a_leader_gets_what_they_lead_and_nothing_else_that_they_may_see(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    assert await led(acme, KIM.id) == ["contract-review", "kyc-triage"]
    assert await led(acme, NOOR.id) == []
    assert len(await led(acme, LEE.id)) == 9


async def test_whoever_chooses_pilots_gets_those_of_them_that_they_may_see(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    chosen = ("kyc-triage", "meter-anomalies", "policy-answers")
    assert await led(acme, NOOR.id, *chosen) == ["kyc-triage", "policy-answers"]
    assert await led(acme, LEE.id, "dispatch") == ["dispatch"]


async def test_a_leader_who_lost_access_gets_nothing_of_that_pilot(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    (meter,) = (one.team for one in seeded if one.team.pilot.id == "meter-anomalies")
    await acme.run(lambda uow: uow.teams.save(meter.model_copy(update={"leaders": ()})))
    assert "meter-anomalies" not in await led(acme, LEE.id)
    assert await led(acme, LEE.id, "meter-anomalies") == []


async def test_a_channel_gets_what_all_who_are_in_it_may_see(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    assert await led(acme, LEE.id, seen_by=(KIM.id,)) == ["contract-review", "kyc-triage"]
    assert await led(acme, LEE.id, seen_by=(KIM.id, NOOR.id)) == ["contract-review", "kyc-triage"]
    assert await led(acme, LEE.id, seen_by=(ANA.id, MARTA.id)) == ["warranty-claims"]
    assert await led(acme, LEE.id, seen_by=("U9STRANGER",)) == []


async def test_nothing_crosses_workspaces(database: Database, seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    kept = digest_for(LEE, seeded, knowledge)

    def work(uow: UnitOfWork) -> None:
        store(uow, seeded[:1])
        uow.digests.add(kept)
        uow.digests.save_settings(DigestSettings(person="U1", hour=3))
        uow.decision_outcomes.add(a_ruling())

    await acme.run(work)
    pilot = seeded[0].team.pilot.id
    assert await led(other, LEE.id) == []
    assert await other.run(lambda uow: uow.digests.find_last(LEE.id, NOW)) is None
    assert await other.run(lambda uow: uow.digests.get_settings("U1")) == DigestSettings(person="U1")
    assert await other.run(lambda uow: uow.digests.list_readers()) == ()
    assert await other.run(lambda uow: uow.decision_outcomes.list_by_pilot(["p1"])) == {}
    assert await other.run(lambda uow: uow.assessments.list_snapshots_by_pilot([pilot], NOW)) == {}
    assert await other.run(lambda uow: uow.interviews.load_activity_by_pilot([pilot], NOW)) == {}
    assert await other.run(lambda uow: uow.digests.add(kept))


async def test_what_a_digest_reads_of_many_pilots_takes_as_many_queries_as_of_one(
    database: Database, acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids = [one.team.pilot.id for one in seeded]
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))
    for asked, most in ((_snapshots, 1), (_signs, 4), (_plans, 1), (_rulings, 1), (_teams, 1)):
        await acme.run(partial(asked, ids=ids))
        read = [one for one in statements if one.startswith("SELECT") and "set_config" not in one]
        assert len(read) == most, asked
        statements.clear()


def _snapshots(uow: UnitOfWork, ids: list[str]) -> None:
    uow.assessments.list_snapshots_by_pilot(ids, NOW)


def _signs(uow: UnitOfWork, ids: list[str]) -> None:
    uow.interviews.load_activity_by_pilot(ids, NOW)


def _plans(uow: UnitOfWork, ids: list[str]) -> None:
    uow.plans.find_latest_by_pilot(ids, NOW)


def _rulings(uow: UnitOfWork, ids: list[str]) -> None:
    uow.decision_outcomes.list_by_pilot(ids)


def _teams(uow: UnitOfWork, ids: list[str]) -> None:
    uow.teams.list_led_by(LEE.id, ids, seen_by=(KIM.id, ANA.id))


async def test_the_ids_of_led_pilots_are_of_those_begun_by_then(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    first = [seeded[0].team.pilot.id]
    await acme.run(partial(ids_agree, person=LEE.id, only=None, seen_by=()))
    await acme.run(partial(ids_agree, person=KIM.id, only=None, seen_by=(ANA.id,)))
    await acme.run(partial(ids_agree, person=LEE.id, only=first, seen_by=()))


def ids_agree(uow: UnitOfWork, *, person: str, only: list[str] | None, seen_by: tuple[str, ...]) -> None:
    led = uow.teams.list_led_by(person, only, seen_by=seen_by)
    for at in (NOW, NOW - timedelta(weeks=20)):
        begun = tuple(team.pilot.id for team in led if team.created_at <= at)
        assert uow.teams.list_pilots_led_by(person, at, only, seen_by=seen_by) == begun
