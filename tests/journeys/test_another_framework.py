"""The framework file gets a new version: what was made with the one before is read as it was made, everywhere."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from rich.console import Console

from bot.console import render
from bot.documents.files import render_documents
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from bot.domain.portfolio.overview import PilotOverview
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import replan
from bot.services.assessment.framework_versions import add_earlier_frameworks
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import closing, modals, noted
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.pilots import home, pilot_modal, status
from bot.storage.engine.database import Database
from tests.domain.newer import newer
from tests.slack import samples
from tests.slack.limits import problems_of
from tests.slack.plain_text import shown
from tests.slack.samples import DECEMBER, DEE, NOVEMBER, PILOT, TODAY

RENEWED = ("sandbox", "Oversight", "Answerable leader", "lab now", "designed now")


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Assessment:
    return samples.an_assessment(knowledge.framework)


@pytest.fixture(scope="module")
def drafted(knowledge: Knowledge, made: Assessment) -> ProductionPlan:
    return draft_plan(made, knowledge, PlanTerms(plan_id="p1", made_at=DECEMBER, start=TODAY))


def renewed(knowledge: Knowledge, *, remembers: bool = True) -> Knowledge:
    return knowledge.model_copy(update={"framework": newer(knowledge.framework, remembers=remembers)})


def views(knowledge: Knowledge, framework: Framework, made: Assessment) -> Iterator[MessageContent | View]:
    """Whatever shows an assessment, its plan, or an interview of before."""
    before = samples.an_assessment(knowledge.framework, at=NOVEMBER, but={"systems": 1})
    progress, interview = samples.progress(knowledge), samples.a_finished_interview(knowledge)
    seen = PilotOverview(pilot=PILOT, interview=interview, assessment=made, before=before, progress=progress)
    challenges = samples.challenges(made)
    yield assessment.build_assessment_message(made, framework, before=before)
    yield assessment.build_shared_assessment_message(made, framework, DEE, before=before)
    yield ratings.build_ratings_modal(made, framework, {}, challenges)
    yield ratings.build_challenge_message(made, framework, "audit", level=3, reason="It is there.", by=DEE)
    yield modals.build_challenge_modal(made, framework, "owner")
    yield status.build_status_message(seen, framework, TODAY)
    yield status.build_pilot_list_message((seen,), framework)
    yield pilot_modal.build_pilot_modal(seen, framework, TODAY)
    yield home.build_app_home((), (seen,), framework, home.HomeViewer(DEE.id, TODAY), ())
    yield action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY)
    yield closing.build_summary_message(interview, framework)
    line = noted.build_answer_recorded_message(samples.heard(knowledge), framework)
    assert line is not None
    yield line


def test_an_assessment_is_shown_as_it_was_made(knowledge: Knowledge, made: Assessment) -> None:
    framework = newer(knowledge.framework)
    for view in (
        assessment.build_assessment_message(made, framework),
        ratings.build_ratings_modal(made, framework, {}),
        modals.build_challenge_modal(made, framework, "audit"),
        status.build_status_message(PilotOverview(pilot=PILOT, assessment=made), framework, TODAY),
    ):
        text = shown(view)
        assert not [name for name in RENEWED if name in text]
    assert "Audit trail" in shown(ratings.build_ratings_modal(made, framework, {}))
    assert "Governance" in shown(assessment.build_assessment_message(made, framework))


@pytest.mark.parametrize("remembers", [True, False])
def test_every_view_of_it_stands_and_slack_takes_it(knowledge: Knowledge, made: Assessment, *, remembers: bool) -> None:
    framework = newer(knowledge.framework, remembers=remembers)
    for view in views(knowledge, framework, made):
        assert problems_of(view) == []
        assert shown(view)


@pytest.mark.parametrize("remembers", [True, False])
def test_the_terminal_prints_it(knowledge: Knowledge, made: Assessment, *, remembers: bool) -> None:
    framework = newer(knowledge.framework, remembers=remembers)
    console = Console(record=True, width=120, file=None, quiet=False)
    with console.capture() as printed:
        console.print(render.render_assessment(made, framework))
        console.print(render.render_ratings(made, framework))
    assert ("Audit trail" in printed.get()) == remembers


def test_its_plan_is_handed_out_as_it_was(knowledge: Knowledge, made: Assessment, drafted: ProductionPlan) -> None:
    names = ("plan.md", "actions.csv")
    assert render_documents(names, made, drafted, renewed(knowledge)) == render_documents(
        names, made, drafted, knowledge
    )


def test_its_plan_is_handed_out_where_nobody_remembers_the_version(
    knowledge: Knowledge, made: Assessment, drafted: ProductionPlan
) -> None:
    files = render_documents(("plan.pdf", "plan.docx"), made, drafted, renewed(knowledge, remembers=False))
    assert files["plan.pdf"].startswith(b"%PDF")
    assert Document(BytesIO(files["plan.docx"])).paragraphs


def test_its_plan_goes_on_being_worked_with(drafted: ProductionPlan) -> None:
    """Nothing of the framework is asked when an action moves."""
    first = drafted.actions[0]
    moved = drafted.calendar.get_working_day(drafted.calendar.get_day_index(first.due) + 5)
    terms = RevisionTerms(plan_id="p2", made_at=DECEMBER, today=TODAY)
    revised = replan(drafted, [ChangeRequest(action_id=first.id, due=moved)], terms).plan
    assert revised.framework_version == drafted.framework_version
    assert revised.get_action(first.id).due == moved


async def test_the_versions_that_were_in_force_are_remembered(knowledge: Knowledge, tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        transactions = database.in_workspace("T1")
        first = await add_earlier_frameworks(transactions, knowledge)
        assert first.framework.earlier == ()
        second = await add_earlier_frameworks(transactions, renewed(knowledge, remembers=False))
        assert second.framework.earlier == (knowledge.framework,)
        assert second.framework.get_version(knowledge.framework.version) == knowledge.framework
        again = await add_earlier_frameworks(transactions, renewed(knowledge, remembers=False))
        assert again == second
        other = await add_earlier_frameworks(database.in_workspace("T2"), renewed(knowledge, remembers=False))
        assert other.framework.earlier == ()


async def test_a_framework_that_changed_under_its_version_is_refused_by_name(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    changed = newer(knowledge.framework, remembers=False).model_copy(update={"version": knowledge.framework.version})
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        transactions = database.in_workspace("T1")
        await add_earlier_frameworks(transactions, knowledge)
        with pytest.raises(KnowledgeInvalid) as refusal:
            await add_earlier_frameworks(transactions, knowledge.model_copy(update={"framework": changed}))
        kept = await transactions.run(lambda uow: uow.frameworks.list_all())
    assert kept == (knowledge.framework,)
    said = str(refusal.value)
    assert f"framework.yaml: version: {knowledge.framework.version} was in force here with other content: " in said
    assert "levels, pillars.oversight (new), pillars.governance (gone), " in said
    assert "give the changed framework a new version" in said


async def test_a_database_made_when_rules_stood_in_code_opens_and_reads_as_before(
    knowledge: Knowledge, made: Assessment, tmp_path: Path
) -> None:
    later = knowledge.model_copy(update={"framework": newer(knowledge.framework, remembers=False)})
    file = tmp_path / "flightplan.db"
    with Database(f"sqlite:///{file}") as database:
        transactions = database.in_workspace("T1")
        await add_earlier_frameworks(transactions, knowledge)
        forget_rules(file)
        grown = await add_earlier_frameworks(transactions, later)
        again = await add_earlier_frameworks(transactions, knowledge)
    assert again.framework.model_copy(update={"earlier": ()}) == knowledge.framework
    assert grown.framework.earlier[0].get_stage("pilot") == knowledge.framework.get_stage("pilot")
    as_pilot = made.model_copy(update={"stage": "pilot"})
    assert "is a pilot" in shown(assessment.build_assessment_message(as_pilot, grown.framework))


def forget_rules(file: Path) -> None:
    """Leaves of the stored framework what a database holds that was made before its rules stood in framework.yaml."""
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        body = json.loads(connection.execute("SELECT body FROM frameworks").fetchone()[0])
        del body["acceptance"]
        for trap in body["traps"]:
            del trap["shown_at"], trap["remark_counts_at"]
        for stage in body["stages"]:
            for rule in ("target_stage", "target_level", "statement", "goal", "needs"):
                del stage[rule]
        connection.execute("UPDATE frameworks SET body = ?", [json.dumps(body)])


def test_what_was_stored_before_plans_knew_of_days_off_and_wishes_is_read(drafted: ProductionPlan) -> None:
    body = drafted.model_dump(mode="json")
    for new in ("days_off", "revises", "line"):
        del body[new]
    for action in body["actions"]:
        for new in ("wished", "meant", "from_noon"):
            del action[new]
    for phase in body["phases"]:
        for new in ("allowed", "meant"):
            del phase["gate"][new]
    for risk in body["risks"]:
        del risk["id"]
    read = ProductionPlan.model_validate(body)
    assert [action.due for action in read.actions] == [action.due for action in drafted.actions]
    assert read.root_id == drafted.id
