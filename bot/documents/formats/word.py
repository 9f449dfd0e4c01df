"""The outline as a Word document, with styles and tables that people can go on working in.

What it looks like stands in `plan.docx`, which Word or LibreOffice can edit: page, fonts, colours, what stays together.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Length, Pt
from docx.table import Table as WordTable
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from bot.documents.charts.style import Chart
from bot.documents.contents import outline as said
from bot.documents.contents.outline import Block, Outline, Section, Words, join_runs
from bot.documents.contents.wording import make_breakable, shorten_text
from bot.documents.formats.word_parts import keep_row_whole, mark_header_row, set_alt_text, set_table_name, tag_language
from bot.domain.core.phrases import format_date

_TEMPLATE = Path(__file__).with_name("plan.docx")
_LONG, _MANY_ROWS = 1800, 16
"""Characters and rows from which something may break over two pages."""
_TITLE_SIZES = ((40, 20), (80, 16))
_SMALLEST_TITLE = 12
_SHORT = 60
_LONGEST_PROPERTY = 255
_RUN_STYLES = {"plain": "", "strong": "Strong", "open": "Open"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(outline: Outline, charts: Mapping[str, Chart]) -> bytes:
    """The same outline gives the same bytes."""
    document = docx.Document(str(_TEMPLATE))
    _fill_template(document, outline)
    writer = _WordWriter(document, charts)
    writer.add_title(outline)
    for section in outline.sections:
        writer.add_section(section)
        if section.fits_page:
            writer.add_note(outline)
    if not any(section.fits_page for section in outline.sections):
        writer.add_note(outline)
    return _to_reproducible_bytes(document)


def _fill_template(document: Document, outline: Outline) -> None:
    properties, section = document.core_properties, document.sections[0]
    properties.title, properties.language = shorten_text(outline.full_title, _LONGEST_PROPERTY), outline.language
    properties.created = properties.modified = outline.made_at.replace(tzinfo=None)
    section.header.paragraphs[0].runs[0].text = f"{shorten_text(outline.title, _SHORT)}: {outline.subtitle.lower()}"
    section.footer.paragraphs[0].runs[0].text = f"Plan of {format_date(outline.made_at.date())}"


class _WordWriter:
    """Adds what is said to the end of a document."""

    def __init__(self, document: Document, charts: Mapping[str, Chart]) -> None:
        self._document = document
        self._charts = charts
        self._styles = {str(style.name): style.style_id for style in document.styles}
        section = document.sections[0]
        self._width = Length(section.page_width - section.left_margin - section.right_margin)  # type: ignore[operator]

    def add_title(self, outline: Outline) -> None:
        title = self.add_paragraph("Title").add_run(make_breakable(outline.title))
        size = next((size for most, size in _TITLE_SIZES if len(outline.title) <= most), _SMALLEST_TITLE)
        title.font.size = Pt(size)
        self.add_paragraph("Subtitle").add_run(f"{outline.subtitle}, {format_date(outline.made_at.date())}")

    def add_note(self, outline: Outline) -> None:
        self.add_paragraph("Small Print").add_run(make_breakable(outline.note))

    def add_section(self, section: Section) -> None:
        if section.title:
            heading = self._add_heading(section.title, 1)
            heading.paragraph_format.page_break_before = section.own_page or None
        for block, following in zip(section.blocks, [*section.blocks[1:], None], strict=True):
            leads = isinstance(following, said.Table | said.Picture | said.Bullets)
            self._add_block(block, leads)

    def add_paragraph(self, style: str) -> WordParagraph:
        """python-docx looks through all styles for every paragraph, which takes most of the time of a document."""
        added = self._document.add_paragraph()
        added._p.style = self._styles[style]
        return added

    def _add_run(self, paragraph: WordParagraph, text: str, style: str = "") -> WordRun:
        added = paragraph.add_run(text)
        added._r.style = self._styles.get(style)
        return added

    def _add_words(self, paragraph: WordParagraph, words: Words) -> WordParagraph:
        for run in words:
            tag_language(self._add_run(paragraph, make_breakable(run.text), _RUN_STYLES[run.style]), run.language)
        return paragraph

    def _add_heading(self, text: str, level: int) -> WordParagraph:
        heading = self.add_paragraph(f"Heading {level}")
        heading.add_run(make_breakable(text))
        return heading

    def _add_block(self, block: Block, leads: bool) -> None:
        match block:
            case said.Paragraph():
                paragraph = self._add_words(self.add_paragraph("Lead" if block.lead else "Normal"), block.words)
                paragraph.paragraph_format.keep_with_next = leads
            case said.Subheading():
                self._add_heading(block.text, 2)
            case said.Bullets():
                self._add_bullets(block)
            case said.Facts():
                self._add_facts(block)
            case said.Table():
                self._add_table(block)
            case said.Picture():
                self._add_picture(block)
            case said.Card():
                self._add_card(block)
            case said.GateBox():
                self._add_gate(block)

    def _add_bullets(self, bullets: said.Bullets) -> None:
        for item in bullets.items:
            self._add_words(self.add_paragraph("List Number" if bullets.numbered else "List Bullet"), item)

    def _add_facts(self, facts: said.Facts) -> None:
        for name, words in facts.pairs:
            paragraph = self.add_paragraph("Fact")
            self._add_run(paragraph, f"{name}\t", "Muted")
            self._add_words(paragraph, words)
        self.add_paragraph("Spacer")

    def _add_picture(self, picture: said.Picture) -> None:
        image = io.BytesIO(self._charts[picture.name].png)
        shown = self.add_paragraph("Picture").add_run().add_picture(image, width=self._width)
        set_alt_text(shown, picture.caption, picture.alt)
        self.add_paragraph("Caption").add_run(picture.caption)

    def _add_card(self, card: said.Card) -> None:
        last = self._add_heading(card.title, 3)
        for label, cell in card.fields:
            for place, words in enumerate(cell):
                last = self.add_paragraph("Action Field")
                self._add_run(last, f"{label}\t" if place == 0 else "\t", "Muted")
                self._add_words(last, words)
        last.paragraph_format.keep_with_next = False

    def _add_gate(self, gate: said.GateBox) -> None:
        self.add_paragraph("Gate Title").add_run(gate.title)
        for item in gate.items:
            self._add_words(self.add_paragraph("Gate Line"), item)
        self.add_paragraph("Spacer")

    def _add_table(self, table: said.Table) -> None:
        added = self._document.add_table(rows=0, cols=len(table.columns))
        added._tbl.tblStyle_val, added.autofit = self._styles["Plan Table"], False
        set_table_name(added, table.name)
        whole = sum(column.share for column in table.columns)
        for column, told in zip(added.columns, table.columns, strict=True):
            column.width = Length(self._width * told.share // whole)
        heads = tuple((Words((said.Run(column.heading),)),) for column in table.columns)
        lines = [self._add_row(added, heads, "Table Heading")]
        mark_header_row(added.rows[0])
        for row in table.rows:
            lines.append(self._add_row(added, row, "Table Text"))
        if len(table.rows) <= _MANY_ROWS and sum(map(_count_characters, table.rows)) <= _LONG:
            for paragraph in (paragraph for row in lines[:-1] for paragraph in row):
                paragraph.paragraph_format.keep_with_next = True
        self.add_paragraph("Spacer")

    def _add_row(self, table: WordTable, content: tuple[said.Cell, ...], style: str) -> list[WordParagraph]:
        """Its paragraphs. It breaks over two pages only when it would not fit on one."""
        row: WordRow = table.add_row()  # type: ignore[no-untyped-call]
        added: list[WordParagraph] = []
        for cell, (first, *others) in zip(row.cells, content, strict=True):
            written = [
                self._add_words(cell.paragraphs[0], first),
                *(self._add_words(cell.add_paragraph(), words) for words in others),
            ]
            for paragraph in written:
                paragraph._p.style = self._styles[style]
            added += written
        if _count_characters(content) <= _LONG:
            keep_row_whole(row)
        return added


def _count_characters(row: tuple[said.Cell, ...]) -> int:
    return sum(len(join_runs(words)) for cell in row for words in cell)


def _to_reproducible_bytes(document: Document) -> bytes:
    """With one date on every part: the file tells nothing of when it was written."""
    drafted, packed = io.BytesIO(), io.BytesIO()
    document.save(drafted)
    with zipfile.ZipFile(drafted) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
