"""Who holds a role: who said so, who was named for it, the form, a title, in this order; and who never does."""

import pytest

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Detail, Evidence, Fact, OwnerClaim, OwnerStance
from bot.domain.plan.action import PersonBasis
from bot.domain.planning.role_matching import find_role_holders
from tests.domain.plans import DANA, PAOLO, a_plan, all_at, an_assessment, an_owner_claim

TOMASZ = Person(id="U3", name="Tomasz Wolski", role="Developer")
FEMI = Person(id="U4", name="Femi Adeyemi", role="Model risk")
TEAM = (DANA, PAOLO, TOMASZ, FEMI)
OWNER = "operational_owner"
Telling = tuple[str, Person, str]
"""A criterion, who spoke, and the sentence."""


@pytest.fixture(scope="module")
def knowledge(shipped_knowledge: Knowledge) -> Knowledge:
    """The words by which people say what they have ship with the product."""
    return shipped_knowledge


def an_assessment_saying(
    knowledge: Knowledge,
    *said: tuple[str, Person, str],
    facts: tuple[Fact, ...] = (),
    people: tuple[Person, ...] = TEAM,
) -> Assessment:
    """`said`: a criterion, who spoke, and the sentence."""
    made = an_assessment(knowledge.framework, all_at(2), people=people, facts=facts)
    more = tuple(
        Evidence(
            id=f"said-{n}",
            criterion=criterion,
            level=2,
            quote=sentence,
            sentence=sentence,
            turn_id=f"t-said-{n}",
            speaker=by.id,
        )
        for n, (criterion, by, sentence) in enumerate(said)
    )
    return made.model_copy(update={"evidence": (*made.evidence, *more)})


def a_fact(kind: str, name: str, by: Person = DANA, **details: str) -> Fact:
    told = [Detail(key=key, value=value) for key, value in details.items()]
    return Fact.model_validate(
        {"kind": kind, "name": name, "quote": f"About {name}.", "turn_id": "t9", "speaker": by.id, "details": told}
    )


def held(knowledge: Knowledge, made: Assessment, role: str) -> tuple[str, PersonBasis] | None:
    found = find_role_holders(made, knowledge).get(role)
    return (found.person, found.basis) if found else None


# --- who says so themselves, and whom others name ------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("I run the SAP interfaces", "integration_lead"),
        ("I'm responsible for the interfaces to SAP and the portal", "integration_lead"),
        ("I also look after the data quality of the vendor file", "data_steward"),
        ("Ich betreue die Schnittstellen zu SAP", "integration_lead"),
        ("Ich bin für die Schnittstellen verantwortlich", "integration_lead"),
        ("Gestiono las interfaces con SAP", "integration_lead"),
        ("Je gère les interfaces avec SAP", "integration_lead"),
    ],
)
def test_who_says_that_they_run_a_part_of_the_work_holds_its_role(
    knowledge: Knowledge, sentence: str, role: str
) -> None:
    assert held(knowledge, an_assessment_saying(knowledge, ("systems", TOMASZ, sentence)), role) == (TOMASZ.id, "said")


@pytest.mark.parametrize(
    "sentence",
    [
        "I don't run the interfaces",
        "I used to run the interfaces",
        "I would run the interfaces if somebody asked",
        "Do I run the interfaces?",
        "I run a test on the interfaces every Friday",
        "I run the desk and somebody else builds the interfaces",
        "I think we have the interfaces",
        "My boss runs the interfaces",
        "Ich betreue nicht die Schnittstellen",
        "I run the platform that feeds the interfaces, or the model",
    ],
)
def test_a_sentence_that_does_not_say_it_outright_names_nobody(knowledge: Knowledge, sentence: str) -> None:
    assert held(knowledge, an_assessment_saying(knowledge, ("systems", TOMASZ, sentence)), "integration_lead") is None


def test_who_is_named_for_a_part_of_the_work_holds_its_role(knowledge: Knowledge) -> None:
    made = an_assessment_saying(knowledge, ("systems", DANA, "Tomasz runs the SAP interfaces for us"))
    assert held(knowledge, made, "integration_lead") == (TOMASZ.id, "named")
    team = an_assessment_saying(knowledge, ("systems", DANA, "Tomasz's team runs the SAP interfaces"))
    assert held(knowledge, team, "integration_lead") is None


