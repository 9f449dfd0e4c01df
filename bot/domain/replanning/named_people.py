"""Naming people: who takes the roles of a plan that are open, and what of the plan says it from then on."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.plan.action import Action, PersonBasis
from bot.domain.plan.phase import PlannedGate
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.tables import RoleShare
from bot.domain.replanning.change_requests import ChangeRequest

LEAST_SHARE, MOST_SHARE = 0.1, 1.0
"""Of a week that a role has for the pilot."""


class NamedPerson(Value):
    """Who takes a role, by the form or by the sheet; without a name, only how much of their week it has."""

    role: str
    """Id of the role."""
    person: Person | None = None
    """Of somebody who takes no part only the name is known, and is their id."""
    share: float | None = None
    basis: PersonBasis = "form"


def list_role_names(actions: Iterable[Action]) -> Mapping[str, str]:
    """The roles of these actions by their ids, in the order in which they come up."""
    return {action.role: action.role_name for action in actions}


def build_people_requests(nobodys: Iterable[Action], named: Iterable[NamedPerson]) -> tuple[ChangeRequest, ...]:
    """What is asked of the actions that nobody has, of the roles that somebody is named for."""
    people = {one.role: one.person for one in named if one.person is not None}
    bases = {one.role: one.basis for one in named}
    return tuple(
        ChangeRequest(
            action_id=action.id,
            person=_get_id(people[action.role]),
            person_name=people[action.role].name,
            basis=bases[action.role],
        )
        for action in nobodys
        if action.role in people
    )


def with_named_people(plan: ProductionPlan, named: Sequence[NamedPerson]) -> ProductionPlan:
    """The plan whose gates, risks, numbers and strand name them too, and which keeps how much time they have."""
    people = {one.role: one.person.name for one in named if one.person is not None}
    by_name = {action.role_name: people[action.role] for action in plan.actions if action.role in people}
    shares = {known.role: known.share for known in plan.shares} | {one.role: one.share for one in named if one.share}
    return plan.model_copy(
        update={
            "phases": tuple(
                phase.model_copy(update={"gate": _name_approver(phase.gate, by_name, plan)}) for phase in plan.phases
            ),
            "risks": tuple(
                risk.model_copy(update={"owner": risk.owner or by_name.get(risk.owner_role)}) for risk in plan.risks
            ),
            "numbers_to_agree": tuple(
                row.model_copy(update={"person_name": row.person_name or people.get(row.role)})
                for row in plan.numbers_to_agree
            ),
            "strand": tuple(
                item.model_copy(update={"person_name": item.person_name or people.get(item.role)})
                for item in plan.strand
            ),
            "shares": tuple(RoleShare(role=role, share=share) for role, share in shares.items()),
        }
    )


def list_form_holders(plan: ProductionPlan) -> Mapping[str, Person]:
    """Whom a form named for a role of this plan, by the role's id: the next plan asks nobody again."""
    return {
        action.role: Person(id=action.person or action.person_name, name=action.person_name)
        for action in plan.actions
        if action.basis == "form" and action.person_name
    }


def _get_id(person: Person) -> str | None:
    """None of whom only the name is known."""
    return person.id if person.id != person.name else None


def _name_approver(gate: PlannedGate, by_name: Mapping[str, str], plan: ProductionPlan) -> PlannedGate:
    """Never the owner themselves."""
    found = by_name.get(gate.approver_role)
    owner = plan.owner.name or plan.owner.person if plan.owner is not None else None
    return gate if gate.approver or found in {None, owner} else gate.model_copy(update={"approver": found})
