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


class _StyleSpec(NamedTuple):
    """Sizes and spaces in points."""

    size: float
    colour: str = INK
    before: float = 0
    after: float = 0
    bold: bool = False


_BUILT_IN = {
    "Normal": _StyleSpec(10, after=6),
    "Title": _StyleSpec(30, BRAND, before=130, after=4, bold=True),
    "Subtitle": _StyleSpec(17, QUIET, after=36),
    "Heading 1": _StyleSpec(17, BRAND, before=22, after=8, bold=True),
    "Heading 2": _StyleSpec(12.5, BRAND, before=16, after=6, bold=True),
    "Heading 3": _StyleSpec(10.5, BRAND, before=14, after=3, bold=True),
    "List Bullet": _StyleSpec(10, after=3),
    "List Number": _StyleSpec(10, after=3),
    "Caption": _StyleSpec(8.5, QUIET, after=10),
    "Header": _StyleSpec(8.5, QUIET),
    "Footer": _StyleSpec(8.5, QUIET),
}
"""What navigation, contents and screen readers know."""
_OWN = {
    "Lead": _StyleSpec(12.5, BRAND, after=8),
    "Contents Heading": _StyleSpec(17, BRAND, after=10, bold=True),
    "toc 1": _StyleSpec(10, before=5, after=1, bold=True),
    "toc 2": _StyleSpec(10, after=1),
    "Cover Fact": _StyleSpec(10.5, after=5),
    "Fact": _StyleSpec(10),
    "Action Field": _StyleSpec(9, after=3),
    "Table Text": _StyleSpec(8.5, before=2, after=2),
    "Table Heading": _StyleSpec(8.5, "FFFFFF", before=2, after=2, bold=True),
    "Gate Title": _StyleSpec(9.5, before=12, bold=True),
    "Gate Line": _StyleSpec(9),
    "Small Print": _StyleSpec(8.5, QUIET, before=150),
    "Spacer": _StyleSpec(4),
}


def set_styles(document: Document) -> None:
    for name, look in _BUILT_IN.items():
        _apply_style_spec(_get_style(document, name), look)
    for name, look in _OWN.items():
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        _apply_style_spec(_get_style(document, name), look)
    _get_style(document, "Gate Line").base_style = _get_style(document, "List Bullet")
    _set_layout(document)


def _set_layout(document: Document) -> None:
    _get_style(document, "Normal").paragraph_format.line_spacing = 1.12
    for name in ("Table Text", "Table Heading"):
        _get_style(document, name).paragraph_format.line_spacing = 1.0
    _get_style(document, "toc 2").paragraph_format.left_indent = Cm(0.6)
    _set_border(_get_style(document, "Title"), "top", BRAND, (24, 14))
    _set_border(_get_style(document, "Heading 1"), "bottom", BRAND, (6, 4))
    for name in ("toc 1", "toc 2", "Footer"):
        _set_right_tab(_get_style(document, name), TEXT_WIDTH)
    for name, indent in (("Cover Fact", Cm(3.4)), ("Fact", Cm(4.2)), ("Action Field", LABEL_WIDTH)):
        _set_hanging_indent(_get_style(document, name), indent)
    _set_shading(_get_style(document, "Fact"))
    for name in ("Gate Title", "Gate Line"):
        _set_frame(_get_style(document, name))


def _get_style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _apply_style_spec(style: ParagraphStyle, look: _StyleSpec) -> None:
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


def _set_right_tab(style: ParagraphStyle, at: Length) -> None:
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(at, WD_TAB_ALIGNMENT.RIGHT)


def _set_hanging_indent(style: ParagraphStyle, indent: Length) -> None:
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = indent, Length(-indent)
    style.paragraph_format.tab_stops.add_tab_stop(indent)


def _set_frame(style: ParagraphStyle) -> None:
    """Neighbours with the same frame and indents share one."""
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.4)
    _set_border(style, "left", MARK, (24, 8))
    _set_shading(style)


def _set_shading(style: ParagraphStyle) -> None:
    shading = build_element("shd", val="clear", color="auto", fill=BAND)
    style.element.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)


def _set_border(style: ParagraphStyle, side: str, colour: str, weight: tuple[int, int]) -> None:
    """`weight`: eighths of a point, and the space in points between it and the text."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    thickness, space = map(str, weight)
    borders = build_element("pBdr")
    borders.append(build_element(side, val="single", sz=thickness, space=space, color=colour))
    properties.insert_element_before(borders, "w:shd", *_AFTER_SHADING)


def build_element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
