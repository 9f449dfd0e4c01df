from collections.abc import Callable

import pytest

from bot.documents.contents.contents import build_outline
from bot.documents.contents.outline import Bullets, Card, GateBox, Outline, Table, collect_texts
from bot.documents.contents.wording import clean_line
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.samples import Made

Sample = Callable[[Knowledge], Made]
ALL = (samples.ordinary, samples.crowded, samples.with_nothing_to_do, samples.with_nothing_known, samples.hostile)


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Made:
    return samples.ordinary(knowledge)


@pytest.fixture(scope="module")
def outline(made: Made, knowledge: Knowledge) -> Outline:
    return build_outline(made.plan, made.assessment, knowledge.framework)


def told(outline: Outline) -> str:
    return "\n".join(collect_texts(outline))


def test_it_goes_from_the_summary_to_how_the_numbers_were_derived(outline: Outline) -> None:
    assert [section.title for section in outline.sections] == [
        "Executive summary",
        "Stage and pillars",
        "What blocks the next stage",
        "Phases and gates",
        "Actions",
        "Systems to be wired",
        "Who or what decides",
        "Responsibilities",
        "Value case",
        "Risks",
        "Open questions",
        "How the numbers were derived",
    ]


def test_every_action_has_owner_dates_reason_deliverable_and_exit_test(outline: Outline, made: Made) -> None:
    cards = [block for section in outline.sections for block in section.blocks if isinstance(block, Card)]
    assert [card.title.split(". ", 1)[1].removesuffix(" (provisional)") for card in cards] == [
        action.title for action in made.plan.actions
    ]
    for card in cards:
        assert [label for label, _ in card.fields] == ["Owner", "When", "Because", "Deliverable", "Exit test"]


def test_every_quote_question_risk_and_note_stands_there(outline: Outline, made: Made) -> None:
    text = told(outline)
    for action in made.plan.actions:
        assert all(reason.text in text for reason in action.because)
    for said in (*made.plan.open_questions, *made.plan.notes, *(risk.why for risk in made.plan.risks)):
        assert said in text


def test_a_reason_is_told_in_full_only_once(outline: Outline, made: Made) -> None:
    cards = [block for section in outline.sections for block in section.blocks if isinstance(block, Card)]
    because = "\n".join(str(dict(card.fields)["Because"]) for card in cards)
    for action in made.plan.actions:
        assert because.count(f"“{action.because[0].text}”") <= 1
    assert "as for action" in because


def test_both_views_of_a_disagreement_are_quoted(outline: Outline) -> None:
    text = told(outline)
    assert "“This is how owner stands with us.” (Dana Reyes)" in text
    assert "“I see owner in another light.” (Paolo Greco)" in text


def test_every_gap_stands_in_the_order_in_which_it_blocks(outline: Outline, made: Made, knowledge: Knowledge) -> None:
    (table,) = [block for block in outline.sections[2].blocks if isinstance(block, Table)]
    names = [row[0][0][0].text for row in table.rows]
    assert names == [knowledge.framework.get_criterion(gap.criterion).name for gap in made.plan.gaps]


def test_every_gate_says_what_has_to_be_met(outline: Outline, made: Made) -> None:
    gates = [block for section in outline.sections for block in section.blocks if isinstance(block, GateBox)]
    assert len(gates) == len(made.plan.phases)
    for gate, phase in zip(gates, made.plan.phases, strict=True):
        assert [item[0].text for item in gate.items][: len(phase.gate.criteria)] == list(phase.gate.criteria)


def test_what_nobody_named_is_open_and_never_guessed(outline: Outline) -> None:
    (table,) = [block for block in outline.sections[5].blocks if isinstance(block, Table)]
    named, bare = table.rows
    assert [cell[0][0].text for cell in named][:4] == ["SAP", "both", "open", "Paolo"]
    assert [cell[0][0].style for cell in bare][1:5] == ["open"] * 4


def test_the_summary_counts_what_is_open(outline: Outline) -> None:
    text = told(outline)
    assert "Still unknown\n1 criterion" in text
    assert "In dispute\n1 criterion" in text


def test_the_pictures_say_in_words_what_they_show(outline: Outline) -> None:
    by_name = {picture.name: picture for picture in outline.pictures}
    assert set(by_name) == {"pillars", "criteria", "timeline"}
    assert "Audit trail unknown" in by_name["criteria"].alt
    assert "Ownership 1.25" in by_name["pillars"].alt
    assert "Align in weeks 1 to 2" in by_name["timeline"].alt


def test_the_ratings_stand_with_the_words_they_rest_on(outline: Outline, made: Made) -> None:
    text = told(outline)
    for item in made.assessment.evidence:
        alone = "; not confirmed by anybody else" if item.level in {3, 4} else ""
        assert f"“{item.sentence}” ({made.assessment.get_person(item.speaker).first_name}{alone})" in text


@pytest.mark.parametrize("sample", ALL)
def test_no_plan_leaves_a_hole(sample: Sample, knowledge: Knowledge) -> None:
    made = sample(knowledge)
    outline = build_outline(made.plan, made.assessment, knowledge.framework)
    for text in collect_texts(outline):
        assert text.strip(), outline.cover.title
        assert "None" not in text.replace("None is named", "").replace("None: everything", "")
        assert "  " not in text.strip()
    for section in outline.sections:
        assert section.blocks
        assert all(block.items for block in section.blocks if isinstance(block, Bullets | GateBox))


@pytest.mark.parametrize("sample", ALL)
def test_people_s_words_are_clean_and_still_theirs(sample: Sample, knowledge: Knowledge) -> None:
    made = sample(knowledge)
    outline = build_outline(made.plan, made.assessment, knowledge.framework)
    for text in collect_texts(outline):
        assert clean_line(text) == text.strip()
    assert clean_line(made.plan.pilot.name) == outline.cover.title


def test_too_little_known_means_no_timeline_and_says_so(knowledge: Knowledge) -> None:
    made = samples.with_nothing_known(knowledge)
    outline = build_outline(made.plan, made.assessment, knowledge.framework)
    assert "timeline" not in {picture.name for picture in outline.pictures}
    assert "Not planned yet: too little is known." in told(outline)
    (pillars,) = [picture for picture in outline.pictures if picture.name == "pillars"]
    assert "Integration unknown" in pillars.alt and "0.00" not in pillars.alt


def test_an_older_framework_s_criterion_is_called_by_its_id(made: Made, knowledge: Knowledge) -> None:
    """A plan stays readable when the framework knows one of its criteria no more."""
    pillars = tuple(
        pillar.model_copy(update={"criteria": tuple(c for c in pillar.criteria if c.id != "audit")})
        for pillar in knowledge.framework.pillars
    )
    newer = knowledge.framework.model_copy(update={"pillars": pillars})
    assert "Audit" in told(build_outline(made.plan, made.assessment, newer))
