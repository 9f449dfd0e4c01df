"""How prompt files are read: complete, used to the last variable, and refused by name when something is wrong."""

from pathlib import Path

import pytest

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.llm.fencing import UntrustedText
from bot.llm.prompts import Prompts, load_prompts
from tests.llm.own_prompts import copy_prompts, edit


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return copy_prompts(tmp_path / "prompts")


@pytest.fixture
def prompts(directory: Path, knowledge: Knowledge) -> Prompts:
    return load_prompts(directory, knowledge)


def test_what_belongs_to_one_call_stands_apart_from_what_is_the_same_in_every_call(prompts: Prompts) -> None:
    asked = prompts.answer_question.render({"asked": UntrustedText("What is a pilot?"), "open_question": None})
    assert asked.system == prompts.answer_question.system
    assert "> What is a pilot?" in asked.user and "> What is a pilot?" not in asked.system


def test_the_same_prompt_has_the_same_fingerprint_and_another_has_another(
    prompts: Prompts, knowledge: Knowledge, directory: Path
) -> None:
    edit(directory / "review_pillar.md", "{{ framework }}", "{{ framework }}\nMind:")
    edit(directory / "tailor_plan.md", "<!-- the call -->", "<!-- the call -->\nAnswer:")
    changed = load_prompts(directory, knowledge)
    same = [a.fingerprint == b.fingerprint for a, b in zip(prompts, changed, strict=True)]
    assert same == [True, False, True, True, False, True]


def test_a_change_of_what_prompts_begin_with_changes_the_fingerprint_of_all_that_measure(
    prompts: Prompts, knowledge: Knowledge, directory: Path
) -> None:
    edit(directory / "framework.md", "The steps", "The ladder")
    changed = load_prompts(directory, knowledge)
    kept = {prompt.fingerprint for prompt in prompts} & {prompt.fingerprint for prompt in changed}
    assert kept == {prompts.translate.fingerprint}


def test_words_of_people_cannot_be_printed_without_a_fence(knowledge: Knowledge, directory: Path) -> None:
    edit(directory / "answer_question.md", "{{ asked | fenced }}", "{{ asked }}")
    prompt = load_prompts(directory, knowledge).answer_question
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
        "Answer from",
        "{{ asked }}\nAnswer from",
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
    old: str, new: str, message: str, knowledge: Knowledge, directory: Path
) -> None:
    edit(directory / "answer_question.md", old, new)
    with pytest.raises(KnowledgeInvalid) as caught:
        load_prompts(directory, knowledge)
    assert "answer_question.md: " in str(caught.value)
    assert message in str(caught.value)


def test_a_prompt_that_is_not_there_is_refused_by_name(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"framework\.md: cannot be read"):
        load_prompts(tmp_path, knowledge)


@pytest.mark.parametrize(("head", "line"), [("\ufeff", "\n"), ("", "\r\n")])
def test_a_prompt_is_read_however_an_editor_stored_it(
    knowledge: Knowledge, directory: Path, head: str, line: str
) -> None:
    before = load_prompts(directory, knowledge)
    for file in directory.rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_bytes(f"{head}{text}".replace("\n", line).encode())
    after = load_prompts(directory, knowledge)
    assert after.map_answer.fingerprint == before.map_answer.fingerprint
