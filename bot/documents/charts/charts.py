"""Charts: the pictures of a plan's document, by the name that the outline gives them, and that of a portfolio."""

from collections.abc import Mapping
from threading import Lock

from bot.documents.charts.criteria import draw_criteria_heatmap
from bot.documents.charts.pillars import draw_pillar_profile
from bot.documents.charts.portfolio import draw_portfolio_heatmap
from bot.documents.charts.style import Chart
from bot.documents.charts.timeline import draw_timeline
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.portfolio import Portfolio

_DRAWN = {"pillars": draw_pillar_profile, "criteria": draw_criteria_heatmap, "timeline": draw_timeline}
_ONE_AT_A_TIME = Lock()
"""Matplotlib shares its fonts between threads unguarded."""


def draw_portfolio_chart(portfolio: Portfolio, framework: Framework) -> Chart:
    """The heatmap of all pilots that whoever gets it may see."""
    with _ONE_AT_A_TIME:
        return draw_portfolio_heatmap(portfolio, framework)


def draw_plan_charts(matter: PlanDocumentData) -> Mapping[str, Chart]:
    """All of them. Nobody's words are drawn: only the framework's names, numbers and dates."""
    with _ONE_AT_A_TIME:
        return {name: chart(matter) for name, chart in _DRAWN.items()}
