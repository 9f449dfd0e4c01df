"""The portfolio's heatmap: a row a pilot, a column a criterion, each cell its level as a number and a shade; then stage
and owner."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.font_manager import findfont, get_font
from matplotlib.patches import Rectangle

from bot.documents.charts import style
from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.portfolio.portfolio import Portfolio, PortfolioRow

MOST_ROWS = 40
_ROW, _MARGINS = 0.2, 1.7
_GAP = 0.4
"""Between two pillars, in columns."""
_LONGEST, _LONGEST_OWNER = 30, 18
_STAGE_COLUMNS, _OWNER_COLUMNS = 3.6, 4.6
"""The room of stage and owner, in columns of the heatmap."""
_NOBODY, _NOT_RATED = "nobody named", "not rated yet"


def draw_portfolio_heatmap(portfolio: Portfolio, framework: Framework) -> style.Chart:
    """The most mature pilots first; beyond forty rows it ends with how many more there are."""
    rows = portfolio.rows[:MOST_ROWS]
    return style.render_chart(
        _MARGINS + _ROW * max(1, len(rows)), lambda axes: _draw_heatmap(axes, portfolio, framework)
    )


def _draw_heatmap(axes: Axes, portfolio: Portfolio, framework: Framework) -> None:
    style.remove_axes_frame(axes)
    rows, left = portfolio.rows[:MOST_ROWS], 0.0
    names: list[tuple[float, str]] = []
    for pillar in framework.pillars:
        _draw_pillar(axes, pillar, rows, left)
        names += [(left + n + 0.5, criterion.name) for n, criterion in enumerate(pillar.criteria)]
        left += len(pillar.criteria) + _GAP
    _draw_standings(axes, rows, framework, left)
    axes.set_xlim(0, left + _STAGE_COLUMNS + _OWNER_COLUMNS)
    axes.set_ylim(max(1, len(rows)), 0)
    axes.xaxis.tick_top()
    axes.set_xticks([at for at, _ in names], [name for _, name in names], rotation=60, ha="left", fontsize=7)
    axes.set_yticks([n + 0.5 for n in range(len(rows))], [_format_pilot_label(row, n) for n, row in enumerate(rows)])
    for label in axes.get_yticklabels():
        label.set(fontsize=7.5, parse_math=False)
    if rest := len(portfolio.rows) - len(rows):
        axes.set_xlabel(f"and {rest} more", fontsize=7.5, color=style.QUIET)


def _draw_standings(axes: Axes, rows: tuple[PortfolioRow, ...], framework: Framework, left: float) -> None:
    """Each row's stage and who answers for it, as words beside its cells."""
    places = (left, left + _STAGE_COLUMNS)
    for at, head in zip(places, ("Stage", "Owner"), strict=True):
        _write(axes, (at, -0.35), head, style.QUIET)
    for place, row in enumerate(rows):
        stage = framework.get_stage(row.stage).name if row.stage else _NOT_RATED
        owner = _shorten(_to_drawable(row.owner), _LONGEST_OWNER) if row.owner else _NOBODY
        for at, words, there in zip(places, (stage, owner), (row.stage, row.owner), strict=True):
            _write(axes, (at, place + 0.52), words, style.INK if there else style.QUIET)


def _write(axes: Axes, at: tuple[float, float], words: str, colour: str) -> None:
    axes.text(*at, words, fontsize=7, color=colour, va="center", clip_on=False, parse_math=False)


def _draw_pillar(axes: Axes, pillar: Pillar, rows: tuple[PortfolioRow, ...], left: float) -> None:
    for column, criterion in enumerate(pillar.criteria):
        for place, row in enumerate(rows):
            asked = row.levels is not None
            level = row.levels.get(criterion.id) if row.levels is not None else None
            _draw_cell(axes, (left + column, place), level, asked=asked)
    middle = left + len(pillar.criteria) / 2
    axes.text(
        middle, len(rows) + 0.55, pillar.name, fontsize=8, color=style.INK, ha="center", va="center", clip_on=False
    )


def _draw_cell(axes: Axes, at: tuple[float, int], level: int | None, *, asked: bool) -> None:
    """What is not known is hatched, what was not assessed yet is left open: neither is a zero."""
    x, y = at
    face = style.PAPER if level is None else style.LEVELS[level]
    box = Rectangle((x + 0.04, y + 0.05), 0.92, 0.9, facecolor=face, edgecolor=style.QUIET, linewidth=0.4)
    if level is None:
        box.set(hatch="//////" if asked else "", edgecolor="#c8d1da")
    axes.add_patch(box)
    words: dict[str, Any] = {"fontsize": 7, "color": style.select_ink_colour(level), "ha": "center", "va": "center"}
    if level is not None:
        axes.text(x + 0.5, y + 0.52, str(level), **words)


def _format_pilot_label(row: PortfolioRow, place: int) -> str:
    """The name as far as the font has letters for it; by its number, where it hardly has any."""
    drawable = _to_drawable(row.pilot.name)
    if 2 * drawable.count("\N{WHITE SQUARE}") > len(drawable):
        return f"pilot {place + 1}"
    return _shorten(drawable, _LONGEST)


def _to_drawable(name: str) -> str:
    """On one line, with a square for every letter that the font lacks."""
    known = set(get_font(findfont("DejaVu Sans")).get_charmap())
    line = " ".join(strip_invisible(name).split())
    return "".join(letter if ord(letter) in known else "\N{WHITE SQUARE}" for letter in line)


def _shorten(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
