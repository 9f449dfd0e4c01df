import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk
from bot.domain.plan.wording import TailoredAction, TailoredRisk, Tailoring
from bot.domain.planning.summary import build_dated_sentences, list_undated_sentences
from bot.domain.tailoring.tailoring import apply_tailoring
from tests.domain.plans import a_plan, all_at, an_assessment
from tests.journeys.liars import TRICKS
from tests.support.chance import some_examples

SAID = {
    "t1": "Transporeon yes, is REST with service account. SAP no, the clerk keys it in herself.",
    "t2": "I asked Ruud in June. Full company is 2 300 per day, and 4.1% come out wrong. we use basware all day",
    "t3": "A limit of 25 euro was agreed on a Friday, by three of us.",
}
TARGET = "owner_acceptance"
PAOLOS = "Have Paolo Greco accept the workflow in writing"


def own_exit(plan: ProductionPlan) -> str:
    return plan.get_action(TARGET).exit.replace("one person's", "Paolo Greco's")


@pytest.fixture(scope="module")
def assessment(knowledge: Knowledge) -> Assessment:
    return an_assessment(knowledge.framework, all_at(2))


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge, assessment: Assessment) -> ProductionPlan:
    return a_plan(knowledge, assessment)


def titled(plan: ProductionPlan, assessment: Assessment, title: str) -> tuple[str, int]:
    """The title that stands after somebody proposed this one, and how many things were refused."""
    own = plan.get_action(TARGET)
    proposal = TailoredAction(action_id=TARGET, title=title, deliverable=own.deliverable, exit=own.exit)
    fitted = apply_tailoring(plan, Tailoring(actions=(proposal,)), assessment, SAID)
    return fitted.get_action(TARGET).title, len(fitted.refused)


@pytest.mark.parametrize(
    "title",
    [
        "Have Paolo Greco accept the workflow in writing",
        "Have the operational leader who carries the P&L accept the workflow with SAP and Transporeon in writing",
        "Have the operational leader who carries the budget accept the workflow of 2,300 a day in writing",
        "Have the operational leader who carries the budget accept the Basware workflow in writing",
        "Have the operational leader who carries the budget accept the limit of 25 euro in the workflow in writing",
        "Have the operational leader who carries the budget accept the SAP workflow in writing",
    ],
)
def test_words_that_somebody_said_may_be_used(plan: ProductionPlan, assessment: Assessment, title: str) -> None:
    assert titled(plan, assessment, title) == (title, 0)


@pytest.mark.parametrize(
    "title",
    [
        "Have Sandra accept the workflow in writing",
        "Sandra signs the charter",
        "Mark signs the charter",
        "Connect Salesforce as well",
        "Connect salesforce as well",
        "Carry 2 400 cases a day",
        "Carry forty cases a day",
        "Bring the error under 25%",
        "Sign it by Monday",
        "Sign it in March",
        "Sign it in Q3",
        "Sign it before the end of the month",
        "Sign it within a week",
        "Write to owner@example.com",
        "See https://example.com/charter",
        "Tell <!channel> about it",
        "Sign it\u200b quietly",
        "",
        "   ",
        "Sign it " * 40,
    ],
)
def test_what_nobody_named_falls_back_to_the_librarys_wording(
    plan: ProductionPlan, assessment: Assessment, title: str
) -> None:
    assert titled(plan, assessment, title) == (plan.get_action(TARGET).title, 1)


@pytest.mark.parametrize("title", TRICKS)
def test_no_trick_of_a_lying_model_stands(plan: ProductionPlan, assessment: Assessment, title: str) -> None:
    assert titled(plan, assessment, title) == (plan.get_action(TARGET).title, 1)


def test_a_refused_field_leaves_the_actions_other_fields_fitted(plan: ProductionPlan, assessment: Assessment) -> None:
    proposal = TailoredAction(action_id=TARGET, title=PAOLOS, deliverable="A letter from Sandra", exit=own_exit(plan))
    fitted = apply_tailoring(plan, Tailoring(actions=(proposal,)), assessment, SAID)
    action = fitted.get_action(TARGET)
    assert (action.title, action.exit) == (PAOLOS, own_exit(plan))
    assert action.deliverable == plan.get_action(TARGET).deliverable
    assert [refusal.word or refusal.why for refusal in fitted.refused] == ["Sandra"]


def test_unknown_and_repeated_actions_are_refused(plan: ProductionPlan, assessment: Assessment) -> None:
    own = plan.get_action(TARGET)
    first = TailoredAction(action_id=TARGET, title=PAOLOS, deliverable=own.deliverable, exit=own.exit)
    proposals = (
        first,
        first.model_copy(update={"title": "Have SAP accept the workflow in writing"}),
        first.model_copy(update={"action_id": "made_up"}),
    )
    fitted = apply_tailoring(plan, Tailoring(actions=proposals), assessment, SAID)
    assert fitted.get_action(TARGET).title == PAOLOS
    assert len(fitted.refused) == 2
    assert len(fitted.actions) == len(plan.actions)


