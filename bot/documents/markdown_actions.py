"""The phases of a plan as Markdown: each action with its reason, then the gate."""

from collections.abc import Iterator

from bot.documents.markdown_text import bullets, day, effort, numbers, plain, quoted, short_day, span
from bot.domain.assessment import Assessment
from bot.domain.framework import Framework
from bot.domain.plan import Action, PlannedPhase, ProductionPlan
from bot.domain.signs import bar


def phase_sections(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Iterator[str]:
    for phase in plan.phases:
        yield f"## {phase.name}, {span(phase.weeks)}"
        yield ""
        actions = plan.actions_of(phase.id)
        if not actions:
            if plan.only_finds_out:
                yield "Not planned yet: too little is known. It follows in the draft after *align*."
                continue
            yield "Nothing to do here: what this phase brings is there already. The gate confirms it."
            yield ""
        for action in actions:
            yield from _action(action, plan, assessment, framework)
        yield from _gate(phase, plan)


def _action(action: Action, plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Iterator[str]:
    yield f"### {plan.number(action.id)}. {plain(action.title)}{' (provisional)' if action.provisional else ''}"
    yield ""
    work = f" · {effort(action.effort_days)}"
    who = f"{plain(action.person_name)}, {action.role_name.lower()}" if action.person_name else action.role_name
    waits = numbers(plan.number(other) for other in action.depends_on)
    after = f" · after {waits}" if waits else ""
    yield from bullets(
        (
            f"**Who and when:** {who} · {_dates(action)}{work}{after}",
            f"**Why:** {_why(action, plan, assessment, framework)}",
            f"**Delivers:** {plain(action.deliverable)}",
            f"**Done when:** {plain(action.exit)}",
        )
    )
    yield ""


def _dates(action: Action) -> str:
    if action.start == action.due:
        return short_day(action.due)
    return f"{short_day(action.start)} to {short_day(action.due)}"


def _why(action: Action, plan: ProductionPlan, assessment: Assessment, framework: Framework) -> str:
    """The reason in full where it first comes up; later actions with the same reason point there."""
    name = framework.criterion(action.criterion).name
    head = f"{name} {bar(action.now)}"
    reasons = {reason.text for reason in action.because}
    first = next(a for a in plan.actions if reasons <= {reason.text for reason in a.because})
    if first.id != action.id:
        return f"{head}, as for action {plan.number(first.id)}"
    said = [
        quoted(reason.text, assessment.person(reason.speaker).name) if reason.speaker else plain(reason.text)
        for reason in action.because
    ]
    return f"{head}: {' · '.join(said)}" if action.gap != "unknown" else f"{head}. {' '.join(said)}"


def _gate(phase: PlannedPhase, plan: ProductionPlan) -> Iterator[str]:
    gate = phase.gate
    yield f"**Gate {gate.name}, {day(gate.due)} (week {gate.week}). Go when:**"
    yield ""
    yield from bullets(plain(criterion) for criterion in gate.criteria)
    if gate.actions:
        many = "Action" if len(gate.actions) == 1 else "Actions"
        has = "has met its" if len(gate.actions) == 1 else "have met their"
        yield f"- {many} {numbers(plan.number(action) for action in gate.actions)} {has} “done when”."
    yield ""
