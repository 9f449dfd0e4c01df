from collections.abc import Callable

import pytest

from bot.documents.contents.contents import DOCUMENTS
from bot.documents.contents.outline import Bullets, Card, GateBox, Outline, Table
from bot.documents.contents.wording import clean_line
from bot.domain.assessment.purpose import Purpose
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.rollout import Horizons
from tests.documents import samples
from tests.documents.full import CLASH, GERMAN, LINE, SAID, full
from tests.documents.samples import Made
from tests.documents.texts import collect_texts
from tests.domain.plans import a_plan, all_at, an_assessment

Sample = Callable[[Knowledge], Made]
ALL = (
    *(samples.ordinary, samples.crowded, samples.with_nothing_to_do, samples.with_nothing_known, samples.hostile),
    full,
)


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Made:
    return samples.ordinary(knowledge)


@pytest.fixture(scope="module")
def filled(knowledge: Knowledge) -> Made:
    return full(knowledge)


def told(outline: Outline) -> str:
    return "\n".join(collect_texts(outline))


def titles(outline: Outline) -> list[str]:
    return [section.title for section in outline.sections]


def tables(outline: Outline, name: str) -> list[Table]:
    blocks = (block for section in outline.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Table) and block.name == name]


def test_the_plan_is_the_brief_and_then_what_it_rests_on(filled: Made, knowledge: Knowledge) -> None:
    brief, plan = (filled.outline(document, knowledge) for document in ("brief", "plan"))
    assert plan.sections[0] == brief.sections[0]
    assert titles(plan) == [
        "",
        "To live proof, step by step",
        "Committed, to Friday 18 December 2026",
        "Outline to live",
        "Gates",
        "People",
        "Numbers to agree",
        "Value and cost",
        "Systems to be wired",
        "Who or what decides",
        "Controls that nobody mentioned",
        "Risks",
        "Dates and limits you named",
        "Open questions",
    ]


def test_a_plan_from_before_has_no_section_for_what_was_not_kept(made: Made, knowledge: Knowledge) -> None:
    actions = tuple(action.model_copy(update={"horizon": "committed", "latest": None}) for action in made.plan.actions)
    kept = {"actions": actions, "horizons": Horizons(), "rollout": (), "numbers_to_agree": (), "strand": ()}
    old = titles(made._replace(plan=made.plan.model_copy(update=kept)).outline("plan", knowledge))
    assert "Actions" in old
    assert not {"Outline to live", "Numbers to agree", "Controls that nobody mentioned"} & set(old)


def test_the_brief_says_what_it_is_what_is_asked_what_it_brings_what_blocks_it_and_the_way(
    filled: Made, knowledge: Knowledge
) -> None:
    text = told(filled.outline("brief", knowledge))
    for words in (
        "“FreightMatch reads the carriers' invoices and says ok or not ok.” (Dana Reyes, Payables clerk)",
        "Decision asked\nSay yes or no to answering for it in operations, in writing",
        "Of whom\nPaolo Greco, operational owner (proposed, still to be asked)",
        "Brings a year\n410,000 euro (Dana)",
        "Costs a year\nopen: not said yet",
        "This plan costs\n96 person-days",
        "1,900 today, 2,300 aimed at",
        "the running cost a year (Finance partner, to be named, by Fri 11 Dec)",
        "“This is how exceptions stands with us.” (Dana Reyes)",
        "not before",
        "at the latest",
        LINE,
        f"{CLASH} (2)",
        "1 more stand in the plan",
        "nobody could say: audit trail",
    ):
        assert words.lower() in text.lower(), words
    assert f"{CLASH} (3)" not in text


def test_the_brief_of_an_owner_who_accepted_asks_them_for_nothing_they_gave(filled: Made, knowledge: Knowledge) -> None:
    claim = filled.plan.owner
    assert claim is not None
    accepted = claim.model_copy(update={"claim": "accepted"})
    actions = tuple(a for a in filled.plan.actions if a.role != "operational_owner")
    plan = filled.plan.model_copy(update={"owner": accepted, "actions": actions})
    text = told(filled._replace(plan=plan).outline("brief", knowledge))
    assert "Go or no-go at the gate align" in text
    assert "Of whom\nPaolo Greco, who answers for it\n" in text


def test_what_it_is_in_another_language_has_its_english_beside_it(filled: Made, knowledge: Knowledge) -> None:
    german = Purpose(
        quote="FreightMatch liest die Rechnungen.", speaker="U1", turn_id="t1", translation="It reads them."
    )
    foreign = filled._replace(assessment=filled.assessment.model_copy(update={"purpose": german}))
    outline = foreign.outline("brief", knowledge)
    assert "“FreightMatch liest die Rechnungen.” (in English: “It reads them.”) (Dana Reyes" in told(outline)


