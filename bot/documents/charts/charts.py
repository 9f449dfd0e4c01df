"""Charts: the pictures of a plan's document, by the name that the outline gives them, and that of a portfolio."""

from collections.abc import Mapping
from threading import Lock

from bot.documents.charts.criteria import heatmap
from bot.documents.charts.pillars import pillar_profile
from bot.documents.charts.portfolio import portfolio_heatmap
from bot.documents.charts.style import Chart
from bot.documents.charts.timeline import timeline
from bot.documents.contents.plan_document import Matter
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.portfolio import Portfolio

_DRAWN = {"pillars": pillar_profile, "criteria": heatmap, "timeline": timeline}
_ONE_AT_A_TIME = Lock()
"""Matplotlib shares its fonts between threads unguarded."""


def draw_portfolio(portfolio: Portfolio, framework: Framework) -> Chart:
    """The heatmap of all pilots that whoever gets it may see."""
    with _ONE_AT_A_TIME:
        return portfolio_heatmap(portfolio, framework)


def draw(matter: Matter) -> Mapping[str, Chart]:
    """All of them. Nobody's words are drawn: only the framework's names, numbers and dates."""
    with _ONE_AT_A_TIME:
        return {name: chart(matter) for name, chart in _DRAWN.items()}
