"""The outline as Markdown, which reads well without being rendered too."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.documents.contents import outline as said
from bot.domain.core.phrases import format_date

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_AT_LINE_START = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)]\s)")
_CODES = re.compile(r"&(?=#?\w+;)")
_MARKS = {"plain": "", "strong": "**", "open": "*"}


def render_markdown(outline: said.Outline, pictures: str = "charts") -> str:
    """`pictures`: the folder where the charts lie; empty when there are none, then it is told what they show."""
    return "\n".join(_render_lines(outline, pictures)).rstrip() + "\n"


def _render_lines(outline: said.Outline, pictures: str) -> Iterator[str]:
    yield from (f"# {escape_line(outline.title)}", "", f"{outline.subtitle}, {format_date(outline.made_at.date())}", "")
    for section in outline.sections:
        if section.title:
            yield from (f"## {_escape_markdown(section.title)}", "")
        for block in section.blocks:
            yield from (*_render_block(block, pictures, below=3 if section.title else 2), "")
    yield from ("---", "", escape_line(outline.note))


def _render_block(block: said.Block, pictures: str, below: int) -> Iterator[str]:
    """`below`: the level of a heading under that of the section."""
    match block:
        case said.Paragraph():
            yield f"**{render_line(block.words)}**" if block.lead else render_line(block.words)
        case said.Subheading():
            yield f"{'#' * below} {_escape_markdown(block.text)}"
        case said.Bullets():
            marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
            yield from (f"{mark} {render_line(item)}" for mark, item in zip(marks, block.items, strict=True))
        case said.Facts():
            yield from (f"- **{escape_line(name)}:** {render_line(words)}" for name, words in block.pairs)
        case said.Table():
            yield from _render_table(block)
        case said.Picture():
            yield from _render_picture(block, pictures)
        case said.Card():
            yield from (f"#### {_escape_markdown(block.title)}", "")
            yield from (f"- **{label}:** {_render_cell(field)}" for label, field in block.fields)
        case said.GateBox():
            yield from (f"**{_escape_markdown(block.title)}**", "")
            yield from (f"- {render_line(item)}" for item in block.items)


def _render_picture(picture: said.Picture, pictures: str) -> Iterator[str]:
    if pictures:
        yield from (f"![{escape_line(picture.caption)}]({pictures}/{picture.name}.png)", "")
    yield f"{escape_line(picture.caption)}. {escape_line(picture.alt)}"


def _render_table(table: said.Table) -> Iterator[str]:
    yield _render_row([escape_line(column.heading) for column in table.columns])
    yield _render_row(["---"] * len(table.columns))
    yield from (_render_row([_render_cell(cell) for cell in row]) for row in table.rows)


def _render_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _render_cell(cell: said.Cell) -> str:
    return " · ".join(render_line(words) for words in cell)


def render_line(words: Iterable[said.Run]) -> str:
    """Runs of one line. Only its beginning can start a list or a heading."""
    return _escape_line_start("".join(_render_run(run) for run in words))


def _render_run(run: said.Run) -> str:
    """Marks stand close around the words: with a space between, they would be none."""
    inner, mark = run.text.strip(), _MARKS[run.style]
    if not inner or not mark:
        return _escape_markdown(run.text)
    before, _, after = run.text.partition(inner)
    return f"{before}{mark}{_escape_markdown(inner)}{mark}{after}"


def escape_line(text: str) -> str:
    """Somebody's words as they are: on one line, with nothing in them that Markdown would act on."""
    return _escape_line_start(_escape_markdown(" ".join(text.split())))


def _escape_markdown(text: str) -> str:
    return _CODES.sub("\\\\&", _SPECIAL.sub(r"\\\1", text))


def _escape_line_start(text: str) -> str:
    return _AT_LINE_START.sub(lambda match: f"{match.group(1) or ''}\\", text)
