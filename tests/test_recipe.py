"""The recipe for a criterion, a trap and a stage's rule, carried out on a copy of knowledge/: everything goes on."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.bootstrap import build_pipeline
from bot.console.recording import load_recording
from bot.console.replay import ReplayResult, replay_recording
from bot.documents.files import render_documents
from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.terms import PlanOptions
from bot.knowledge import load_knowledge
from bot.llm.offline.analyst import OfflineAnalyst
from bot.llm.offline.cues import load_cues
from bot.llm.prompts import load_prompts
from bot.slack.blocks.assessment import assessment, ratings
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.console.terminal import run
from tests.slack.limits import problems_of
from tests.slack.plain_text import shown
from tests.support.once import once
from tests.support.recipe import CRITERION, carry_out_recipe, copy_knowledge

FREIGHT = ROOT / "tests/evals/interviews/freight-invoice-matching.yaml"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = copy_knowledge(tmp_path_factory.mktemp("grown"))
    carry_out_recipe(directory)
    return directory


@pytest.fixture(scope="module")
def measured(grown: Path) -> Knowledge:
    return load_knowledge(grown)


@pytest.fixture(scope="module")
def replayed(grown: Path, measured: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> ReplayResult:
    return once(tmp_path_factory, "replayed-by-recipe", lambda: replay(grown, measured))


def replay(grown: Path, measured: Knowledge) -> ReplayResult:
    recording = load_recording(FREIGHT, measured.framework)
    with Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(measured, OfflineAnalyst(measured, load_cues(grown)), database)
        return asyncio.run(replay_recording(pipeline, recording, PlanOptions(start=date(2026, 12, 7))))


def test_doctor_finds_nothing_wrong_and_says_what_only_a_model_reads(grown: Path, tmp_path: Path) -> None:
    code, screen = run("doctor", directory=tmp_path, KNOWLEDGE_DIR=str(grown))
    assert code == 0, screen
    assert f"cues.yaml has nothing on {CRITERION}" in screen
    assert "16 criteria" in screen


def test_a_replay_asks_about_it_rates_it_and_plans_it(replayed: ReplayResult) -> None:
    assert any(CRITERION in question.criteria for question in replayed.interview.questions)
    assert replayed.assessment.get_rating(CRITERION).level is None
    (action,) = [
        action for action in replayed.plan.actions if action.criterion == CRITERION and action.gap == "unknown"
    ]
    assert action.title == "Ask security"


def test_card_reasons_and_documents_show_it(replayed: ReplayResult, measured: Knowledge) -> None:
    card = assessment.build_assessment_message(replayed.assessment, measured.framework)
    reasons = ratings.build_ratings_modal(replayed.assessment, measured.framework, {})
    assert problems_of(card) == problems_of(reasons) == []
    assert "of 5 known" in shown(card)
    assert "Security review" in shown(reasons)
    plan = render_documents(("plan.md",), replayed.assessment, replayed.plan, measured)["plan.md"].decode()
    assert "Ask security" in plan


def test_what_people_and_the_model_read_counts_it(measured: Knowledge) -> None:
    passage = measured.find_passage("overview.pillars")
    stages = measured.find_passage("stage.stages")
    assert passage is not None and stages is not None
    assert "thirteen criteria" in passage.text and "makes sixteen" in passage.text
    assert "none of the thirteen" in stages.text and "(readiness 1.25 or more)" in stages.text
    prompt = load_prompts(ROOT / "prompts", measured).map_answer.system
    assert "Sixteen criteria." in prompt and "Go through all sixteen criteria" in prompt
    assert f"`{CRITERION}`" in prompt


def test_doctor_names_everything_that_is_wrong_a_line_each(tmp_path: Path) -> None:
    knowledge = copy_knowledge(tmp_path)
    prompts = Path(shutil.copytree(ROOT / "prompts", tmp_path / "prompts"))
    for file, old, new in (
        (knowledge / "framework.yaml", "target_stage: production", "target_stage: heaven"),
        (knowledge / "guide.yaml", "passage: ownership.owner", "passage: ownership.nobody"),
        (knowledge / "practices.yaml", "role: integration_lead", "role: wizard"),
        (knowledge / "passages.md", "## trap.orphaned", "## trap.lonely"),
        (knowledge / "shared_remedies.yaml", "- criterion: data", "- criterion: luck"),
        (knowledge / "cues.yaml", "\nmarks:\n  ignorance:", "\nmarks:\n  innocence:"),
        (prompts / "map_answer.md", "{{ message | fenced }}", "{{ massage | fenced }}"),
        (prompts / "tailor_plan.md", "---\npurpose", "purpose"),
    ):
        text = file.read_text(encoding="utf-8")
        assert old in text, file
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, screen = run("doctor", directory=tmp_path, KNOWLEDGE_DIR=str(knowledge), PROMPTS_DIR=str(prompts))
    lines = screen.splitlines()
    assert code == 2, screen
    for file in (*knowledge.iterdir(), prompts / "map_answer.md", prompts / "tailor_plan.md"):
        assert any(line.startswith(f"{file}: ") for line in lines), (file, screen)
    assert all(line.startswith(str(tmp_path)) for line in lines)


def test_doctor_blames_no_prompt_for_what_knowledge_lacks(tmp_path: Path) -> None:
    knowledge = copy_knowledge(tmp_path)
    guide = knowledge / "guide.yaml"
    content = yaml.safe_load(guide.read_text(encoding="utf-8"))
    del content["criteria"]["owner"]
    guide.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    code, screen = run("doctor", directory=tmp_path, KNOWLEDGE_DIR=str(knowledge))
    assert code == 2
    assert "guide.yaml" in screen and "prompts" not in screen, screen
