"""Every method of every repository, asked with another workspace's ids: it finds nothing and changes nothing there.

The methods are found by reflection: one that comes later has to have its example here. Each example is tried where
those ids are as well, so that it can't pass for asking about nothing.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.core.budget import ModelSpending
from bot.domain.core.usage import ModelCall
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.framework import Framework
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.message import Place
from bot.domain.messaging.shared_file import SharedFile
from bot.domain.work.output_feedback import OutputFeedback
from bot.storage.engine.database import Database
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import EVERY_WORKSPACE, Transaction
from bot.storage.tables import lines, metadata
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.domain.audit.test_chain import an_act
from tests.storage.nouns import IN_CHANNEL, IN_DMS, a_challenge, a_posting, a_step, a_team, an_event
from tests.support.builders import DANA, MONDAY, PAOLO, a_plan, a_rich_interview, a_turn, an_assessment, an_interview

HERE, THERE = "T-HERE", "T-THERE"
PILOT, LATER, BEFORE = a_team().pilot.id, MONDAY + timedelta(days=900), MONDAY - timedelta(seconds=1)
FILE = SharedFile(file="F1", channel="D1", at=MONDAY)
MORE = FILE.model_copy(update={"file": "F2"})
CALL = ModelCall(prompt="map", fingerprint="f", model="m", outcome="ok")
CANVAS = Canvas(root="p1", pilot_id=PILOT, channel="C1", id="F9")
STOPPED = StoppedRequests(person=DANA.id, of=(PAOLO.id,))
WISHES = DigestSettings(person=DANA.id, on=True)
SPENT = ModelSpending(calls=1, cost=0.5)
DIGEST = Digest(leader=DANA.id, week="2026-W45", due=MONDAY, since=MONDAY, until=MONDAY)
OUTCOME = DecisionOutcome.model_validate(
    {"id": "r1", "pilot_id": PILOT, "kind": "gate", "subject": "s", "answer": "yes", "by": DANA.id, "at": MONDAY}
)
NOTED = OUTCOME.model_copy(update={"note": "x"})
JUDGED = OutputFeedback.model_validate(
    {"id": "f1", "kind": "card", "subject": "a1", "interview_id": "i1", "by": DANA.id, "value": "down", "why": "x"}
    | {"model": "offline", "framework_version": "1", "at": MONDAY}
)
OVER = an_interview("i2", status="closed", turns=(a_turn("t1", state="mapped"),))
ALONE = a_posting("alone", interview_id=None, place=Place(person="U1"), channel="D1", ts="9.9")

Example = Callable[[SqlUnitOfWork], object]

EXAMPLES: Mapping[str, Example] = {
    "interviews.add": lambda uow: uow.interviews.add(an_interview("i9")),
    "interviews.find_summaries_by_pilot": lambda uow: uow.interviews.find_summaries_by_pilot([PILOT]),
    "interviews.find_latest_by_pilot": lambda uow: uow.interviews.find_latest_by_pilot([PILOT]),
    "interviews.get": lambda uow: uow.interviews.get("i1"),
    "interviews.list_all": lambda uow: uow.interviews.list_all(),
    "interviews.list_delegated_to": lambda uow: uow.interviews.list_delegated_to(PAOLO.id),
    "interviews.load_activity_by_pilot": lambda uow: uow.interviews.load_activity_by_pilot([PILOT], BEFORE),
    "interviews.save": lambda uow: uow.interviews.save(a_rich_interview().resume()),
    "assessments.add": lambda uow: uow.assessments.add(an_assessment("a9")),
    "assessments.find_by_ids": lambda uow: uow.assessments.find_by_ids(["a1"]),
    "assessments.get": lambda uow: uow.assessments.get("a1"),
    "assessments.list_for_pilot": lambda uow: uow.assessments.list_for_pilot(PILOT),
    "assessments.list_summaries_by_pilot": lambda uow: uow.assessments.list_summaries_by_pilot([PILOT]),
    "assessments.list_latest_by_pilot": lambda uow: uow.assessments.list_latest_by_pilot([PILOT]),
    "assessments.list_snapshots_by_pilot": lambda uow: uow.assessments.list_snapshots_by_pilot([PILOT], LATER),
    "plans.add": lambda uow: uow.plans.add(a_plan("p9")),
    "plans.find_latest_by_pilot": lambda uow: uow.plans.find_latest_by_pilot([PILOT]),
    "plans.find_outlines_by_pilot": lambda uow: uow.plans.find_outlines_by_pilot([PILOT]),
    "plans.get": lambda uow: uow.plans.get("p1"),
    "plans.list_for_pilot": lambda uow: uow.plans.list_for_pilot(PILOT),
    "frameworks.list_all": lambda uow: [one.version for one in uow.frameworks.list_all()],
    "model_calls.add": lambda uow: uow.model_calls.add("i1", [CALL]),
    "model_calls.list_for_interview": lambda uow: uow.model_calls.list_for_interview("i1"),
    "teams.add": lambda uow: uow.teams.add(a_team("Another")),
    "teams.find_visible": lambda uow: uow.teams.find_visible(DANA.id, PILOT),
    "teams.get": lambda uow: uow.teams.get(PILOT),
    "teams.list_by_channel": lambda uow: uow.teams.list_by_channel("C1"),
    "teams.list_pilots_led_by": lambda uow: uow.teams.list_pilots_led_by(PAOLO.id, LATER),
    "teams.list_led_by": lambda uow: uow.teams.list_led_by(PAOLO.id),
    "teams.count_visible_to": lambda uow: uow.teams.count_visible_to(DANA.id),
    "teams.list_asking": lambda uow: uow.teams.list_asking(DANA.id, [PILOT]),
    "teams.list_first_visible_to": lambda uow: uow.teams.list_first_visible_to(DANA.id, 9, [PILOT]),
    "teams.list_names_visible_to": lambda uow: uow.teams.list_names_visible_to(DANA.id),
    "teams.list_with_work_for": lambda uow: uow.teams.list_with_work_for(PAOLO.id),
    "teams.list_visible_to": lambda uow: uow.teams.list_visible_to(DANA.id),
    "teams.save": lambda uow: uow.teams.save(a_team(purpose="Stolen")),
    "channel_members.add_member": lambda uow: uow.channel_members.add_member("C1", "U7"),
    "channel_members.find_refreshed_at": lambda uow: uow.channel_members.find_refreshed_at("C1"),
    "channel_members.has_member": lambda uow: uow.channel_members.has_member("C1", "U5"),
    "channel_members.list_members": lambda uow: uow.channel_members.list_members("C1"),
    "channel_members.remove_member": lambda uow: uow.channel_members.remove_member("C1", "U5"),
    "channel_members.replace_members": lambda uow: uow.channel_members.replace_members("C1", ["U9"], LATER),
    "threads.add": lambda uow: uow.threads.add(IN_DMS.model_copy(update={"ts": "8.8"})),
    "threads.find_at": lambda uow: uow.threads.find_at(IN_CHANNEL.channel, IN_CHANNEL.ts),
    "threads.list_by_interview": lambda uow: uow.threads.list_by_interview(["i1"]),
    "threads.list_for_interview": lambda uow: uow.threads.list_for_interview("i1"),
    "threads.mark_stopped": lambda uow: uow.threads.mark_stopped(IN_CHANNEL.channel, IN_CHANNEL.ts),
    "messages.add": lambda uow: uow.messages.add(a_posting("i1:q9")),
    "messages.look_up": lambda uow: uow.messages.look_up(a_posting().id),
    "messages.find": lambda uow: uow.messages.find(a_posting().id),
    "messages.find_standalone_at": lambda uow: uow.messages.find_standalone_at("D1", "9.9"),
    "messages.list_for_interview": lambda uow: uow.messages.list_for_interview("i1"),
    "messages.save": lambda uow: uow.messages.save(a_posting(parts=(), revision=7)),
    "challenges.add": lambda uow: uow.challenges.add(a_challenge("c9")),
    "challenges.list_for_assessment": lambda uow: uow.challenges.list_for_assessment("a1"),
    "action_steps.add": lambda uow: uow.action_steps.add(a_step("s9")),
    "action_steps.list_by_plan": lambda uow: uow.action_steps.list_by_plan(["p1"]),
    "action_steps.list_for_plan": lambda uow: uow.action_steps.list_for_plan("p1"),
    "action_steps.list_pilots_assigned_to": lambda uow: uow.action_steps.list_pilots_assigned_to(PAOLO.id),
    "output_feedback.add": lambda uow: uow.output_feedback.add(JUDGED.model_copy(update={"id": "f9"})),
    "output_feedback.delete_about": lambda uow: uow.output_feedback.delete_about("a1", "i1"),
    "output_feedback.list_about": lambda uow: uow.output_feedback.list_about("a1"),
    "output_feedback.list_all": lambda uow: uow.output_feedback.list_all(),
    "canvases.find_for_plan": lambda uow: uow.canvases.find_for_plan("p1"),
    "canvases.save": lambda uow: uow.canvases.save(CANVAS.model_copy(update={"id": "F-STOLEN"})),
    "home_tabs.filter_opened": lambda uow: uow.home_tabs.filter_opened([DANA.id]),
    "home_tabs.record_opened": lambda uow: uow.home_tabs.record_opened("U9"),
    "stopped_requests.get": lambda uow: uow.stopped_requests.get(DANA.id),
    "stopped_requests.save": lambda uow: uow.stopped_requests.save(STOPPED.model_copy(update={"of": ()})),
    "digests.add": lambda uow: uow.digests.add(DIGEST.model_copy(update={"week": "2026-W46"})),
    "digests.find_for_week": lambda uow: uow.digests.find_for_week(DANA.id, DIGEST.week),
    "digests.find_last": lambda uow: uow.digests.find_last(DANA.id, LATER),
    "digests.get_settings": lambda uow: uow.digests.get_settings(DANA.id),
    "digests.list_readers": lambda uow: uow.digests.list_readers(),
    "digests.save_settings": lambda uow: uow.digests.save_settings(WISHES.model_copy(update={"version": 1})),
    "decision_outcomes.add": lambda uow: uow.decision_outcomes.add(OUTCOME.model_copy(update={"id": "r9"})),
    "decision_outcomes.list_by_pilot": lambda uow: uow.decision_outcomes.list_by_pilot([PILOT]),
    "events.add": lambda uow: uow.events.add(an_event("e9")),
    "events.add_all": lambda uow: uow.events.add_all([an_event("e9"), an_event("e8", "C2:1.1")]),
    "events.add_unless_waiting": lambda uow: uow.events.add_unless_waiting(an_event("e9", "C2:1.1")),
    "events.count_by_state": lambda uow: uow.events.count_by_state("inbox"),
    "events.count_open": lambda uow: uow.events.count_open("C1:1.1"),
    "events.has_pending_outgoing": lambda uow: uow.events.has_pending_outgoing("C1:1.1"),
    "events.request_interrupt": lambda uow: uow.events.request_interrupt("C1:1.1"),
    "requests.add": lambda uow: uow.requests.add("known"),
    "audit.append": lambda uow: uow.audit.append(an_act()),
    "audit.count_done": lambda uow: uow.audit.count_done("U1", "assessment_why", MONDAY - timedelta(days=1)),
    "audit.list_after": lambda uow: uow.audit.list_after(0, 9),
    "audit.prune": lambda uow: uow.audit.prune(LATER, LATER),
    "spending.add": lambda uow: uow.spending.add(MONDAY.date(), SPENT),
    "spending.load": lambda uow: uow.spending.load(MONDAY.date()),
    "withdrawals.add_uploads": lambda uow: uow.withdrawals.add_uploads("p1", [MORE]),
    "withdrawals.change_events": lambda uow: uow.withdrawals.change_events(lambda event: None),
    "withdrawals.close_threads_of": lambda uow: uow.withdrawals.close_threads_of("U1", PILOT),
    "withdrawals.delete_message": lambda uow: uow.withdrawals.delete_message(a_posting().id),
    "withdrawals.delete_pilot": lambda uow: uow.withdrawals.delete_pilot(PILOT),
    "withdrawals.erase_person": lambda uow: uow.withdrawals.erase_person(DANA.id),
    "withdrawals.forget_events": lambda uow: uow.withdrawals.forget_events(lambda event: True),
    "withdrawals.keep_challenges": lambda uow: uow.withdrawals.keep_challenges(PILOT, []),
    "withdrawals.list_all_messages": lambda uow: uow.withdrawals.list_all_messages(),
    "withdrawals.list_canvases": lambda uow: uow.withdrawals.list_canvases(PILOT),
    "withdrawals.list_challenges": lambda uow: uow.withdrawals.list_challenges(PILOT),
    "withdrawals.list_digests": lambda uow: uow.withdrawals.list_digests(),
    "withdrawals.list_interview_ids": lambda uow: uow.withdrawals.list_interview_ids(PILOT),
    "withdrawals.list_messages": lambda uow: uow.withdrawals.list_messages(PILOT),
    "withdrawals.list_pilots_of": lambda uow: uow.withdrawals.list_pilots_of(DANA.id),
    "withdrawals.list_steps": lambda uow: uow.withdrawals.list_steps(PILOT),
    "withdrawals.replace_assessment": lambda uow: uow.withdrawals.replace_assessment(an_assessment(stage="pilot")),
    "withdrawals.replace_digest": lambda uow: uow.withdrawals.replace_digest(DIGEST.model_copy(update={"name": "x"})),
    "withdrawals.replace_feedback": lambda uow: uow.withdrawals.replace_feedback(JUDGED.model_copy(update={"why": ""})),
    "withdrawals.replace_outcome": lambda uow: uow.withdrawals.replace_outcome(
        OUTCOME.model_copy(update={"note": "x"})
    ),
    "withdrawals.replace_plan": lambda uow: uow.withdrawals.replace_plan(a_plan(summary=())),
    "withdrawals.replace_step": lambda uow: uow.withdrawals.replace_step(a_step(note="x")),
    "withdrawals.take_uploads": lambda uow: uow.withdrawals.take_uploads(PILOT),
    "retention.delete_digests": lambda uow: uow.retention.delete_digests([DIGEST]),
    "retention.find_due": lambda uow: uow.retention.find_due("due"),
    "retention.find_last_use": lambda uow: uow.retention.find_last_use(PILOT),
    "retention.list_digests": lambda uow: uow.retention.list_digests(LATER),
    "retention.list_interviews_with_answers": lambda uow: uow.retention.list_interviews_with_answers(LATER),
    "retention.list_pilots_before": lambda uow: uow.retention.list_pilots_before(LATER),
    "personal_records.add_export_files": lambda uow: uow.personal_records.add_export_files(DANA.id, [MORE]),
    "personal_records.collect": lambda uow: uow.personal_records.collect(DANA.id),
    "personal_records.take_export_files": lambda uow: uow.personal_records.take_export_files(DANA.id),
}
OF_NO_WORKSPACE = {"withdrawals.leave_no_trace"}
"""Says something of the whole database, and asks nothing of it."""
WITH_FRAMEWORK = {"frameworks.save"}
"""Tried with the framework itself, which takes a file to load."""


def fill(uow: SqlUnitOfWork, framework: Framework) -> None:
    """Something in every table that a repository asks."""
    uow.frameworks.save(framework)
    uow.teams.add(a_team())
    uow.channel_members.replace_members("C1", ["U5"], MONDAY)
    uow.interviews.add(a_rich_interview())
    uow.interviews.add(OVER)
    uow.assessments.add(an_assessment())
    uow.plans.add(a_plan())
    uow.model_calls.add("i1", [CALL])
    for thread in (IN_CHANNEL, IN_DMS):
        uow.threads.add(thread)
    for posting in (a_posting(), ALONE):
        uow.messages.add(posting)
    uow.challenges.add(a_challenge())
    uow.action_steps.add(a_step(to=PAOLO.id))
    uow.output_feedback.add(JUDGED)
    uow.canvases.save(CANVAS)
    uow.home_tabs.record_opened(DANA.id)
    uow.stopped_requests.save(STOPPED)
    uow.digests.add(DIGEST)
    uow.digests.save_settings(WISHES)
    uow.decision_outcomes.add(OUTCOME)
    for event in (an_event(), an_event("out", lane="outbox"), an_event("due", line="later", due=LATER)):
        uow.events.add(event)
    uow.requests.add("known")
    uow.audit.append(an_act())
    uow.spending.add(MONDAY.date(), SPENT)
    uow.withdrawals.add_uploads("p1", [FILE])
    uow.personal_records.add_export_files(DANA.id, [FILE.model_copy(update={"file": "F3"})])
    uow.interviews._scope.update_rows(lines, {"owner": "w1"})


class TakenBack(Exception):
    """Nothing that an example does is kept."""


class Tried:
    """What an example gave, and whether anything in the other workspace is otherwise than before."""

    outcome = ""
    changed = False


async def try_in(database: Database, workspace: str, example: Example) -> Tried:
    tried = Tried()

    def work(tx: Transaction) -> None:
        before = read_all(tx, THERE)
        with_savepoint = tx.connection.begin_nested()
        try:
            tried.outcome = repr(example(SqlUnitOfWork(Scope(tx, workspace))))
            tx.run_last_steps()
        except Exception as exc:
            with_savepoint.rollback()
            tried.outcome = f"raises {type(exc).__name__}"
        tried.changed = read_all(tx, THERE) != before
        raise TakenBack

    with pytest.raises(TakenBack):
        await database.run(work)
    return tried


def read_all(tx: Transaction, workspace: str) -> list[str]:
    tx.enter(EVERY_WORKSPACE)
    return [
        f"{table.name} {tuple(row)}"
        for table in metadata.sorted_tables
        for row in sorted(tx.connection.execute(select(table).where(table.c.workspace_id == workspace)), key=repr)
    ]


async def fill_there(database: Database, framework: Framework) -> None:
    def work(tx: Transaction) -> None:
        uow = SqlUnitOfWork(Scope(tx, THERE))
        fill(uow, framework)
        tx.run_last_steps()

    await database.run(work)


def list_methods() -> set[str]:
    uow = vars(SqlUnitOfWork(Scope(Transaction(None, datetime.now(UTC)), HERE)))  # type: ignore[arg-type]
    return {
        f"{name}.{method}"
        for name, repository in uow.items()
        for method, _ in inspect.getmembers(type(repository), inspect.isfunction)
        if not method.startswith("_")
    }


def test_every_method_of_every_repository_has_its_example() -> None:
    assert set(EXAMPLES) | OF_NO_WORKSPACE | WITH_FRAMEWORK == list_methods()


async def test_asked_with_another_workspaces_ids_it_gives_what_it_gives_where_there_is_nothing(
    database: Database, framework: Framework
) -> None:
    newer = framework.model_copy(update={"version": "99"})
    examples: dict[str, Any] = {**EXAMPLES, "frameworks.save": lambda uow: uow.frameworks.save(newer)}
    nothing = {name: await try_in(database, HERE, example) for name, example in examples.items()}
    await fill_there(database, framework)
    wrong = []
    for name, example in examples.items():
        here, there = await try_in(database, HERE, example), await try_in(database, THERE, example)
        if here.changed or here.outcome != nothing[name].outcome:
            wrong.append(f"{name} reaches another workspace: {here.outcome[:200]}")
        if not there.changed and there.outcome == here.outcome:
            wrong.append(f"{name} is asked about nothing: {there.outcome[:200]}")
    assert wrong == []
