"""Who is named for a role stands wherever the plan speaks of it; never the owner as the one who approves."""

import pytest

from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.replanning.change_requests import RevisionTerms
from bot.domain.replanning.named_people import NamedPerson, build_people_requests, with_named_people
from bot.domain.replanning.replan import replan
from tests.domain.plans import DANA, MADE_AT, MONDAY, a_plan, all_at, an_assessment, an_owner_claim

FEMI = Person(id="U7", name="Femi Adeyemi")


@pytest.fixture(scope="module")
def knowledge(shipped_knowledge: Knowledge) -> Knowledge:
    return shipped_knowledge


@pytest.mark.parametrize("owner", [None, FEMI])
def test_gates_risks_and_numbers_name_them_too(knowledge: Knowledge, owner: Person | None) -> None:
    made = an_assessment(knowledge.framework, all_at(2), people=(DANA,))
    plan = a_plan(knowledge, made.with_owner_claims((an_owner_claim(owner),) if owner else ()))
    named = (NamedPerson(role="risk_partner", person=FEMI, share=0.2),)
    terms = RevisionTerms(plan_id="r1", made_at=MADE_AT, today=MONDAY)
    open_actions = [action for action in plan.actions if action.person is None]
    revised = with_named_people(replan(plan, build_people_requests(open_actions, named), terms).plan, named)
    of_risk = [action for action in revised.actions if action.role == "risk_partner"]
    assert of_risk
    assert {(a.person, a.person_name, a.basis) for a in of_risk} == {(FEMI.id, FEMI.name, "form")}
    govern = next(phase.gate for phase in revised.phases if phase.id == "govern")
    assert govern.approver == (None if owner else FEMI.name)
    assert all(r.owner == FEMI.name for r in revised.risks if r.owner_role == "Risk and compliance partner")
    assert [(known.role, known.share) for known in revised.shares] == [("risk_partner", 0.2)]


def test_a_role_that_nobody_is_named_for_stays_as_it_is(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), people=(DANA,)))
    assert build_people_requests(plan.actions, (NamedPerson(role="risk_partner"),)) == ()
    assert with_named_people(plan, ()) == plan
