"""From everything known of a pilot to what moved in it since the last digest, what is stuck, what comes next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.actions.progress import Progress, Standing, State
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.digest.digest_input import Dossier, Period
from bot.domain.digest.pilot_week import (
    Ahead,
    Blocker,
    Dispute,
    Finished,
    LevelMove,
    PillarMove,
    PilotWeek,
    PlanNews,
    Stuck,
)
from bot.domain.framework.framework import Framework
from bot.domain.planning.plan import ProductionPlan
from bot.domain.reassessment.comparison import Comparison, compare

_AHEAD = timedelta(weeks=1)
_SILENT_DAYS = 3
"""An interview that has waited no longer is not stuck: people have other work."""


def week_of(dossier: Dossier, period: Period, framework: Framework) -> PilotWeek:
    before, now = dossier.stood(period.since), dossier.stood(period.until)
    progress, today = dossier.progress, period.until.date()
    made = dossier.now
    compared = compare(dossier.before, made, framework) if dossier.before and made else None
    return PilotWeek(
        pilot=dossier.team.pilot,
        stage_before=before.stage if before else None,
        stage=now.stage if now else None,
        pillars=tuple(_pillars(compared)) if compared else (),
        moves=tuple(_moves(compared, made)) if compared and made else (),
        disputes=tuple(_disputes(compared, made)) if compared and made else (),
        plan=_plan_news(dossier, period),
        done=tuple(_done(dossier, period)),
        blocked=tuple(_blocked(dossier, period)),
        unblocked=tuple(_unblocked(dossier)),
        started=dossier.team.created_at > period.since,
        stuck=tuple(sorted(_stuck(dossier, period.until), key=lambda item: item.since)),
        ahead=_ahead(dossier, progress, today) if progress else (),
        next_gate=next(_gates(progress.plan, today), None) if progress else None,
    )


# --- what the assessments say ------------------------------------------------------------------------


def _pillars(compared: Comparison) -> Iterator[PillarMove]:
    for change in compared.pillars:
        if change.before.mean != change.after.mean:
            yield PillarMove(pillar=change.pillar, name=change.name, before=change.before.mean, now=change.after.mean)


def _moves(compared: Comparison, made: Assessment) -> Iterator[LevelMove]:
    for change in (change for change in compared.levels if change.moved):
        said = change.because[-1] if change.because else None
        yield LevelMove(
            criterion=change.criterion,
            name=change.name,
            before=change.before,
            now=change.after,
            reason=said.text if said else "",
            speaker=made.person(said.speaker) if said and said.speaker else None,
        )


def _disputes(compared: Comparison, made: Assessment) -> Iterator[Dispute]:
    for change in (change for change in compared.levels if change.dispute):
        evidence = made.evidence_for(made.rating_of(change.criterion))
        people = tuple(made.person(speaker) for speaker in dict.fromkeys(item.speaker for item in evidence))
        yield Dispute(criterion=change.criterion, name=change.name, people=people, settled=change.dispute == "settled")


# --- what the plan says ------------------------------------------------------------------------------


def _plan_news(dossier: Dossier, period: Period) -> PlanNews | None:
    plan, before = dossier.plan, dossier.plan_before
    if plan is None or plan.made_at <= period.since:
        return None
    drafted = before is None or plan.root != before.root
    if not drafted and before is not None and before.end == plan.end:
        return None
    return PlanNews(drafted=drafted, weeks=plan.weeks, end=plan.end, ended=before.end if before else None)


def _done(dossier: Dossier, period: Period) -> Iterator[Finished]:
    for standing in _entered(dossier, period, "done"):
        by = _person(dossier, standing.by, standing.by_name)
        action, at = standing.action, standing.since or period.until
        yield Finished(action_id=action.id, title=action.title, by=by, at=at, proof=standing.proof)


def _blocked(dossier: Dossier, period: Period) -> Iterator[Blocker]:
    for standing in _entered(dossier, period, "blocked"):
        yield Blocker(
            action_id=standing.action.id,
            title=standing.action.title,
            reason=standing.note,
            by=_person(dossier, standing.by, standing.by_name),
            owner=_owner(dossier, standing),
            since=(standing.since or period.until).astimezone(period.until.tzinfo).date(),
        )


def _entered(dossier: Dossier, period: Period, state: State) -> Iterator[Standing]:
    """What came into this state in the period; in the order in which it did."""
    standing = dossier.progress.in_state(state) if dossier.progress else ()
    new = (one for one in standing if one.since is not None and one.since > period.since)
    return iter(sorted(new, key=lambda one: one.since or period.until))


def _unblocked(dossier: Dossier) -> Iterator[str]:
    if dossier.progress is None or dossier.progress_before is None:
        return
    for was in dossier.progress_before.in_state("blocked"):
        if dossier.progress.has(was.action.id) and dossier.progress.standing(was.action.id).state == "open":
            yield was.action.title


def _ahead(dossier: Dossier, progress: Progress, today: date) -> tuple[Ahead, ...]:
    last = today + _AHEAD
    gates = [gate for gate in _gates(progress.plan, today) if gate.due <= last]
    standings = [standing for standing in progress.in_state("open") if today <= standing.due <= last]
    actions = [Ahead(kind="action", title=one.action.title, due=one.due, who=_owner(dossier, one)) for one in standings]
    return tuple(sorted((*gates, *actions), key=lambda item: (item.due, item.kind != "gate")))


def _gates(plan: ProductionPlan, today: date) -> Iterator[Ahead]:
    gates = sorted((phase.gate for phase in plan.phases), key=lambda gate: gate.due)
    return (Ahead(kind="gate", title=gate.name, due=gate.due) for gate in gates if gate.due >= today)


# --- what does not move ------------------------------------------------------------------------------


def _stuck(dossier: Dossier, until: datetime) -> Iterator[Stuck]:
    if dossier.progress is not None:
        yield from _stuck_actions(dossier, dossier.progress, until)
    pulse = dossier.pulse
    since = pulse.waits_since.astimezone(until.tzinfo).date() if pulse and pulse.waits_since else None
    if pulse is not None and since is not None and (days := (until.date() - since).days) >= _SILENT_DAYS:
        kind: Literal["paused", "interview"] = "paused" if pulse.status == "paused" else "interview"
        who = dossier.team.person(pulse.waits_for) if pulse.waits_for else None
        yield Stuck(kind=kind, since=since, days=days, who=who)


def _stuck_actions(dossier: Dossier, progress: Progress, until: datetime) -> Iterator[Stuck]:
    today = until.date()
    for one in progress.in_state("blocked"):
        since = (one.since or until).astimezone(until.tzinfo).date()
        days, who = (today - since).days, _owner(dossier, one)
        yield Stuck(kind="blocked", since=since, days=days, title=one.action.title, who=who, reason=one.note)
    overdue = sorted((one for one in progress.overdue(today) if one.state == "open"), key=lambda one: one.due)
    if overdue:
        first = overdue[0]
        yield Stuck(
            kind="overdue",
            since=first.due,
            days=(today - first.due).days,
            title=first.action.title,
            who=_owner(dossier, first),
            count=len(overdue),
        )


def _owner(dossier: Dossier, standing: Standing) -> Person | None:
    return _person(dossier, standing.owner, standing.owner_name or "") if standing.owner else None


def _person(dossier: Dossier, person_id: str, name: str) -> Person:
    return Person(id=person_id, name=name) if name else dossier.team.person(person_id)
