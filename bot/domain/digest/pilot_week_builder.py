"""From everything known of a pilot to what moved in it since the last digest, what is stuck, what comes next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import ActionState, ActionStatus, Progress
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.digest.digest_input import DigestInput, DigestPeriod
from bot.domain.digest.pilot_week import (
    Blocker,
    Dispute,
    FinishedAction,
    LevelMove,
    PillarMove,
    PilotWeek,
    PlanUpdate,
    StuckItem,
    UpcomingItem,
)
from bot.domain.framework.framework import Framework
from bot.domain.plan.plan import ProductionPlan
from bot.domain.reassessment.comparison import Comparison, compare_assessments

_AHEAD = timedelta(weeks=1)
_SILENT_DAYS = 3
"""An interview that has waited no longer is not stuck: people have other work."""


def build_pilot_week(dossier: DigestInput, period: DigestPeriod, framework: Framework) -> PilotWeek:
    before, now = dossier.find_snapshot_at(period.since), dossier.find_snapshot_at(period.until)
    progress, today = dossier.progress, period.until.date()
    made = dossier.now
    compared = compare_assessments(dossier.before, made, framework) if dossier.before and made else None
    return PilotWeek(
        pilot=dossier.team.pilot,
        stage_before=before.known_stage if before else None,
        stage=now.known_stage if now else None,
        assessed=now is not None,
        pillars=tuple(_iter_pillar_moves(compared)) if compared else (),
        moves=tuple(_iter_level_moves(compared, made)) if compared and made else (),
        disputes=tuple(_iter_disputes(compared, made)) if compared and made else (),
        plan=_find_plan_update(dossier, period),
        done=tuple(_iter_finished_actions(dossier, period)),
        blocked=tuple(_iter_new_blockers(dossier, period)),
        unblocked=tuple(_iter_unblocked_titles(dossier)),
        started=dossier.team.created_at > period.since,
        stuck=tuple(
            sorted(_iter_stuck_items(dossier, period.until), key=lambda item: (item.kind != "gate", item.since))
        ),
        ahead=_list_upcoming_items(dossier, progress, today) if progress else (),
        next_gate=next(_list_upcoming_gates(progress.plan, today), None) if progress else None,
    )


# --- what the assessments say ------------------------------------------------------------------------


def _iter_pillar_moves(compared: Comparison) -> Iterator[PillarMove]:
    for change in compared.pillars:
        if change.before.mean != change.after.mean:
            yield PillarMove(pillar=change.pillar, name=change.name, before=change.before.mean, now=change.after.mean)


def _iter_level_moves(compared: Comparison, made: Assessment) -> Iterator[LevelMove]:
    for change in (change for change in compared.levels if change.has_new_level):
        said = change.because[-1] if change.because else None
        yield LevelMove(
            criterion=change.criterion,
            name=change.name,
            before=change.before,
            now=change.after,
            reason=said.text if said else "",
            speaker=made.get_person(said.speaker) if said and said.speaker else None,
        )


def _iter_disputes(compared: Comparison, made: Assessment) -> Iterator[Dispute]:
    for change in (change for change in compared.levels if change.dispute):
        evidence = made.evidence_for(made.get_rating(change.criterion))
        contesting = (word.by for item in evidence for word in item.confirmations if word.level is not None)
        speakers = dict.fromkeys((*(item.speaker for item in evidence), *contesting))
        people = tuple(made.get_person(speaker) for speaker in speakers)
        yield Dispute(criterion=change.criterion, name=change.name, people=people, settled=change.dispute == "settled")


# --- what the plan says ------------------------------------------------------------------------------


def _find_plan_update(dossier: DigestInput, period: DigestPeriod) -> PlanUpdate | None:
    plan, before = dossier.plan, dossier.plan_before
    if plan is None or plan.made_at <= period.since:
        return None
    drafted = before is None or plan.root_id != before.root_id
    if not drafted and before is not None and before.end == plan.end:
        return None
    return PlanUpdate(drafted=drafted, weeks=plan.weeks, end=plan.end, ended=before.end if before else None)


def _iter_finished_actions(dossier: DigestInput, period: DigestPeriod) -> Iterator[FinishedAction]:
    for standing in _iter_entered_state(dossier, period, "done"):
        by = _build_person(dossier, standing.by, standing.by_name)
        action, at = standing.action, standing.since or period.until
        yield FinishedAction(action_id=action.id, title=action.title, by=by, at=at, proof=standing.proof_text)


def _iter_new_blockers(dossier: DigestInput, period: DigestPeriod) -> Iterator[Blocker]:
    for standing in _iter_entered_state(dossier, period, "blocked"):
        yield Blocker(
            action_id=standing.action.id,
            title=standing.action.title,
            reason=standing.note,
            by=_build_person(dossier, standing.by, standing.by_name),
            owner=_find_owner(dossier, standing),
            since=(standing.since or period.until).astimezone(period.until.tzinfo).date(),
        )


def _iter_entered_state(dossier: DigestInput, period: DigestPeriod, state: ActionState) -> Iterator[ActionStatus]:
    """What came into this state in the period; in the order in which it did."""
    standing = dossier.progress.list_in_state(state) if dossier.progress else ()
    new = (one for one in standing if one.since is not None and one.since > period.since)
    return iter(sorted(new, key=lambda one: one.since or period.until))


def _iter_unblocked_titles(dossier: DigestInput) -> Iterator[str]:
    if dossier.progress is None or dossier.progress_before is None:
        return
    for was in dossier.progress_before.list_in_state("blocked"):
        if dossier.progress.has_action(was.action.id) and dossier.progress.get_status(was.action.id).state == "open":
            yield was.action.title


def _list_upcoming_items(dossier: DigestInput, progress: Progress, today: date) -> tuple[UpcomingItem, ...]:
    last = today + _AHEAD
    gates = [gate for gate in _list_upcoming_gates(progress.plan, today) if gate.due <= last]
    standings = [standing for standing in progress.list_dated() if today <= standing.due <= last]
    actions = [
        UpcomingItem(
            kind="action", title=one.action.title, due=one.due, who=_find_owner(dossier, one), who_left=one.owner_left
        )
        for one in standings
    ]
    return tuple(sorted((*gates, *actions), key=lambda item: (item.due, item.kind != "gate")))


def _list_upcoming_gates(plan: ProductionPlan, today: date) -> Iterator[UpcomingItem]:
    dated = ((phase.gate.due, phase.gate.name) for phase in plan.phases if phase.gate.due is not None)
    return (UpcomingItem(kind="gate", title=name, due=due) for due, name in sorted(dated) if due >= today)


# --- what does not move ------------------------------------------------------------------------------


def _iter_stuck_items(dossier: DigestInput, until: datetime) -> Iterator[StuckItem]:
    if dossier.progress is not None:
        yield from _iter_stuck_actions(dossier, dossier.progress, until)
    pulse = dossier.pulse
    since = pulse.waits_since.astimezone(until.tzinfo).date() if pulse and pulse.waits_since else None
    if pulse is not None and since is not None and (days := (until.date() - since).days) >= _SILENT_DAYS:
        kind: Literal["paused", "interview"] = "paused" if pulse.status == "paused" else "interview"
        who = dossier.team.get_person(pulse.waits_for) if pulse.waits_for else None
        yield StuckItem(kind=kind, since=since, days=days, who=who)


def _iter_stuck_actions(dossier: DigestInput, progress: Progress, until: datetime) -> Iterator[StuckItem]:
    today = until.date()
    for missed in list_missed_gates(progress, today):
        yield StuckItem(
            kind="gate", since=missed.due, days=missed.days, title=missed.gate.name, count=missed.left, of=missed.of
        )
    for one in progress.list_in_state("blocked"):
        since = (one.since or until).astimezone(until.tzinfo).date()
        days, who = (today - since).days, _find_owner(dossier, one)
        yield StuckItem(
            kind="blocked",
            since=since,
            days=days,
            title=one.action.title,
            who=who,
            who_left=one.owner_left,
            reason=one.note,
        )
    overdue = sorted((one for one in progress.list_overdue(today) if one.state == "open"), key=lambda one: one.due)
    if overdue:
        first = overdue[0]
        yield StuckItem(
            kind="overdue",
            since=first.due,
            days=(today - first.due).days,
            title=first.action.title,
            who=_find_owner(dossier, first),
            who_left=first.owner_left,
            count=len(overdue),
        )


def _find_owner(dossier: DigestInput, standing: ActionStatus) -> Person | None:
    return _build_person(dossier, standing.owner, standing.owner_name or "") if standing.owner else None


def _build_person(dossier: DigestInput, person_id: str, name: str) -> Person:
    return Person(id=person_id, name=name) if name else dossier.team.get_person(person_id)
