"""How an overview of a pilot is told, in a line or a few, wherever pilots are listed."""

from datetime import date

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.asking.open_state import find_interview_state
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.phrases import format_date
from bot.domain.framework.framework import Framework
from bot.domain.plan.phase import PlannedGate
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.overview import ListedPilot, PilotOverview, SeenAssessment, SeenInterview
from bot.slack.blocks.actions.action import format_action_owner
from bot.slack.blocks.assessment.assessment import get_stage_name
from bot.slack.blocks.interview.progress import format_progress
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_bar, format_list, format_name, format_quote
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day, format_mean
from bot.wording.gate_words import describe_missed_gate
from bot.wording.unknowns import group_unknowns

_MOST = 3
_TITLE = 120
_REASON = 100


def format_stage(seen: ListedPilot, framework: Framework) -> str:
    """pilot, was lab on Monday 2 November."""
    now = _format_current_stage(seen, framework)
    if seen.assessment is None or not seen.assessment.is_rated:
        return now
    if seen.before is None or not seen.before.is_rated:
        return f"{now} since {format_day(seen.assessment.made_at.date())}"
    if seen.before.stage == seen.assessment.stage:
        return f"still {now}, as on {format_day(seen.before.made_at.date())}"
    was = get_stage_name(seen.before.stage, framework.get_version(seen.before.framework_version))
    return f"{now}, was {was} on {format_day(seen.before.made_at.date())}"


def _format_current_stage(seen: ListedPilot, framework: Framework) -> str:
    if seen.assessment is None:
        return "not assessed yet"
    framework = framework.get_version(seen.assessment.framework_version)
    return get_stage_name(seen.assessment.stage, framework) if seen.assessment.is_rated else "can't be rated yet"


def format_pillar_bars(made: SeenAssessment, framework: Framework) -> str:
    """Integration ▰▰▱▱ · Ownership ▰▱▱▱ · Governance ▰▰▱▱"""
    framework = framework.get_version(made.framework_version)
    found = ((pillar.name, made.get_pillar_readiness(pillar.id)) for pillar in framework.gating_pillars)
    return " · ".join(f"{called} {format_bar(item.mean if item.known else None)}" for called, item in found)


def format_trend(seen: ListedPilot, framework: Framework) -> str:
    """The pillars that moved since the assessment before; empty where there is nothing to compare."""
    now, before = seen.assessment, seen.before
    if now is None or before is None:
        return ""
    framework = framework.get_version(now.framework_version)
    moved = [told for p in framework.pillars if (told := _format_pillar_change(now, before, p.id, p.name))]
    when = format_day(before.made_at.date())
    return f"Since {when}: {', '.join(moved)}" if moved else f"Nothing changed since {when}"


def _format_pillar_change(now: SeenAssessment, before: SeenAssessment, pillar: str, called: str) -> str:
    was = next((old for old in before.pillars if old.pillar == pillar), None)
    current = now.get_pillar_readiness(pillar)
    if was is None or (was.mean == current.mean and bool(was.known) == bool(current.known)):
        return ""
    told = [format_mean(item.mean) if item.known else "unknown" for item in (was, current)]
    return f"{called.lower()} {told[0]} → {told[1]}"


def format_interview_state(seen: ListedPilot, framework: Framework) -> str:
    if seen.interview is None:
        return "no interview yet"
    known = format_progress(seen.interview, framework)
    state = {"open": "under way", "paused": "paused", "closed": "finished"}[seen.interview.status]
    return f"interview {state}, {known}{_format_waiting(seen.interview, seen.viewer)}"


def _format_waiting(interview: SeenInterview, viewer: str) -> str:
    """Whose move it is; nothing where anybody who takes part may make it, or nobody need."""
    now = find_interview_state(interview)
    if now.kind == "summary":
        return ", its summary waits to be judged"
    if now.kind == "model_away":
        return ", answers wait for the language model"
    others = [person for person in now.waits_for if person != viewer]
    names = ["you"] * (viewer in now.waits_for) + [escape_text(interview.get_person(p).first_name) for p in others]
    return f", waits for {format_list(names, _MOST)}" if names and now.kind in {"question", "stopped"} else ""


