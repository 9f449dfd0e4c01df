"""The outline as Markdown, which reads well without being rendered too."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.documents.contents.outline import (
    Block,
    Bullets,
    Card,
    Cell,
    Facts,
    Gate,
    Outline,
    Paragraph,
    Picture,
    Run,
    Subheading,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_AT_LINE_START = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)]\s)")
_CODES = re.compile(r"&(?=#?\w+;)")
_PUNCTUATION = re.compile(r"[^\w\s-]")
_MARKS = {"plain": "", "strong": "**", "open": "*"}


def markdown(outline: Outline, pictures: str = "charts") -> str:
    """`pictures`: the folder where the charts lie; empty when there are none, then it is told what they show."""
    return "\n".join(_lines(outline, pictures)).rstrip() + "\n"


def _lines(outline: Outline, pictures: str) -> Iterator[str]:
    cover = outline.cover
    yield from (f"# {plain(outline.title)}", "")
    yield from (*_pairs(cover.facts), "", plain(cover.note), "")
    yield from ("## Contents", "")
    for number, section in outline.numbered():
        yield f"{number}. [{_escaped(section.title)}](#{_anchor(number, section.title)})"
    for number, section in outline.numbered():
        yield from ("", f"## {number}. {_escaped(section.title)}", "")
        for block in section.blocks:
            yield from _block(block, pictures)
            yield ""


def _anchor(number: int, title: str) -> str:
    """As the usual readers of Markdown name a heading."""
    return f"{number}-{'-'.join(_PUNCTUATION.sub('', title.lower()).split())}"


def _block(block: Block, pictures: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _strong(block.words) if block.lead else line(block.words)
        case Subheading():
            yield f"### {_escaped(block.text)}"
        case Bullets():
            marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
            yield from (f"{mark} {line(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Facts():
            yield from _pairs(block.pairs)
        case Table():
            yield from _table(block)
        case Picture():
            yield from _picture(block, pictures)
        case Card():
            yield from (f"#### {_escaped(block.title)}", "")
            yield from (f"- **{label}:** {_cell(field)}" for label, field in block.fields)
        case Gate():
            yield from (f"**{_escaped(block.title)}**", "")
            yield from (f"- {line(item)}" for item in block.items)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"- **{plain(name)}:** {plain(value)}" for name, value in pairs)


def _picture(picture: Picture, pictures: str) -> Iterator[str]:
    if pictures:
        yield from (f"![{plain(picture.caption)}]({pictures}/{picture.name}.png)", "")
    yield f"{plain(picture.caption)}. {plain(picture.alt)}"


def _table(table: Table) -> Iterator[str]:
    yield _row([plain(column.heading) for column in table.columns])
    yield _row(["---"] * len(table.columns))
    yield from (_row([_cell(cell) for cell in row]) for row in table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return " · ".join(line(words) for words in cell)


def line(words: Iterable[Run]) -> str:
    """Runs of one line. Only its beginning can start a list or a heading."""
    return _guarded("".join(_run(run) for run in words))


def _strong(words: Iterable[Run]) -> str:
    return f"**{line(words)}**"


def _run(run: Run) -> str:
    """Marks stand close around the words: with a space between, they would be none."""
    inner, mark = run.text.strip(), _MARKS[run.style]
    if not inner or not mark:
        return _escaped(run.text)
    before, _, after = run.text.partition(inner)
    return f"{before}{mark}{_escaped(inner)}{mark}{after}"


def plain(text: str) -> str:
    """Somebody's words as they are: on one line, with nothing in them that Markdown would act on."""
    return _guarded(_escaped(" ".join(text.split())))


def _escaped(text: str) -> str:
    return _CODES.sub("\\\\&", _SPECIAL.sub(r"\\\1", text))


def _guarded(text: str) -> str:
    return _AT_LINE_START.sub(lambda match: f"{match.group(1) or ''}\\", text)
