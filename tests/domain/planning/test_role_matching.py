import pytest

from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Role
from bot.domain.interview.evidence import OwnerClaim, OwnerStance
from bot.domain.planning.role_matching import find_person_for_role
from tests.domain.plans import DANA, PAOLO, a_plan, all_at, an_assessment

OWNER = Role(id="operational_owner", name="Operational owner")


def a_claim(person: Person, claim: OwnerStance) -> OwnerClaim:
    return OwnerClaim(person=person.id, claim=claim, quote="q", turn_id="t1", speaker=person.id, name=person.name)


@pytest.mark.parametrize("stance", ["accepted", "proposed"])
def test_whoever_accepted_or_is_proposed_is_the_owner_whatever_their_title(
    knowledge: Knowledge, stance: OwnerStance
) -> None:
    made = an_assessment(knowledge.framework, all_at(2)).with_owner_claims((a_claim(DANA, stance),))
    assert find_person_for_role(OWNER, made) == Person(id=DANA.id, name=DANA.name)


def test_whoever_refused_is_not_the_owner_by_title(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(2))
    assert find_person_for_role(OWNER, made) == PAOLO
    assert find_person_for_role(OWNER, made.with_owner_claims((a_claim(PAOLO, "refused"),))) is None


@pytest.mark.parametrize(("stance", "told"), [("proposed", ", to be asked)"), ("accepted", "operational owner)")])
def test_the_summary_says_whether_the_owner_has_still_to_be_asked(
    knowledge: Knowledge, stance: OwnerStance, told: str
) -> None:
    made = an_assessment(knowledge.framework, all_at(1)).with_owner_claims((a_claim(DANA, stance),))
    plan = a_plan(knowledge, made)
    assert plan.owner == made.owner
    assert any("Dana Reyes (" in sentence and told in sentence for sentence in plan.summary), plan.summary
