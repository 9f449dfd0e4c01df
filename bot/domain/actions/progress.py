"""Progress: what happened to a plan's actions since it was made, step by step, and where that leaves each of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, Self

from bot.domain.core.model import Value
from bot.domain.planning.plan import Action, ProductionPlan

StepKind = Literal[
    "asked",
    "accepted",
    "declined",
    "assigned",
    "done",
    "reopened",
    "blocked",
    "unblocked",
    "moved",
    "seen",
    "reminded",
    "escalated",
]
"""`asked`, `reminded` and `escalated` are Flightplan's own; `seen` is a person's word that they know of it."""
State = Literal["open", "done", "blocked"]


class Step(Value):
    """Something that happened to an action. Appended, never changed."""

    id: str
    """Chosen by what made it, so that the same click or reminder counts once."""
    root: str
    """Id of the first plan of a line of revisions: a step outlives the plan's next revision."""
    pilot_id: str
    action_id: str
    kind: StepKind
    at: datetime
    by: str = ""
    """Empty: Flightplan itself."""
    by_name: str = ""
    to: str | None = None
    """Who was asked, given the action, reminded or told."""
    to_name: str | None = None
    note: str = ""
    """The reason, the proof, or what whoever gave it adds."""
    link: str | None = None
    """The proof, where it can be looked at."""
    due: date | None = None
    """The new date of a move; of a reminder and an escalation, the date that they were about."""
    posting: str | None = None
    """The message that shows the action because of this step."""


class Standing(Value):
    """Where one action stands."""

    action: Action
    owner: str | None
    """Who has it, accepted or not; an id of the platform, or a name where they are not known there."""
    owner_name: str | None
    accepted: bool = False
    """Whether the owner said that it is theirs: a name in a plan is a proposal."""
    state: State = "open"
    since: datetime | None = None
    """Of `done` and `blocked`."""
    by: str = ""
    """Who said that it is done or blocked."""
    by_name: str = ""
    note: str = ""
    """The proof of what is done, the reason of what is blocked."""
    link: str | None = None
    refused_by: tuple[str, ...] = ()
    """Who said that it isn't theirs."""
    given_by: str | None = None
    """Who gave it to the owner; None where the plan or they themselves did."""
    touched: datetime | None = None
    """When a person last did something about it."""
    reminded: tuple[datetime, ...] = ()
    """When this owner was reminded of this date; where nobody can be, the lead."""
    acknowledged: bool = False
    """Somebody reacted since the owner was reminded."""
    escalated: bool = False
    """The lead was told that this date passes unanswered."""
    postings: tuple[str, ...] = ()
    """The messages that show it, oldest first."""

    @property
    def due(self) -> date:
        return self.action.due

    @property
    def proposed(self) -> bool:
        """Somebody is named for it and has not said yes."""
        return self.owner is not None and not self.accepted

    @property
    def reachable(self) -> bool:
        """Whether the owner can be written to: of those who take no part only the name is known, and is their id."""
        return self.owner is not None and self.owner != self.owner_name

    @property
    def proof(self) -> str:
        """Of what is done: the note, the link, or both."""
        return " ".join(part for part in (self.note, self.link) if part) if self.state == "done" else ""

    def overdue(self, today: date) -> bool:
        return self.state != "done" and self.due < today

    def days_in_state(self, today: date) -> int:
        """How many days it has been done or blocked."""
        return max(0, (today - self.since.date()).days) if self.since else 0

    def after(self, step: Step) -> Self:
        """What the step makes of it; a step that no longer fits changes nothing but who touched it when."""
        shown = {"postings": (*self.postings, step.posting)} if step.posting else {}
        touched = {"touched": step.at, "acknowledged": bool(self.reminded)} if step.by else {}
        return self.model_copy(update={**shown, **touched, **_CHANGES[step.kind](self, step)})


class Progress(Value):
    """A plan and what its steps add up to. Dates are the plan's: a move makes a new revision of it."""

    plan: ProductionPlan
    standings: tuple[Standing, ...]
    """In the plan's order."""

    @classmethod
    def of(cls, plan: ProductionPlan, steps: Iterable[Step]) -> Self:
        """`steps`: of the plan's whole line, oldest first. The same step twice counts once; those of actions that
        this revision no longer has are passed over."""
        found = {action.id: _begun(action) for action in plan.actions}
        for step in {step.id: step for step in steps}.values():
            if step.action_id in found:
                found[step.action_id] = found[step.action_id].after(step)
        return cls(plan=plan, standings=tuple(found.values()))

    def standing(self, action_id: str) -> Standing:
        return next(standing for standing in self.standings if standing.action.id == action_id)

    def has(self, action_id: str) -> bool:
        return any(standing.action.id == action_id for standing in self.standings)

    def of_phase(self, phase_id: str) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.action.phase == phase_id)

    def in_state(self, state: State) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.state == state)

    def owned_by(self, person: str) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.owner == person)

    def overdue(self, today: date) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.overdue(today))

    def coming(self, count: int) -> tuple[Standing, ...]:
        """What is to be done next: open, the soonest due first."""
        return tuple(sorted(self.in_state("open"), key=lambda s: (s.due, s.action.start))[:count])

    def waits_for(self, standing: Standing) -> tuple[Standing, ...]:
        """What has to be done before this can be, and isn't."""
        needed = set(standing.action.depends_on)
        return tuple(other for other in self.standings if other.action.id in needed and other.state != "done")


