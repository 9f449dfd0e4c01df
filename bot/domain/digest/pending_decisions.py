"""Owing: which decisions a leader owes their pilots, by rule, and which of them comes first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.core.people import Person, find_mentions
from bot.domain.digest.decision import Decision, DecisionKind, GateProof, find_outcome
from bot.domain.digest.digest_input import DigestInput
from bot.domain.framework.framework import AcceptanceRule, StageRule
from bot.domain.plan.phase import PlannedGate

ORDER: tuple[DecisionKind, ...] = ("gate", "fall", "ownership", "unblock", "assign")
"""A gate that waits only for its approval goes first: the team is done. Then what fell back, then what no pilot gets
past, then who is held up, then who is about to be."""
_HELD_UP_DAYS, _SOON_DAYS = 3, 14
_FALL_DAYS = 14
"""For so long after the assessment that found it a fall is asked about: in two digests."""


def list_owed_decisions(
    leader: str,
    dossiers: Sequence[DigestInput],
    at: datetime,
    acceptance: AcceptanceRule | None,
    stages: Sequence[StageRule] = (),
) -> tuple[Decision, ...]:
    """What this leader has not settled yet, the one that matters most first; days are counted in `at`'s time zone.

    `stages`: from the least to the most mature.
    """
    found = [
        decision
        for dossier in dossiers
        for decision in (
            *_list_pilot_decisions(dossier, leader, at, acceptance),
            *_list_falls(dossier, leader, at, stages),
        )
    ]
    return sort_decisions(found, at.date())


def sort_decisions(found: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """The one that matters most first; of equals, in the order given."""
    return tuple(sorted(found, key=lambda decision: _decision_sort_key(decision, today)))


def _decision_sort_key(decision: Decision, today: date) -> tuple[int, bool, int]:
    """By kind; what waits for the leader by name before the rest; then what waits longest or is due first."""
    waits = (today - (decision.since or decision.due or today)).days
    return ORDER.index(decision.kind), not decision.own, -waits


def _list_pilot_decisions(
    dossier: DigestInput, leader: str, at: datetime, acceptance: AcceptanceRule | None
) -> Iterator[Decision]:
    today = at.date()
    found = [*_list_ownership_decisions(dossier, leader, acceptance)] if acceptance else []
    if dossier.progress is not None:
        progress = dossier.progress
        found += [
            *_list_gate_decisions(dossier, progress, today),
            *_list_unblock_decisions(dossier, progress, leader, at),
        ]
        found += _list_assign_decisions(dossier, progress, today)
    return (decision for decision in found if find_outcome(decision, dossier.rulings, leader, at) is None)


def _list_falls(dossier: DigestInput, leader: str, at: datetime, stages: Sequence[StageRule]) -> Iterator[Decision]:
    """A pilot that was found less mature than before: somebody says whether it goes on."""
    rank = {stage.id: place for place, stage in enumerate(stages)}
    known = [made for made in dossier.history if made.made_at <= at and made.known_stage in rank]
    if len(known) < 2 or rank[known[-1].stage] >= rank[known[-2].stage]:
        return
    names, found = {stage.id: stage.name for stage in stages}, known[-1].made_at.astimezone(at.tzinfo).date()
    if (at.date() - found).days > _FALL_DAYS:
        return
    owed = Decision(
        kind="fall",
        pilot=dossier.team.pilot,
        subject=f"fall:{known[-1].assessment_id}",
        title=f"{names[known[-2].stage]} to {names[known[-1].stage]}",
        since=found,
        person=dossier.team.get_person(dossier.team.lead),
    )
    if find_outcome(owed, dossier.rulings, leader, at) is None:
        yield owed


def _list_ownership_decisions(dossier: DigestInput, leader: str, rule: AcceptanceRule) -> Iterator[Decision]:
    """Whoever is meant to own it accepts; where nobody is, or they said no, a leader says who. What another owes is
    not asked twice."""
    team = dossier.team
    made = dossier.history[-1] if dossier.history else None
    level = made.levels.get(rule.criterion) if made else None
    owner = None if made and team.owner in made.refusing else team.owner
    if made is None or (level is not None and level >= rule.level) or owner not in {None, leader}:
        return
    if dossier.progress and _is_action_done(dossier.progress, rule.practice):
        return
    own = owner == leader
    subject = f"ownership:{leader}" if own else "ownership"
    lead = team.get_person(team.lead)
    yield Decision(kind="ownership", pilot=team.pilot, subject=subject, own=own, person=lead)


def _is_action_done(progress: Progress, action_id: str) -> bool:
    return progress.has_action(action_id) and progress.get_status(action_id).state == "done"


def _list_gate_decisions(dossier: DigestInput, progress: Progress, today: date) -> Iterator[Decision]:
    """Those whose day has come, with everything done that counts at them."""
    plan = progress.plan
    for gate in (phase.gate for phase in plan.phases):
        if gate.actions and gate.day is not None and gate.day <= today and _is_gate_ready(gate, progress):
            yield Decision(
                kind="gate",
                pilot=plan.pilot,
                subject=f"gate:{plan.root_id}:{gate.phase}",
                plan_id=plan.id,
                phase=gate.phase,
                title=gate.name,
                proofs=tuple(_iter_proofs(gate, progress)),
                actions=len(gate.actions),
                due=gate.due,
                person=dossier.team.get_person(dossier.team.lead),
            )


def _iter_proofs(gate: PlannedGate, progress: Progress) -> Iterator[GateProof]:
    """What must hold, each with what shows it; where a plan does not tell which action brings what, the actions."""
    for met in gate.met:
        yield GateProof(text=met.text, shown=tuple(reason.text for reason in met.evidence))
    for owed in gate.owed:
        yield GateProof(text=owed.text, shown=tuple(_iter_action_proofs(owed.actions, progress)))
    if not gate.met and not gate.owed:
        yield from (GateProof(text=criterion) for criterion in gate.criteria)
        for action in gate.actions:
            if proofs := tuple(_iter_action_proofs((action,), progress)):
                yield GateProof(text=progress.get_status(action).action.title, shown=proofs)


def _iter_action_proofs(actions: Sequence[str], progress: Progress) -> Iterator[str]:
    standings = (progress.get_status(action) for action in actions if progress.has_action(action))
    return iter(dict.fromkeys(standing.proof_text for standing in standings if standing.proof_text))


def _is_gate_ready(gate: PlannedGate, progress: Progress) -> bool:
    return all(_is_action_done(progress, action) for action in gate.actions if progress.has_action(action))


def _list_unblock_decisions(dossier: DigestInput, progress: Progress, leader: str, at: datetime) -> Iterator[Decision]:
    """What waits for this leader by name, and whatever has been held up for days."""
    name, people = dossier.team.get_person(leader).display_name.casefold(), dossier.team.people
    for standing in progress.list_in_state("blocked"):
        blocked = standing.since or at
        since = blocked.astimezone(at.tzinfo).date()
        named = name in standing.note.casefold() or leader in {
            m.person.id for m in find_mentions(people, standing.note)
        }
        own = standing.owner == leader or named
        if own or (at.date() - since).days >= _HELD_UP_DAYS:
            yield Decision(
                kind="unblock",
                subject=f"unblock:{progress.plan.root_id}:{standing.action.id}:{blocked.astimezone(UTC):%Y-%m-%dT%H:%M}",
                since=since,
                reason=standing.note,
                own=own,
                person=_get_responsible_person(dossier, standing),
                **_build_action_fields(progress, standing),
            )


def _list_assign_decisions(dossier: DigestInput, progress: Progress, today: date) -> Iterator[Decision]:
    """What is due soon, or was, and nobody has: one decision a pilot, about what comes first."""
    soon = [one for one in progress.list_dated() if one.owner is None and (one.due - today).days <= _SOON_DAYS]
    if soon:
        first = min(soon, key=lambda one: one.due)
        yield Decision(
            kind="assign",
            subject=f"assign:{progress.plan.root_id}:{first.action.id}",
            due=first.due,
            actions=len(soon),
            person=dossier.team.get_person(dossier.team.lead),
            **_build_action_fields(progress, first),
        )


def _build_action_fields(progress: Progress, standing: ActionStatus) -> dict[str, object]:
    action, plan = standing.action, progress.plan
    return {"pilot": plan.pilot, "plan_id": plan.id, "action_id": action.id, "title": action.title}


def _get_responsible_person(dossier: DigestInput, standing: ActionStatus) -> Person:
    """Who has it, else who said that it is blocked."""
    if standing.owner is not None:
        return Person(id=standing.owner, name=standing.owner_name or dossier.team.get_person(standing.owner).name)
    return Person(id=standing.by, name=standing.by_name or dossier.team.get_person(standing.by).name)
