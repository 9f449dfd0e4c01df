"""PDF and Word: the same content as the outline, whole, accessible, and the same every time."""

import io
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from bot.documents.charts.charts import draw_plan_charts
from bot.documents.charts.style import Chart
from bot.documents.contents.contents import build_outline
from bot.documents.contents.outline import Outline, collect_texts
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.pdf import render_pdf
from bot.documents.formats.word import render_docx
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.contents.test_contents import ALL, Sample
from tests.documents.reading import letters, words_of_pdf, words_of_word
from tests.documents.samples import Made
from tests.support.once import once


class Printed:
    def __init__(self, made: Made, knowledge: Knowledge, charts: Mapping[str, Chart]) -> None:
        self.made = made
        self.outline: Outline = build_outline(made.plan, made.assessment, knowledge.framework)
        self.pdf = render_pdf(self.outline, charts)
        self.word = render_docx(self.outline, charts)

    @cached_property
    def in_the_pdf(self) -> str:
        return words_of_pdf(self.pdf)

    @cached_property
    def in_word(self) -> str:
        return words_of_word(self.word)


class Press:
    """Prints every sample once in a run. Drawn once too: what the charts show has tests of its own."""

    def __init__(self, knowledge: Knowledge, factory: pytest.TempPathFactory) -> None:
        self.knowledge = knowledge
        self._factory = factory
        self.charts = once(factory, "charts", self._draw)
        self._printed: dict[str, Printed] = {}

    def of(self, sample: Sample) -> Printed:
        name = sample.__name__
        if name not in self._printed:
            self._printed[name] = once(self._factory, f"printed-{name}", lambda: self._print(sample))
        return self._printed[name]

    def _draw(self) -> Mapping[str, Chart]:
        made = samples.ordinary(self.knowledge)
        return draw_plan_charts(PlanDocumentData(made.plan, made.assessment, self.knowledge.framework))

    def _print(self, sample: Sample) -> Printed:
        return Printed(sample(self.knowledge), self.knowledge, self.charts)


@pytest.fixture(scope="module")
def press(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(knowledge, tmp_path_factory)


@pytest.fixture
def ordinary(press: Press) -> Printed:
    return press.of(samples.ordinary)


@pytest.mark.parametrize("sample", [sample for sample in ALL if sample is not samples.hostile])
def test_everything_that_the_outline_says_stands_in_the_pdf(sample: Sample, press: Press) -> None:
    printed = press.of(sample)
    shown = letters(printed.in_the_pdf)
    assert [text for text in collect_texts(printed.outline) if letters(text) not in shown] == []


@pytest.mark.parametrize("sample", ALL)
def test_everything_that_the_outline_says_stands_in_the_word_document(sample: Sample, press: Press) -> None:
    printed = press.of(sample)
    shown = letters(printed.in_word)
    assert [text for text in collect_texts(printed.outline) if letters(text) not in shown] == []


def test_every_action_gap_and_quote_is_in_both(ordinary: Printed, knowledge: Knowledge) -> None:
    plan = ordinary.made.plan
    expected = [action.title for action in plan.actions]
    expected += [reason.text for action in plan.actions for reason in action.because]
    expected += [knowledge.framework.get_criterion(gap.criterion).name for gap in plan.gaps]
    for shown in (letters(ordinary.in_the_pdf), letters(ordinary.in_word)):
        assert [text for text in expected if letters(text) not in shown] == []


def test_the_same_plan_gives_the_same_files(ordinary: Printed, press: Press) -> None:
    assert render_pdf(ordinary.outline, press.charts) == ordinary.pdf
    assert render_docx(ordinary.outline, press.charts) == ordinary.word


def test_the_pdf_says_what_it_is_and_can_be_read_aloud(ordinary: Printed) -> None:
    reader = pypdf.PdfReader(io.BytesIO(ordinary.pdf))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "FreightMatch: from pilot to production"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_bookmarks_down_to_the_actions(ordinary: Printed) -> None:
    reader = pypdf.PdfReader(io.BytesIO(ordinary.pdf))
    found: list[str] = []

    def walk(entries: list[Any]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                found.append(str(entry.title))

    walk(reader.outline)
    for number, section in ordinary.outline.number_sections():
        assert f"{number}  {section.title}" in found
    assert f"1. {ordinary.made.plan.actions[0].title}" in found


def test_a_long_summary_takes_one_page_too(press: Press) -> None:
    made = samples.crowded(press.knowledge, count=20)
    sentence = (
        "Twenty people in three countries work with it on most days, and none of them has been trained to use it, "
    )
    told = tuple(f"{sentence}as somebody said of site number {n}, where the same holds." for n in range(6))
    plan = made.plan.model_copy(update={"summary": told})
    content = render_pdf(build_outline(plan, made.assessment, press.knowledge.framework), press.charts)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    (first,) = [n for n, page in enumerate(pages) if "1 Executive summary" in " ".join(page.split()) and n > 1]
    assert "The first steps" in pages[first]
    assert "2 Stage and pillars" in " ".join(pages[first + 1].split())


def test_the_word_document_has_headings_contents_and_page_numbers(ordinary: Printed) -> None:
    document = docx.Document(io.BytesIO(ordinary.word))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [f"{number}  {section.title}" for number, section in ordinary.outline.number_sections()]
    fields = [element.text.strip() for element in document.element.body.iter(qn("w:instrText"))]
    assert fields[0].startswith('TOC \\o "1-2"')
    listed = [p.text.split("\t")[0] for p in document.paragraphs if p.style is not None and p.style.name == "toc 1"]
    assert listed == headings
    footer = document.sections[0].footer._element
    assert [element.text.strip() for element in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_every_entry_of_the_contents_leads_somewhere(ordinary: Printed) -> None:
    body = docx.Document(io.BytesIO(ordinary.word)).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert set(anchors) == {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    begun = [field.get(qn("w:fldCharType")) for field in body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("end") == begun.count("separate")


def test_tables_of_the_word_document_repeat_their_head_and_keep_their_rows(ordinary: Printed) -> None:
    for table in docx.Document(io.BytesIO(ordinary.word)).tables:
        first, *_ = rows = [row.get_or_add_trPr() for row in table._tbl.tr_lst]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_the_word_document_says_what_it_is_and_describes_its_pictures(ordinary: Printed) -> None:
    document = docx.Document(io.BytesIO(ordinary.word))
    assert document.core_properties.title == "FreightMatch: from pilot to production"
    assert document.core_properties.language == "en"
    assert document.core_properties.created == ordinary.made.plan.made_at
    described = [picture._inline.docPr.get("descr") for picture in document.inline_shapes]
    assert described == [picture.alt for picture in ordinary.outline.pictures]


def test_the_markup_that_people_type_stays_text(press: Press) -> None:
    hostile = press.of(samples.hostile)
    shown = " ".join(hostile.in_the_pdf.split())
    for markup in ("#panic[x] $1/0$ *b* _i_ `raw`", "<label> @cite", "<script>alert(1)</script>", "#{sys.inputs}"):
        assert markup in shown
        assert markup in hostile.in_word