def test_where_nobody_is_named_a_name_is_asked_for(made: Made, knowledge: Knowledge) -> None:
    actions = tuple(a.model_copy(update={"person": None, "person_name": None}) for a in made.plan.actions)
    plan = made.plan.model_copy(update={"actions": actions})
    text = told(made._replace(plan=plan).outline("brief", knowledge))
    assert "Name who answers for it in operations" in text
    assert "Of whom\nWhoever carries this work's budget: nobody is named yet" in text


def test_where_nobody_knows_the_owner_finding_them_is_the_decision_with_its_day(knowledge: Knowledge) -> None:
    made = samples.with_nothing_known(knowledge)
    asked = next(action for action in made.plan.actions if action.id == "owner_unknown")
    text = told(made.outline("brief", knowledge))
    assert "Decision asked\nName who answers for it in operations" in text
    assert (
        f"Of whom\nWhoever carries this work's budget: nobody is named yet\nBy when\n{asked.due:%a} {asked.due.day}"
        in text
    )


def test_what_holds_a_live_pilot_back_is_called_what_is_still_to_be_proven(knowledge: Knowledge) -> None:
    assessment = an_assessment(knowledge.framework, all_at(3))
    live = Made(a_plan(knowledge, assessment), assessment)
    assert "What is still to be proven" in told(live.outline("brief", knowledge))


def test_nobody_s_sentence_is_made_up_for_what_it_is(made: Made, knowledge: Knowledge) -> None:
    assert "FreightMatch: nobody said in a sentence what it does" in told(made.outline("brief", knowledge))


def test_every_action_stands_once_with_who_when_what_proof_and_reason(filled: Made, knowledge: Knowledge) -> None:
    outline = filled.outline("plan", knowledge)
    cards = [block for section in outline.sections for block in section.blocks if isinstance(block, Card)]
    (outlined,) = tables(outline, "Outlined actions")
    named = [card.title.split(". ", 1)[1] for card in cards] + [row[1][0][0].text for row in outlined.rows]
    assert sorted(name.removesuffix(" (provisional)") for name in named) == sorted(a.title for a in filled.plan.actions)
    for card in cards:
        assert [label for label, _ in card.fields] == ["Who, when", "Brings", "Done when", "Because"]


def test_what_is_outlined_stands_apart_with_its_range(filled: Made, knowledge: Knowledge) -> None:
    outline = filled.outline("plan", knowledge)
    (committed, outlined), (table,) = outline.sections[2:4], tables(outline, "Outlined actions")
    firm = sum(action.is_committed for action in filled.plan.actions)
    assert sum(isinstance(block, Card) for block in committed.blocks) == firm
    assert len(table.rows) == len(filled.plan.actions) - firm
    (lead,) = [block for block in outlined.blocks if getattr(block, "lead", False)]
    assert LINE in str(lead)
    assert all("not before" in str(row[3]) and "at the latest" in str(row[3]) for row in table.rows)


def test_how_we_know_of_a_person_stands_beside_them(filled: Made, knowledge: Knowledge) -> None:
    text = told(filled.outline("plan", knowledge))
    for words in ("says they do it", "named for it", "by title, to be asked"):
        assert words in text
    assert "Paolo Greco is proposed to answer for the workflow, and is still to be asked." in text


def test_roles_without_a_name_are_one_sheet(made: Made, knowledge: Knowledge) -> None:
    (sheet,) = tables(made.outline("plan", knowledge), "Roles to be named")
    open_roles = {action.role_name for action in made.plan.actions if action.person_name is None}
    assert {row[0][0][0].text for row in sheet.rows} == open_roles


def test_a_gate_holds_what_is_owed_what_is_met_what_stops_it_and_who_approves(
    filled: Made, knowledge: Knowledge
) -> None:
    gates = [b for s in filled.outline("plan", knowledge).sections for b in s.blocks if isinstance(b, GateBox)]
    assert len(gates) == len(filled.plan.phases)
    lines = ["".join(run.text for run in item) for item in gates[0].items]
    assert f"so far “{SAID[:80]}" in lines[0] and "(Dana Reyes)" in lines[0]
    assert "so far" not in lines[1]
    assert lines[3].startswith("Holds already: The live feed exists.")
    assert lines[4:] == [
        "Stop or roll back when: more than 2 in 100 cases are wrong in a day",
        "Says yes beside the owner: Paolo Greco, Risk and compliance partner",
    ]


