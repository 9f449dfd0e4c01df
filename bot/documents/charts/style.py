"""How charts look: one width, one scale of colours that holds without colour too, and the same words as the text."""

from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

WIDTH = 6.5
"""Inches: what stands between the margins of a page."""
INK, QUIET, PAPER, BAND = "#1b2733", "#5b6b7a", "#ffffff", "#eef2f6"
NOW, NEEDED = "#1f3a5f", "#b3541e"
LEVELS = ("#f3f6f9", "#d3e0ec", "#9fbcd6", "#43719e", "#1f3a5f")
"""From level 0 to 4: each step darker, so that it reads in grey and by the colour-blind."""
_DARK_FROM = 3
_DPI = 300


class Chart(NamedTuple):
    png: bytes
    """At print resolution."""
    svg: str


def select_ink_colour(level: int | None) -> str:
    """The colour of words on a level's colour."""
    return PAPER if level is not None and level >= _DARK_FROM else INK


def render_chart(height: float, draw: Callable[[Axes], None]) -> Chart:
    """One chart, `height` inches high."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained", facecolor=PAPER)
    draw(figure.add_subplot())
    png, svg = BytesIO(), BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
    figure.set_layout_engine("none")  # what was laid out for the first stays for the second
    FigureCanvasSVG(figure)
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Chart(png.getvalue(), svg.getvalue().decode())


def remove_axes_frame(axes: Axes) -> None:
    """No frame and no tick marks: only what carries meaning."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=8, labelcolor=INK, pad=4)
