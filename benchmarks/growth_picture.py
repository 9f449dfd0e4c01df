"""The picture of what grows: cost against pilots, turns, waiting events and workspaces, one line a database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INKS = {"status": "#1f3a5f", "list": "#c0562f", "Home": "#3b7d5c", "portfolio": "#8a6d3b", "digest": "#6c5b9e"}
INK = "#1f3a5f"
DASHES = {"SQLite": "-", "PostgreSQL": "--"}
_AROUND = 5
"""Turns of which a point is the median."""


def draw(found: Mapping[str, Any], path: Path) -> None:
    """`found`: by database, as `benchmarks.growth` measures it; PostgreSQL dashed."""
    figure = Figure(figsize=(10, 7), layout="constrained")
    (reads, turns), (waiting, workspaces) = figure.subplots(2, 2)
    for name, told in found.items():
        for what, by_seen in told["reads"].items():
            points = {int(seen): took["p99"] for seen, took in by_seen.items()}
            _draw_line(reads, points, name, INKS[what], what if name == next(iter(found)) else "")
        _draw_line(turns, _smooth({int(n): took for n, took in told["turns"].items()}), name, INK, name)
        _draw_line(waiting, _get_claims(told["waiting"]), name, INK, name)
        _draw_line(workspaces, _get_claims(told["workspaces"]), name, INK, name)
    reads.axhline(100, color="#c9d3e0", linewidth=1)
    reads.set(xscale="log", yscale="log")
    workspaces.set(xscale="log")
    _label(reads, "What is read, 99th percentile, ms", "pilots that its reader sees")
    _label(turns, "An answer, ms of a processor", "turn of the interview")
    _label(waiting, "An event claimed, ms", "events that wait for later")
    _label(workspaces, "An event claimed, ms", "workspaces in the database")
    figure.savefig(path, dpi=150)


def _get_claims(told: Mapping[Any, Any]) -> dict[int, float]:
    return {int(count): took["claimed"] for count, took in told.items()}


def _smooth(turns: dict[int, float]) -> dict[int, float]:
    costs: Sequence[float] = list(turns.values())
    half = _AROUND // 2
    return {place + 1: median(costs[max(0, place - half) : place + half + 1]) for place in range(len(costs))}


def _draw_line(axes: Axes, points: Mapping[int, float], database: str, ink: str, label: str) -> None:
    mark = "o" if len(points) < 10 else ""
    axes.plot(list(points), list(points.values()), DASHES[database], color=ink, marker=mark, markersize=3, label=label)


def _label(axes: Axes, title: str, across: str) -> None:
    axes.set_title(title, fontsize=9, loc="left")
    axes.set_xlabel(across, fontsize=8)
    axes.tick_params(labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    if axes.get_yscale() != "log":
        axes.set_ylim(bottom=0)
    axes.legend(fontsize=7, frameon=False)
