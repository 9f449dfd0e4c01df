"""Reads documents back as anybody's program would: the words that stand in them."""

import io
import re
import unicodedata

import docx
import pypdf
from docx.oxml.ns import qn

_AROUND = re.compile(r"^(?:Plan of|Page) |: (?:production plan|annex to the plan|compliance view)$")
"""What stands at the head and the foot of a page."""


def words_of_pdf(content: bytes) -> str:
    """Page by page, without what stands at the head and the foot of each."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(_body(page.extract_text()) for page in pages)


def words_of_word(content: bytes) -> str:
    """In the order of the document, tables and alternative texts of pictures included."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(
        "".join(_piece(element) for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("wp:docPr")))
        for paragraph in body.iter(qn("w:p"))
    )


def letters(text: str) -> str:
    """Only letters and digits: line ends, hyphens and escapes are a format's own business."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not _AROUND.search(line))


def _piece(element: object) -> str:
    tag = getattr(element, "tag", "")
    if tag == qn("w:tab"):
        return "\t"
    if tag == qn("wp:docPr"):
        return str(element.get("descr") or "")  # type: ignore[attr-defined]
    return str(getattr(element, "text", "") or "")
