"""How a plan differs from its revision: which actions and gates stand on other days, and because of what."""

from collections.abc import Iterator

from bot.domain.actions.tracked_action import Followed
from bot.domain.replanning.difference import MovedAction, PlanDifference
from bot.slack.blocks.actions.action import whose
from bot.slack.blocks.kit.text import AT_RISK, full_day, plain
from bot.wording.formatter import counted, day

_MOST = 12
_TITLE = 100


def difference_lines(at: Followed, shown: PlanDifference) -> list[str]:
    """A line for each thing that changes, and why. `at`: the action that was asked for, in either of the two plans."""
    if shown.empty:
        return ["Nothing: it stands there already."]
    asked_first = sorted(shown.actions, key=lambda moved: moved.action_id != at.action.id)
    lines = [_action(at, moved) for moved in asked_first]
    more = len(lines) - _MOST
    rest = [f"and {counted(more, 'more action')}"] if more > 0 else []
    return [*lines[:_MOST], *rest, *_gates(shown), *_end(shown)]


def _action(at: Followed, moved: MovedAction) -> str:
    standing = at.progress.standing(moved.action_id)
    return (
        f"• {at.plan.number(moved.action_id)}. {plain(standing.action.title, _TITLE)} ({whose(standing)}): "
        f"{day(moved.before.due)} → *{day(moved.after.due)}*{_why(at, moved)}"
    )


def _why(at: Followed, moved: MovedAction) -> str:
    if moved.action_id == at.action.id:
        return ""
    if moved.because and at.progress.has(moved.because):
        return f", since it waits for {at.plan.number(moved.because)}"
    return ", when the team has hands free for it"


def _gates(shown: PlanDifference) -> Iterator[str]:
    for gate in shown.gates:
        yield f"• gate *{plain(gate.name, 40)}*: {day(gate.before)} → *{day(gate.after)}*"


def _end(shown: PlanDifference) -> Iterator[str]:
    before, after = shown.end
    if before != after:
        yield f"The plan ends on {full_day(after)}, after {counted(shown.weeks[1], 'week')}."
    if shown.too_long:
        yield f"{AT_RISK} That is longer than a plan should take: consider what can be left out, or who can help."
