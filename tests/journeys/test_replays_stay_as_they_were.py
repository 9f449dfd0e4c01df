"""Every recorded team is asked and rated as when it was last looked at: a change shows which team it concerns."""

import asyncio
import json

import pytest

from bot.bootstrap import build_pipeline
from bot.console.overview import build_replay_summary
from bot.console.plan_options import parse_plan_request
from bot.console.recording import load_recording
from bot.console.replay import replay_recording
from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline.analyst import OfflineAnalyst
from bot.llm.offline.cues import load_cues
from bot.storage.engine.database import Database
from tests.conftest import ROOT

RECORDED = sorted((ROOT / "tests/evals").glob("*/*.yaml"))
KNOWN = json.loads((ROOT / "tests/evals/replays.json").read_text())
"""By recording: the levels, and what was asked, in order, as kind and criteria."""


@pytest.fixture(scope="module")
def analyst(knowledge: Knowledge) -> OfflineAnalyst:
    return OfflineAnalyst(knowledge, load_cues(ROOT / "knowledge"))


@pytest.mark.parametrize("name", [path.stem for path in RECORDED])
def test_a_replay_asks_and_rates_as_before(name: str, knowledge: Knowledge, analyst: OfflineAnalyst) -> None:
    path = next(path for path in RECORDED if path.stem == name)
    with Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(knowledge, analyst, database)
        recording = load_recording(path, knowledge.framework)
        replayed = build_replay_summary(asyncio.run(replay_recording(pipeline, recording, parse_plan_request())))
    assert replayed["levels"] == KNOWN[name]["levels"]
    asked = [f"{question['kind']} {' '.join(question['criteria'])}".strip() for question in replayed["questions"]]
    assert asked == KNOWN[name]["asked"]
