"""Progress: what happened to a plan's actions since it was made, step by step, and where that leaves each of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, Self

from bot.domain.core.model import Value
from bot.domain.plan.action import Action, PersonBasis
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.tables import build_responsibilities

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
    "left",
]
"""`asked`, `reminded`, `escalated` and `left` (its owner did, the workspace) are Flightplan's own; `seen` is a person's
word that they know of it."""
ActionState = Literal["open", "done", "blocked"]


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


class ActionStatus(Value):
    """Where one action stands."""

    action: Action
    owner: str | None
    """Who has it, accepted or not; an id of the platform, or a name where they are not known there."""
    owner_name: str | None
    accepted: bool = False
    """Whether the owner said that it is theirs: a name in a plan is a proposal."""
    owner_left: bool = False
    """Their account on the platform was switched off."""
    state: ActionState = "open"
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
    def is_proposed(self) -> bool:
        """Somebody is named for it and has not said yes."""
        return self.owner is not None and not self.accepted

    @property
    def is_as_planned(self) -> bool:
        """Whether it is still the plan's word alone that this person has it."""
        return self.is_proposed and self.given_by is None and self.owner == (self.action.person or self.owner_name)

    @property
    def is_owner_reachable(self) -> bool:
        """Whether the owner can be written to: of those who take no part only the name is known, and is their id."""
        return self.owner is not None and self.owner != self.owner_name and not self.owner_left

    @property
    def proof_text(self) -> str:
        """Of what is done: the note, the link, or both."""
        return " ".join(part for part in (self.note, self.link) if part) if self.state == "done" else ""

    def is_overdue(self, today: date) -> bool:
        """What is only outlined has no date to miss."""
        return self.state != "done" and self.action.is_committed and self.due < today

    def days_in_state(self, today: date) -> int:
        """How many days it has been done or blocked."""
        return max(0, (today - self.since.date()).days) if self.since else 0

    def apply_step(self, step: Step) -> Self:
        """What the step makes of it; a step that no longer fits changes nothing but who touched it when."""
        shown = {"postings": (*self.postings, step.posting)} if step.posting else {}
        touched = {"touched": step.at, "acknowledged": bool(self.reminded)} if step.by else {}
        return self.model_copy(update={**shown, **touched, **_CHANGES[step.kind](self, step)})


class Progress(Value):
    """A plan and what its steps add up to. Dates are the plan's: a move makes a new revision of it."""

    plan: ProductionPlan
    standings: tuple[ActionStatus, ...]
    """In the plan's order."""

    @classmethod
    def from_steps(cls, plan: ProductionPlan, steps: Iterable[Step]) -> Self:
        """`steps`: of the plan's whole line, oldest first. The same step twice counts once; those of actions that
        this revision no longer has are passed over."""
        found = {action.id: _build_initial_status(action) for action in plan.actions}
        for step in {step.id: step for step in steps}.values():
            if step.action_id in found:
                found[step.action_id] = found[step.action_id].apply_step(step)
        return cls(plan=plan, standings=tuple(found.values()))

    def build_held_plan(self) -> ProductionPlan:
        """The plan with each action in the hands it is in by now."""
        actions = tuple(_put_in_hands(standing) for standing in self.standings)
        roles = [line.role for line in self.plan.responsibilities]
        held = {"actions": actions, "responsibilities": build_responsibilities(actions, roles)}
        return self.plan if actions == self.plan.actions else self.plan.model_copy(update=held)

    def get_status(self, action_id: str) -> ActionStatus:
        return next(standing for standing in self.standings if standing.action.id == action_id)

    def has_action(self, action_id: str) -> bool:
        return any(standing.action.id == action_id for standing in self.standings)

    def list_in_phase(self, phase_id: str) -> tuple[ActionStatus, ...]:
        return tuple(standing for standing in self.standings if standing.action.phase == phase_id)

    def list_in_state(self, state: ActionState) -> tuple[ActionStatus, ...]:
        return tuple(standing for standing in self.standings if standing.state == state)

    def list_owned_by(self, person: str) -> tuple[ActionStatus, ...]:
        return tuple(standing for standing in self.standings if standing.owner == person)

    def list_overdue(self, today: date) -> tuple[ActionStatus, ...]:
        return tuple(standing for standing in self.standings if standing.is_overdue(today))

    def list_upcoming(self, count: int) -> tuple[ActionStatus, ...]:
        """What is to be done next: open and dated, the soonest due first."""
        return tuple(sorted(self.list_dated(), key=lambda s: (s.due, s.action.start))[:count])

    def list_dated(self) -> tuple[ActionStatus, ...]:
        """What is open, but for what is only outlined: nobody has to begin with that yet."""
        return tuple(standing for standing in self.list_in_state("open") if standing.action.is_committed)

    def list_open_dependencies(self, standing: ActionStatus) -> tuple[ActionStatus, ...]:
        """What has to be done before this can be, and isn't."""
        needed = set(standing.action.depends_on)
        return tuple(other for other in self.standings if other.action.id in needed and other.state != "done")


