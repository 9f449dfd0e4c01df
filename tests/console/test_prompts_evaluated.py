"""Prompts that nobody evaluated are named to operators, and an evaluation is kept: the program as it is started."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.console.terminal import run
from tests.llm.own_prompts import copy_prompts, edit
from tests.llm.replies import a_mapping
from tests.support.model_server import ModelServer, Reply, Request

NEVER = "never evaluated with a model"


@pytest.fixture
def teams(tmp_path: Path) -> Path:
    (tmp_path / "teams").mkdir()
    shutil.copy(ROOT / "tests/evals/interviews/freight-invoice-matching.yaml", tmp_path / "teams")
    return tmp_path / "teams"


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    return copy_prompts(tmp_path / "prompts")


def a_silent_model(request: Request) -> Reply:
    """Finds nothing in anything."""
    forms: dict[str, Reply] = {"map": a_mapping(), "tailor": {"summary": [], "actions": [], "risks": []}}
    return next((reply for part, reply in forms.items() if part in request.form.lower()), {"ratings": []})


def evaluate(teams: Path, prompts: Path) -> dict[str, object]:
    with ModelServer(a_silent_model) as server:
        at = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-test", "MODEL": "openai:gpt-test"}
        code, screen = run(
            "evaluate", "teams", "--record", "--json", directory=teams.parent, PROMPTS_DIR=str(prompts), **at
        )
    assert code == 0, screen
    return dict(json.loads(screen))


def test_an_evaluation_is_kept_for_the_prompts_it_used_and_no_others(teams: Path, prompts: Path) -> None:
    result = evaluate(teams, prompts)
    kept = yaml.safe_load((prompts / "evaluated.yaml").read_text())
    assert (kept["review_pillar"], kept["answer_question"]) == (None, None)
    assert kept["map_answer"]["model"] == result["analyst"] == "openai:gpt-test"
    numbers = kept["map_answer"]["results"]["teams"]
    assert (numbers["teams"], numbers["stage_right"], numbers["known_f1"]) == (1, result["stage_right"], 0.0)
    assert numbers["calls"] == numbers["usable"] > 1
    assert kept["tailor_plan"]["results"]["teams"]["calls"] < numbers["calls"]


def test_a_prompt_that_was_reworded_since_is_named_and_one_that_was_not_is_not(teams: Path, prompts: Path) -> None:
    evaluate(teams, prompts)
    edit(prompts / "map_answer.md", "Map one message.", "Map this message.")
    code, screen = run("doctor", directory=teams.parent, PROMPTS_DIR=str(prompts))
    assert code == 0
    assert "Prompt map_answer: changed since it was evaluated with openai:gpt-test on" in screen
    assert "Prompt answer_question: never evaluated with a model." in screen
    assert "tailor_plan" not in screen


def test_the_list_of_prompts_warns_and_does_not_fail(tmp_path: Path, prompts: Path) -> None:
    code, screen = run("prompts", directory=tmp_path, PROMPTS_DIR=str(prompts))
    assert code == 0
    names = ("map_answer", "review_pillar", "answer_question", "answer_inquiry", "tailor_plan", "translate")
    assert screen.splitlines() == [f"warning: prompt {name}: {NEVER}" for name in names]


def test_rules_read_no_prompt_so_nothing_is_kept_of_them(teams: Path, prompts: Path) -> None:
    code, screen = run("evaluate", "teams", "--record", directory=teams.parent, PROMPTS_DIR=str(prompts))
    assert code == 2
    assert "--analyst llm" in screen
    assert not (prompts / "evaluated.yaml").exists()
