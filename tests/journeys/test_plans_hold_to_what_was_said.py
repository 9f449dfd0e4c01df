"""Every recorded team's plan: each gap closed, each action called for, and nothing in it that nobody said."""

import pytest

from bot.calendars import LibraryCalendars
from bot.console.replay import ReplayResult
from bot.documents.files import render_documents
from bot.domain.assessment.gap import list_gaps
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.services.planning import planning
from bot.services.planning.planning import TailoredPlan
from bot.services.ports.dependencies import Dependencies
from tests.journeys.liars import INVENTED, a_careful_wording, a_liar
from tests.journeys.replays import INTERVIEWS, WISH, Replays
from tests.journeys.witness import Witness
from tests.llm.replies import analyst_at
from tests.support.fakes import FakeClock, FakeRedactor
from tests.support.model_server import ModelServer, Script


@pytest.fixture
def team(name: str, replays: Replays) -> ReplayResult:
    """What came of the team of that name."""
    return replays.get(name).result


def document(plan: ProductionPlan, of: ReplayResult, knowledge: Knowledge) -> str:
    return render_documents(("plan.md",), of.assessment, plan, knowledge)["plan.md"].decode()


def holds_together(plan: ProductionPlan, of: ReplayResult, knowledge: Knowledge) -> None:
    gaps = {(gap.criterion, gap.kind) for gap in list_gaps(of.assessment, knowledge.framework)}
    assert {(gap.criterion, gap.kind) for gap in plan.gaps} == gaps
    assert all(gap.actions for gap in plan.gaps)
    on_the_way = {(action.criterion, action.gap) for action in plan.actions if action.target == 4}
    assert gaps <= {(action.criterion, action.gap) for action in plan.actions} <= gaps | on_the_way
    said = {turn.id: turn.text for turn in of.interview.turns}
    for action in plan.actions:
        assert action.because
        for reason in action.because:
            quoted = reason.turn_id is not None and reason.text in said[reason.turn_id]
            assert quoted or (
                action.gap == "unknown"
                and reason.text.endswith(knowledge.framework.get_criterion(action.criterion).asks)
            )
        for other in map(plan.get_action, action.depends_on):
            assert other.due <= action.start


async def reworded(replays: Replays, team: ReplayResult, script: Script) -> tuple[TailoredPlan, int]:
    """The plan as it is when this model words it, and how many calls that took."""
    pilot, knowledge = team.assessment.pilot.id, replays.knowledge
    with replays.open_database(pilot) as database, ModelServer(script) as server:
        analyst, transactions = analyst_at(server, knowledge), database.in_workspace("local")
        deps = Dependencies(transactions, analyst, FakeRedactor(), FakeClock(), knowledge, LibraryCalendars())
        worded = await planning.draft_tailored_plan(deps, pilot, WISH)
    return worded, len(server.requests)


def the_same_work(plan: ProductionPlan, drafted: ProductionPlan) -> bool:
    """Nothing was dropped, added, moved, or given to somebody else."""
    blank = {"title": "", "deliverable": "", "exit": ""}
    return [a.model_copy(update=blank) for a in plan.actions] == [a.model_copy(update=blank) for a in drafted.actions]


@pytest.mark.parametrize("name", INTERVIEWS)
def test_by_rule_every_gap_is_closed_and_nothing_comes_from_nowhere(replays: Replays, team: ReplayResult) -> None:
    holds_together(team.plan, team, replays.knowledge)
    witness = Witness(team.interview, team.assessment, team.plan)
    assert witness.strangers(document(team.plan, team, replays.knowledge)) == ()


@pytest.mark.parametrize("name", INTERVIEWS)
async def test_a_model_that_lies_changes_no_work_and_nothing_comes_from_nowhere(
    replays: Replays, team: ReplayResult
) -> None:
    (told, *_), calls = await reworded(replays, team, a_liar)
    plan = told.model_copy(update={"notes": told.notes[:-1]})
    assert told.refused and told.notes[-1].startswith(f"{len(told.refused)} places keep"), "what was refused is named"
    holds_together(plan, team, replays.knowledge)
    assert the_same_work(plan, team.plan)
    assert calls <= 3
    text = document(plan, team, replays.knowledge)
    witness = Witness(team.interview, team.assessment, plan)
    assert witness.strangers(text) == ()
    said = " ".join(turn.text for turn in team.interview.turns).casefold()
    assert [word for word in INVENTED if word.casefold() in text.casefold() and word.casefold() not in said] == []


@pytest.mark.parametrize("name", ["freight-invoice-matching", "municipal-permit-intake"])
async def test_a_careful_model_is_heard(replays: Replays, team: ReplayResult) -> None:
    (plan, *_), calls = await reworded(replays, team, a_careful_wording)
    assert the_same_work(plan, team.plan)
    assert calls <= 3
    assert plan.refused == ()
    assert all(action.title.endswith(", with them") for action in plan.actions)
    assert plan.summary[0] == "This is where it stands, in the words of those who do the work."
    assert all(risk.title.endswith(", as the team says") for risk in plan.risks)
    assert Witness(team.interview, team.assessment, plan).strangers(document(plan, team, replays.knowledge)) == ()


def test_the_witness_sees_what_comes_from_nowhere(replays: Replays) -> None:
    team = replays.get("freight-invoice-matching").result
    witness = Witness(team.interview, team.assessment, team.plan)
    seen = witness.strangers("Ask Zephyrine to bring Mulesoft up to 7341 a day. See https://example.com")
    assert {"Zephyrine", "Mulesoft", "7341", "https://"} <= set(seen)


def test_there_are_recorded_teams() -> None:
    assert len(INTERVIEWS) == 12