def _put_in_hands(standing: ActionStatus) -> Action:
    """Who said yes says so; whom somebody gave it to is named."""
    if standing.is_as_planned or (standing.owner is None and standing.action.person_name is None):
        return standing.action
    basis: PersonBasis | None = "said" if standing.accepted else "named" if standing.owner else None
    return standing.action.model_copy(
        update={"person": standing.owner, "person_name": standing.owner_name, "basis": basis}
    )


StatusChanges = Mapping[str, object]
_OPEN: StatusChanges = {"state": "open", "since": None, "by": "", "by_name": "", "note": "", "link": None}
_UNREMINDED: StatusChanges = {"reminded": (), "acknowledged": False, "escalated": False}


def _build_initial_status(action: Action) -> ActionStatus:
    return ActionStatus(action=action, owner=action.person or action.person_name, owner_name=action.person_name)


def _apply_accepted(standing: ActionStatus, step: Step) -> StatusChanges:
    kept = step.by_name or (standing.owner_name if standing.owner == step.by else None)
    begins = {} if standing.owner == step.by else _UNREMINDED
    return {**begins, "owner": step.by, "owner_name": kept, "accepted": True, "owner_left": False}


def _apply_declined(standing: ActionStatus, step: Step) -> StatusChanges:
    refused = {"refused_by": tuple(dict.fromkeys((*standing.refused_by, step.by)))}
    if standing.owner != step.by:
        return refused
    nobody = {"owner": None, "owner_name": None, "accepted": False, "given_by": None, "owner_left": False}
    return {**refused, **_UNREMINDED, **nobody}


def _apply_assigned(standing: ActionStatus, step: Step) -> StatusChanges:
    own = step.by == step.to
    owner = {
        "owner": step.to,
        "owner_name": step.to_name,
        "accepted": own,
        "given_by": None if own else step.by or None,
        "owner_left": False,
    }
    return {**owner, **({} if step.to == standing.owner else _UNREMINDED)}


def _apply_left(standing: ActionStatus, step: Step) -> StatusChanges:
    """Whatever they were reminded of, nobody was."""
    return {**_UNREMINDED, "owner_left": True} if step.to == standing.owner else {}


def _apply_done(standing: ActionStatus, step: Step) -> StatusChanges:
    return {"state": "done", **_build_state_fields(step)} if standing.state != "done" else {}


def _apply_blocked(standing: ActionStatus, step: Step) -> StatusChanges:
    return {"state": "blocked", **_build_state_fields(step)} if standing.state == "open" else {}


def _build_state_fields(step: Step) -> StatusChanges:
    return {"since": step.at, "by": step.by, "by_name": step.by_name, "note": step.note, "link": step.link}


def _apply_reopened(standing: ActionStatus, step: Step) -> StatusChanges:
    return {**_OPEN, **_UNREMINDED} if standing.state == "done" else {}


def _apply_unblocked(standing: ActionStatus, step: Step) -> StatusChanges:
    return _OPEN if standing.state == "blocked" else {}


def _apply_moved(standing: ActionStatus, step: Step) -> StatusChanges:
    return _UNREMINDED


def _apply_reminded(standing: ActionStatus, step: Step) -> StatusChanges:
    heard = step.to == standing.owner or not standing.is_owner_reachable
    ours = step.due == standing.due and heard
    return {"reminded": (*standing.reminded, step.at), "acknowledged": False} if ours else {}


def _apply_escalated(standing: ActionStatus, step: Step) -> StatusChanges:
    return {"escalated": True} if step.due == standing.due else {}


def _change_nothing(standing: ActionStatus, step: Step) -> StatusChanges:
    return {}


_CHANGES: Mapping[StepKind, Callable[[ActionStatus, Step], StatusChanges]] = {
    "asked": _change_nothing,
    "accepted": _apply_accepted,
    "declined": _apply_declined,
    "assigned": _apply_assigned,
    "done": _apply_done,
    "reopened": _apply_reopened,
    "blocked": _apply_blocked,
    "unblocked": _apply_unblocked,
    "moved": _apply_moved,
    "seen": _change_nothing,
    "reminded": _apply_reminded,
    "escalated": _apply_escalated,
    "left": _apply_left,
}
