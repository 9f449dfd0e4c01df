"""What a perfect reader reads of a recorded team arrives whole: levels, disagreements, traps, what stays unknown."""

import asyncio

import pytest

from bot.bootstrap import build_pipeline
from bot.console.recording import load_recording
from bot.console.replay import replay_recording
from bot.domain.framework.knowledge import Knowledge
from bot.storage.engine.database import Database
from tests.journeys.perfect_reader import PerfectReader
from tests.journeys.replays import RECORDED, WISH


@pytest.mark.parametrize("name", RECORDED)
def test_a_right_reading_arrives_whole(name: str, shipped_knowledge: Knowledge) -> None:
    knowledge = shipped_knowledge
    recording = load_recording(RECORDED[name], knowledge.framework)
    gold = recording.gold
    assert gold is not None
    with Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(knowledge, PerfectReader(recording, knowledge.framework), database)
        replayed = asyncio.run(replay_recording(pipeline, recording, WISH))
    made = replayed.assessment
    claimed = {item.criterion: item.claimed for item in made.evidence if item.claimed is not None}
    assert {criterion: claimed.get(criterion, level) for criterion, level in made.levels.items()} == gold.levels
    assert {found.criterion for found in made.disagreements} == set(gold.disagreements)
    assert {found.trap for found in made.traps} == set(gold.traps)
    assert claimed or made.stage == gold.stage
    states = {rating.criterion: rating.state for rating in made.ratings}
    known = {criterion for criterion, level in gold.levels.items() if level is not None}
    assert {criterion for criterion, state in states.items() if state == "known"} == known
    assert set(states.values()) <= {"known", "did_not_know"}
    said = {turn.id: turn.text for turn in replayed.interview.turns}
    assert all(item.quote in said[item.turn_id] for item in made.evidence)
