"""The prompt files: complete, used to the last variable, and refused by name when something is wrong."""

import shutil
from pathlib import Path

import pytest

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.llm.fencing import UntrustedText
from bot.llm.prompts import PROMPT_NAMES, Prompts, load_prompts
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def prompts(knowledge: Knowledge) -> Prompts:
    return load_prompts(ROOT / "prompts", knowledge)


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "prompts", tmp_path / "prompts"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_every_prompt_is_there_and_no_file_is_orphaned() -> None:
    assert {file.stem for file in (ROOT / "prompts").glob("*.md")} == {*PROMPT_NAMES, "framework"}


def test_every_prompt_begins_with_the_same_framework(prompts: Prompts) -> None:
    end = prompts.map_answer.system.index("# Your task")
    prefix = prompts.map_answer.system[:end]
    assert all(prompt.system.startswith(prefix + "# Your task") for prompt in prompts)


def test_the_framework_of_the_prompts_is_the_one_that_ratings_use(prompts: Prompts, knowledge: Knowledge) -> None:
    framework = knowledge.framework
    said = [step for criterion in framework.criteria for step in criterion.ladder]
    said += [rule.rule for rule in framework.reading_rules]
    said += [f"`{trap.id}`: {trap.means}" for trap in framework.traps]
    said += [f"{level.level} {level.name}: {level.means}" for level in framework.levels]
    assert [text for text in said if text not in prompts.map_answer.system] == []


def test_every_passage_can_be_cited(prompts: Prompts, knowledge: Knowledge) -> None:
    assert [p.id for p in knowledge.passages if p.text not in prompts.answer_question.system] == []


def test_the_same_prompt_has_the_same_fingerprint_and_another_has_another(
    prompts: Prompts, knowledge: Knowledge, copies: Path
) -> None:
    edit(copies / "review_pillar.md", "Rate every listed criterion once", "Rate each listed criterion once")
    changed = load_prompts(copies, knowledge)
    same = [a.fingerprint == b.fingerprint for a, b in zip(prompts, changed, strict=True)]
    assert same == [True, False, True, True, True]


def test_a_change_of_the_framework_changes_every_fingerprint(
    prompts: Prompts, knowledge: Knowledge, copies: Path
) -> None:
    edit(copies / "framework.md", "Fifteen criteria", "15 criteria")
    changed = load_prompts(copies, knowledge)
    assert not {prompt.fingerprint for prompt in prompts} & {prompt.fingerprint for prompt in changed}


def test_words_of_people_cannot_be_printed_without_a_fence(knowledge: Knowledge, copies: Path) -> None:
    edit(copies / "answer_question.md", "{{ asked | fenced }}", "{{ asked }}")
    prompt = load_prompts(copies, knowledge).answer_question
    with pytest.raises(KnowledgeInvalid, match=r"answer_question\.md: .* without a fence"):
        prompt.render({"asked": UntrustedText("hello"), "open_question": None})


def test_a_variable_that_a_call_forgets_is_refused(prompts: Prompts) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"answer_question\.md: 'open_question' is undefined"):
        prompts.answer_question.render({"asked": UntrustedText("hello")})


def test_a_variable_that_the_prompt_does_not_declare_is_refused(prompts: Prompts) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"answer_question\.md: variables: mood"):
        prompts.answer_question.render({"asked": UntrustedText("hello"), "open_question": None, "mood": "good"})


BROKEN = {
    "an unused variable": ("  asked: what", "  mood: theirs\n  asked: what", "variables: mood is never used"),
    "a missing variable": ("{{ asked |", "{{ mood }} {{ asked |", "variables: mood is used but missing"),
    "a call's variable in the constant part": (
        "# Your task",
        "{{ asked }}\n# Your task",
        "the constant part uses asked",
    ),
    "no purpose": ("purpose: A", "reason: A", "purpose: Field required"),
    "no front matter": ("---\npurpose", "purpose", "must begin with front matter"),
    "no YAML": ("variables:\n", "variables: [\n", "the front matter is not YAML"),
    "a broken template": ("{% endfor %}", "{% endif %}", "endif"),
    "a wrong field": ("passage.title", "passage.headline", "has no attribute 'headline'"),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_prompt_is_refused_by_the_name_of_its_file(
    old: str, new: str, message: str, knowledge: Knowledge, copies: Path
) -> None:
    edit(copies / "answer_question.md", old, new)
    with pytest.raises(KnowledgeInvalid) as caught:
        load_prompts(copies, knowledge)
    assert "answer_question.md: " in str(caught.value)
    assert message in str(caught.value)


def test_a_prompt_that_is_not_there_is_refused_by_name(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"framework\.md: cannot be read"):
        load_prompts(tmp_path, knowledge)
