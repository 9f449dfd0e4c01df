"""The timeline: phases on the calendar, the actions in them by number, and the gates that end them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.documents.charts import style
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import format_short_day
from bot.domain.plan.action import Action
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.wording.gate_words import format_gate_day

_LANE = 0.145
_AROUND = 0.1
"""Inches that a phase keeps free above and below its lanes, taken together."""
_MARGINS = 0.75
_INSIDE = 5.2
"""Inches that the calendar takes of the width, about: what is left beside the names of the phases."""
_DIGIT, _LETTERING = 0.062, 6.2
_MOST_LABELS = 14


class _ActionBar(NamedTuple):
    number: int
    action: Action
    lane: int


class _PhaseBand(NamedTuple):
    planned: PlannedPhase
    bars: tuple[_ActionBar, ...]

    @property
    def height(self) -> float:
        return max(1, max((bar.lane for bar in self.bars), default=0) + 1) * _LANE + _AROUND


def draw_timeline(matter: PlanDocumentData) -> style.Chart:
    phases = [_PhaseBand(phase, _arrange_bars(phase, matter)) for phase in matter.plan.phases]
    return style.render_chart(
        _MARGINS + sum(phase.height for phase in phases), lambda axes: _draw_phases(axes, phases, matter.plan)
    )


def _count_plan_days(plan: ProductionPlan) -> int:
    return max(7, (plan.end - plan.start).days + 1)


def _arrange_bars(phase: PlannedPhase, matter: PlanDocumentData) -> tuple[_ActionBar, ...]:
    """Each action in the first lane where it and its number have room."""
    free: list[float] = []
    bars: list[_ActionBar] = []
    for action in sorted(matter.plan.list_phase_actions(phase.id), key=lambda a: (a.start, a.due)):
        start, number = (action.start - matter.plan.start).days, matter.get_action_number(action.id)
        lane = next((n for n, end in enumerate(free) if end <= start), len(free))
        free[lane : lane + 1] = [start + _count_occupied_days(action, number, matter.plan)]
        bars.append(_ActionBar(number, action, lane))
    return tuple(bars)


def _count_action_days(action: Action) -> int:
    return (action.due - action.start).days + 1


def _estimate_label_days(number: int, plan: ProductionPlan) -> float:
    """How many days of the calendar the number is wide."""
    return (len(str(number)) + 0.8) * _DIGIT * _count_plan_days(plan) / _INSIDE


def _has_room_for_label(action: Action, number: int, plan: ProductionPlan) -> bool:
    return _count_action_days(action) >= _estimate_label_days(number, plan)


def _count_occupied_days(action: Action, number: int, plan: ProductionPlan) -> float:
    return _count_action_days(action) + (
        0 if _has_room_for_label(action, number, plan) else _estimate_label_days(number, plan)
    )


def _draw_phases(axes: Axes, phases: Sequence[_PhaseBand], plan: ProductionPlan) -> None:
    style.remove_axes_frame(axes)
    top, middles = 0.0, []
    for phase in phases:
        _draw_phase(axes, top, phase, plan)
        middles.append(top + phase.height / 2)
        top += phase.height
    names = [f"{p.planned.name}\ngate {format_gate_day(p.planned.gate, format_short_day)}" for p in phases]
    axes.set_yticks(middles, names, linespacing=1.3)
    axes.set_ylim(top, 0)
    axes.set_xlim(-0.01 * _count_plan_days(plan), _count_plan_days(plan) * 1.015)
    axes.xaxis.tick_top()
    axes.set_xticks(*_select_week_ticks(plan))
    axes.tick_params(axis="x", labelsize=7, labelcolor=style.QUIET)
    axes.set_xlabel(_LEGEND, fontsize=7.5, color=style.QUIET, labelpad=6)


_LEGEND = "Bars are actions, ◆ gates; hollow: outlined, at the earliest. Weeks by their Monday."


def _draw_phase(axes: Axes, top: float, phase: _PhaseBand, plan: ProductionPlan) -> None:
    planned = phase.planned
    start, end = _to_day_offset(planned.start, plan), _to_day_offset(planned.end, plan) + 1
    axes.add_patch(
        Rectangle((start, top + 0.03), end - start, phase.height - 0.06, facecolor=style.BAND, edgecolor="none")
    )
    for bar in phase.bars:
        _draw_bar(axes, top + _AROUND / 2 + bar.lane * _LANE, bar, plan)
    axes.plot([end, end], [top + 0.03, top + phase.height - 0.03], color=style.NEEDED, linewidth=1.2, zorder=3)
    inside = style.NEEDED if planned.gate.due else style.PAPER
    marked = axes.plot(end, top + phase.height / 2, "D", color=style.NEEDED, markersize=5.5, zorder=4, clip_on=False)
    marked[0].set_markerfacecolor(inside)


def _draw_bar(axes: Axes, top: float, bar: _ActionBar, plan: ProductionPlan) -> None:
    start, length = _to_day_offset(bar.action.start, plan), _count_action_days(bar.action)
    inside = _has_room_for_label(bar.action, bar.number, plan)
    filled = style.LEVELS[3] if bar.action.is_committed else style.PAPER
    box = Rectangle((start + 0.08, top + 0.02), length - 0.16, _LANE - 0.04, facecolor=filled, edgecolor=style.NOW)
    box.set(linewidth=0.6, zorder=2)
    axes.add_patch(box)
    at = start + length / 2 if inside else start + length + 0.15
    words: dict[str, Any] = {
        "color": style.PAPER if inside and bar.action.is_committed else style.INK,
        "ha": "center" if inside else "left",
    }
    axes.text(at, top + _LANE / 2, str(bar.number), fontsize=_LETTERING, va="center_baseline", zorder=5, **words)


def _to_day_offset(when: date, plan: ProductionPlan) -> int:
    return (when - plan.start).days


def _select_week_ticks(plan: ProductionPlan) -> tuple[list[int], list[str]]:
    """Mondays, as many as have room."""
    monday = plan.start - timedelta(days=plan.start.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range(_count_plan_days(plan) // 7 + 2)]
    within = [day for day in mondays if plan.start - timedelta(days=1) <= day <= plan.end]
    shown = within[:: -(-len(within) // _MOST_LABELS)]
    return [_to_day_offset(when, plan) for when in shown], [f"{when.day} {when:%b}" for when in shown]
