"""Owing: which decisions a leader owes their pilots, by rule, and which of them comes first."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from bot.domain.actions.progress import Progress, Standing
from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionKind, ruling_on
from bot.domain.digest.digest_input import Dossier
from bot.domain.planning.plan import PlannedGate

ORDER: tuple[DecisionKind, ...] = ("gate", "ownership", "unblock", "assign")
"""A gate that waits only for its approval goes first: the team is done. Then what no pilot gets past, then who is held
up, then who is about to be."""
_ACCEPTED = 3
"""The level of `owner` from which on a leader of operations has accepted it."""
_HELD_UP_DAYS, _SOON_DAYS = 3, 14


def owed(leader: str, dossiers: Sequence[Dossier], at: datetime) -> tuple[Decision, ...]:
    """What this leader has not settled yet, the one that matters most first; days are counted in `at`'s time zone."""
    found = [decision for dossier in dossiers for decision in _of(dossier, leader, at)]
    return tuple(sorted(found, key=lambda decision: _weight(decision, at.date())))


def _weight(decision: Decision, today: date) -> tuple[int, bool, int]:
    """By kind; what waits for the leader by name before the rest; then what waits longest or is due first."""
    waits = (today - (decision.since or decision.due or today)).days
    return ORDER.index(decision.kind), not decision.own, -waits


def _of(dossier: Dossier, leader: str, at: datetime) -> Iterator[Decision]:
    today = at.date()
    found = [*_ownership(dossier, leader)]
    if dossier.progress is not None:
        progress = dossier.progress
        found += [*_gates(dossier, progress, today), *_blocked(dossier, progress, leader, at)]
        found += _nobodys(dossier, progress, today)
    return (decision for decision in found if ruling_on(decision, dossier.rulings, leader, at) is None)


def _ownership(dossier: Dossier, leader: str) -> Iterator[Decision]:
    """Whoever is meant to own it accepts; where nobody is, a leader says who. What another owes is not asked twice."""
    team = dossier.team
    made = dossier.history[-1] if dossier.history else None
    level = made.levels.get("owner") if made else None
    if made is None or (level is not None and level >= _ACCEPTED) or team.owner not in {None, leader}:
        return
    if dossier.progress and _done(dossier.progress, "owner_acceptance"):
        return
    own = team.owner == leader
    subject = f"ownership:{leader}" if own else "ownership"
    lead = team.person(team.lead)
    yield Decision(kind="ownership", pilot=team.pilot, subject=subject, own=own, person=lead)


def _done(progress: Progress, action_id: str) -> bool:
    return progress.has(action_id) and progress.standing(action_id).state == "done"


def _gates(dossier: Dossier, progress: Progress, today: date) -> Iterator[Decision]:
    """Those whose day has come, with everything done that counts at them."""
    plan = progress.plan
    for gate in (phase.gate for phase in plan.phases):
        if gate.actions and gate.due <= today and _ready(gate, progress):
            yield Decision(
                kind="gate",
                pilot=plan.pilot,
                subject=f"gate:{plan.root}:{gate.phase}",
                plan_id=plan.id,
                phase=gate.phase,
                title=gate.name,
                actions=len(gate.actions),
                due=gate.due,
                person=dossier.team.person(dossier.team.lead),
            )


def _ready(gate: PlannedGate, progress: Progress) -> bool:
    return all(_done(progress, action) for action in gate.actions if progress.has(action))


def _blocked(dossier: Dossier, progress: Progress, leader: str, at: datetime) -> Iterator[Decision]:
    """What waits for this leader by name, and whatever has been held up for days."""
    name = dossier.team.person(leader).name.casefold()
    for standing in progress.in_state("blocked"):
        blocked = standing.since or at
        since = blocked.astimezone(at.tzinfo).date()
        own = standing.owner == leader or name in standing.note.casefold()
        if own or (at.date() - since).days >= _HELD_UP_DAYS:
            yield Decision(
                kind="unblock",
                subject=f"unblock:{progress.plan.root}:{standing.action.id}:{blocked.astimezone(UTC):%Y-%m-%dT%H:%M}",
                since=since,
                reason=standing.note,
                own=own,
                person=_holder(dossier, standing),
                **_about(progress, standing),
            )


def _nobodys(dossier: Dossier, progress: Progress, today: date) -> Iterator[Decision]:
    """What is due soon, or was, and nobody has: one decision a pilot, about what comes first."""
    soon = [one for one in progress.in_state("open") if one.owner is None and (one.due - today).days <= _SOON_DAYS]
    if soon:
        first = min(soon, key=lambda one: one.due)
        yield Decision(
            kind="assign",
            subject=f"assign:{progress.plan.root}:{first.action.id}",
            due=first.due,
            actions=len(soon),
            person=dossier.team.person(dossier.team.lead),
            **_about(progress, first),
        )


def _about(progress: Progress, standing: Standing) -> dict[str, object]:
    action, plan = standing.action, progress.plan
    return {"pilot": plan.pilot, "plan_id": plan.id, "action_id": action.id, "title": action.title}


def _holder(dossier: Dossier, standing: Standing) -> Person:
    """Who has it, else who said that it is blocked."""
    if standing.owner is not None:
        return Person(id=standing.owner, name=standing.owner_name or dossier.team.person(standing.owner).name)
    return Person(id=standing.by, name=standing.by_name or dossier.team.person(standing.by).name)