def test_ones_own_word_outweighs_what_others_say_and_that_a_title(knowledge: Knowledge) -> None:
    titled = Person(id="U7", name="Ana Ruiz", role="Integration architect")
    people = (*TEAM, titled)
    assert held(knowledge, an_assessment_saying(knowledge, people=people), "integration_lead") == ("U7", "title")
    named = ("systems", DANA, "Tomasz runs the SAP interfaces")
    assert held(knowledge, an_assessment_saying(knowledge, named, people=people), "integration_lead") == (
        TOMASZ.id,
        "named",
    )
    own = ("systems", FEMI, "I run the interfaces")
    assert held(knowledge, an_assessment_saying(knowledge, named, own, people=people), "integration_lead") == (
        FEMI.id,
        "said",
    )


def test_two_who_say_the_same_leave_the_role_to_the_title_or_open(knowledge: Knowledge) -> None:
    both = (("systems", TOMASZ, "I run the interfaces"), ("systems", DANA, "I own the interfaces"))
    assert held(knowledge, an_assessment_saying(knowledge, *both), "integration_lead") is None
    titled = TOMASZ.model_copy(update={"role": "Integration developer"})
    made = an_assessment_saying(knowledge, *both, people=(DANA, PAOLO, titled))
    assert held(knowledge, made, "integration_lead") == (TOMASZ.id, "said")


@pytest.mark.parametrize(("by", "basis"), [(FEMI, "said"), (DANA, "named")])
def test_a_person_told_with_a_role_holds_it(knowledge: Knowledge, by: Person, basis: PersonBasis) -> None:
    made = an_assessment_saying(knowledge, facts=(a_fact("person", "Femi Adeyemi", by, role="our risk officer"),))
    assert held(knowledge, made, "risk_partner") == (FEMI.id, basis)


def test_somebody_named_with_a_role_who_takes_no_part_can_hold_it(knowledge: Knowledge) -> None:
    made = an_assessment_saying(knowledge, facts=(a_fact("person", "Ruud Bos", role="head of information security"),))
    assert held(knowledge, made, "security_partner") == ("Ruud Bos", "named")


def test_the_owner_of_a_system_confirms_a_title_and_gives_nobody_a_role(knowledge: Knowledge) -> None:
    integrators = (
        DANA,
        Person(id="U7", name="Ana Ruiz", role="Integration developer"),
        Person(id="U8", name="Bo Lind", role="Integration developer"),
    )
    own = a_fact("system", "SAP", integrators[1], owner="U7")
    made = an_assessment_saying(knowledge, facts=(own,), people=integrators)
    assert held(knowledge, made, "integration_lead") == ("U7", "said")
    assert (
        held(
            knowledge, an_assessment_saying(knowledge, facts=(a_fact("system", "SAP", owner="U1"),)), "integration_lead"
        )
        is None
    )


def test_whoever_builds_it_is_no_lead_of_operations_whatever_they_say(knowledge: Knowledge) -> None:
    builder = Person(id="U5", name="Luca Moretti", role="Data science lead")
    made = an_assessment_saying(knowledge, ("exceptions", builder, "I run the exception queue"), people=(DANA, builder))
    assert held(knowledge, made, "operations_lead") is None


# --- the sheet ------------------------------------------------------------------------------------------


def test_the_sheet_outweighs_a_title_and_yields_to_what_was_said(knowledge: Knowledge) -> None:
    sheet = {"risk_partner": DANA, "integration_lead": DANA}
    made = an_assessment_saying(knowledge, ("systems", TOMASZ, "I run the interfaces"))
    holders = find_role_holders(made, knowledge, sheet)
    assert (holders["risk_partner"].person, holders["risk_partner"].basis) == (DANA.id, "form")
    assert holders["integration_lead"].basis == "said"


