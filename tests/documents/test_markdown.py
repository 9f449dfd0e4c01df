import re

import pytest

from bot.documents.markdown import plan_markdown
from bot.documents.markdown_text import numbers, plain
from bot.domain.assessment import Assessment
from bot.domain.evidence import Detail, Fact
from bot.domain.knowledge import Knowledge
from bot.domain.plan import ProductionPlan
from tests.domain.plans import DANA, a_plan, all_at, an_assessment


@pytest.fixture(scope="module")
def assessment(knowledge: Knowledge) -> Assessment:
    sap = Fact(
        kind="system",
        name="SAP <live>",
        quote="SAP <live> is read.",
        turn_id="t1",
        speaker=DANA.id,
        details=(Detail(key="owner", value="Paolo | *finance*"),),
    )
    levels = all_at(2, owner=1, audit=None, boundary=3)
    return an_assessment(knowledge.framework, levels, disputed=("owner",), facts=(sap,))


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge, assessment: Assessment) -> ProductionPlan:
    return a_plan(knowledge, assessment)


@pytest.fixture(scope="module")
def text(plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge) -> str:
    return plan_markdown(plan, assessment, knowledge.framework)


def test_it_tells_the_plan_from_stage_to_open_questions(text: str) -> None:
    headings = re.findall(r"^## (.+)$", text, re.M)
    assert headings[:4] == ["In short", "Where it stands", "What holds it back", "The way there"]
    assert headings[4].startswith("Align, ")
    assert headings[-3:] == ["Risks", "Open questions", "How this was made"]


def test_every_action_stands_there_once_with_its_reason_dates_and_exit(text: str, plan: ProductionPlan) -> None:
    for number, action in enumerate(plan.actions, start=1):
        assert text.count(f"### {number}. {action.title}") == 1
        assert action.deliverable in text
        assert action.exit in text


def test_a_quote_is_told_in_full_only_once(text: str, plan: ProductionPlan) -> None:
    sections = text[text.index("## Align") : text.index("## Systems")]
    for action in plan.actions:
        assert sections.count(f"“{action.because[0].text}”") <= 1
    assert "as for action" in sections


def test_an_unknown_is_shaded_and_nobody_could_say(text: str) -> None:
    assert "| Audit trail | ░░░░ | Nobody could say. |" in text
    assert "Nobody could say: Can every decision be reconstructed" in text


def test_both_views_of_a_disagreement_are_quoted(text: str) -> None:
    assert "“This is how owner stands with us.” (Dana Reyes) · “I see owner in another light.” (Paolo Greco)" in text


def test_what_nobody_named_is_marked_open(text: str) -> None:
    assert "| *open* |" in text


def test_peoples_words_cannot_break_the_page(text: str) -> None:
    assert "SAP \\<live\\>" in text
    assert "Paolo \\| \\*finance\\*" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    widths = {line.replace("\\|", "").count("|") for line in tables}
    assert widths <= {4, 5, 6, 7, 8}


def test_it_says_that_no_language_model_was_used(text: str) -> None:
    assert "No language model was used" in text


def test_it_names_the_model_that_worded_it(plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge) -> None:
    worded = plan.model_copy(update={"analyst": "some-model"})
    told = plan_markdown(worded, assessment, knowledge.framework)
    assert "No language model was used" not in told
    assert "worded by some-model" in told


@pytest.mark.parametrize("level", [None, 0, 4])
def test_the_extremes_read_well_too(knowledge: Knowledge, level: int | None) -> None:
    assessment = an_assessment(knowledge.framework, all_at(level))
    told = plan_markdown(a_plan(knowledge, assessment), assessment, knowledge.framework)
    assert not re.search(r"\bNone\b(?! is named)", told)
    assert not re.search(r" {2}|\( |\n{3}|\.\.", told)


def test_the_same_plan_gives_the_same_text(
    plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, text: str
) -> None:
    assert plan_markdown(plan, assessment, knowledge.framework) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("1. not a list", "1\\. not a list"),
        ("- nor this", "\\- nor this"),
        ("two\nlines", "two lines"),
        ("a_b [c](d) `e`", "a\\_b \\[c\\](d) \\`e\\`"),
        ("2 300 a day", "2 300 a day"),
    ],
)
def test_specials_are_escaped(said: str, shown: str) -> None:
    assert plain(said) == shown


def test_runs_of_numbers_are_short() -> None:
    assert numbers([7, 1, 2, 3, 9, 10]) == "1 to 3, 7, 9, 10"
