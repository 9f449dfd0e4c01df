"""RACI: who answers for which actions, who is asked, and who hears of it; by rule from what waits for what."""

from collections.abc import Iterable

from bot.domain.core.model import Value
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan


class RaciEntry(Value):
    """A role's part in the plan; actions by id, in the plan's order."""

    role: str
    role_name: str
    person_name: str | None
    accountable: tuple[str, ...]
    """It answers for these and, where it names nobody else, does them."""
    consulted: tuple[str, ...]
    """These build on what the role delivers."""
    informed: tuple[str, ...]
    """What the role does waits for these."""


def build_raci_entries(plan: ProductionPlan) -> tuple[RaciEntry, ...]:
    """One a role, in the plan's order. For one action a role is accountable, else consulted, else informed."""
    known = {action.id: action for action in plan.actions}
    return tuple(
        RaciEntry(
            role=responsibility.role,
            role_name=responsibility.role_name,
            person_name=responsibility.person_name,
            accountable=_sort_by_plan(plan, (a.id for a in plan.actions if a.role == responsibility.role)),
            consulted=_list_consulted(plan, responsibility.role, known),
            informed=_list_informed(plan, responsibility.role, known),
        )
        for responsibility in plan.responsibilities
    )


def _list_consulted(plan: ProductionPlan, role: str, known: dict[str, Action]) -> tuple[str, ...]:
    return _sort_by_plan(plan, (a.id for a in plan.actions if a.role != role and role in _list_earlier_roles(a, known)))


def _list_informed(plan: ProductionPlan, role: str, known: dict[str, Action]) -> tuple[str, ...]:
    waited_for = {other for a in plan.actions if a.role == role for other in a.depends_on}
    consulted = set(_list_consulted(plan, role, known))
    return _sort_by_plan(plan, (i for i in waited_for if i in known and known[i].role != role and i not in consulted))


def _list_earlier_roles(action: Action, known: dict[str, Action]) -> set[str]:
    return {known[other].role for other in action.depends_on if other in known}


def _sort_by_plan(plan: ProductionPlan, ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(action.id for action in plan.actions if action.id in wanted)
