"""What is kept of how a prompt was evaluated, and when it no longer holds."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.core.errors import InvalidInput, KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.llm.prompt_records import PromptRecords
from bot.llm.prompts import load_prompts
from tests.llm.own_prompts import copy_prompts, edit

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
MODEL = "openai:gpt-test"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return copy_prompts(tmp_path / "prompts")


def records_in(directory: Path, knowledge: Knowledge) -> PromptRecords:
    return PromptRecords(directory, load_prompts(directory, knowledge))


def described(records: PromptRecords) -> dict[str, str]:
    return {status.name: status.describe().partition(": ")[2] for status in records.list_statuses()}


def test_a_prompt_nobody_evaluated_is_never_evaluated(directory: Path, knowledge: Knowledge) -> None:
    assert set(described(records_in(directory, knowledge)).values()) == {"never evaluated with a model"}


def test_only_the_prompts_that_were_called_count_as_evaluated(directory: Path, knowledge: Knowledge) -> None:
    records = records_in(directory, knowledge)
    records.record("interviews", MODEL, MONDAY, {"map_answer": {"kappa": 0.9}})
    assert [status.name for status in records.list_statuses() if status.is_evaluated] == ["map_answer"]
    assert described(records)["map_answer"] == "evaluated with openai:gpt-test on 2026-11-30"


def test_a_reworded_prompt_counts_as_changed_and_no_other_does(directory: Path, knowledge: Knowledge) -> None:
    both: dict[str, dict[str, float | None]] = {"map_answer": {"kappa": 0.9}, "review_pillar": {"kappa": 0.9}}
    records_in(directory, knowledge).record("interviews", MODEL, MONDAY, both)
    edit(directory / "map_answer.md", "{{ framework }}", "{{ framework }}\nMind:")
    now = records_in(directory, knowledge)
    assert described(now)["map_answer"] == "changed since it was evaluated with openai:gpt-test on 2026-11-30"
    assert [status.name for status in now.list_statuses() if status.is_evaluated] == ["review_pillar"]


def results_after(records: PromptRecords) -> dict[str, dict[str, float | None]]:
    last = records.list_statuses()[0].last
    assert last is not None
    return last.results


def test_results_on_several_folders_of_teams_stand_side_by_side(directory: Path, knowledge: Knowledge) -> None:
    records = records_in(directory, knowledge)
    records.record("interviews", MODEL, MONDAY, {"map_answer": {"kappa": 0.9}})
    records.record("unseen", MODEL, TUESDAY, {"map_answer": {"kappa": 0.7}})
    records.record("unseen", MODEL, TUESDAY, {"map_answer": {"kappa": 0.8}})
    assert results_after(records) == {"interviews": {"kappa": 0.9}, "unseen": {"kappa": 0.8}}
    assert described(records)["map_answer"].endswith("on 2026-12-01")


def test_results_of_another_model_or_wording_are_dropped(directory: Path, knowledge: Knowledge) -> None:
    records = records_in(directory, knowledge)
    records.record("interviews", MODEL, MONDAY, {"map_answer": {"kappa": 0.9}})
    records.record("unseen", "openai:other", TUESDAY, {"map_answer": {"kappa": None}})
    assert results_after(records) == {"unseen": {"kappa": None}}
    edit(directory / "map_answer.md", "{{ framework }}", "{{ framework }}\nMind:")
    changed = records_in(directory, knowledge)
    changed.record("interviews", "openai:other", TUESDAY, {"map_answer": {"kappa": 0.5}})
    assert results_after(changed) == {"interviews": {"kappa": 0.5}}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("map_answer: [", "cannot be read"),
        ("map_answer: 3", "map_answer"),
        ("map_answer: {fingerprint: a, model: b, date: soon, results: {}}", "map_answer.date"),
        ("mop_answer: null", "mop_answer: there is no such prompt"),
    ],
)
def test_a_record_that_does_not_hold_together_is_refused_by_name(
    content: str, named: str, directory: Path, knowledge: Knowledge
) -> None:
    (directory / "evaluated.yaml").write_text(content)
    with pytest.raises(KnowledgeInvalid) as refused:
        records_in(directory, knowledge).list_statuses()
    assert "evaluated.yaml" in str(refused.value) and named in str(refused.value)


def test_a_record_that_cannot_be_written_says_where(directory: Path, knowledge: Knowledge) -> None:
    records = PromptRecords(directory / "nowhere", load_prompts(directory, knowledge))
    with pytest.raises(InvalidInput, match=r"evaluated\.yaml: cannot be written"):
        records.record("interviews", MODEL, MONDAY, {})
