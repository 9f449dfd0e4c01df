"""The pillar profile: where each pillar stands now, and where it has to get."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from bot.documents.charts.style import BAND, INK, NEEDED, NOW, PAPER, QUIET, Chart, remove_axes_frame, render_chart
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.assessment.assessment import PillarReadiness

_ROW = 0.36
_LEGEND = 0.75
_MOST = 4


def draw_pillar_profile(matter: PlanDocumentData) -> Chart:
    pillars = matter.assessment.pillars
    return render_chart(_LEGEND + _ROW * len(pillars), lambda axes: _draw_profile(axes, pillars, matter))


def _draw_profile(axes: Axes, pillars: Sequence[PillarReadiness], matter: PlanDocumentData) -> None:
    remove_axes_frame(axes)
    for row, readiness in enumerate(pillars):
        _draw_pillar(axes, row, readiness, matter.get_target_level())
    axes.set_xlim(-0.15, _MOST + 0.15)
    axes.set_ylim(len(pillars) - 0.5, -0.9)
    axes.set_yticks(range(len(pillars)), [matter.get_pillar_name(readiness.pillar) for readiness in pillars])
    axes.set_xticks(range(_MOST + 1), [f"{n} {matter.framework.get_level_name(n)}" for n in range(_MOST + 1)])
    axes.plot([], [], "o", color=NOW, markersize=7, label="now")
    axes.plot([], [], "D", color=NEEDED, markerfacecolor=PAPER, markersize=6.5, markeredgewidth=1.5, label="needed")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.97), ncols=2, frameon=False, fontsize=8, labelcolor=INK)


def _draw_pillar(axes: Axes, row: int, readiness: PillarReadiness, target: int) -> None:
    axes.plot([0, _MOST], [row, row], color=BAND, linewidth=9, solid_capstyle="round", zorder=1)
    if not readiness.known:
        axes.text(0.08, row, "unknown", fontsize=8, color=QUIET, va="center", style="italic", zorder=4)
    if readiness.known and readiness.mean < target:
        axes.plot([readiness.mean, target], [row, row], color=NOW, linewidth=1.6, zorder=2)
    axes.plot(target, row, "D", color=NEEDED, markerfacecolor=PAPER, markersize=6.5, markeredgewidth=1.5, zorder=3)
    if readiness.known:
        axes.plot(readiness.mean, row, "o", color=NOW, markersize=7, zorder=4)
        axes.text(readiness.mean, row - 0.27, f"{readiness.mean:.2f}", fontsize=7.5, color=INK, ha="center", zorder=5)
