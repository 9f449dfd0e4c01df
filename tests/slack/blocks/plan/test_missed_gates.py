"""A gate that is missed is said aloud wherever its pilot is shown."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import Progress
from bot.domain.digest.pilot_week import StuckItem
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.overview import PilotOverview
from bot.slack.blocks.pilots import home, overview, status
from bot.slack.blocks.plan import canvas, plan
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_stuck_item
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.support.builders import a_plan, an_action

LATE = date(2026, 12, 20)
Surface = Callable[[PilotOverview, Framework], str]
SURFACES: dict[str, Surface] = {
    "status": lambda seen, framework: shown(status.build_status_message(seen, framework, LATE)),
    "list": lambda seen, framework: shown(status.build_pilot_list_message((seen,), framework, LATE)),
    "home": lambda seen, framework: str(home.build_app_home((), (seen,), framework, home.HomeViewer("U1", LATE))),
}


@pytest.fixture
def progress() -> Progress:
    drafted = a_plan(actions=(an_action("a", phase="wire"), an_action("b", phase="wire")))
    gate = drafted.phases[0].gate.model_copy(update={"due": date(2026, 12, 11), "name": "wire"})
    phase = drafted.phases[0].model_copy(update={"gate": gate})
    return Progress.from_steps(drafted.model_copy(update={"phases": (phase,)}), ())


@pytest.fixture
def seen(progress: Progress) -> PilotOverview:
    return PilotOverview(pilot=samples.PILOT, progress=progress)


@pytest.mark.parametrize("name", SURFACES)
def test_with_how_long_where_it_is_read_today(knowledge: Knowledge, seen: PilotOverview, name: str) -> None:
    told = SURFACES[name](seen, knowledge.framework)
    assert "Gate wire was due on Friday 11 December: 9 days ago, 2 of 2 actions open." in told


def test_without_the_days_where_it_is_read_on_other_days_too(progress: Progress) -> None:
    sentence = "Gate wire was due on Friday 11 December: 2 of 2 actions open."
    assert sentence in shown(plan.build_plan_message(progress, LATE))
    assert any(sentence in part.shown for part in canvas.build_canvas_parts(progress, LATE))
    assert sentence not in shown(plan.build_plan_message(progress, date(2026, 12, 11)))


def test_in_the_digest(progress: Progress) -> None:
    [missed] = list_missed_gates(progress, LATE)
    item = StuckItem(kind="gate", since=missed.due, days=missed.days, title="wire", count=missed.left, of=missed.of)
    told = render_stuck_item(item, PlainTextFormatter())
    assert told == "gate wire was due on Friday 11 December: 9 days ago, 2 of 2 actions open"


def test_nothing_is_said_of_a_gate_that_is_not_missed(progress: Progress) -> None:
    assert overview.format_missed_gates(progress, date(2026, 12, 11)) == ""
