"""Outline: a document's contents without any format; Markdown, Word and PDF are all made from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Style = Literal["plain", "strong", "open"]
"""`open` marks what nobody named: a question that stands in the text, never a guess."""


class Run(NamedTuple):
    text: str
    style: Style = "plain"
    language: str = ""
    """Of words in another language than the document's, by its code (BCP 47)."""


Words = tuple[Run, ...]
Cell = tuple[Words, ...]
"""What stands in one field, paragraph by paragraph."""


@dataclass(frozen=True)
class Paragraph:
    words: Words
    lead: bool = False
    """The sentence that a reader in a hurry takes along."""


@dataclass(frozen=True)
class Subheading:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """A few facts at a glance, each with what it is."""

    pairs: tuple[tuple[str, Words], ...]


class Column(NamedTuple):
    heading: str
    share: int
    """Of the width, relative to the other columns'."""


@dataclass(frozen=True)
class Table:
    name: str
    """What it shows, for those who cannot see it."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """`name`: of the chart, without ending. `alt` says what it shows; the same stands in the tables around it."""

    name: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Card:
    """One action: what is to be done, then its fields by name."""

    title: str
    fields: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class GateBox:
    """What has to be met before the work goes on."""

    title: str
    items: tuple[Words, ...]


Block = Paragraph | Subheading | Bullets | Facts | Table | Picture | Card | GateBox


@dataclass(frozen=True)
class Section:
    title: str
    """Empty where it stands for the whole document."""
    blocks: tuple[Block, ...]
    own_page: bool = False
    """Begins on a page of its own."""
    fits_page: bool = False
    """Takes one page, with smaller letters where it would take more."""


@dataclass(frozen=True)
class Outline:
    title: str
    subtitle: str
    made_at: datetime
    note: str
    """Who wrote it, and what is to be checked."""
    sections: tuple[Section, ...]
    language: str = "en"

    @property
    def full_title(self) -> str:
        return f"{self.title}: {self.subtitle.lower()}"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Picture))


def join_runs(words: Iterable[Run]) -> str:
    return "".join(run.text for run in words)
