"""On demand: what draws and typesets is loaded with the first document that is made, not when the program starts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.portfolio import Portfolio


def write_documents(
    directory: Path, assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> tuple[Path, ...]:
    """As `bot.documents.files` does."""
    from bot.documents import files

    return files.write_documents(directory, assessment, plan, knowledge)


def render_documents(
    names: Sequence[str], assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> Mapping[str, bytes]:
    """By name, as `bot.documents.files` names them."""
    from bot.documents import files

    return files.render_documents(names, assessment, plan, knowledge)


def draw_heatmap(seen: Portfolio, knowledge: Knowledge) -> bytes:
    """As a PNG."""
    from bot.documents.charts.charts import draw_portfolio_chart

    return draw_portfolio_chart(seen, knowledge.framework).png
