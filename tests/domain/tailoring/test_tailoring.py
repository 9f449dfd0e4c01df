import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.plan import ProductionPlan, Risk, TailoredAction, TailoredRisk, Tailoring
from bot.domain.planning.summary import build_dated_sentences
from bot.domain.tailoring.tailoring import apply_tailoring
from tests.domain.plans import a_plan, all_at, an_assessment
from tests.journeys.liars import TRICKS

SAID = (
    "Transporeon yes, is REST with service account. SAP no, the clerk keys it in herself.",
    "I asked Ruud in June. Full company is 2 300 per day, and 4.1% come out wrong. we use basware all day",
    "A limit of 25 euro was agreed on a Friday, by three of us.",
)
TARGET = "owner_acceptance"
RUUDS = "Ruud has signed the charter, and his name stands on the decision rights with the day he takes it over"


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
    fitted, refusals = apply_tailoring(plan, Tailoring(actions=(proposal,)), assessment, SAID)
    return fitted.get_action(TARGET).title, len(refusals)


@pytest.mark.parametrize(
    "title",
    [
        "Connect SAP and Transporeon, so that the clerk keys nothing in",
        "Have Paolo Greco accept the workflow in writing",
        "Ask Ruud whether he takes it",
        "Ruud's yes to 2,300 a day, in writing",
        "Bring the error under 4,1 percent",
        "Show it in Basware for three people",
        "Agree the limit of 25 euro again before a Friday review",
        "Wire the SAP-side account",
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
    proposal = TailoredAction(action_id=TARGET, title="Ask Ruud", deliverable="A letter from Sandra", exit=RUUDS)
    fitted, refusals = apply_tailoring(plan, Tailoring(actions=(proposal,)), assessment, SAID)
    action = fitted.get_action(TARGET)
    assert (action.title, action.exit) == ("Ask Ruud", RUUDS)
    assert action.deliverable == plan.get_action(TARGET).deliverable
    assert [refusal.why for refusal in refusals] == ["nobody named: Sandra"]


def test_unknown_and_repeated_actions_are_refused(plan: ProductionPlan, assessment: Assessment) -> None:
    own = plan.get_action(TARGET)
    first = TailoredAction(action_id=TARGET, title="Ask Ruud", deliverable=own.deliverable, exit=own.exit)
    proposals = (
        first,
        first.model_copy(update={"title": "Ask SAP"}),
        first.model_copy(update={"action_id": "made_up"}),
    )
    fitted, refusals = apply_tailoring(plan, Tailoring(actions=proposals), assessment, SAID)
    assert fitted.get_action(TARGET).title == "Ask Ruud"
    assert len(refusals) == 2
    assert len(fitted.actions) == len(plan.actions)


def test_a_summary_stands_when_all_of_its_sentences_do(plan: ProductionPlan, assessment: Assessment) -> None:
    sentences = ("Ruud has not accepted it.", "SAP comes first.")
    fitted, refusals = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert (fitted.summary, refusals) == ((*sentences, *build_dated_sentences(plan)), ())


def test_the_sentences_with_dates_are_ours_whatever_the_analyst_says(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    mixed = ("SAP comes first.", *build_dated_sentences(plan))
    fitted, refusals = apply_tailoring(plan, Tailoring(summary=mixed), assessment, SAID)
    assert (fitted.summary, refusals) == (("SAP comes first.", *build_dated_sentences(plan)), ())
    moved, refusals = apply_tailoring(plan, Tailoring(summary=("It takes 9 weeks.",)), assessment, SAID)
    assert moved.summary == plan.summary and refusals


def test_the_first_decision_goes_by_the_title_that_the_action_has_now(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    assert plan.get_action(TARGET).title in " ".join(plan.summary)
    own = plan.get_action(TARGET)
    asked = TailoredAction(action_id=TARGET, title="Have Ruud accept it", deliverable=own.deliverable, exit=own.exit)
    fitted, _ = apply_tailoring(plan, Tailoring(actions=(asked,)), assessment, SAID)
    assert "“Have Ruud accept it”" in " ".join(fitted.summary)
    assert len(fitted.summary) == len(plan.summary)


def test_a_risk_is_worded_and_keeps_what_it_quotes_and_what_answers_it(
    plan: ProductionPlan, assessment: Assessment
) -> None:
    risk = Risk(id="orphaned", title="Nobody owns it", why="It dies at its first exception.", quote="I asked Ruud.")
    risky = plan.model_copy(update={"risks": (risk, risk.model_copy(update={"id": "clean_data"}))})
    words = TailoredRisk(risk_id="orphaned", title="Ruud has not taken it", why="SAP is keyed in until he does.")
    wrong = TailoredRisk(risk_id="clean_data", title="Sandra leaves", why="Then it ends.")
    unknown = words.model_copy(update={"risk_id": "weather"})
    fitted, refusals = apply_tailoring(risky, Tailoring(risks=(words, wrong, unknown)), assessment, SAID)
    assert fitted.risks[0] == risk.model_copy(update={"title": words.title, "why": words.why})
    assert fitted.risks[1].title == risk.title
    assert [refusal.why for refusal in refusals] == ["no such risk in the plan", "nobody named: Sandra"]


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
    fitted, refusals = apply_tailoring(
        plan, Tailoring(actions=(proposal.model_copy(update={field: text}),)), assessment, SAID
    )
    assert fitted.get_action(TARGET) == own
    assert len(refusals) == 1


def of_length(length: int) -> str:
    """A sentence of so many characters in which nothing is named."""
    return f"{'go ' * (length // 3)}{'x' * (length % 3)}"[:length].strip().ljust(length, "o")


@pytest.mark.parametrize(("field", "most"), [("title", 120), ("deliverable", 240), ("exit", 300)])
def test_each_text_of_an_action_has_its_longest_length(
    plan: ProductionPlan, assessment: Assessment, field: str, most: int
) -> None:
    own = plan.get_action(TARGET)
    proposal = TailoredAction(action_id=TARGET, title=own.title, deliverable=own.deliverable, exit=own.exit)
    for length, stands in ((most, True), (most + 1, False)):
        worded = proposal.model_copy(update={field: of_length(length)})
        fitted, _ = apply_tailoring(plan, Tailoring(actions=(worded,)), assessment, ("go goo gooo x xo xoo",))
        assert (getattr(fitted.get_action(TARGET), field) == of_length(length)) == stands


@pytest.mark.parametrize(("field", "most"), [("title", 120), ("why", 320)])
def test_each_text_of_a_risk_has_its_longest_length(
    plan: ProductionPlan, assessment: Assessment, field: str, most: int
) -> None:
    risk = Risk(id="orphaned", title="Nobody owns it", why="It dies at its first exception.")
    proposal = TailoredRisk(risk_id="orphaned", title=risk.title, why=risk.why)
    for length, stands in ((most, True), (most + 1, False)):
        risky = plan.model_copy(update={"risks": (risk,)})
        worded = proposal.model_copy(update={field: of_length(length)})
        fitted, _ = apply_tailoring(risky, Tailoring(risks=(worded,)), assessment, SAID)
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
    fitted, refusals = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert (refusals == ()) == (fitted.summary != plan.summary) == stands


def test_one_invented_sentence_takes_the_whole_summary_back(plan: ProductionPlan, assessment: Assessment) -> None:
    sentences = ("SAP comes first.", "It saves 900 hours.")
    fitted, refusals = apply_tailoring(plan, Tailoring(summary=sentences), assessment, SAID)
    assert fitted.summary == plan.summary
    assert [refusal.why for refusal in refusals] == ["nobody named: 900"]


def test_the_librarys_own_wording_always_stands(plan: ProductionPlan, assessment: Assessment) -> None:
    same = Tailoring(
        summary=plan.summary,
        actions=tuple(
            TailoredAction(action_id=a.id, title=a.title, deliverable=a.deliverable, exit=a.exit) for a in plan.actions
        ),
    )
    assert apply_tailoring(plan, same, assessment, ()) == (plan, ())


names = st.from_regex(r"[B-Z][bcdfgjklmpqvwxz]{5,9}", fullmatch=True)
figures = st.integers(min_value=5000, max_value=99999).map(str)
dates = st.sampled_from(["Sunday", "April", "14 February", "Sept 30", "tomorrow", "next quarter"])


@settings(max_examples=100, deadline=None)
@given(st.one_of(names, figures, dates), st.sampled_from(["Ask {}", "{} takes it", "Take it, with {}, to the end"]))
def test_no_invented_name_number_or_date_reaches_the_plan(
    plan: ProductionPlan, assessment: Assessment, invention: str, frame: str
) -> None:
    text = frame.format(invention)
    proposals = tuple(TailoredAction(action_id=a.id, title=text, deliverable=text, exit=text) for a in plan.actions)
    fitted, refusals = apply_tailoring(plan, Tailoring(summary=(text,), actions=proposals), assessment, SAID)
    assert fitted == plan
    assert len(refusals) >= 3 * len(plan.actions) + 1


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_tailoring_changes_nothing_but_wording(
    plan: ProductionPlan, assessment: Assessment, data: st.DataObject
) -> None:
    texts = st.text(max_size=60)
    proposals = data.draw(
        st.lists(
            st.builds(
                TailoredAction,
                action_id=st.sampled_from([*(a.id for a in plan.actions), "made_up"]),
                title=texts,
                deliverable=texts,
                exit=texts,
            ),
            max_size=5,
        )
    )
    fitted, _ = apply_tailoring(plan, Tailoring(actions=tuple(proposals)), assessment, SAID)
    blank = {"title": "", "deliverable": "", "exit": ""}
    before = [action.model_copy(update=blank) for action in plan.actions]
    assert [action.model_copy(update=blank) for action in fitted.actions] == before
    assert all(action.title and action.deliverable and action.exit for action in fitted.actions)