def test_a_gate_from_before_holds_the_framework_s_criteria(made: Made, knowledge: Knowledge) -> None:
    gates = [b for s in made.outline("plan", knowledge).sections for b in s.blocks if isinstance(b, GateBox)]
    for gate, phase in zip(gates, made.plan.phases, strict=True):
        assert [item[0].text for item in gate.items][: len(phase.gate.criteria)] == list(phase.gate.criteria)


def test_a_phase_without_actions_says_what_is_there(filled: Made, knowledge: Knowledge) -> None:
    phase = filled.plan.phases[1].model_copy(update={"why": "Already there: the live feed."})
    actions = tuple(action for action in filled.plan.actions if action.phase != phase.id)
    phases = (filled.plan.phases[0], phase, *filled.plan.phases[2:])
    plan = filled.plan.model_copy(update={"actions": actions, "phases": phases, "responsibilities": ()})
    assert "Already there: the live feed." in told(filled._replace(plan=plan).outline("plan", knowledge))


def test_foreign_words_stand_with_their_english(filled: Made, knowledge: Knowledge) -> None:
    text = told(filled.outline("plan", knowledge))
    assert f"“{GERMAN[:40]}" in text
    assert "(in English: “We have tried" in text


def test_what_nobody_named_is_open_and_never_guessed(made: Made, knowledge: Knowledge) -> None:
    (table,) = tables(made.outline("plan", knowledge), "Systems to be wired")
    named, bare = table.rows
    assert [cell[0][0].text for cell in named][:4] == ["SAP", "both", "open", "Paolo"]
    assert [cell[0][0].style for cell in bare][1:5] == ["open"] * 4


def test_no_risk_named_is_no_sign_of_safety(made: Made, knowledge: Knowledge) -> None:
    plan = made.plan.model_copy(update={"risks": ()})
    assert "no sign that there is none" in told(made._replace(plan=plan).outline("plan", knowledge))


def test_the_annex_holds_all_that_was_said_and_how_it_counts(made: Made, knowledge: Knowledge) -> None:
    text = told(made.outline("annex", knowledge))
    for item in made.assessment.evidence:
        alone = "; not confirmed by anybody else" if item.level in {3, 4} else ""
        assert f"“{item.sentence}” ({made.assessment.get_person(item.speaker).first_name}{alone})" in text
    for action in made.plan.actions:
        assert all(reason.text in text for reason in action.because)
    assert "As for action" in text
    assert "It exists for the demo only" in text


def test_the_annex_has_every_gap_in_the_order_in_which_it_blocks(made: Made, knowledge: Knowledge) -> None:
    (table,) = tables(made.outline("annex", knowledge), "Gaps in the order in which they block")
    names = [row[0][0][0].text for row in table.rows]
    assert names == [knowledge.framework.get_criterion(gap.criterion).name for gap in made.plan.gaps]


def test_what_is_not_there_is_told_as_said_and_not_as_unsaid(made: Made, knowledge: Knowledge) -> None:
    (gaps,) = tables(made.outline("annex", knowledge), "Gaps in the order in which they block")
    (row,) = [row for row in gaps.rows if "Exceptions" in str(row[0])]
    assert "Somebody said that it is not there." in str(row[2])


@pytest.mark.parametrize(("levels", "heading"), [(3, "What is still to be proven"), (2, "What blocks the next stage")])
def test_the_annex_calls_the_gaps_of_a_live_pilot_what_is_still_to_be_proven(
    knowledge: Knowledge, levels: int, heading: str
) -> None:
    assessment = an_assessment(knowledge.framework, all_at(levels, data=2))
    assert heading in titles(Made(a_plan(knowledge, assessment), assessment).outline("annex", knowledge))


def test_both_views_of_a_disagreement_are_quoted(made: Made, knowledge: Knowledge) -> None:
    for document in ("brief", "plan", "annex"):
        text = told(made.outline(document, knowledge))
        assert "“This is how owner stands with us.” (Dana" in text
        assert "“I see owner in another light.” (Paolo" in text


def test_the_compliance_view_has_every_control_with_its_tier_sources_and_approver(
    filled: Made, knowledge: Knowledge
) -> None:
    outline = filled.outline("compliance", knowledge)
    text = told(outline)
    (controls,) = tables(outline, "Controls")
    assert len(controls.rows) == len(filled.plan.strand)
    for words in (
        "Harm of a wrong decision\nhigh",
        "Hard to undo\nopen: not asked",
        "not needed at this tier",
        "OWASP Top 10 for LLM applications (2025, second-hand)",
        "have counsel check it",
        "Paolo Greco, Risk and compliance partner",
        "“This is how escalation stands with us.” (Dana)",
    ):
        assert words in text, words


