"""What Word needs and python-docx has no words for: languages, and rows and pictures that readers are told of."""

from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.table import Table, _Row
from docx.text.run import Run

_KINDS = {"ja": "eastAsia", "ko": "eastAsia", "zh": "eastAsia", "ar": "bidi", "he": "bidi", "hi": "bidi", "th": "bidi"}
"""Which of a run's three languages counts, where it isn't that of letters."""


def tag_language(run: Run, language: str) -> None:
    """For the speller, the fonts and whoever reads aloud; nothing where it is the document's own."""
    if not language:
        return
    kind = _KINDS.get(language, "val")
    told = "<w:rtl/>" if language in {"ar", "he"} else ""
    run._r.get_or_add_rPr().extend(_parse(f'{told}<w:lang w:{kind}="{language}"/>'))


def mark_header_row(row: _Row) -> None:
    """Repeated on every page that the table runs on to."""
    row._tr.get_or_add_trPr().extend(_parse("<w:tblHeader/>"))


def keep_row_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().extend(_parse("<w:cantSplit/>"))


def set_table_name(table: Table, name: str) -> None:
    """What it shows, for those who cannot see it."""
    table._tbl.tblPr.extend(_parse(f"<w:tblCaption w:val={quoteattr(name)}/>"))


def set_alt_text(picture: InlineShape, name: str, alt: str) -> None:
    drawn = picture._inline.docPr
    drawn.set("name", name)
    drawn.set("descr", alt)
    for side in ("distT", "distB", "distL", "distR"):  # left out, LibreOffice puts air there and moves the picture
        picture._inline.set(side, "0")


def _parse(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))
