"""The framework file gets a new version: what was made with the one before is read as it was made, everywhere."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from rich.console import Console

from bot.console import render
from bot.documents.files import documents
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import Post
from bot.domain.planning.draft import Terms, draft_plan
from bot.domain.planning.plan import ProductionPlan
from bot.domain.portfolio.overview import Overview
from bot.domain.replanning.change_requests import Change, Revising
from bot.domain.replanning.replan import replan
from bot.services.assessment.framework_versions import with_earlier
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import closing, modals, noted
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.pilots import home, pilot_modal, status
from bot.storage.engine.database import Database
from tests.domain.newer import newer
from tests.slack import samples
from tests.slack.gallery import shown
from tests.slack.limits import problems_of
from tests.slack.samples import DECEMBER, DEE, NOVEMBER, PILOT, TODAY

RENEWED = ("sandbox", "Oversight", "Answerable leader", "lab now", "designed now")


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Assessment:
    return samples.an_assessment(knowledge.framework)


@pytest.fixture(scope="module")
def drafted(knowledge: Knowledge, made: Assessment) -> ProductionPlan:
    return draft_plan(made, knowledge, Terms(plan_id="p1", made_at=DECEMBER, start=TODAY))


def renewed(knowledge: Knowledge, *, remembers: bool = True) -> Knowledge:
    return knowledge.model_copy(update={"framework": newer(knowledge.framework, remembers=remembers)})


def views(knowledge: Knowledge, framework: Framework, made: Assessment) -> Iterator[Post | View]:
    """Whatever shows an assessment, its plan, or an interview of before."""
    before = samples.an_assessment(knowledge.framework, at=NOVEMBER, but={"systems": 1})
    progress, interview = samples.progress(knowledge), samples.a_finished_interview(knowledge)
    seen = Overview(pilot=PILOT, interview=interview, assessment=made, before=before, progress=progress)
    challenges = samples.challenges(made)
    yield assessment.card(made, framework, before=before)
    yield assessment.shared(made, framework, DEE, before=before)
    yield ratings.why(made, framework, {}, challenges)
    yield ratings.details(made, framework, "governance", {}, challenges=challenges)
    yield ratings.challenged(made, framework, "audit", level=3, reason="It is there.", by=DEE)
    yield modals.challenge_rating(made, framework, "owner")
    yield status.status(seen, framework, TODAY)
    yield status.pilot_list((seen,), framework)
    yield pilot_modal.pilot_modal(seen, framework, TODAY)
    yield home.home((), (seen,), framework, home.Desktop(DEE.id, TODAY), ())
    yield action_lists.of_plan(samples.TEAM, progress, DEE.id, TODAY)
    yield closing.summary(interview, framework)
    line = noted.noted(samples.heard(knowledge), framework)
    assert line is not None
    yield line


def test_an_assessment_is_shown_as_it_was_made(knowledge: Knowledge, made: Assessment) -> None:
    framework = newer(knowledge.framework)
    for view in (
        assessment.card(made, framework),
        ratings.why(made, framework, {}),
        modals.challenge_rating(made, framework, "audit"),
        status.status(Overview(pilot=PILOT, assessment=made), framework, TODAY),
    ):
        text = shown(view)
        assert not [name for name in RENEWED if name in text]
    assert "Audit trail" in shown(ratings.why(made, framework, {}))
    assert "Governance" in shown(assessment.card(made, framework))


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
        console.print(render.assessment(made, framework))
        console.print(render.ratings(made, framework))
    assert ("Audit trail" in printed.get()) == remembers


def test_its_plan_is_handed_out_as_it_was(knowledge: Knowledge, made: Assessment, drafted: ProductionPlan) -> None:
    names = ("plan.md", "actions.csv")
    assert documents(names, made, drafted, renewed(knowledge)) == documents(names, made, drafted, knowledge)


def test_its_plan_is_handed_out_where_nobody_remembers_the_version(
    knowledge: Knowledge, made: Assessment, drafted: ProductionPlan
) -> None:
    files = documents(("plan.pdf", "plan.docx"), made, drafted, renewed(knowledge, remembers=False))
    assert files["plan.pdf"].startswith(b"%PDF")
    assert Document(BytesIO(files["plan.docx"])).paragraphs


def test_its_plan_goes_on_being_worked_with(drafted: ProductionPlan) -> None:
    """Nothing of the framework is asked when an action moves."""
    first = drafted.actions[0]
    moved = drafted.calendar.day(drafted.calendar.index_of(first.due) + 5)
    terms = Revising(plan_id="p2", made_at=DECEMBER, today=TODAY)
    revised = replan(drafted, [Change(action_id=first.id, due=moved)], terms).plan
    assert revised.framework_version == drafted.framework_version
    assert revised.action(first.id).due == moved


async def test_the_versions_that_were_in_force_are_remembered(knowledge: Knowledge, tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        transactions = database.in_workspace("T1")
        first = await with_earlier(transactions, knowledge)
        assert first.framework.earlier == ()
        second = await with_earlier(transactions, renewed(knowledge, remembers=False))
        assert second.framework.earlier == (knowledge.framework,)
        assert second.framework.of(knowledge.framework.version) == knowledge.framework
        again = await with_earlier(transactions, renewed(knowledge, remembers=False))
        assert again == second
        other = await with_earlier(database.in_workspace("T2"), renewed(knowledge, remembers=False))
        assert other.framework.earlier == ()


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
    assert read.root == drafted.id
