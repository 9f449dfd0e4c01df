"""How an overview of a pilot is told, in a line or a few, wherever pilots are listed."""

from datetime import date

from bot.domain.actions.progress import Progress, Standing
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.planning.plan import PlannedGate, ProductionPlan
from bot.domain.portfolio.overview import Overview
from bot.slack.blocks.actions.action import whose
from bot.slack.blocks.assessment.assessment import is_rated, stage_name
from bot.slack.blocks.interview.progress import how_far
from bot.slack.blocks.kit.text import AT_RISK, full_day, level_bar, listed, name, number, plain, quoted
from bot.wording.formatter import counted, day

_MOST = 3
_TITLE = 120
_REASON = 100


def stage(seen: Overview, framework: Framework) -> str:
    """pilot, was lab on Monday 2 November."""
    now = _now(seen, framework)
    if seen.assessment is None or not is_rated(seen.assessment):
        return now
    if seen.before is None or not is_rated(seen.before):
        return f"{now} since {day(seen.assessment.made_at.date())}"
    if seen.before.stage == seen.assessment.stage:
        return f"still {now}, as on {day(seen.before.made_at.date())}"
    was = stage_name(seen.before.stage, framework.of(seen.before.framework_version))
    return f"{now}, was {was} on {day(seen.before.made_at.date())}"


def _now(seen: Overview, framework: Framework) -> str:
    if seen.assessment is None:
        return "not assessed yet"
    framework = framework.of(seen.assessment.framework_version)
    return stage_name(seen.assessment.stage, framework) if is_rated(seen.assessment) else "can't be rated yet"


def bars(made: Assessment, framework: Framework) -> str:
    """Integration ▰▰▱▱ · Ownership ▰▱▱▱ · Governance ▰▰▱▱"""
    framework = framework.of(made.framework_version)
    found = ((pillar.name, made.readiness(pillar.id)) for pillar in framework.gating_pillars)
    return " · ".join(f"{called} {level_bar(item.mean if item.known else None)}" for called, item in found)


def trend(seen: Overview, framework: Framework) -> str:
    """The pillars that moved since the assessment before; empty where there is nothing to compare."""
    now, before = seen.assessment, seen.before
    if now is None or before is None:
        return ""
    framework = framework.of(now.framework_version)
    moved = [told for pillar in framework.pillars if (told := _moved(now, before, pillar.id, pillar.name))]
    when = day(before.made_at.date())
    return f"Since {when}: {', '.join(moved)}" if moved else f"Nothing changed since {when}"


def _moved(now: Assessment, before: Assessment, pillar: str, called: str) -> str:
    was = next((old for old in before.pillars if old.pillar == pillar), None)
    current = now.readiness(pillar)
    if was is None or (was.mean == current.mean and bool(was.known) == bool(current.known)):
        return ""
    told = [number(item.mean) if item.known else "unknown" for item in (was, current)]
    return f"{called.lower()} {told[0]} → {told[1]}"


def interview_state(seen: Overview, framework: Framework) -> str:
    if seen.interview is None:
        return "no interview yet"
    known = how_far(seen.interview, framework)
    return {
        "open": f"interview under way, {known}",
        "paused": f"interview paused, {known}",
        "closed": f"interview finished, {known}",
    }[seen.interview.status]


def week(plan: ProductionPlan, today: date) -> str:
    """Where a plan stands in its own weeks."""
    if today < plan.start:
        return f"plan starts {full_day(plan.start)}"
    if today > plan.end:
        return f"plan ended {full_day(plan.end)}"
    return f"week {(today - plan.start).days // 7 + 1} of {plan.weeks}"


def next_gate(plan: ProductionPlan, today: date) -> PlannedGate | None:
    return next((phase.gate for phase in plan.phases if phase.gate.due >= today), None)


def next_action(progress: Progress, today: date) -> str:
    """Next: Wire the data (Tomasz, Friday 11 December); empty where nothing is open."""
    ahead = progress.coming(1)
    if not ahead:
        return ""
    late = "was due " if ahead[0].overdue(today) else ""
    return f"Next: {plain(ahead[0].action.title, _TITLE)} ({whose(ahead[0])}, {late}{day(ahead[0].due)})"


def trouble_ahead(progress: Progress, today: date) -> str:
    """What is blocked and for how long, and how much is overdue; empty where all is well."""
    blocked = sorted(progress.in_state("blocked"), key=lambda s: -s.days_in_state(today))
    told = [
        f"{plain(s.action.title, _TITLE)}, {_how_long(s, today)} ({whose(s)}): {quoted(s.note, _REASON)}"
        for s in blocked[:_MOST]
    ]
    more = f"; and {len(blocked) - _MOST} more" if len(blocked) > _MOST else ""
    late = [s for s in progress.overdue(today) if s.state == "open"]
    parts = [
        f"{AT_RISK} {len(blocked)} blocked: {'; '.join(told)}{more}" if blocked else "",
        f"{AT_RISK} {counted(len(late), 'action')} overdue, the oldest since {day(min(s.due for s in late))}"
        if late
        else "",
    ]
    return "\n".join(part for part in parts if part)


def _how_long(standing: Standing, today: date) -> str:
    days = standing.days_in_state(today)
    return f"for {counted(days, 'day')}" if days else "since today"


def in_a_line(seen: Overview, framework: Framework) -> str:
    """*Freight invoice matching* · pilot · interview finished, 15 of 15 known"""
    return f"*{name(seen.pilot.name)}* · {_now(seen, framework)} · {interview_state(seen, framework)}"


def unknowns(made: Assessment, framework: Framework) -> str:
    framework = framework.of(made.framework_version)
    missing = [framework.criterion(rating.criterion).name for rating in made.ratings if not rating.known]
    if not missing:
        return ""
    return f"{counted(len(missing), 'thing')} nobody could say: {listed((f'_{m}_' for m in missing), 5)}"
