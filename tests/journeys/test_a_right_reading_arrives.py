"""What a perfect reader reads of a recorded team arrives whole, and the plan made of it can be kept."""

import asyncio
from datetime import date

import pytest

from bot.bootstrap import build_pipeline
from bot.console.recording import load_recording
from bot.console.replay import ReplayResult, replay_recording
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.storage.engine.database import Database
from tests.journeys.perfect_reader import PerfectReader
from tests.journeys.replays import RECORDED, WISH
from tests.support.once import once

_MOST_UNKNOWN = 4


@pytest.fixture
def replayed(name: str, shipped_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> ReplayResult:
    """What comes of the team of that name where it is read right; once in a run."""
    recording = load_recording(RECORDED[name], shipped_knowledge.framework)

    def replay() -> ReplayResult:
        with Database("sqlite:///:memory:") as database:
            pipeline = build_pipeline(
                shipped_knowledge, PerfectReader(recording, shipped_knowledge.framework), database
            )
            return asyncio.run(replay_recording(pipeline, recording, WISH))

    return once(tmp_path_factory, f"right-{name}", replay)


@pytest.mark.parametrize("name", RECORDED)
def test_a_right_reading_arrives_whole(name: str, replayed: ReplayResult, shipped_knowledge: Knowledge) -> None:
    gold = load_recording(RECORDED[name], shipped_knowledge.framework).gold
    assert gold is not None
    made = replayed.assessment
    claimed = {item.criterion: item.claimed for item in made.evidence if item.claimed is not None}
    assert {criterion: claimed.get(criterion, made.levels[criterion]) for criterion in gold.levels} == gold.levels
    assert {found.criterion for found in made.disagreements} == set(gold.disagreements)
    assert {found.trap for found in made.traps} == set(gold.traps)
    told_of_all = set(gold.levels) == set(shipped_knowledge.framework.criterion_ids)
    assert claimed or not told_of_all or made.stage == gold.stage
    states = {rating.criterion: rating.state for rating in made.ratings}
    known = {criterion for criterion, level in gold.levels.items() if level is not None}
    assert {criterion for criterion, state in states.items() if state == "known"} == known
    assert set(states.values()) <= {"known", "did_not_know"}
    said = {turn.id: turn.text for turn in replayed.interview.turns}
    assert all(item.quote in said[item.turn_id] for item in made.evidence)


@pytest.mark.parametrize("name", RECORDED)
def test_its_plan_goes_to_live_proof_and_nothing_of_it_is_dated_on_a_day_off(name: str, replayed: ReplayResult) -> None:
    plan = replayed.plan
    assert [step.step for step in plan.rollout] == ["shadow", "limited", "full", "owner_review"]
    assert all(step.action or step.there for step in plan.rollout)
    days = [day for action in plan.actions for day in (action.start, action.due, action.latest)]
    days += [day for phase in plan.phases for day in (phase.gate.due, phase.gate.earliest, phase.gate.latest)]
    days += [day for step in plan.rollout for day in (step.earliest, step.latest)]
    assert not [day for day in days if day is not None and is_off(day, plan)]


def is_off(day: date, plan: ProductionPlan) -> bool:
    return day.weekday() in plan.days_off.weekend or day in plan.days_off.holiday_dates


@pytest.mark.parametrize("name", RECORDED)
def test_its_plan_promises_no_more_than_is_known(
    name: str, replayed: ReplayResult, shipped_knowledge: Knowledge
) -> None:
    plan, levels = replayed.plan, replayed.assessment.levels
    unknown = [c.id for c in shipped_knowledge.framework.gating_criteria if levels[c.id] is None]
    assert plan.horizons.is_discovery == (len(unknown) > _MOST_UNKNOWN)
    if plan.horizons.is_discovery:
        assert all(phase.gate.due is None for phase in plan.phases)
        assert plan.horizons.committed.until is not None
        assert (plan.horizons.committed.until - plan.start).days <= 25
    assert all(action.is_committed or action.latest for action in plan.actions)


@pytest.mark.parametrize("name", RECORDED)
def test_its_plan_names_as_owner_nobody_but_who_is_one(name: str, replayed: ReplayResult) -> None:
    plan, owner = replayed.plan, replayed.plan.owner
    held = {action.person for action in plan.actions if action.role == "operational_owner"}
    if owner is None or owner.claim == "refused":
        assert held <= {None}
    else:
        assert held <= {owner.person}
    if owner is not None and owner.claim == "proposed":
        assert owner.name.split()[0] in plan.actions[0].title


@pytest.mark.parametrize("name", RECORDED)
def test_every_number_that_its_exits_call_agreed_is_in_the_sheet(name: str, replayed: ReplayResult) -> None:
    sheet = {number.id: number for number in replayed.plan.numbers_to_agree}
    for action in replayed.plan.actions:
        assert not ("agreed" in action.exit and not action.numbers)
        assert set(action.numbers) <= set(sheet)
        assert all(action.id in sheet[number].actions for number in action.numbers)


@pytest.mark.parametrize("name", RECORDED)
def test_no_phase_of_its_plan_is_silent_and_its_risks_are_a_register(name: str, replayed: ReplayResult) -> None:
    plan = replayed.plan
    assert all(plan.list_phase_actions(phase.id) or phase.why for phase in plan.phases)
    assert all(risk.likelihood and risk.impact and risk.first_sign and risk.answer for risk in plan.risks)
    assert plan.strand
    assert all(conflict.sentence.endswith(".") for conflict in plan.conflicts)
