"""Which wordings of an action may stand: the team's names in the library's sentence, and nothing that turns it."""

import pytest

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.lexicon.said import SaidWords
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import TailoredAction, Tailoring
from bot.domain.tailoring.tailoring import apply_tailoring
from bot.domain.tailoring.tokens import KnownTerms
from bot.domain.tailoring.wording_check import find_changed_duty
from tests.domain.plans import PAOLO, a_plan, all_at, an_assessment, an_owner_claim
from tests.domain.tailoring.rewordings import ACCEPT, TRUE, TURNED, Rewording, term

TARGET = "systems_two_way"


@pytest.fixture(scope="module")
def assessment(knowledge: Knowledge) -> Assessment:
    return an_assessment(knowledge.framework, all_at(2)).with_owner_claims((an_owner_claim(PAOLO),))


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge, assessment: Assessment) -> ProductionPlan:
    return a_plan(knowledge, assessment)


def reword(plan: ProductionPlan, assessment: Assessment, case: Rewording) -> ProductionPlan:
    own = plan.get_action(TARGET).model_copy(update={"exit": case.library})
    drafted = plan.model_copy(update={"actions": tuple(own if a.id == TARGET else a for a in plan.actions)})
    proposal = TailoredAction(
        action_id=TARGET, title=own.title, deliverable=own.deliverable, exit=case.text, terms=case.terms
    )
    return apply_tailoring(drafted, Tailoring(actions=(proposal,)), assessment, {"t1": case.said})


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case.text)
def test_a_true_rewording_stands(plan: ProductionPlan, assessment: Assessment, case: Rewording) -> None:
    fitted = reword(plan, assessment, case)
    assert (fitted.get_action(TARGET).exit, fitted.refused) == (case.text, ())


@pytest.mark.parametrize("case", TURNED, ids=lambda case: case.text)
def test_a_rewording_that_turns_what_is_asked_for_falls(
    plan: ProductionPlan, assessment: Assessment, case: Rewording
) -> None:
    fitted = reword(plan, assessment, case)
    assert fitted.get_action(TARGET).exit == case.library
    [refused] = fitted.refused
    assert (refused.place, refused.id, refused.field, bool(refused.why)) == ("action", TARGET, "exit", True)


@pytest.mark.parametrize(
    ("library", "text", "said", "word"),
    [
        ("The owner or executive has signed it", "Anna or the Bishop has signed it", "Anna is here.", "Bishop"),
        ("The owner or executive has signed it", "Anna or the bishop has signed it", "Anna is here.", "bishop"),
        ("The owner or executive has signed it", "Anna or executive may have signed it", "Anna is here.", "may"),
        ("Anna checks cases, and only cases", "Anna checks only parcels, and cases", "Parcels.", "only"),
    ],
)
def test_the_word_that_is_told_is_the_one_at_fault(
    plan: ProductionPlan, assessment: Assessment, library: str, text: str, said: str, word: str
) -> None:
    [refused] = reword(plan, assessment, Rewording(library, text, said)).refused
    assert refused.word == word


def test_how_often_the_library_says_itself_needs_nobody_to_have_said_it(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    library = "The log of the system is read daily by a named person"
    case = Rewording(
        library, "The log of SAP is read daily by a named person", "It writes to SAP.", (term("SAP", "SAP"),)
    )
    fitted = reword(plan, assessment, case)
    assert (fitted.get_action(TARGET).exit, fitted.refused) == (case.text, ())


def test_a_term_counts_where_it_was_said_and_nowhere_else(plan: ProductionPlan, assessment: Assessment) -> None:
    text = "Read the claims mirror live, so nobody exports files any more"
    said = "The mirror has claims."
    case = Rewording("Read the main system live, so nobody exports files any more", text, said)
    assert reword(plan, assessment, case._replace(terms=(term("claims mirror"),))).refused == ()
    for elsewhere in (term("claims mirror", said_in="t9"), term("claims mirror", as_said="mirror of the claims")):
        [refused] = reword(plan, assessment, case._replace(terms=(elsewhere,))).refused
        assert refused.word in {"claims", "mirror"}


def test_a_duty_stays_with_whoever_has_it(plan: ProductionPlan, assessment: Assessment) -> None:
    holder = next(action for action in plan.actions if action.person_name)
    other = next(person for person in assessment.people if person.name != holder.person_name)
    library = f"The {holder.role_name.lower()} has signed the case"
    said = f"{other.name} and {holder.person_name} know it."
    right = Rewording(library, f"{holder.person_name} has signed the case", said)
    wrong = Rewording(library, f"{other.name} has signed the case", said)
    assert reword(plan, assessment, right).refused == ()
    [refused] = reword(plan, assessment, wrong).refused
    assert (refused.word, refused.why) == (other.name.split()[0], "somebody else answers for it")


def test_whoever_refused_to_answer_for_it_is_not_put_in_the_owners_place(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    claim = OwnerClaim(person="Martin", claim="refused", quote="Not me.", turn_id="t1", speaker="Martin")
    refused_by = assessment.model_copy(update={"owners": (claim,)})
    nobody = plan.model_copy(
        update={"actions": tuple(a.model_copy(update={"person": None, "person_name": None}) for a in plan.actions)}
    )
    case = Rewording(ACCEPT, "Have Martin accept the workflow in writing", "I am Martin, not me.")
    assert reword(nobody, assessment, case).refused == ()
    [refused] = reword(nobody, refused_by, case).refused
    assert refused.word == "Martin"


def test_every_sentence_of_the_library_takes_a_name_and_no_turn(knowledge: Knowledge) -> None:
    known = KnownTerms(SaidWords.from_texts(["Basware may not need some of it, possibly."]))
    for practice in knowledge.practices.practices:
        for own in (practice.title, practice.deliverable, practice.exit):
            first, *rest = own.split()
            assert find_changed_duty(own, own, known) == find_changed_duty(f"{own}, in Basware", own, known) == ("", "")
            for turn in ("may", "not", "possibly", "some"):
                assert find_changed_duty(" ".join((first, turn, *rest)), own, known).word == turn
            half = " ".join(own.split()[: len(own.split()) // 2])
            assert find_changed_duty(f"{half} in Basware", own, known).why


def test_a_plan_from_before_refusals_were_kept_has_none(plan: ProductionPlan) -> None:
    stored = plan.model_dump(mode="json", exclude={"refused"})
    assert ProductionPlan.model_validate(stored).refused == ()
