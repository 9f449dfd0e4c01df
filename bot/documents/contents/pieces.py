"""The small pieces that sections are made of: words, cells, paragraphs, columns."""

import re
from collections.abc import Iterator

from bot.documents.contents.outline import Cell, Column, Paragraph, Run, Words
from bot.documents.contents.wording import clean_line
from bot.domain.quotation.languages import guess_language

OPEN = Run("open", "open")
_QUOTED = re.compile("(“[^”]+”)")


def build_words(*pieces: str | Run) -> Words:
    """Text and runs as they come, cleaned; what is empty is left out."""
    runs = (run for piece in pieces for run in ([piece] if isinstance(piece, Run) else _tag_quotes(piece)))
    return tuple(run._replace(text=text) for run in runs if (text := _clean_run_text(run.text)))


def _tag_quotes(text: str) -> Iterator[Run]:
    """Each quote in another language than the text around it stands in a run of its own, which says in which."""
    plain = ""
    for piece in _QUOTED.split(text):
        language = guess_language(piece) if _QUOTED.fullmatch(piece) else None
        if language in {None, "en"}:
            plain += piece
            continue
        yield from (Run(plain), Run(piece, language=language or ""))
        plain = ""
    yield Run(plain)


def build_paragraph(*pieces: str | Run, lead: bool = False) -> Paragraph:
    return Paragraph(build_words(*pieces), lead)


def build_columns(*columns: tuple[str, int]) -> tuple[Column, ...]:
    """Of a table, by heading and share of the width."""
    return tuple(Column(*column) for column in columns)


def build_strong_run(text: str) -> Run:
    return Run(text, "strong")


def build_cell(*pieces: str | Run) -> Cell:
    return (build_words(*pieces),)


def build_strong_cell(text: str) -> Cell:
    return build_cell(build_strong_run(text))


def build_cell_or_open(value: str | None) -> Cell:
    """What somebody named, or that it is open."""
    return build_cell(value) if value and clean_line(value) else (build_words(OPEN),)


def _clean_run_text(text: str) -> str:
    """As `clean`, with the spaces at its ends kept: runs follow each other."""
    inner = clean_line(text)
    if not inner:
        return " " if text and text.isspace() else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
