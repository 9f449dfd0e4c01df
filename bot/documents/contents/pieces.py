"""The small pieces that sections are made of: words, cells, paragraphs, columns."""

from bot.documents.contents.outline import Cell, Column, Paragraph, Run, Words
from bot.documents.contents.wording import clean_line

OPEN = Run("open", "open")


def build_words(*pieces: str | Run) -> Words:
    """Text and runs as they come, cleaned; what is empty is left out."""
    runs = [piece if isinstance(piece, Run) else Run(piece) for piece in pieces]
    return tuple(Run(text, run.style) for run in runs if (text := _clean_run_text(run.text)))


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
