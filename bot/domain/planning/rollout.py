"""Roll-out: the four steps to live proof, each with its action and its range, or the words that show it is done."""

from collections.abc import Sequence
from typing import get_args

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.framework.framework import Framework
from bot.domain.framework.practice import Exposure, Practices
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.rollout import RolloutStep
from bot.domain.plan_contents.reasons import list_reasons

_MOST_NEEDS = 5


def build_rollout(
    actions: Sequence[Action], assessment: Assessment, framework: Framework, library: Practices
) -> tuple[RolloutStep, ...]:
    """All four, in order. Without an action a step lies behind the team: its words show it."""
    steps: tuple[Exposure, ...] = get_args(Exposure)
    taken = {action.exposure: action for action in actions if action.exposure is not None}
    return tuple(
        _build_step(taken[step], actions) if step in taken else _build_done_step(step, assessment, framework, library)
        for step in steps
    )


def _build_step(action: Action, actions: Sequence[Action]) -> RolloutStep:
    assert action.exposure is not None
    waits = [other for other in actions if other.id in action.depends_on]
    needs = [other.title for other in sorted(waits, key=lambda other: other.due, reverse=True)[:_MOST_NEEDS]]
    return RolloutStep(
        step=action.exposure,
        action=action.id,
        earliest=action.start,
        latest=action.latest or action.due,
        least_days=round(action.length_days),
        needs=tuple(needs),
    )


def _build_done_step(step: Exposure, assessment: Assessment, framework: Framework, library: Practices) -> RolloutStep:
    criterion = next((practice.criterion for practice in library.practices if practice.exposure == step), None)
    return RolloutStep(step=step, there=_list_words(criterion, assessment, framework) if criterion else ())


def _list_words(criterion: str, assessment: Assessment, framework: Framework) -> tuple[Reason, ...]:
    rating = assessment.get_rating(criterion)
    if rating.level is None:
        return ()
    return list_reasons(
        Gap(criterion=criterion, kind="level", now=rating.level, target=rating.level), assessment, framework
    )