def carried_over(before: Progress, plan: ProductionPlan) -> tuple[Step, ...]:
    """The first steps of a plan drafted anew: who had accepted which action, and what is blocked.

    What was done and is planned again is open again: the new assessment still finds the gap.
    """
    had = {standing.action.id: standing for standing in before.standings}
    return tuple(
        step for action in plan.actions if action.id in had for step in _carried(had[action.id], plan.id, plan.pilot.id)
    )


def _carried(had: Standing, root: str, pilot_id: str) -> Iterable[Step]:
    """What people said stands as they said it, with who and when."""
    action_id, at = had.action.id, had.touched
    if at is None or had.state == "done":
        return
    plain = {"root": root, "pilot_id": pilot_id, "action_id": action_id, "at": at}
    for person in had.refused_by:
        if person != had.owner:
            yield Step(id=f"carried:{root}:{action_id}:declined:{person}", kind="declined", by=person, **plain)
    if had.owner is not None:
        to = {"to": had.owner, "to_name": had.owner_name, "by": had.owner if had.accepted else had.given_by or ""}
        yield Step(id=f"carried:{root}:{action_id}:assigned", kind="assigned", **plain, **to)
    if had.state == "blocked":
        why = {"by": had.by, "by_name": had.by_name, "note": had.note}
        since = {"at": had.since or at}
        yield Step(id=f"carried:{root}:{action_id}:blocked", kind="blocked", **{**plain, **why, **since})


# --- what each kind of step changes -----------------------------------------------------------------

Changes = Mapping[str, object]
_OPEN: Changes = {"state": "open", "since": None, "by": "", "by_name": "", "note": "", "link": None}
_UNREMINDED: Changes = {"reminded": (), "acknowledged": False, "escalated": False}


def _begun(action: Action) -> Standing:
    return Standing(action=action, owner=action.person, owner_name=action.person_name)


def _accepted(standing: Standing, step: Step) -> Changes:
    kept = step.by_name or (standing.owner_name if standing.owner == step.by else None)
    begins = {} if standing.owner == step.by else _UNREMINDED
    return {**begins, "owner": step.by, "owner_name": kept, "accepted": True}


def _declined(standing: Standing, step: Step) -> Changes:
    refused = {"refused_by": tuple(dict.fromkeys((*standing.refused_by, step.by)))}
    if standing.owner != step.by:
        return refused
    return {**refused, **_UNREMINDED, "owner": None, "owner_name": None, "accepted": False, "given_by": None}


def _assigned(standing: Standing, step: Step) -> Changes:
    own = step.by == step.to
    owner = {
        "owner": step.to,
        "owner_name": step.to_name,
        "accepted": own,
        "given_by": None if own else step.by or None,
    }
    return {**owner, **({} if step.to == standing.owner else _UNREMINDED)}


def _done(standing: Standing, step: Step) -> Changes:
    return {"state": "done", **_told(step)} if standing.state != "done" else {}


def _blocked(standing: Standing, step: Step) -> Changes:
    return {"state": "blocked", **_told(step)} if standing.state == "open" else {}


def _told(step: Step) -> Changes:
    return {"since": step.at, "by": step.by, "by_name": step.by_name, "note": step.note, "link": step.link}


def _reopened(standing: Standing, step: Step) -> Changes:
    return {**_OPEN, **_UNREMINDED} if standing.state == "done" else {}


def _unblocked(standing: Standing, step: Step) -> Changes:
    return _OPEN if standing.state == "blocked" else {}


def _moved(standing: Standing, step: Step) -> Changes:
    return _UNREMINDED


def _reminded(standing: Standing, step: Step) -> Changes:
    heard = step.to == standing.owner or not standing.reachable
    ours = step.due == standing.due and heard
    return {"reminded": (*standing.reminded, step.at), "acknowledged": False} if ours else {}


def _escalated(standing: Standing, step: Step) -> Changes:
    return {"escalated": True} if step.due == standing.due else {}


def _nothing(standing: Standing, step: Step) -> Changes:
    return {}


_CHANGES: Mapping[StepKind, Callable[[Standing, Step], Changes]] = {
    "asked": _nothing,
    "accepted": _accepted,
    "declined": _declined,
    "assigned": _assigned,
    "done": _done,
    "reopened": _reopened,
    "blocked": _blocked,
    "unblocked": _unblocked,
    "moved": _moved,
    "seen": _nothing,
    "reminded": _reminded,
    "escalated": _escalated,
}
