"""Tables as Slack shows them, and the same in letters of one width for where it doesn't."""

from collections.abc import Sequence
from itertools import accumulate

from bot.domain.core.invisible_characters import strip_invisible
from bot.slack.blocks.kit.elements import Block
from bot.slack.blocks.kit.text import count_utf16_units, shorten_text
from bot.wording.leaders.columns import fit_to_column, measure_width, shorten_to_width

TABLE = "data_table"
MOST_ROWS, MOST_COLUMNS = 100, 20
_PAGE, _CAPTION, _CELL = 15, 250, 80
_MOST_CHARACTERS = 9_900
"""Of a message's tables Slack takes 10,000."""
_PLAIN_CELL = 20
"""Columns of a cell in letters of one width."""
_EMPTY = "·"

Cell = str | float | None


def build_table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Block:
    """The first column names the row. What goes beyond a hundred rows, or what Slack takes, is left out.

    A number stays one, so that people can sort by it; None is a dot.
    """
    cells = [[_build_cell(cell) for cell in row[:MOST_COLUMNS]] for row in (head, *rows[:MOST_ROWS])]
    sizes = accumulate(sum(count_utf16_units(cell["text"]) for cell in row) for row in cells)
    return {
        "type": TABLE,
        "caption": shorten_text(caption, _CAPTION),
        "rows": [row for row, size in zip(cells, sizes, strict=True) if size <= _MOST_CHARACTERS],
        "page_size": _PAGE,
        "row_header_column_index": 0,
    }


def render_table(table: Block) -> str:
    """As lines of text: each column as wide as it has to be, no cell so long that a line would wrap."""
    rows = [[shorten_to_width(str(cell["text"]), _PLAIN_CELL) for cell in row] for row in table["rows"]]
    widths = [max(measure_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    numbers = [_is_number_column(table, column) for column in range(len(widths))]
    shape = list(zip(widths, numbers, strict=True))
    return "\n".join("  ".join(_pad_row(row, shape)).rstrip() for row in rows)


def _build_cell(cell: Cell) -> Block:
    if isinstance(cell, float | int):
        return {"type": "raw_number", "value": cell, "text": str(cell)}
    return _build_text_cell(cell or _EMPTY)


def _build_text_cell(text: str) -> Block:
    return {"type": "raw_text", "text": shorten_text(" ".join(strip_invisible(text).split()) or _EMPTY, _CELL)}


def _is_number_column(table: Block, column: int) -> bool:
    return any(row[column]["type"] == "raw_number" for row in table["rows"])


def _pad_row(row: Sequence[str], shape: Sequence[tuple[int, bool]]) -> list[str]:
    """`shape`: the width of each column, and whether it holds numbers."""
    return [fit_to_column(text, width, right=right) for text, (width, right) in zip(row, shape, strict=True)]
