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
from bot.documents.contents.outline import Block, Outline, Section, Words, text_of
from bot.documents.contents.wording import breakable, day, shortened
from bot.documents.formats.word_parts import (
    add_field,
    bookmark,
    describe,
    dress_table,
    drop_thumbnail,
    fill_contents,
    head_row,
    keep_row_whole,
    set_as_current,
    set_language,
)
from bot.documents.formats.word_styles import MARK, QUIET, TEXT_WIDTH, set_page, set_styles

_LONG, _MANY_ROWS = 1800, 16
"""Characters and rows from which something may break over two pages."""
_TITLE_SIZES = ((24, 34), (60, 26), (120, 19))
_SMALLEST_TITLE = 14
_LONGEST_PROPERTY = 255
_EPOCH = (1980, 1, 1, 0, 0, 0)


def word(outline: Outline, charts: Mapping[str, Chart]) -> bytes:
    """The same outline gives the same bytes."""
    document = docx.Document()
    _prepare(document, outline)
    writer = _Writer(document, charts)
    writer.cover(outline.cover)
    contents = [writer.paragraph(f"toc {level}") for level in _levels(outline)]
    for number, section in outline.numbered():
        writer.section(number, section)
    fill_contents(zip(contents, *zip(*writer.headings, strict=True), strict=True))
    return _packed(document)


def _prepare(document: Document, outline: Outline) -> None:
    set_page(document)
    set_styles(document)
    set_language(document)
    set_as_current(document)
    drop_thumbnail(document)
    properties = document.core_properties
    properties.title, properties.author = shortened(outline.title, _LONGEST_PROPERTY), "Flightplan"
    properties.subject, properties.keywords = "Production plan", "production plan, AI pilot"
    properties.language, properties.comments, properties.last_modified_by = outline.language, "", "Flightplan"
    properties.created = properties.modified = outline.made_at.replace(tzinfo=None)
    section = document.sections[0]
    section.header.paragraphs[0].add_run(outline.short_title)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"Plan of {day(outline.made_at.date())}\tPage ")
    add_field(footer, "PAGE", "2")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "–")


def _levels(outline: Outline) -> Iterator[int]:
    for section in outline.sections:
        yield 1
        yield from (2 for block in section.blocks if isinstance(block, said.Subheading))


