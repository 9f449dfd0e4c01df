import re

import pytest

from bot.documents.contents.contents import DOCUMENTS
from bot.documents.contents.wording import format_number_ranges
from bot.documents.formats.markdown import escape_line, render_markdown
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.contents.test_contents import ALL, Sample
from tests.documents.reading import letters
from tests.documents.samples import Made
from tests.documents.texts import collect_texts


def written(made: Made, knowledge: Knowledge, pictures: str = "charts", document: str = "plan") -> str:
    return render_markdown(made.outline(document, knowledge), pictures)


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Made:
    return samples.ordinary(knowledge)


@pytest.fixture(scope="module")
def text(made: Made, knowledge: Knowledge) -> str:
    return written(made, knowledge)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("sample", ALL)
def test_everything_that_the_outline_says_stands_there(sample: Sample, document: str, knowledge: Knowledge) -> None:
    outline = sample(knowledge).outline(document, knowledge)
    shown = letters(render_markdown(outline))
    assert [text for text in collect_texts(outline) if letters(text) not in shown] == []


def test_every_action_stands_there_once(text: str, made: Made) -> None:
    for number, action in enumerate(made.plan.actions, start=1):
        start = f"#### {number}. {action.title}" if action.is_committed else f"| {number} | **{action.title}"
        assert text.count(start) == 1


def test_an_unknown_is_shaded_and_nobody_could_say(made: Made, knowledge: Knowledge) -> None:
    text = written(made, knowledge, document="annex")
    assert re.search(r"\| \*\*Audit trail\*\* \| ░░░░ unknown · → ▰▰▰▱ 3 designed \| Nobody could say", text)


def test_what_nobody_named_is_marked_open(text: str) -> None:
    assert "| *open* |" in text


def test_charts_are_shown_where_they_lie_and_told_where_they_do_not(
    made: Made, text: str, knowledge: Knowledge
) -> None:
    assert "](charts/timeline.png)" in text
    alone = written(made, knowledge, pictures="", document="annex")
    assert "](charts/" not in alone
    assert "Ownership 1.25" in alone


@pytest.mark.parametrize("sample", ALL)
def test_peoples_words_cannot_break_the_page(sample: Sample, knowledge: Knowledge) -> None:
    text = written(sample(knowledge), knowledge)
    bare = re.sub(r"\\.", "", text)
    assert not re.search(r"[<>`]", bare)
    widths = {line.count("|") for line in bare.splitlines() if line.startswith("|")}
    assert widths <= {3, 4, 5, 6, 7, 8}
    assert {line.split(" ")[0] for line in text.splitlines() if line.startswith("#")} <= {"#", "##", "###", "####"}


def test_it_says_that_no_language_model_was_used(text: str) -> None:
    assert "No language model was used" in text


def test_it_names_the_model_that_worded_it(made: Made, knowledge: Knowledge) -> None:
    worded = made._replace(plan=made.plan.model_copy(update={"analyst": "some-model"}))
    told = written(worded, knowledge)
    assert "No language model was used" not in told
    assert "worded by some-model" in told


@pytest.mark.parametrize("sample", ALL)
def test_the_extremes_read_well_too(sample: Sample, knowledge: Knowledge) -> None:
    assert not re.search(r"\S {2}|\( |\n{4}", written(sample(knowledge), knowledge))


def test_the_same_plan_gives_the_same_text(made: Made, knowledge: Knowledge, text: str) -> None:
    assert written(made, knowledge) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("1. not a list", "1\\. not a list"),
        ("- nor this", "\\- nor this"),
        ("two\nlines", "two lines"),
        ("a_b [c](d) `e`", "a\\_b \\[c\\](d) \\`e\\`"),
        ("&amp; &#35; R&D", "\\&amp; \\&#35; R&D"),
        ("2 300 a day", "2 300 a day"),
    ],
)
def test_specials_are_escaped(said: str, shown: str) -> None:
    assert escape_line(said) == shown


def test_runs_of_numbers_are_short() -> None:
    assert format_number_ranges([7, 1, 2, 3, 9, 10]) == "1 to 3, 7, 9, 10"
