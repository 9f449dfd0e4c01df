"""Notes of a plan: what a reader must know of how it was made, above all which gates had to move, and why."""

from collections.abc import Iterator

from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import dates_to_slot
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import RefusedWording
from bot.domain.planning.schedule import LEAST_WEEKS, MOST_WEEKS

_MOST_REFUSALS = 6
_FIELDS = {"title": "title", "deliverable": "deliverable", "exit": "exit criterion", "why": "reason"}


def list_plan_notes(plan: ProductionPlan) -> tuple[str, ...]:
    """Gates that moved and why, a plan longer than the framework's weeks, and steps that are provisional."""
    return tuple(_iter_plan_notes(plan))


def _iter_plan_notes(plan: ProductionPlan) -> Iterator[str]:
    for phase in plan.phases:
        allowed, own = phase.gate.allowed, plan.list_phase_actions(phase.id)
        if allowed is not None and phase.gate.week > allowed and own and phase.gate.due is not None:
            name, week = phase.id.replace("_", " "), phase.gate.week
            yield f"Gate {name} moves from week {allowed} to week {week}: {_explain_gate_move(phase, own, plan)}."
    if plan.weeks > MOST_WEEKS:
        yield (
            f"The whole way takes {plan.weeks} weeks at the least, longer than the {LEAST_WEEKS} to {MOST_WEEKS} weeks "
            "of an entry engagement: approvals, baselines and live steps have a least time, and people have other work."
        )
    if any(action.provisional for action in plan.actions):
        yield (
            "Actions marked provisional are steps of criteria of which nothing is known, planned because others wait "
            "for them. What is needed there is known once the question is answered; draft the plan again then."
        )


def _explain_gate_move(phase: PlannedPhase, own: tuple[Action, ...], plan: ProductionPlan) -> str:
    last = max(own, key=lambda action: action.due)
    if last.weeks[1] < phase.gate.week:
        return _explain_late_gate(phase, plan)
    if last.wished:
        return f"“{last.title}” was moved, and is due on {format_date(last.due)}"
    if other := _find_blocking_action(last, plan):
        return f"“{last.title}” waits for “{other.title}”, due {format_date(other.due)}"
    hands = f"{plan.team_size} people" if plan.team_size > 1 else "one person"
    return f"“{last.title}” is due only on {format_date(last.due)}, as early as {hands} can get to it"


def _explain_late_gate(phase: PlannedPhase, plan: ProductionPlan) -> str:
    earlier = plan.phases[: plan.phases.index(phase)]
    pushing = next((other for other in earlier if other.gate.week == phase.gate.week), None)
    return f"it follows gate {pushing.id.replace('_', ' ')}" if pushing else "that is where it was drafted"


def _find_blocking_action(action: Action, plan: ProductionPlan) -> Action | None:
    """What was over just when the action could begin."""
    calendar, others = plan.calendar, [plan.get_action(other) for other in action.depends_on]
    start = dates_to_slot(action.planned_dates, action.length_days, calendar).start
    ends = {other.id: dates_to_slot(other.planned_dates, other.length_days, calendar).end for other in others}
    return next((other for other in others if ends[other.id] == start), None)


def list_refusal_notes(plan: ProductionPlan) -> list[str]:
    """One note of the places that keep the library's words, and for which word; none where none does."""
    if not plan.refused:
        return []
    told = "; ".join(_describe_refusal(refused, plan) for refused in plan.refused[:_MOST_REFUSALS])
    more = len(plan.refused) - _MOST_REFUSALS
    places = "place keeps" if len(plan.refused) == 1 else "places keep"
    rest = f"; and {more} more" if more > 0 else ""
    return [f"{len(plan.refused)} {places} the library's wording in place of the language model's: {told}{rest}."]


def _describe_refusal(refused: RefusedWording, plan: ProductionPlan) -> str:
    word = f"“{refused.word}”, " if refused.word else ""
    return f"{_name_place(refused, plan)} ({word}{refused.why})"


def _name_place(refused: RefusedWording, plan: ProductionPlan) -> str:
    if refused.place == "summary":
        return f"sentence {refused.sentence} of the summary"
    numbers = {action.id: n for n, action in enumerate(plan.actions, start=1)}
    number = numbers.get(refused.id) if refused.place == "action" else None
    called = f"action {number}" if number else f"a {refused.place}" if refused.place == "risk" else "an action"
    return f"{called}, {_FIELDS[refused.field]}" if refused.field else called