class _Writer:
    """Adds what is said to the end of a document."""

    def __init__(self, document: Document, charts: Mapping[str, Chart]) -> None:
        self._document = document
        self._charts = charts
        self._styles = {style.name: style.style_id for style in document.styles}
        self.headings: list[tuple[str, str]] = []
        """What the contents list, and the bookmark of each."""

    def cover(self, cover: said.Cover) -> None:
        title = self.paragraph("Title").add_run(breakable(cover.title))
        size = next((size for most, size in _TITLE_SIZES if len(cover.title) <= most), _SMALLEST_TITLE)
        title.font.size = Pt(size)
        self.paragraph("Subtitle").add_run(cover.subtitle)
        self._pairs(cover.facts, "Cover Fact")
        self.paragraph("Small Print").add_run(cover.note)
        contents = self.paragraph("Contents Heading")
        contents.add_run("Contents")
        contents.paragraph_format.page_break_before = True

    def section(self, number: int, section: Section) -> None:
        heading = self._heading(f"{number}  {section.title}", 1)
        if section.own_page:
            heading.paragraph_format.page_break_before = True
            heading.paragraph_format.space_before = Pt(0)
        for block, following in zip(section.blocks, [*section.blocks[1:], None], strict=True):
            leads = isinstance(following, said.Table | said.Picture | said.Bullets)
            self._block(block, leads)

    def paragraph(self, style: str) -> WordParagraph:
        """python-docx looks through all styles for every paragraph, which takes most of the time of a document."""
        added = self._document.add_paragraph()
        added._p.style = self._styles[style]
        return added

    def _heading(self, text: str, level: int) -> WordParagraph:
        heading = self.paragraph(f"Heading {level}")
        heading.add_run(breakable(text))
        if level < 3:
            self.headings.append((text, bookmark(heading, len(self.headings) + 1)))
        return heading

    def _block(self, block: Block, leads: bool) -> None:
        match block:
            case said.Paragraph():
                paragraph = _write(self.paragraph("Lead" if block.lead else "Normal"), block.words)
                paragraph.paragraph_format.keep_with_next = leads
            case said.Subheading():
                self._heading(block.text, 2)
            case said.Bullets():
                for item in block.items:
                    _write(self.paragraph("List Number" if block.numbered else "List Bullet"), item)
            case said.Facts():
                self._apart(self._pairs(block.pairs, "Fact"))
            case said.Table():
                self._table(block)
            case said.Picture():
                self._picture(block)
            case said.Card():
                self._card(block)
            case said.Gate():
                self._gate(block)

    def _pairs(self, pairs: Iterable[tuple[str, str]], style: str) -> list[WordParagraph]:
        added = []
        for name, value in pairs:
            paragraph = self.paragraph(style)
            _quiet(paragraph, f"{name}\t")
            paragraph.add_run(breakable(value)).bold = True
            added.append(paragraph)
        return added

    def _picture(self, picture: said.Picture) -> None:
        holder = self.paragraph("Normal")
        holder.paragraph_format.keep_with_next = True
        shown = holder.add_run().add_picture(io.BytesIO(self._charts[picture.name].png), width=TEXT_WIDTH)
        describe(shown, picture.caption, picture.alt)
        self.paragraph("Caption").add_run(f"{picture.caption}. {picture.alt}")

    def _card(self, card: said.Card) -> None:
        lines = [self._heading(card.title, 3)]
        for label, cell in card.fields:
            for place, words in enumerate(cell):
                paragraph = self.paragraph("Action Field")
                _quiet(paragraph, f"{label}\t" if place == 0 else "\t")
                lines.append(_write(paragraph, words))
        _keep_together(lines)

    def _gate(self, gate: said.Gate) -> None:
        lines = [self.paragraph("Gate Title")]
        lines[0].add_run(gate.title)
        self._apart([*lines, *(_write(self.paragraph("Gate Line"), item) for item in gate.items)])

    def _apart(self, lines: list[WordParagraph]) -> None:
        """A shaded group, kept together, with air after it."""
        _keep_together(lines)
        self.paragraph("Spacer")

    def _table(self, table: said.Table) -> None:
        added = self._document.add_table(rows=0, cols=len(table.columns))
        dress_table(added, _widths([column.share for column in table.columns]), table.name)
        heads = tuple((Words((said.Run(column.heading),)),) for column in table.columns)
        lines = [self._row(added, heads, "Table Heading")]
        head_row(added.rows[0])
        for row in table.rows:
            lines.append(self._row(added, row, "Table Text"))
        if len(table.rows) <= _MANY_ROWS and sum(map(_size, table.rows)) <= _LONG:
            for paragraph in (paragraph for row in lines[:-1] for paragraph in row):
                paragraph.paragraph_format.keep_with_next = True
        self.paragraph("Spacer")

    def _row(self, table: WordTable, content: tuple[said.Cell, ...], style: str) -> list[WordParagraph]:
        """Its paragraphs. It breaks over two pages only when it would not fit on one."""
        row: WordRow = table.add_row()  # type: ignore[no-untyped-call]
        added: list[WordParagraph] = []
        for cell, (first, *others) in zip(row.cells, content, strict=True):
            written = [_write(cell.paragraphs[0], first), *(_write(cell.add_paragraph(), words) for words in others)]
            for paragraph in written:
                paragraph._p.style = self._styles[style]
            added += written
        if _size(content) <= _LONG:
            keep_row_whole(row)
        return added


def _write(paragraph: WordParagraph, words: Words) -> WordParagraph:
    for run in words:
        added = paragraph.add_run(breakable(run.text))
        if run.style == "strong":
            added.bold = True
        elif run.style == "open":
            added.italic, added.font.color.rgb = True, RGBColor.from_string(MARK)
    return paragraph


def _quiet(paragraph: WordParagraph, text: str) -> None:
    paragraph.add_run(text).font.color.rgb = RGBColor.from_string(QUIET)


def _keep_together(lines: list[WordParagraph]) -> None:
    for line in lines:
        line.paragraph_format.keep_together = True
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True


def _widths(shares: list[int]) -> list[Length]:
    whole = sum(shares)
    return [Length(TEXT_WIDTH * share // whole) for share in shares]


def _size(row: tuple[said.Cell, ...]) -> int:
    return sum(len(text_of(words)) for cell in row for words in cell)


def _packed(document: Document) -> bytes:
    """With one date on every part: the file tells nothing of when it was written."""
    drafted, packed = io.BytesIO(), io.BytesIO()
    document.save(drafted)
    with zipfile.ZipFile(drafted) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
