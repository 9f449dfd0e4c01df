"""The heatmap: every criterion by pillar, with its level as a number, a word and a shade."""

from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.documents.charts.style import LEVELS, PAPER, QUIET, Chart, bare, drawn, on_level
from bot.documents.contents.plan_document import Matter
from bot.domain.framework.framework import Criterion

_ROW = 0.72
_NAME = 20


def heatmap(matter: Matter) -> Chart:
    return drawn(0.15 + _ROW * len(matter.framework.pillars), lambda axes: _draw(axes, matter))


def _draw(axes: Axes, matter: Matter) -> None:
    bare(axes)
    pillars = matter.framework.pillars
    for row, pillar in enumerate(pillars):
        for column, criterion in enumerate(pillar.criteria):
            _cell(axes, (column, row), criterion, matter)
    axes.set_xlim(0, max(len(pillar.criteria) for pillar in pillars))
    axes.set_ylim(len(pillars), 0)
    axes.set_xticks([])
    axes.set_yticks([row + 0.5 for row in range(len(pillars))], [pillar.name for pillar in pillars])


def _cell(axes: Axes, at: tuple[int, int], criterion: Criterion, matter: Matter) -> None:
    column, row = at
    level = matter.assessment.levels.get(criterion.id)
    face, ink = (PAPER if level is None else LEVELS[level]), on_level(level)
    box = Rectangle((column + 0.02, row + 0.03), 0.96, 0.94, facecolor=face, edgecolor=QUIET, linewidth=0.8)
    if level is None:
        box.set(hatch="////", edgecolor="#c8d1da")
    axes.add_patch(box)
    words: dict[str, Any] = {"color": ink, "ha": "center", "va": "center"}
    if level is None:
        words["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    axes.text(column + 0.5, row + 0.27, fill(criterion.name, _NAME), fontsize=8, **words)
    told = f"{'' if level is None else f'{level} '}{matter.framework.level_name(level)}"
    axes.text(column + 0.5, row + 0.55, told, fontsize=9.5, fontweight="bold", **words)
    if level is None or level < matter.target():
        axes.text(column + 0.5, row + 0.8, f"needs {matter.target()}", fontsize=7.5, **words)
