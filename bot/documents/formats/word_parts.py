"""What Word needs and python-docx has no words for: contents, bookmarks, rows and pictures that readers are told of."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
_TOC = f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>{_SEPARATE}'

_KINDS = {"ja": "eastAsia", "ko": "eastAsia", "zh": "eastAsia", "ar": "bidi", "he": "bidi", "hi": "bidi", "th": "bidi"}
"""Which of a run's three languages counts, where it isn't that of letters."""


def add_bookmark(heading: Paragraph, number: int) -> str:
    """Its name, for contents to point at."""
    name = f"_Toc{number:08d}"
    heading._p[1:1] = _parse(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>')
    heading._p.extend(_parse(f'<w:bookmarkEnd w:id="{number}"/>'))
    return name


def fill_table_of_contents(entries: Iterable[tuple[Paragraph, str, str]]) -> None:
    """A field that Word fills anew on demand; until then every entry stands there, and leads to its heading.

    `entries`: paragraph, text, bookmark. The page stays blank until Word counts, which it does when it prints or when
    it is asked to: a guessed number could be wrong.
    """
    listed = list(entries)
    for paragraph, text, name in listed:
        shown = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>'
        page = f'<w:fldSimple w:instr=" PAGEREF {name} \\h "/>'
        paragraph._p.extend(_parse(f'<w:hyperlink w:anchor="{name}" w:history="1">{shown}{page}</w:hyperlink>'))
    listed[0][0]._p[1:1] = _parse(_TOC)
    listed[-1][0]._p.extend(_parse(_END))


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
