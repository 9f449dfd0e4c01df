"""The tables of a plan: the systems to be wired, the decisions, and who answers for what."""

from collections.abc import Sequence

from bot.domain.core.model import Value
from bot.domain.plan.action import Action


class SystemEntry(Value):
    """A line of the inventory of systems to be wired; None is an open question, never a guess."""

    system: str
    direction: str | None = None
    interface: str | None = None
    owner: str | None = None
    state: str | None = None
    quote: str
    speaker: str


class DecisionEntry(Value):
    """A line of the decision table; None is an open question."""

    decision: str
    tier: str | None = None
    decider: str | None = None
    boundary: str | None = None
    escalation: str | None = None
    time: str | None = None
    quote: str
    speaker: str


class Responsibility(Value):
    role: str
    role_name: str
    person: str | None
    person_name: str | None = None
    accountable_for: tuple[str, ...]
    """Ids of actions."""


class RoleShare(Value):
    """How much of their week a role has for the pilot, as somebody said."""

    role: str
    share: float
    """Above 0, at most 1."""


def build_responsibilities(actions: Sequence[Action], roles: Sequence[str]) -> tuple[Responsibility, ...]:
    """Who answers for which actions, in the order of `roles`: a line for each person of a role."""
    order = {role: place for place, role in enumerate(roles)}
    held: dict[tuple[str, str | None], list[Action]] = {}
    for action in sorted(actions, key=lambda action: order.get(action.role, len(order))):
        held.setdefault((action.role, action.person or action.person_name), []).append(action)
    return tuple(_build_responsibility(own) for own in held.values())


def _build_responsibility(own: Sequence[Action]) -> Responsibility:
    first = next(iter(own))
    return Responsibility(
        role=first.role,
        role_name=first.role_name,
        person=first.person,
        person_name=first.person_name,
        accountable_for=tuple(action.id for action in own),
    )
