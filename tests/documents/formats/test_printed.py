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
from bot.documents.contents.contents import DOCUMENTS
from bot.documents.contents.outline import Outline
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.pdf import render_pdf
from bot.documents.formats.word import render_docx
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.contents.test_contents import ALL, Sample
from tests.documents.full import PURPOSE, full
from tests.documents.reading import letters, words_of_pdf, words_of_word
from tests.documents.samples import Made
from tests.documents.texts import collect_texts
from tests.support.once import once


class Printed:
    def __init__(self, made: Made, document: str, knowledge: Knowledge, charts: Mapping[str, Chart]) -> None:
        self.made = made
        self.outline: Outline = made.outline(document, knowledge)
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

    def of(self, sample: Sample, document: str = "plan") -> Printed:
        name = f"{sample.__name__}-{document}"
        if name not in self._printed:
            self._printed[name] = once(self._factory, f"printed-{name}", lambda: self._print(sample, document))
        return self._printed[name]

    def _draw(self) -> Mapping[str, Chart]:
        made = samples.ordinary(self.knowledge)
        return draw_plan_charts(PlanDocumentData(made.plan, made.assessment, self.knowledge.framework))

    def _print(self, sample: Sample, document: str) -> Printed:
        return Printed(sample(self.knowledge), document, self.knowledge, self.charts)


@pytest.fixture(scope="module")
def press(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(knowledge, tmp_path_factory)


@pytest.fixture
def ordinary(press: Press) -> Printed:
    return press.of(samples.ordinary)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("sample", [sample for sample in ALL if sample is not samples.hostile])
def test_everything_that_the_outline_says_stands_in_the_pdf(sample: Sample, document: str, press: Press) -> None:
    printed = press.of(sample, document)
    shown = letters(printed.in_the_pdf)
    assert [text for text in collect_texts(printed.outline) if letters(text) not in shown] == []


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("sample", ALL)
def test_everything_that_the_outline_says_stands_in_word(sample: Sample, document: str, press: Press) -> None:
    printed = press.of(sample, document)
    shown = letters(printed.in_word)
    assert [text for text in collect_texts(printed.outline) if letters(text) not in shown] == []


def count_pages(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("sample", ALL)
def test_the_brief_is_one_page_whatever_is_in_it(sample: Sample, press: Press) -> None:
    assert count_pages(press.of(sample, "brief").pdf) == 1


def test_a_full_plan_of_25_actions_takes_8_pages_at_the_most(press: Press) -> None:
    printed = press.of(full)
    assert len(printed.made.plan.actions) == 25
    assert count_pages(printed.pdf) <= 8


def test_the_first_page_of_the_plan_is_the_brief(press: Press) -> None:
    brief, plan = (pypdf.PdfReader(io.BytesIO(press.of(full, name).pdf)) for name in ("brief", "plan"))
    first, alone = (letters(reader.pages[0].extract_text()) for reader in (plan, brief))
    assert letters(PURPOSE) in first and letters("What blocks it") in first and letters("Gates") not in first
    assert first.partition("Pageof")[0][40:400] == alone.partition("Pageof")[0][34:394] or first[60:400] in alone


def test_the_same_plan_gives_the_same_files(ordinary: Printed, press: Press) -> None:
    assert render_pdf(ordinary.outline, press.charts) == ordinary.pdf
    assert render_docx(ordinary.outline, press.charts) == ordinary.word


def test_the_pdf_says_what_it_is_and_can_be_read_aloud(ordinary: Printed) -> None:
    reader = pypdf.PdfReader(io.BytesIO(ordinary.pdf))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "FreightMatch: production plan"
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
    assert {section.title for section in ordinary.outline.sections if section.title} <= set(found)
    assert f"1. {ordinary.made.plan.actions[0].title}" in found


def test_the_word_document_has_headings_and_page_numbers_and_begins_with_the_brief(ordinary: Printed) -> None:
    document = docx.Document(io.BytesIO(ordinary.word))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [section.title for section in ordinary.outline.sections if section.title]
    assert [p.text for p in document.paragraphs[:2]] == ["FreightMatch", "Production plan, Monday 2 November 2026"]
    footer = document.sections[0].footer._element
    assert [element.text.strip() for element in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_tables_of_the_word_document_repeat_their_head_and_keep_their_rows(ordinary: Printed) -> None:
    for table in docx.Document(io.BytesIO(ordinary.word)).tables:
        first, *_ = rows = [row.get_or_add_trPr() for row in table._tbl.tr_lst]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_the_word_document_says_what_it_is_and_describes_its_pictures(ordinary: Printed) -> None:
    document = docx.Document(io.BytesIO(ordinary.word))
    assert document.core_properties.title == "FreightMatch: production plan"
    assert document.core_properties.language == "en"
    assert document.core_properties.created == ordinary.made.plan.made_at
    described = [picture._inline.docPr.get("descr") for picture in document.inline_shapes]
    assert described == [picture.alt for picture in ordinary.outline.pictures]


def test_the_markup_that_people_type_stays_text(press: Press) -> None:
    hostile = press.of(samples.hostile)
    shown = " ".join(hostile.in_the_pdf.split())
    for markup in ("#panic[x] $1/0$ *b* _i_ `raw`", "<label> @cite", "<script>alert(1)</script>", "#{sys.inputs}"):
        assert markup in shown
        assert markup in hostile.in_word.replace("\u200b", "")