def test_a_summary_stands_as_far_as_its_sentences_do(plan: ProductionPlan, assessment: Assessment) -> None:
    sentences = ("Ruud has not accepted it.", "SAP comes first.")
    fitted = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert (fitted.summary, fitted.refused) == ((*sentences, *build_dated_sentences(plan)), ())


def test_the_sentences_with_dates_are_ours_whatever_the_analyst_says(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    mixed = ("SAP comes first.", *build_dated_sentences(plan))
    fitted = apply_tailoring(plan, Tailoring(summary=mixed), assessment, SAID)
    assert (fitted.summary, fitted.refused) == (("SAP comes first.", *build_dated_sentences(plan)), ())
    moved = apply_tailoring(plan, Tailoring(summary=("It takes 9 weeks.",)), assessment, SAID)
    assert moved.summary == plan.summary and moved.refused


def test_the_first_decision_goes_by_the_title_that_the_action_has_now(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    assert plan.get_action(TARGET).title in " ".join(plan.summary)
    own = plan.get_action(TARGET)
    asked = TailoredAction(action_id=TARGET, title=PAOLOS, deliverable=own.deliverable, exit=own.exit)
    fitted = apply_tailoring(plan, Tailoring(actions=(asked,)), assessment, SAID)
    assert "“Have Paolo Greco accept the workflow in writing”" in " ".join(fitted.summary)
    assert len(fitted.summary) == len(plan.summary)


def test_a_risk_is_worded_and_keeps_what_it_quotes_and_what_answers_it(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    risk = Risk(id="orphaned", title="Nobody owns it", why="It dies at its first exception.", quote="I asked Ruud.")
    risky = plan.model_copy(update={"risks": (risk, risk.model_copy(update={"id": "clean_data"}))})
    words = TailoredRisk(risk_id="orphaned", title="Ruud has not taken it", why="SAP is keyed in until he does.")
    wrong = TailoredRisk(risk_id="clean_data", title="Sandra leaves", why="Then it ends.")
    unknown = words.model_copy(update={"risk_id": "weather"})
    fitted = apply_tailoring(risky, Tailoring(risks=(words, wrong, unknown)), assessment, SAID)
    assert fitted.risks[0] == risk.model_copy(update={"title": words.title, "why": words.why})
    assert fitted.risks[1].title == risk.title
    assert [refusal.word or refusal.why for refusal in fitted.refused] == ["no such risk in the plan", "Sandra"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "Don't have the workflow accepted"),
        ("title", "Skip the acceptance of the workflow"),
        ("title", "Postpone the acceptance"),
        ("title", "Have it accepted, if possible"),
        ("deliverable", "A signed charter, if possible"),
        ("exit", "Done"),
        ("exit", "Optional: the leader has signed the charter, and the workflow stands in the reviews of operations"),
    ],
)
def test_an_action_cannot_be_turned_round_put_off_or_made_easy(
    plan: ProductionPlan, assessment: Assessment, field: str, text: str
) -> None:
    own = plan.get_action(TARGET)
    proposal = TailoredAction(action_id=TARGET, title=own.title, deliverable=own.deliverable, exit=own.exit)
    fitted = apply_tailoring(plan, Tailoring(actions=(proposal.model_copy(update={field: text}),)), assessment, SAID)
    assert fitted.get_action(TARGET) == own
    assert len(fitted.refused) == 1


def of_length(length: int) -> str:
    """A sentence of so many characters in which nothing is named."""
    return f"{'go ' * (length // 3)}{'x' * (length % 3)}"[:length].strip().ljust(length, "o")


@pytest.mark.parametrize(("field", "most"), [("title", 120), ("deliverable", 240), ("exit", 300)])
def test_each_text_of_an_action_has_its_longest_length(
    plan: ProductionPlan, assessment: Assessment, field: str, most: int
) -> None:
    for length, stands in ((most, True), (most + 1, False)):
        library = of_length(length - len(" Ruud"))
        own = plan.get_action(TARGET).model_copy(update={field: library})
        drafted = plan.model_copy(update={"actions": (own,)})
        proposal = TailoredAction(action_id=TARGET, title=own.title, deliverable=own.deliverable, exit=own.exit)
        worded = proposal.model_copy(update={field: f"{library} Ruud"})
        fitted = apply_tailoring(drafted, Tailoring(actions=(worded,)), assessment, SAID)
        assert (getattr(fitted.get_action(TARGET), field) != library) == stands


@pytest.mark.parametrize(("field", "most"), [("title", 120), ("why", 320)])
def test_each_text_of_a_risk_has_its_longest_length(
    plan: ProductionPlan, assessment: Assessment, field: str, most: int
) -> None:
    risk = Risk(id="orphaned", title="Nobody owns it", why="It dies at its first exception.")
    proposal = TailoredRisk(risk_id="orphaned", title=risk.title, why=risk.why)
    for length, stands in ((most, True), (most + 1, False)):
        risky = plan.model_copy(update={"risks": (risk,)})
        worded = proposal.model_copy(update={field: of_length(length)})
        fitted = apply_tailoring(risky, Tailoring(risks=(worded,)), assessment, SAID)
        assert (getattr(fitted.risks[0], field) == of_length(length)) == stands


@pytest.mark.parametrize(
    ("sentences", "stands"),
    [
        (("SAP comes first.",) * 8, True),
        (("SAP comes first.",) * 9, False),
        ((of_length(320),), True),
        ((of_length(321),), False),
    ],
)
def test_a_summary_has_eight_sentences_of_320_characters_at_most(
    plan: ProductionPlan, assessment: Assessment, sentences: tuple[str, ...], stands: bool
) -> None:
    fitted = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert (fitted.refused == ()) == stands


def test_an_invented_sentence_falls_and_the_others_stand(plan: ProductionPlan, assessment: Assessment) -> None:
    own = list_undated_sentences(plan)
    sentences = ("SAP comes first.", "It saves 900 hours.", "Ruud knows.", *("SAP again.",) * len(own), "By Zephyrine.")
    fitted = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert fitted.summary[:3] == ("SAP comes first.", own[1], "Ruud knows.")
    assert "Zephyrine" not in " ".join(fitted.summary), "nothing stood there before"
    assert [(r.place, r.sentence, r.word) for r in fitted.refused] == [
        ("summary", 2, "900"),
        ("summary", len(sentences), "Zephyrine"),
    ]


def test_a_summary_of_which_nothing_stands_is_the_librarys(plan: ProductionPlan, assessment: Assessment) -> None:
    fitted = apply_tailoring(plan, Tailoring(summary=("It saves 900 hours.",)), assessment, SAID)
    assert fitted.summary == plan.summary


def test_what_could_ring_somebody_or_lead_elsewhere_is_not_repeated(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    fitted = apply_tailoring(plan, Tailoring(summary=("Tell <!channel> of https://evil.example.",)), assessment, SAID)
    [refused] = fitted.refused
    assert (refused.word, refused.why) == ("", "holds a link or markup")


def test_the_librarys_own_wording_always_stands(plan: ProductionPlan, assessment: Assessment) -> None:
    same = Tailoring(
        summary=plan.summary,
        actions=tuple(
            TailoredAction(action_id=a.id, title=a.title, deliverable=a.deliverable, exit=a.exit) for a in plan.actions
        ),
    )
    assert apply_tailoring(plan, same, assessment, {}) == plan


names = st.from_regex(r"[B-Z][bcdfgjklmpqvwxz]{5,9}", fullmatch=True)
figures = st.integers(min_value=5000, max_value=99999).map(str)
dates = st.sampled_from(["Sunday", "April", "14 February", "Sept 30", "tomorrow", "next quarter"])


@some_examples(1.0)
@given(st.one_of(names, figures, dates), st.sampled_from(["Ask {}", "{} takes it", "Take it, with {}, to the end"]))
def test_no_invented_name_number_or_date_reaches_the_plan(
    plan: ProductionPlan, assessment: Assessment, invention: str, frame: str
) -> None:
    text = frame.format(invention)
    proposals = tuple(TailoredAction(action_id=a.id, title=text, deliverable=text, exit=text) for a in plan.actions)
    fitted = apply_tailoring(plan, Tailoring(summary=(text,), actions=proposals), assessment, SAID)
    assert fitted.model_copy(update={"refused": ()}) == plan
    assert len(fitted.refused) >= 3 * len(plan.actions) + 1


texts = st.text(max_size=60)
worded = st.builds(
    TailoredAction,
    action_id=st.sampled_from([TARGET, "systems_access", "made_up"]),
    title=texts,
    deliverable=texts,
    exit=texts,
)


@some_examples(1.0)
@given(st.lists(worded, max_size=5))
def test_tailoring_changes_nothing_but_wording(
    plan: ProductionPlan, assessment: Assessment, proposals: list[TailoredAction]
) -> None:
    fitted = apply_tailoring(plan, Tailoring(actions=tuple(proposals)), assessment, SAID)
    blank = {"title": "", "deliverable": "", "exit": ""}
    before = [action.model_copy(update=blank) for action in plan.actions]
    assert [action.model_copy(update=blank) for action in fitted.actions] == before
    assert all(action.title and action.deliverable and action.exit for action in fitted.actions)