# --- the owner ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "basis"),
    [
        (an_owner_claim(DANA, "accepted"), "said"),
        (an_owner_claim(DANA, "accepted", source="click", quote=""), "said"),
        (an_owner_claim(DANA, "proposed", speaker=PAOLO.id), "named"),
        (an_owner_claim(DANA, "proposed", speaker=PAOLO.id, source="form", quote=""), "form"),
    ],
)
def test_whoever_accepted_or_is_proposed_is_the_owner_whatever_their_title(
    knowledge: Knowledge, claim: OwnerClaim, basis: PersonBasis
) -> None:
    made = an_assessment(knowledge.framework, all_at(2)).with_owner_claims((claim,))
    assert held(knowledge, made, OWNER) == (DANA.id, basis)


def test_nobody_is_the_owner_without_a_claim_whatever_their_title_or_the_sheet_of_a_plan(knowledge: Knowledge) -> None:
    assert held(knowledge, an_assessment(knowledge.framework, all_at(2)), OWNER) is None


def test_whoever_refused_is_the_owner_by_no_way(knowledge: Knowledge) -> None:
    chief = Person(id="U2", name="Paolo Greco", role="Director operations, owner of the workflow")
    made = an_assessment_saying(
        knowledge, facts=(a_fact("person", "Paolo Greco", role="head of operations"),), people=(DANA, chief)
    ).with_owner_claims((an_owner_claim(PAOLO, "refused"),))
    assert held(knowledge, made, OWNER) is None
    assert OWNER not in find_role_holders(made, knowledge, {OWNER: PAOLO})


# --- in a plan ------------------------------------------------------------------------------------------


def test_every_action_says_why_its_person_stands_there(knowledge: Knowledge) -> None:
    made = an_assessment_saying(knowledge, ("systems", TOMASZ, "I run the SAP interfaces"))
    plan = a_plan(knowledge, made.with_owner_claims((an_owner_claim(DANA, "accepted"),)))
    by_role = {action.role: (action.person, action.basis) for action in plan.actions}
    assert by_role["integration_lead"] == (TOMASZ.id, "said")
    assert by_role["risk_partner"] == (FEMI.id, "title")
    assert by_role[OWNER] == (DANA.id, "said")
    assert by_role["security_partner"] == (None, None)


@pytest.mark.parametrize("owner_level", [None, 0, 1, 2, 3])
def test_a_proposed_owner_is_asked_in_the_first_action(knowledge: Knowledge, owner_level: int | None) -> None:
    made = an_assessment(knowledge.framework, all_at(2, owner=owner_level)).with_owner_claims(
        (an_owner_claim(DANA, "proposed", speaker=PAOLO.id),)
    )
    plan = a_plan(knowledge, made)
    first = plan.actions[0]
    assert first.title.startswith("Ask Dana Reyes ")
    assert first.start == min(action.start for action in plan.actions)
    for other in plan.actions:
        if other.role == OWNER and other.id != first.id:
            assert first.id in other.depends_on


@pytest.mark.parametrize("stance", ["accepted", "refused"])
def test_whoever_answered_is_not_asked_again(knowledge: Knowledge, stance: OwnerStance) -> None:
    made = an_assessment(knowledge.framework, all_at(2)).with_owner_claims((an_owner_claim(PAOLO, stance),))
    assert not any(action.title.startswith("Ask Paolo") for action in a_plan(knowledge, made).actions)


def test_whoever_refused_stands_in_no_sentence_and_no_action_as_the_owner(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(1)).with_owner_claims((an_owner_claim(PAOLO, "refused"),))
    plan = a_plan(knowledge, made)
    assert not any(PAOLO.name in sentence for sentence in plan.summary)
    assert not any(PAOLO.name in (action.title, action.person_name) for action in plan.actions)


@pytest.mark.parametrize(("stance", "told"), [("proposed", ", to be asked)"), ("accepted", "operational owner)")])
def test_the_summary_says_whether_the_owner_has_still_to_be_asked(
    knowledge: Knowledge, stance: OwnerStance, told: str
) -> None:
    made = an_assessment(knowledge.framework, all_at(1)).with_owner_claims((an_owner_claim(DANA, stance),))
    plan = a_plan(knowledge, made)
    assert plan.owner == made.owner
    assert any("Dana Reyes (" in sentence and told in sentence for sentence in plan.summary), plan.summary
