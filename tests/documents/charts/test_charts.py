import struct

import pytest

from bot.documents.charts.charts import draw_plan_charts
from bot.documents.charts.style import WIDTH, Chart
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.contents.test_contents import Sample

EXTREMES = (samples.crowded, samples.with_nothing_to_do, samples.with_nothing_known)


@pytest.fixture(scope="module")
def charts(knowledge: Knowledge) -> dict[str, dict[str, Chart]]:
    """By sample."""
    return {sample.__name__: drawn(sample, knowledge) for sample in (samples.ordinary, *EXTREMES)}


def drawn(sample: Sample, knowledge: Knowledge) -> dict[str, Chart]:
    made = sample(knowledge)
    return dict(draw_plan_charts(PlanDocumentData(made.plan, made.assessment, knowledge.framework)))


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_every_plan_has_its_charts_at_print_resolution(charts: dict[str, dict[str, Chart]]) -> None:
    for of_plan in charts.values():
        assert set(of_plan) == {"pillars", "criteria", "timeline"}
        for chart in of_plan.values():
            width, height = size(chart.png)
            assert width == round(WIDTH * 300)
            assert height < 10 * 300, "a chart fits on a page"
            assert chart.svg.startswith("<?xml")


def test_the_same_plan_gives_the_same_pictures(charts: dict[str, dict[str, Chart]], knowledge: Knowledge) -> None:
    again = drawn(samples.ordinary, knowledge)
    assert {name: chart.png for name, chart in charts["ordinary"].items()} == {n: c.png for n, c in again.items()}


def test_a_longer_plan_takes_a_higher_timeline(charts: dict[str, dict[str, Chart]]) -> None:
    few, many = charts["ordinary"]["timeline"], charts["crowded"]["timeline"]
    assert size(many.png)[1] > size(few.png)[1]