def test_where_there_is_no_profit_a_budget_is_spoken_of(made: Made, knowledge: Knowledge) -> None:
    nurse = Person(id="U1", name="Dana Reyes", role="Head nurse, St. Mary's Hospital")
    hospital = made.assessment.model_copy(update={"people": (nurse, made.assessment.people[1])})
    documents = [
        "".join(told(made._replace(assessment=told_of).outline(name, knowledge)) for name in ("plan", "annex"))
        for told_of in (made.assessment, hospital)
    ]
    assert ["P&L" in text for text in documents] == [True, False]
    assert "in that person's budget" in documents[1]


def test_a_team_that_speaks_of_profit_has_one(made: Made, knowledge: Knowledge) -> None:
    nurse = Person(id="U1", name="Dana Reyes", role="Head nurse, St. Mary's Hospital")
    said = made.assessment.evidence[0].model_copy(update={"sentence": "The ward's P&L is mine."})
    private = made.assessment.model_copy(update={"people": (nurse,), "evidence": (said, *made.assessment.evidence[1:])})
    assert "P&L or budget" in told(made._replace(assessment=private).outline("plan", knowledge))


def test_the_pictures_say_in_words_what_they_show(made: Made, knowledge: Knowledge) -> None:
    pictures = [p for document in DOCUMENTS for p in made.outline(document, knowledge).pictures]
    by_name = {picture.name: picture for picture in pictures}
    assert set(by_name) == {"pillars", "criteria", "timeline"}
    assert "Audit trail unknown" in by_name["criteria"].alt
    assert "Ownership 1.25" in by_name["pillars"].alt
    assert "Align in weeks 1 to" in by_name["timeline"].alt


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("sample", ALL)
def test_no_document_leaves_a_hole(sample: Sample, document: str, knowledge: Knowledge) -> None:
    outline = sample(knowledge).outline(document, knowledge)
    for text in collect_texts(outline):
        assert text.strip(), outline.title
        assert "None" not in text.replace("None is named", "").replace("None: everything", "")
        assert "  " not in text.strip()
    for section in outline.sections:
        assert section.blocks
        assert all(block.items for block in section.blocks if isinstance(block, Bullets | GateBox))


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("sample", ALL)
def test_people_s_words_are_clean_and_still_theirs(sample: Sample, document: str, knowledge: Knowledge) -> None:
    made = sample(knowledge)
    outline = made.outline(document, knowledge)
    for text in collect_texts(outline):
        assert clean_line(text) == text.strip()
    assert clean_line(made.plan.pilot.name) == outline.title


def test_too_little_known_means_no_timeline_and_says_so(knowledge: Knowledge) -> None:
    made = samples.with_nothing_known(knowledge)
    plan, annex = (made.outline(document, knowledge) for document in ("plan", "annex"))
    assert "timeline" not in {picture.name for picture in plan.pictures}
    assert made.plan.horizons.line in told(plan)
    (pillars,) = [picture for picture in annex.pictures if picture.name == "pillars"]
    assert "Integration unknown" in pillars.alt and "0.00" not in pillars.alt


def test_an_older_framework_s_criterion_is_called_by_its_id(made: Made, knowledge: Knowledge) -> None:
    """A plan stays readable when the framework knows one of its criteria no more."""
    pillars = tuple(
        pillar.model_copy(update={"criteria": tuple(c for c in pillar.criteria if c.id != "audit")})
        for pillar in knowledge.framework.pillars
    )
    newer = knowledge.model_copy(update={"framework": knowledge.framework.model_copy(update={"pillars": pillars})})
    for document in DOCUMENTS:
        made.outline(document, newer)
    assert "Audit" in told(made.outline("annex", newer))


@pytest.mark.parametrize("document", ["brief", "plan"])
def test_what_a_guest_said_is_marked_as_a_guests(document: str, filled: Made, knowledge: Knowledge) -> None:
    people = tuple(person.model_copy(update={"guest": True}) for person in filled.assessment.people)
    of_guests = filled._replace(assessment=filled.assessment.model_copy(update={"people": people}))
    assert "(guest)" not in told(filled.outline(document, knowledge))
    shown = told(of_guests.outline(document, knowledge))
    names = {person.display_name for person in people if person.id in filled.assessment.speakers}
    assert names and all(f"{name} (guest)" in shown for name in names)
