"""The outline as a Word document, with styles, contents and tables that people can go on working in."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

import docx
from docx.document import Document
from docx.shared import Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from bot.documents.charts.style import Chart
from bot.documents.contents import outline as said
from bot.documents.contents.outline import Block, Outline, Section, Words, join_runs
from bot.documents.contents.wording import format_day, make_breakable, shorten_text
from bot.documents.formats.word_parts import (
    add_bookmark,
    add_field,
    drop_thumbnail,
    fill_table_of_contents,
    keep_row_whole,
    mark_header_row,
    set_alt_text,
    set_compatibility_mode,
    set_language,
    style_table,
)
from bot.documents.formats.word_styles import MARK, QUIET, TEXT_WIDTH, set_page, set_styles

_LONG, _MANY_ROWS = 1800, 16
"""Characters and rows from which something may break over two pages."""
_TITLE_SIZES = ((24, 34), (60, 26), (120, 19))
_SMALLEST_TITLE = 14
_LONGEST_PROPERTY = 255
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(outline: Outline, charts: Mapping[str, Chart]) -> bytes:
    """The same outline gives the same bytes."""
    document = docx.Document()
    _prepare_document(document, outline)
    writer = _WordWriter(document, charts)
    writer.add_cover(outline.cover)
    contents = [writer.add_paragraph(f"toc {level}") for level in _list_heading_levels(outline)]
    for number, section in outline.number_sections():
        writer.add_section(number, section)
    fill_table_of_contents(zip(contents, *zip(*writer.headings, strict=True), strict=True))
    return _to_reproducible_bytes(document)


def _prepare_document(document: Document, outline: Outline) -> None:
    set_page(document)
    set_styles(document)
    set_language(document)
    set_compatibility_mode(document)
    drop_thumbnail(document)
    properties = document.core_properties
    properties.title, properties.author = shorten_text(outline.title, _LONGEST_PROPERTY), "Flightplan"
    properties.subject, properties.keywords = "Production plan", "production plan, AI pilot"
    properties.language, properties.comments, properties.last_modified_by = outline.language, "", "Flightplan"
    properties.created = properties.modified = outline.made_at.replace(tzinfo=None)
    section = document.sections[0]
    section.header.paragraphs[0].add_run(outline.short_title)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"Plan of {format_day(outline.made_at.date())}\tPage ")
    add_field(footer, "PAGE", "2")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "–")


def _list_heading_levels(outline: Outline) -> Iterator[int]:
    for section in outline.sections:
        yield 1
        yield from (2 for block in section.blocks if isinstance(block, said.Subheading))


class _WordWriter:
    """Adds what is said to the end of a document."""

    def __init__(self, document: Document, charts: Mapping[str, Chart]) -> None:
        self._document = document
        self._charts = charts
        self._styles = {style.name: style.style_id for style in document.styles}
        self.headings: list[tuple[str, str]] = []
        """What the contents list, and the bookmark of each."""

    def add_cover(self, cover: said.Cover) -> None:
        title = self.add_paragraph("Title").add_run(make_breakable(cover.title))
        size = next((size for most, size in _TITLE_SIZES if len(cover.title) <= most), _SMALLEST_TITLE)
        title.font.size = Pt(size)
        self.add_paragraph("Subtitle").add_run(cover.subtitle)
        self._add_pairs(cover.facts, "Cover Fact")
        self.add_paragraph("Small Print").add_run(cover.note)
        contents = self.add_paragraph("Contents Heading")
        contents.add_run("Contents")
        contents.paragraph_format.page_break_before = True

    def add_section(self, number: int, section: Section) -> None:
        heading = self._add_heading(f"{number}  {section.title}", 1)
        if section.own_page:
            heading.paragraph_format.page_break_before = True
            heading.paragraph_format.space_before = Pt(0)
        for block, following in zip(section.blocks, [*section.blocks[1:], None], strict=True):
            leads = isinstance(following, said.Table | said.Picture | said.Bullets)
            self._add_block(block, leads)

    def add_paragraph(self, style: str) -> WordParagraph:
        """python-docx looks through all styles for every paragraph, which takes most of the time of a document."""
        added = self._document.add_paragraph()
        added._p.style = self._styles[style]
        return added

    def _add_heading(self, text: str, level: int) -> WordParagraph:
        heading = self.add_paragraph(f"Heading {level}")
        heading.add_run(make_breakable(text))
        if level < 3:
            self.headings.append((text, add_bookmark(heading, len(self.headings) + 1)))
        return heading

    def _add_block(self, block: Block, leads: bool) -> None:
        match block:
            case said.Paragraph():
                paragraph = _write_words(self.add_paragraph("Lead" if block.lead else "Normal"), block.words)
                paragraph.paragraph_format.keep_with_next = leads
            case said.Subheading():
                self._add_heading(block.text, 2)
            case said.Bullets():
                for item in block.items:
                    _write_words(self.add_paragraph("List Number" if block.numbered else "List Bullet"), item)
            case said.Facts():
                self._finish_shaded_group(self._add_pairs(block.pairs, "Fact"))
            case said.Table():
                self._add_table(block)
            case said.Picture():
                self._add_picture(block)
            case said.Card():
                self._add_card(block)
            case said.GateBox():
                self._add_gate(block)

    def _add_pairs(self, pairs: Iterable[tuple[str, str]], style: str) -> list[WordParagraph]:
        added = []
        for name, value in pairs:
            paragraph = self.add_paragraph(style)
            _write_muted(paragraph, f"{name}\t")
            paragraph.add_run(make_breakable(value)).bold = True
            added.append(paragraph)
        return added

    def _add_picture(self, picture: said.Picture) -> None:
        holder = self.add_paragraph("Normal")
        holder.paragraph_format.keep_with_next = True
        shown = holder.add_run().add_picture(io.BytesIO(self._charts[picture.name].png), width=TEXT_WIDTH)
        set_alt_text(shown, picture.caption, picture.alt)
        self.add_paragraph("Caption").add_run(f"{picture.caption}. {picture.alt}")

    def _add_card(self, card: said.Card) -> None:
        lines = [self._add_heading(card.title, 3)]
        for label, cell in card.fields:
            for place, words in enumerate(cell):
                paragraph = self.add_paragraph("Action Field")
                _write_muted(paragraph, f"{label}\t" if place == 0 else "\t")
                lines.append(_write_words(paragraph, words))
        _keep_together(lines)

    def _add_gate(self, gate: said.GateBox) -> None:
        lines = [self.add_paragraph("Gate Title")]
        lines[0].add_run(gate.title)
        self._finish_shaded_group(
            [*lines, *(_write_words(self.add_paragraph("Gate Line"), item) for item in gate.items)]
        )

    def _finish_shaded_group(self, lines: list[WordParagraph]) -> None:
        """A shaded group, kept together, with air after it."""
        _keep_together(lines)
        self.add_paragraph("Spacer")

    def _add_table(self, table: said.Table) -> None:
        added = self._document.add_table(rows=0, cols=len(table.columns))
        style_table(added, _compute_widths([column.share for column in table.columns]), table.name)
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
                _write_words(cell.paragraphs[0], first),
                *(_write_words(cell.add_paragraph(), words) for words in others),
            ]
            for paragraph in written:
                paragraph._p.style = self._styles[style]
            added += written
        if _count_characters(content) <= _LONG:
            keep_row_whole(row)
        return added


def _write_words(paragraph: WordParagraph, words: Words) -> WordParagraph:
    for run in words:
        added = paragraph.add_run(make_breakable(run.text))
        if run.style == "strong":
            added.bold = True
        elif run.style == "open":
            added.italic, added.font.color.rgb = True, RGBColor.from_string(MARK)
    return paragraph


def _write_muted(paragraph: WordParagraph, text: str) -> None:
    paragraph.add_run(text).font.color.rgb = RGBColor.from_string(QUIET)


def _keep_together(lines: list[WordParagraph]) -> None:
    for line in lines:
        line.paragraph_format.keep_together = True
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True


def _compute_widths(shares: list[int]) -> list[Length]:
    whole = sum(shares)
    return [Length(TEXT_WIDTH * share // whole) for share in shares]


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
