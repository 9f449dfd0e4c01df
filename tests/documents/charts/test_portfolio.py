"""The heatmap of a portfolio as a picture: whatever the pilots are called, and however many there are."""

from datetime import timedelta

from bot.documents.charts.charts import draw_portfolio_chart
from bot.documents.charts.portfolio import MOST_ROWS
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, compute_portfolio
from tests.documents.charts.test_charts import size
from tests.documents.samples import HOSTILE
from tests.seeded.story import NOW


def of_pilots(knowledge: Knowledge, *names: str) -> Portfolio:
    begun = NOW - timedelta(days=1)
    tracks = [PilotHistory(pilot=Pilot(id=f"p{n}", name=name), started_at=begun) for n, name in enumerate(names)]
    return compute_portfolio(tracks, NOW, knowledge)


def test_the_nine_are_a_picture_and_the_same_nine_the_same_picture(
    seeded_portfolio: Portfolio, knowledge: Knowledge
) -> None:
    chart = draw_portfolio_chart(seeded_portfolio, knowledge.framework)
    assert size(chart.png)[0] > size(chart.png)[1] > 600
    assert all(row.pilot.name in chart.svg for row in seeded_portfolio.rows)
    assert draw_portfolio_chart(seeded_portfolio, knowledge.framework).png == chart.png


def test_each_row_says_its_stage_and_who_answers_for_it(seeded_portfolio: Portfolio, knowledge: Knowledge) -> None:
    rows = [row.model_copy(update={"owner": f"Owner {n}"}) for n, row in enumerate(seeded_portfolio.rows)]
    owned = seeded_portfolio.model_copy(update={"rows": tuple(rows)})
    svg = draw_portfolio_chart(owned, knowledge.framework).svg
    stages = {knowledge.framework.get_stage(row.stage).name for row in rows if row.stage}
    assert all(words in svg for words in {"Stage", "Owner", *stages, *(row.owner for row in rows)})
    assert "nobody named" in draw_portfolio_chart(of_pilots(knowledge, "Freight"), knowledge.framework).svg


def test_names_that_no_font_has_and_names_that_mean_something_to_a_drawing_do_no_harm(knowledge: Knowledge) -> None:
    """Warnings are errors here: a letter that is missing would raise one."""
    chart = draw_portfolio_chart(of_pilots(knowledge, HOSTILE, "漢字かな", "$\\frac{1}{0}$", " "), knowledge.framework)
    assert size(chart.png)[1] > 0


def test_two_hundred_pilots_fit_a_page(knowledge: Knowledge) -> None:
    many = draw_portfolio_chart(of_pilots(knowledge, *(f"Pilot {n}" for n in range(200))), knowledge.framework)
    assert size(many.png)[1] < 11 * 300
    assert f"and {200 - MOST_ROWS} more" in many.svg


def test_no_pilot_is_an_empty_frame(knowledge: Knowledge) -> None:
    assert size(draw_portfolio_chart(of_pilots(knowledge), knowledge.framework).png)[1] > 0
