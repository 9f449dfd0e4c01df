"""The looks of the Word document: page, fonts and styles, set once so that whoever edits it can change them once."""

from typing import NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Arial"
"""On every machine, or something of the same widths."""
INK, QUIET, BRAND, MARK = "1B2733", "5B6B7A", "1F3A5F", "B3541E"
BAND, LINE = "EEF2F6", "C8D1DA"
TEXT_WIDTH = Cm(16.6)
LABEL_WIDTH = Cm(2.6)
_MARGIN = Cm(2.2)
_AFTER_SHADING = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What has to stand after it among a paragraph's properties."""


def set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.bottom_margin = _MARGIN
    section.top_margin = Cm(2.4)
    section.different_first_page_header_footer = True


class _Look(NamedTuple):
    """Sizes and spaces in points."""

    size: float
    colour: str = INK
    before: float = 0
    after: float = 0
    bold: bool = False


_BUILT_IN = {
    "Normal": _Look(10, after=6),
    "Title": _Look(30, BRAND, before=130, after=4, bold=True),
    "Subtitle": _Look(17, QUIET, after=36),
    "Heading 1": _Look(17, BRAND, before=22, after=8, bold=True),
    "Heading 2": _Look(12.5, BRAND, before=16, after=6, bold=True),
    "Heading 3": _Look(10.5, BRAND, before=14, after=3, bold=True),
    "List Bullet": _Look(10, after=3),
    "List Number": _Look(10, after=3),
    "Caption": _Look(8.5, QUIET, after=10),
    "Header": _Look(8.5, QUIET),
    "Footer": _Look(8.5, QUIET),
}
"""What navigation, contents and screen readers know."""
_OWN = {
    "Lead": _Look(12.5, BRAND, after=8),
    "Contents Heading": _Look(17, BRAND, after=10, bold=True),
    "toc 1": _Look(10, before=5, after=1, bold=True),
    "toc 2": _Look(10, after=1),
    "Cover Fact": _Look(10.5, after=5),
    "Fact": _Look(10),
    "Action Field": _Look(9, after=3),
    "Table Text": _Look(8.5, before=2, after=2),
    "Table Heading": _Look(8.5, "FFFFFF", before=2, after=2, bold=True),
    "Gate Title": _Look(9.5, before=12, bold=True),
    "Gate Line": _Look(9),
    "Small Print": _Look(8.5, QUIET, before=150),
    "Spacer": _Look(4),
}


def set_styles(document: Document) -> None:
    for name, look in _BUILT_IN.items():
        _dress(_style(document, name), look)
    for name, look in _OWN.items():
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        _dress(_style(document, name), look)
    _style(document, "Gate Line").base_style = _style(document, "List Bullet")
    _lay_out(document)


def _lay_out(document: Document) -> None:
    _style(document, "Normal").paragraph_format.line_spacing = 1.12
    for name in ("Table Text", "Table Heading"):
        _style(document, name).paragraph_format.line_spacing = 1.0
    _style(document, "toc 2").paragraph_format.left_indent = Cm(0.6)
    _border(_style(document, "Title"), "top", BRAND, (24, 14))
    _border(_style(document, "Heading 1"), "bottom", BRAND, (6, 4))
    for name in ("toc 1", "toc 2", "Footer"):
        _tabbed(_style(document, name), TEXT_WIDTH)
    for name, indent in (("Cover Fact", Cm(3.4)), ("Fact", Cm(4.2)), ("Action Field", LABEL_WIDTH)):
        _hanging(_style(document, name), indent)
    _shade(_style(document, "Fact"))
    for name in ("Gate Title", "Gate Line"):
        _frame(_style(document, name))


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _dress(style: ParagraphStyle, look: _Look) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)
    for stretched in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(stretched)
    _set_font(style)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.before), Pt(look.after)
    style.paragraph_format.widow_control = True


def _set_font(style: ParagraphStyle) -> None:
    """For every script; a theme's font would win over it."""
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _tabbed(style: ParagraphStyle, at: Length) -> None:
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(at, WD_TAB_ALIGNMENT.RIGHT)


def _hanging(style: ParagraphStyle, indent: Length) -> None:
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = indent, Length(-indent)
    style.paragraph_format.tab_stops.add_tab_stop(indent)


def _frame(style: ParagraphStyle) -> None:
    """Neighbours with the same frame and indents share one."""
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.4)
    _border(style, "left", MARK, (24, 8))
    _shade(style)


def _shade(style: ParagraphStyle) -> None:
    shading = made("shd", val="clear", color="auto", fill=BAND)
    style.element.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)


def _border(style: ParagraphStyle, side: str, colour: str, weight: tuple[int, int]) -> None:
    """`weight`: eighths of a point, and the space in points between it and the text."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    thickness, space = map(str, weight)
    borders = made("pBdr")
    borders.append(made(side, val="single", sz=thickness, space=space, color=colour))
    properties.insert_element_before(borders, "w:shd", *_AFTER_SHADING)


def made(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
