"""Long work in words: what is done ends with what it came to; nothing is said of what isn't."""

from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.framework.knowledge import Knowledge
from bot.domain.work.work_progress import PlanProgress, RatingProgress
from bot.wording.progress_words import render_step_lines, render_work_title


def test_a_pillar_of_which_nothing_is_known_is_unknown_and_not_zero(knowledge: Knowledge) -> None:
    pillar = knowledge.framework.pillars[0]
    nothing = PillarReadiness(pillar=pillar.id, mean=0.0, known=0, of=4)
    first, *others = render_step_lines(RatingProgress(pillars=knowledge.framework.pillars).finish_pillar(nothing))
    assert first == (pillar.id, f"{pillar.name}: unknown, 0 of 4 known", "complete")
    assert {step.status for step in others} == {"in_progress"}


def test_what_was_stopped_turns_no_more(knowledge: Knowledge) -> None:
    stopped = RatingProgress(pillars=knowledge.framework.pillars).stop()
    assert {step.status for step in render_step_lines(stopped)} == {"error"}
    assert render_work_title(stopped) == "Rating stopped"


def test_a_plan_goes_step_by_step(knowledge: Knowledge) -> None:
    assert [step.status for step in render_step_lines(PlanProgress(at="schedule"))] == [
        *["complete"] * 2,
        "in_progress",
        *["pending"] * 2,
    ]
    assert [step.status for step in render_step_lines(PlanProgress(at="schedule").stop())][2] == "error"
    assert {step.status for step in render_step_lines(PlanProgress().finish())} == {"complete"}
