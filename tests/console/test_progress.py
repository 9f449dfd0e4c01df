"""In the terminal long work tells what it has done, a line a step, and quick work nothing."""

import pytest

from bot.console.progress import ConsoleReporter
from bot.console.render import new_console
from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.framework.knowledge import Knowledge
from bot.domain.work.work_progress import RatingProgress


@pytest.mark.parametrize(("patience", "printed"), [(0.0, True), (60.0, False)])
def test_each_pillar_is_told_once_after_a_while(knowledge: Knowledge, *, patience: float, printed: bool) -> None:
    console, framework = new_console(), knowledge.framework
    reporter, progress = ConsoleReporter(console, patience), RatingProgress(pillars=framework.pillars)
    with console.capture() as said:
        for pillar in framework.pillars:
            progress = progress.finish_pillar(PillarReadiness(pillar=pillar.id, mean=1.25, known=3, of=4))
            reporter.show(progress)
        reporter.show(progress.finish())
    lines = [f"{pillar.name}: 1.25, 3 of 4 known" for pillar in framework.pillars]
    assert said.get().split("\n")[:-1] == (lines if printed else [])