def format_plan_week(plan: ProductionPlan, today: date) -> str:
    """Where a plan stands in its own weeks."""
    if today < plan.start:
        return f"plan starts {format_date(plan.start)}"
    if today > plan.end:
        return f"plan ended {format_date(plan.end)}"
    return f"week {(today - plan.start).days // 7 + 1} of {plan.weeks}"


def find_next_gate(plan: ProductionPlan, today: date) -> PlannedGate | None:
    return next((phase.gate for phase in plan.phases if phase.gate.due is None or phase.gate.due >= today), None)


def format_next_action(progress: Progress, today: date, viewer: str = "") -> str:
    """Next: Wire the data (Tomasz, Friday 11 December); empty where nothing is open."""
    ahead = progress.list_upcoming(1)
    if not ahead:
        return ""
    late = "was due " if ahead[0].is_overdue(today) else ""
    return (
        f"Next: {escape_text(ahead[0].action.title, _TITLE)} ({format_action_owner(ahead[0], viewer)}, "
        f"{late}{format_day(ahead[0].due)})"
    )


def format_missed_gates(progress: Progress, today: date) -> str:
    """Each in a sentence; empty where none is missed."""
    told = (escape_text(describe_missed_gate(missed)) for missed in list_missed_gates(progress, today))
    return "\n".join(f"{AT_RISK} {sentence}" for sentence in told)


def format_plan_problems(progress: Progress, today: date, viewer: str = "") -> str:
    """What is blocked and for how long, and how much is overdue; empty where all is well."""
    blocked = sorted(progress.list_in_state("blocked"), key=lambda s: -s.days_in_state(today))
    told = [
        (
            f"{escape_text(s.action.title, _TITLE)}, {_format_blocked_duration(s, today)} "
            f"({format_action_owner(s, viewer)}): {format_quote(s.note, _REASON)}"
        )
        for s in blocked[:_MOST]
    ]
    more = f"; and {len(blocked) - _MOST} more" if len(blocked) > _MOST else ""
    late = [s for s in progress.list_overdue(today) if s.state == "open"]
    oldest = format_day(min((s.due for s in late), default=today))
    parts = [
        f"{AT_RISK} {len(blocked)} blocked: {'; '.join(told)}{more}" if blocked else "",
        f"{AT_RISK} {format_count(len(late), 'action')} overdue, the oldest since {oldest}" if late else "",
    ]
    return "\n".join(part for part in parts if part)


def _format_blocked_duration(standing: ActionStatus, today: date) -> str:
    days = standing.days_in_state(today)
    return f"for {format_count(days, 'day')}" if days else "since today"


def format_pilot_line(seen: ListedPilot, framework: Framework, today: date | None = None) -> str:
    """*Freight invoice matching* · pilot · interview finished, 15 of 15 known; under it the gates that are missed."""
    line = (
        f"*{format_name(seen.pilot.name)}* · {_format_current_stage(seen, framework)} · "
        f"{format_interview_state(seen, framework)}"
    )
    missed = format_missed_gates(seen.progress, today) if seen.progress is not None and today is not None else ""
    return f"{line}\n{missed}" if missed else line


def format_unknowns(made: Assessment, framework: Framework) -> str:
    framework = framework.get_version(made.framework_version)
    return "; ".join(
        f"{len(names)} {why}: {format_list((f'_{name}_' for name in names), 5)}"
        for why, names in group_unknowns(made, framework)
    )


def build_next_buttons(seen: PilotOverview, reference: Reference) -> list[kit.Element]:
    """To go on with what was not asked comes before a plan, to assess again after it."""
    unfinished = seen.assessment is not None and seen.assessment.stage_basis != "rated"
    called = "Go on with the interview" if unfinished else "Assess it again"
    again = [kit.build_button(called, "pilot_again", reference)] if seen.can_be_reassessed and seen.may_steer else []
    plan = (
        [kit.build_button("Make the plan", "plan_make", reference)]
        if seen.assessment and not seen.plan and seen.may_steer
        else []
    )
    return [*again, *plan] if unfinished else [*plan, *again]
