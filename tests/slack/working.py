"""What is seen of long work, and what people may say of what came of it: part of the gallery."""

from collections.abc import Iterator

from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.framework.knowledge import Knowledge
from bot.domain.work.work_progress import PlanProgress, RatingProgress
from bot.slack.blocks.work import progress
from tests.slack import samples
from tests.slack.plain_text import Shown


def working(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    pillars = knowledge.framework.pillars
    under_way = RatingProgress(pillars=pillars).finish_pillar(
        PillarReadiness(pillar=pillars[0].id, mean=2.0, known=4, of=4)
    )
    yield "A rating under way", progress.build_progress_message(under_way)
    yield "A rating that stopped", progress.build_progress_message(under_way.stop())
    yield "Stop while it is rated", progress.build_rating_stopped_message(samples.a_finished_interview(knowledge))
    made = samples.an_assessment(knowledge.framework)
    drafted = samples.a_plan(knowledge, made)
    yield "A plan in the making", progress.build_progress_message(PlanProgress(at="wording", plan=drafted))
    yield "A plan that is made", progress.build_progress_message(PlanProgress(at=None, plan=drafted))
    yield "Stop while it is planned", progress.build_planning_stopped_message(made)
