"""Whoever's script a sentence is in, it is printed on every machine, and says in which language it is."""

import io
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from bot.documents.contents.outline import Outline, Section
from bot.documents.contents.pieces import build_paragraph
from bot.documents.formats.pdf import render_pdf
from bot.documents.formats.word import render_docx
from tests.documents.reading import letters, words_of_pdf
from tests.documents.texts import collect_texts

SENTENCES = {
    "de": "Das System schreibt nicht zurück, und wir prüfen es jeden Morgen",
    "ru": "Система не записывает обратно, мы проверяем каждое утро",
    "el": "Το σύστημα δεν γράφει πίσω, το ελέγχουμε κάθε πρωί",
    "ar": "النظام لا يكتب في قاعدة البيانات ونحن نراجع كل صباح",
    "he": "המערכת לא כותבת בחזרה ואנחנו בודקים כל בוקר",
    "hi": "सिस्टम वापस नहीं लिखता, हम हर सुबह जाँचते हैं",
    "th": "ระบบไม่เขียนกลับ เราตรวจทุกเช้า",
    "zh": "系统不写回数据，我们每天早上核对",
    "ja": "システムは書き込まないので、毎朝確認しています",
    "ko": "시스템은 다시 쓰지 않아서 매일 아침 확인합니다",
}
EMOJI = "😀 👩‍💻 🚀 ✅ ⚠ ▰▰▱▱ ░░░░ →"


def an_outline(*texts: str) -> Outline:
    said = Section("What was said", tuple(build_paragraph(text) for text in texts))
    made_at = datetime(2026, 11, 30, tzinfo=UTC)
    return Outline(title="Pilot", subtitle="plan", made_at=made_at, note="Note.", sections=(said,))


def fonts_of(content: bytes) -> set[str]:
    """Of all pages; each is in the file itself."""
    found: set[str] = set()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
            found.add(font["/BaseFont"].partition("+")[2])
    return found


@pytest.mark.parametrize("text", [*SENTENCES.values(), EMOJI])
def test_a_sentence_in_any_script_is_printed_in_fonts_that_come_along(text: str) -> None:
    content = render_pdf(an_outline(f"“{text}” (Dana)"), {})
    assert not [name for name in fonts_of(content) if "LastResort" in name]


def test_what_no_font_has_shows_what_kind_of_character_it_is() -> None:
    assert [name for name in fonts_of(render_pdf(an_outline("“བོད་ཡིག” (Dana)"), {})) if "LastResort" in name]


def test_a_page_of_many_scripts_can_be_read_back() -> None:
    texts = [text for code, text in SENTENCES.items() if code not in {"ar", "he", "hi", "th"}]
    shown = letters(words_of_pdf(render_pdf(an_outline(*texts), {})))
    assert [text for text in texts if letters(text) not in shown] == []


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_foreign_quote_says_its_language_in_word(language: str, text: str) -> None:
    document = docx.Document(io.BytesIO(render_docx(an_outline(f"Said: “{text}” (Dana)"), {})))
    found = [run for paragraph in document.paragraphs for run in paragraph.runs]
    (run,) = [run for run in found if text in run.text.replace("\u200b", "")]
    tagged = run._r.get_or_add_rPr().find(qn("w:lang"))
    assert tagged is not None
    assert list(tagged.attrib.values()) == [language]


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_foreign_quote_says_its_language_in_the_pdf(language: str, text: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(an_outline(f"Said: “{text}” (Dana)"), {}))).pages
    streams = [contents.get_data() for page in pages if (contents := page.get_contents()) is not None]
    assert f"/Lang({language})".encode() in b"".join(streams)


def test_english_quotes_are_left_alone() -> None:
    outline = an_outline("Said: “It does not write back and we check it” (Dana)")
    assert [run.language for block in outline.sections[0].blocks for run in block.words] == [""]  # type: ignore[union-attr]
    assert "“It does" in "".join(collect_texts(outline))
