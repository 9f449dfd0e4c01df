"""The heatmap: every criterion by pillar, with its level as a number, a word and a shade."""

from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.documents.charts.style import LEVELS, PAPER, QUIET, Chart, remove_axes_frame, render_chart, select_ink_colour
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.framework.framework import Criterion

_ROW = 0.72
_NAME = 20


def draw_criteria_heatmap(matter: PlanDocumentData) -> Chart:
    return render_chart(0.15 + _ROW * len(matter.framework.pillars), lambda axes: _draw_heatmap(axes, matter))


def _draw_heatmap(axes: Axes, matter: PlanDocumentData) -> None:
    remove_axes_frame(axes)
    pillars = matter.framework.pillars
    for row, pillar in enumerate(pillars):
        for column, criterion in enumerate(pillar.criteria):
            _draw_cell(axes, (column, row), criterion, matter)
    axes.set_xlim(0, max(len(pillar.criteria) for pillar in pillars))
    axes.set_ylim(len(pillars), 0)
    axes.set_xticks([])
    axes.set_yticks([row + 0.5 for row in range(len(pillars))], [pillar.name for pillar in pillars])


def _draw_cell(axes: Axes, at: tuple[int, int], criterion: Criterion, matter: PlanDocumentData) -> None:
    column, row = at
    level = matter.assessment.levels.get(criterion.id)
    face, ink = (PAPER if level is None else LEVELS[level]), select_ink_colour(level)
    box = Rectangle((column + 0.02, row + 0.03), 0.96, 0.94, facecolor=face, edgecolor=QUIET, linewidth=0.8)
    if level is None:
        box.set(hatch="////", edgecolor="#c8d1da")
    axes.add_patch(box)
    words: dict[str, Any] = {"color": ink, "ha": "center", "va": "center"}
    if level is None:
        words["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    axes.text(column + 0.5, row + 0.27, fill(criterion.name, _NAME), fontsize=8, **words)
    told = f"{'' if level is None else f'{level} '}{matter.framework.get_level_name(level)}"
    axes.text(column + 0.5, row + 0.55, told, fontsize=9.5, fontweight="bold", **words)
    if level is None or level < matter.get_target_level():
        axes.text(column + 0.5, row + 0.8, f"needs {matter.get_target_level()}", fontsize=7.5, **words)
