"""How a plan differs from its revision: which actions and gates stand on other days, and because of what."""

from collections.abc import Iterator

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.phrases import format_date
from bot.domain.replanning.difference import MovedAction, PlanDifference
from bot.slack.blocks.actions.action import format_action_owner
from bot.slack.blocks.kit.phrases import AT_RISK
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day

_MOST = 12
_TITLE = 100


def format_plan_difference(at: TrackedAction, shown: PlanDifference) -> list[str]:
    """A line for each thing that changes, and why. `at`: the action that was asked for, in either of the two plans."""
    if shown.is_empty:
        return ["Nothing: it stands there already."]
    asked_first = sorted(shown.actions, key=lambda moved: moved.action_id != at.action.id)
    lines = [_format_moved_action(at, moved) for moved in asked_first]
    more = len(lines) - _MOST
    rest = [f"and {format_count(more, 'more action')}"] if more > 0 else []
    return [*lines[:_MOST], *rest, *_format_moved_gates(shown), *_format_plan_end(shown)]


def _format_moved_action(at: TrackedAction, moved: MovedAction) -> str:
    standing = at.progress.get_status(moved.action_id)
    return (
        f"• {at.plan.get_action_number(moved.action_id)}. {escape_text(standing.action.title, _TITLE)} "
        f"({format_action_owner(standing)}): "
        f"{format_day(moved.before.due)} → *{format_day(moved.after.due)}*{_format_move_reason(at, moved)}"
    )


def _format_move_reason(at: TrackedAction, moved: MovedAction) -> str:
    if moved.action_id == at.action.id:
        return ""
    if moved.because and at.progress.has_action(moved.because):
        return f", since it waits for {at.plan.get_action_number(moved.because)}"
    return ", when the team has hands free for it"


def _format_moved_gates(shown: PlanDifference) -> Iterator[str]:
    for gate in shown.gates:
        when = "not before " if gate.outlined else ""
        yield f"• gate *{escape_text(gate.name, 40)}*: {when}{format_day(gate.before)} → *{format_day(gate.after)}*"


def _format_plan_end(shown: PlanDifference) -> Iterator[str]:
    before, after = shown.end
    if before != after:
        yield f"The plan ends on {format_date(after)}, after {format_count(shown.weeks[1], 'week')}."
    if shown.is_too_long:
        yield f"{AT_RISK} That is longer than a plan should take: consider what can be left out, or who can help."
