"""What Word needs and python-docx has no words for: fields, bookmarks, contents, repeated rows, alternative texts."""

from collections.abc import Iterable

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from bot.documents.formats.word_styles import BRAND, LINE, build_element

_LANGUAGE = "en-GB"
_WORD_2013 = "15"


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """`shown` stands there until Word or LibreOffice counts anew."""
    for part in _build_field_runs(instruction, shown):
        paragraph._p.append(part)


def _build_field_runs(instruction: str, shown: str) -> Iterable[BaseOxmlElement]:
    yield _wrap_in_run(build_element("fldChar", fldCharType="begin"))
    yield _wrap_in_run(_build_text_element("instrText", f" {instruction} "))
    yield _wrap_in_run(build_element("fldChar", fldCharType="separate"))
    yield _wrap_in_run(_build_text_element("t", shown))
    yield _wrap_in_run(build_element("fldChar", fldCharType="end"))


def _wrap_in_run(content: BaseOxmlElement) -> BaseOxmlElement:
    run = build_element("r")
    run.append(content)
    return run


def _build_text_element(tag: str, text: str) -> BaseOxmlElement:
    element = build_element(tag)
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def add_bookmark(heading: Paragraph, number: int) -> str:
    """Its name, for contents to point at."""
    name = f"_Toc{number:08d}"
    heading._p.insert(1, build_element("bookmarkStart", id=str(number), name=name))
    heading._p.append(build_element("bookmarkEnd", id=str(number)))
    return name


def fill_table_of_contents(entries: Iterable[tuple[Paragraph, str, str]]) -> None:
    """A field that Word fills anew on demand; until then every entry stands there, and leads to its heading.

    `entries`: paragraph, text, bookmark. The page stays blank until Word counts, which it does when it prints or when
    it is asked to: a guessed number could be wrong.
    """
    listed = list(entries)
    for place, (paragraph, text, name) in enumerate(listed):
        if place == 0:
            for part in (
                build_element("fldChar", fldCharType="begin"),
                _build_text_element("instrText", r' TOC \o "1-2" \h \z \u '),
            ):
                paragraph._p.append(_wrap_in_run(part))
            paragraph._p.append(_wrap_in_run(build_element("fldChar", fldCharType="separate")))
        link = build_element("hyperlink", anchor=name, history="1")
        for part in (
            _wrap_in_run(_build_text_element("t", text)),
            _wrap_in_run(build_element("tab")),
            *_build_field_runs(rf"PAGEREF {name} \h", ""),
        ):
            link.append(part)
        paragraph._p.append(link)
        if place == len(listed) - 1:
            paragraph._p.append(_wrap_in_run(build_element("fldChar", fldCharType="end")))


def style_table(table: Table, widths: Iterable[Length], name: str) -> None:
    """Fixed columns, hairlines between rows, and what it shows for those who cannot see it."""
    properties = table._tbl.tblPr
    for tag in ("tblLook", "tblLayout"):
        for old in properties.findall(qn(f"w:{tag}")):
            properties.remove(old)
    borders = build_element("tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(build_element(side, val="single", sz="4", space="0", color=LINE))
    properties.append(borders)
    properties.append(build_element("tblLayout", type="fixed"))
    properties.append(build_element("tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0"))
    properties.append(build_element("tblCaption", val=name))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def mark_header_row(row: _Row) -> None:
    """Repeated on every page that the table runs on to."""
    row._tr.get_or_add_trPr().append(build_element("tblHeader"))
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(build_element("shd", val="clear", color="auto", fill=BRAND))


def keep_row_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(build_element("cantSplit"))


def set_alt_text(picture: InlineShape, name: str, alt: str) -> None:
    drawn = picture._inline.docPr
    drawn.set("name", name)
    drawn.set("descr", alt)
    for side in ("distT", "distB", "distL", "distR"):  # left out, LibreOffice puts air there and moves the picture
        picture._inline.set(side, "0")


def set_language(document: Document) -> None:
    """Of everything, for spelling and for reading aloud."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(build_element("lang", val=_LANGUAGE, eastAsia="en-US", bidi="ar-SA"))


def set_compatibility_mode(document: Document) -> None:
    """Not shown as a document of an older Word."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)


def drop_thumbnail(document: Document) -> None:
    """That of the empty document it was made from."""
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(name)
