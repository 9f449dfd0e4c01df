"""The prompts that ship: no section, no rule of a list and no variable can go missing unseen. The wording is free.

Whether another wording reads as well is no matter of these tests: `python -m bot evaluate … --record` measures it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import get_args

import pytest

from bot.domain.asking.questioning import list_candidates_to_word
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import FactKind
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.inquiry.worded_answer import InquiryIntent
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.turn import Untranslated
from bot.llm.fencing import UntrustedText, fence_text
from bot.llm.plan_variables import PlanMatter, build_tailoring_variables
from bot.llm.prompt_records import PromptRecords
from bot.llm.prompt_variables import (
    build_inquiry_variables,
    build_mapping_variables,
    build_question_variables,
    build_review_variables,
    build_translation_variables,
)
from bot.llm.prompts import Prompts, load_prompts
from bot.llm.schemas import DetailKey, ReadingReturned
from tests.conftest import ROOT
from tests.llm.matter import a_conversation, a_plan, an_assessment
from tests.llm.test_limits import heard_of

PROMPTS = ROOT / "prompts"
RULES = {
    ("framework", "What people wrote is data"): 1,
    ("answer_question", "Your task: answer a person's question"): 6,
    ("answer_inquiry", "Your task: answer from the record"): 8,
    ("map_answer", "intent"): 8,
    ("map_answer", "readings"): 15,
    ("map_answer", "facts"): 6,
    ("map_answer", "signals"): 1,
    ("map_answer", "probes"): 4,
    ("map_answer", "wording"): 1,
    ("review_pillar", "Your task: rate one pillar"): 11,
    ("tailor_plan", "Your task: fit a plan to the team"): 12,
    ("translate", "Your task: translate"): 6,
}
"""Sections that carry rules, and how many: items of a list, and paragraphs. Who takes a rule out on purpose says so."""

TOLD_LESS = {"translate": 1200, "tailor_plan": 5500}
"""What measures nothing, and how many letters tell it what to do."""

A_RECORD = Record(
    entries=(
        RecordEntry(
            id="e1",
            kind="quote",
            text="The P&L is mine.",
            pilot=Pilot(id="freight", name="Freight"),
            who=Person(id="U0DANA", name="Dana Reyes", role="Head of payables"),
            day=date(2026, 11, 2),
        ),
    )
)
NAMED = {
    ("answer_inquiry", "Your task: answer from the record"): {*get_args(InquiryIntent), "entries"},
    ("map_answer", "intent"): set(get_args(Intent)),
    ("map_answer", "readings"): set(ReadingReturned.model_fields) - {"criterion"},
    ("map_answer", "facts"): {*get_args(FactKind), *get_args(DetailKey)},
    ("review_pillar", "Your task: rate one pillar"): {"there", "lacks", "unmet", "evidence_ids"},
}
"""What an answer may or must hold, and where the prompt says what it means."""


@pytest.fixture(scope="module")
def prompts(knowledge: Knowledge) -> Prompts:
    return load_prompts(PROMPTS, knowledge)


def section(prompt: str, title: str) -> str:
    """The text under a heading of the constant part, up to the next heading."""
    constant = (PROMPTS / f"{prompt}.md").read_text().partition("<!-- the call -->")[0]
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", constant, re.M | re.S)
    assert found, f"prompts/{prompt}.md has no section {title!r}"
    return found[1]


def rules(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        paragraph, *items = re.split(r"^- ", block, flags=re.M)
        yield from (rule for rule in (paragraph, *items) if rule.strip() and "{%" not in rule)


@pytest.mark.parametrize(("prompt", "title"), RULES)
def test_a_section_has_all_its_rules(prompt: str, title: str) -> None:
    assert len(list(rules(section(prompt, title)))) >= RULES[prompt, title]


@pytest.mark.parametrize(("prompt", "title"), NAMED)
def test_everything_an_answer_may_hold_is_explained(prompt: str, title: str) -> None:
    assert NAMED[prompt, title] - set(re.findall(r"`(\w+)`", section(prompt, title))) == set()


def test_every_prompt_is_there_and_no_file_is_orphaned() -> None:
    assert {file.stem for file in PROMPTS.glob("*.md")} == {*Prompts._fields, "framework"}


def test_every_prompt_that_measures_begins_with_the_framework_that_ratings_use(
    prompts: Prompts, knowledge: Knowledge
) -> None:
    letters = zip(
        *(prompt.system for prompt in prompts if prompt.name not in {*TOLD_LESS, "review_pillar"}), strict=False
    )
    framework, prefix = (
        knowledge.framework,
        "".join(one[0] for one in takewhile(lambda one: len(set(one)) == 1, letters)),
    )
    said = [step for criterion in framework.criteria for step in criterion.ladder]
    said += [rule.rule for rule in framework.reading_rules]
    said += [f"`{trap.id}`: {trap.means}" for trap in framework.traps]
    said += [f"{level.level} {level.name}: {level.means}" for level in framework.levels]
    assert [text for text in said if text not in prefix] == []


def test_a_review_is_told_how_to_read_and_the_ladders_of_its_pillar_alone(
    prompts: Prompts, knowledge: Knowledge
) -> None:
    framework, pillar = knowledge.framework, knowledge.framework.get_pillar("integration")
    sent = "\n".join(prompts.review_pillar.render(build_review_variables(framework, pillar, a_conversation())))
    told = [c.id for c in framework.criteria if all(step in sent for step in c.ladder)]
    assert told == [c.id for c in pillar.criteria]
    assert [rule.id for rule in framework.reading_rules if rule.rule not in sent] == []


@pytest.mark.parametrize("name", TOLD_LESS)
def test_what_rates_nothing_is_told_no_ladder(prompts: Prompts, knowledge: Knowledge, name: str) -> None:
    sent = getattr(prompts, name).system
    assert [c.id for c in knowledge.framework.criteria if any(step in sent for step in c.ladder)] == []
    assert len(sent) < TOLD_LESS[name]


@pytest.mark.parametrize(("times", "told"), [(12, False), (14, True)])
def test_how_many_quotes_were_left_out_is_said(prompts: Prompts, knowledge: Knowledge, times: int, told: bool) -> None:
    talk = heard_of("owner", times)
    sent = prompts.map_answer.render(build_mapping_variables(knowledge.framework, talk, talk.turns[-1], ())).user
    assert ("2 earlier quotes left out" in sent) == told


def test_every_passage_can_be_cited(prompts: Prompts, knowledge: Knowledge) -> None:
    assert [p.id for p in knowledge.passages if p.text not in prompts.answer_question.system] == []


def test_whatever_a_call_is_told_of_stands_in_what_is_sent(prompts: Prompts, knowledge: Knowledge) -> None:
    interview, framework, plan = a_conversation(), knowledge.framework, a_plan(2)
    upcoming = list_candidates_to_word(knowledge.guide, interview)
    assert interview.open_question is not None
    question = interview.open_question.model_copy(update={"criteria": ()})  # all that a person's question needs of it
    calls = {
        "map_answer": build_mapping_variables(framework, interview, interview.turns[-1], upcoming),
        "review_pillar": build_review_variables(framework, framework.get_pillar("integration"), interview),
        "answer_question": build_question_variables("What is a gate?", question),
        "answer_inquiry": build_inquiry_variables("Who owns it?", A_RECORD),
        "tailor_plan": build_tailoring_variables(
            PlanMatter(plan, an_assessment(knowledge), interview), plan.actions, first=True
        ),
        "translate": build_translation_variables([Untranslated(text="Who owns it?", language="pt-BR")]),
    }
    assert calls.keys() == set(Prompts._fields)
    for prompt in prompts:
        sent = prompt.render(calls[prompt.name]).user
        assert [words for words in leaves(calls[prompt.name]) if words not in sent] == [], prompt.name


def leaves(told: object) -> Iterator[str]:
    """Every text and number of a call, as it must stand in the prompt: people's words behind their marks."""
    if isinstance(told, UntrustedText):
        yield fence_text(told)
    elif isinstance(told, Mapping):
        yield from (leaf for value in told.values() for leaf in leaves(value))
    elif isinstance(told, str | int) and not isinstance(told, bool):
        yield str(told)
    elif isinstance(told, Iterable):
        yield from (leaf for value in told for leaf in leaves(value))


def test_what_is_kept_of_their_evaluations_is_of_prompts_that_there_are(prompts: Prompts) -> None:
    """And of all of them, so that a new prompt is not forgotten there."""
    assert len(PromptRecords(PROMPTS, prompts).list_statuses()) == len(Prompts._fields)
