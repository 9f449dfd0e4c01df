"""The plan as Markdown that a leader can read from top to bottom, or put down after the first page."""

from collections.abc import Iterator

from bot.documents.markdown_actions import phase_sections
from bot.documents.markdown_tables import (
    decision_section,
    open_question_section,
    responsibility_section,
    risk_section,
    system_section,
    value_section,
)
from bot.documents.markdown_text import OPEN, day, numbers, plain, short_day, span, table
from bot.domain.assessment import Assessment
from bot.domain.framework import Framework
from bot.domain.plan import PlannedGap, ProductionPlan
from bot.domain.signs import bar

_OFFLINE = "offline"


def plan_markdown(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> str:
    parts = (
        _opening(plan, assessment),
        _standing(assessment, framework),
        _gaps(plan, framework),
        _phases(plan),
        phase_sections(plan, assessment, framework),
        system_section(plan, assessment),
        decision_section(plan, assessment),
        responsibility_section(plan),
        value_section(plan, assessment, framework),
        risk_section(plan, assessment),
        open_question_section(plan),
        _derivation(plan, assessment, framework),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _opening(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    yield f"# {plain(plan.pilot.name)}: from pilot to production"
    yield ""
    yield f"Production plan of {day(plan.made_at.date())}. {plain(_readers(plan, assessment))}"
    yield ""
    yield "## In short"
    yield ""
    yield " ".join(plain(sentence) for sentence in plan.summary)
    yield ""


def _readers(plan: ProductionPlan, assessment: Assessment) -> str:
    if assessment.analyst == _OFFLINE and plan.analyst == _OFFLINE:
        return "No language model was used: rules read and rated the answers, and the library words the plan."
    read = "rules, without a language model" if assessment.analyst == _OFFLINE else assessment.analyst
    worded = "in the library's own wording" if plan.analyst == _OFFLINE else f"worded by {plan.analyst}"
    return f"The answers were read and rated by {read}; the actions were chosen and dated by rule, and are {worded}."


def _standing(assessment: Assessment, framework: Framework) -> Iterator[str]:
    stage = next(rule for rule in framework.stages if rule.id == assessment.stage)
    yield "## Where it stands"
    yield ""
    yield f"Stage: **{stage.name}**. The weakest of the first three pillars decides; the value case isn't counted."
    yield ""
    rows = []
    for readiness in assessment.pillars:
        known = f"{readiness.known} of {readiness.of}"
        shown = f"{bar(readiness.mean)} {readiness.mean:.1f}" if readiness.known else bar(None)
        rows.append((framework.pillar(readiness.pillar).name, shown, known))
    yield from table(("Pillar", "Readiness, of 4", "Criteria known"), rows)
    yield ""


def _gaps(plan: ProductionPlan, framework: Framework) -> Iterator[str]:
    gaps = plan.gaps
    yield "## What holds it back"
    yield ""
    if gaps:
        yield "In the order in which it blocks the next stage. The last column says which actions close it."
        yield ""
        rows = [_gap_row(gap, plan, framework) for gap in gaps]
        yield from table(("Criterion", "Now", "What is there", _needs(plan), "Actions"), rows)
        yield ""
    short = {gap.criterion for gap in gaps}
    enough = [criterion.name for criterion in framework.criteria if criterion.id not in short]
    if enough:
        yield f"Already where it needs to be: {', '.join(enough)}."
        yield ""


def _needs(plan: ProductionPlan) -> str:
    return "What a production candidate needs" if plan.target_stage == "candidate" else "What production needs"


def _gap_row(gap: PlannedGap, plan: ProductionPlan, framework: Framework) -> tuple[str, ...]:
    criterion = framework.criterion(gap.criterion)
    now = "Nobody could say." if gap.now is None else criterion.ladder[gap.now]
    needed = criterion.ladder[gap.target]
    if gap.kind == "disagreement":
        now, needed = "Two people say opposite things; rated by the weaker claim.", "One answer that both stand by."
    actions = numbers(plan.number(action) for action in gap.actions)
    return criterion.name, bar(gap.now), plain(now), plain(needed), actions


def _phases(plan: ProductionPlan) -> Iterator[str]:
    yield "## The way there"
    yield ""
    rows = [
        (
            f"**{phase.name}**",
            span(phase.weeks),
            f"week {phase.gate.week}, {short_day(phase.gate.due)}",
            plain(phase.gate.ends_with),
        )
        if plan.actions_of(phase.id) or not plan.only_finds_out
        else (f"**{phase.name}**", "in the new draft", "–", plain(phase.gate.ends_with))
        for phase in plan.phases
    ]
    yield from table(("Phase", "When", "Gate", "Go when"), rows)
    yield ""
    for note in plan.notes:
        yield plain(note)
        yield ""


def _derivation(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Iterator[str]:
    yield "## How this was made"
    yield ""
    for text in (
        f"Levels: 0 absent, 1 lab, 2 pilot, 3 designed, 4 proven, read from what the team said. Framework version "
        f"{framework.version}, after {framework.source.citation}.",
        "Readiness of a pillar: the mean of its criteria, an unknown one counted as 0.",
        f"Target of every criterion: level {_target(plan)}, which the stage *{plan.target_stage}* asks for next.",
        f"Actions: chosen by rule from a library (version {plan.practices_version}). Each closes a step between the "
        "level now and the target, settles a disagreement, or finds out what nobody could say.",
        f"Dates: working days from {day(plan.start)}, {_hands(plan)}, each action after those it depends on. Effort is "
        "working time; the weeks up to a gate leave room for waiting on others.",
        f"Names, systems, numbers and dates are the team's own. What nobody named is marked {OPEN}.",
        f"Assessment {plain(plan.assessment_id)}, plan {plain(plan.id)}.",
    ):
        yield f"- {text}"


def _target(plan: ProductionPlan) -> int:
    return 4 if plan.target_stage == "production" else 3


def _hands(plan: ProductionPlan) -> str:
    return f"{plan.team_size} people side by side" if plan.team_size > 1 else "one person at work"
