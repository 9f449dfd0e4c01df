"""Tables and charts: shapes whose parts must agree with one another."""

from typing import Any

from tests.slack_stub.block_kit.rules import (
    Findings,
    Rule,
    also,
    anything,
    by_type,
    choice,
    flag,
    listing,
    number,
    positive,
    record,
    string,
    whole,
)
from tests.slack_stub.state.records import Json, words_of

CHARACTERS_IN_TABLES = 10_000

_STYLE = {"style": anything}
_WORDS: dict[str, Rule] = {
    "text": record({"text": string(10_000)}, _STYLE),
    "link": record({"url": string(3000)}, {"text": string(3000), "unsafe": flag, **_STYLE}),
    "user": record({"user_id": string(64)}, _STYLE),
    "usergroup": record({"usergroup_id": string(64)}, _STYLE),
    "channel": record({"channel_id": string(64)}, _STYLE),
    "team": record({"team_id": string(64)}, _STYLE),
    "emoji": record({"name": string(255)}, {"unicode": string(64), "skin_tone": anything, **_STYLE}),
    "broadcast": record({"range": choice("here", "channel", "everyone")}, _STYLE),
    "color": record({"value": string(16)}, _STYLE),
    "date": record({"timestamp": anything, "format": string(255)}, {"url": anything, "fallback": anything, **_STYLE}),
}
_INLINE = listing(by_type(_WORDS), 1000, 0)
_SECTION = record({"elements": _INLINE})
_RICH: dict[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": record({"elements": _INLINE}, {"border": anything}),
    "rich_text_preformatted": record({"elements": _INLINE}, {"border": anything, "language": anything}),
    "rich_text_list": record(
        {"elements": listing(by_type({"rich_text_section": _SECTION}), 1000), "style": choice("bullet", "ordered")},
        {"indent": whole(0, 8), "offset": whole(0, 10_000), "border": anything},
    ),
}
RICH_TEXT = record({"elements": listing(by_type(_RICH), 1000)}, {"block_id": string(255)})

_HEADER_CELLS: dict[str, Rule] = {
    "raw_text": record({"text": string(CHARACTERS_IN_TABLES)}),
    "raw_number": record({"value": number}, {"text": string(CHARACTERS_IN_TABLES)}),
}
_CELL = by_type({**_HEADER_CELLS, "rich_text": RICH_TEXT})


def _even_rows(value: Json, at: str, findings: Findings) -> None:
    rows = value.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if len({len(row) for row in rows}) > 1:
        findings.add("all rows must have the same number of cells", f"{at}/rows")
    if sum(len(words) for words in words_of(rows)) > CHARACTERS_IN_TABLES:
        findings.add(f"must be less than {CHARACTERS_IN_TABLES + 1} characters in all cells", f"{at}/rows")


def _plain_header(value: Json, at: str, findings: Findings) -> None:
    rows = value.get("rows")
    for position, cell in enumerate(rows[0] if rows and isinstance(rows, list) and isinstance(rows[0], list) else []):
        by_type(_HEADER_CELLS)(cell, f"{at}/rows/0/{position}", findings)


_BLOCK: dict[str, Rule] = {"block_id": string(255)}
_ALIGN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})
TABLE = also(
    record({"rows": listing(listing(_CELL, 20), 100)}, {**_BLOCK, "column_settings": listing(_ALIGN, 20)}), _even_rows
)
DATA_TABLE = also(
    record(
        {"caption": string(3000), "rows": listing(listing(_CELL, 20), 101, 2)},
        {**_BLOCK, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    ),
    _even_rows,
    _plain_header,
)

_LABEL = string(20)
_POINT = record({"label": _LABEL, "value": number})
_SERIES = record({"name": _LABEL, "data": listing(_POINT, 20)})
_AXES = record({"categories": listing(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})
_MOST_SERIES = 6


def _series_fit_axes(value: Json, at: str, findings: Findings) -> None:
    series: list[Any] = [one for one in value.get("series") or [] if isinstance(one, dict)]
    categories = (value.get("axis_config") or {}).get("categories")
    names = [one.get("name") for one in series]
    if len(set(names)) < len(names):
        findings.add("series names must be unique", f"{at}/series")
    for position, one in enumerate(series):
        if [point.get("label") for point in one.get("data") or []] != categories:
            findings.add("labels must match the categories", f"{at}/series/{position}/data")


_PLOT = also(record({"series": listing(_SERIES, _MOST_SERIES), "axis_config": _AXES}), _series_fit_axes)
_PIE = record({"segments": listing(record({"label": _LABEL, "value": positive}), _MOST_SERIES)})
DATA_VISUALIZATION = record(
    {"title": string(50), "chart": by_type({"pie": _PIE, "bar": _PLOT, "line": _PLOT, "area": _PLOT})}, _BLOCK
)
