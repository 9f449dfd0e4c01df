"""What people fill in."""

from datetime import date
from typing import Any

import pytest

from bot.calendars import LibraryCalendars
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.turn import Turn
from bot.domain.plan.register import RiskAnswers
from bot.domain.planning.terms import PlanOptions
from bot.slack.blocks.interview import evidence, modals
from bot.slack.blocks.kit.references import Reference, parse_reference
from bot.slack.blocks.plan import plan_modal
from bot.slack.inbound.form_payload import parse_options
from bot.slack.inbound.slack_events import FormSubmission
from tests.slack import samples
from tests.slack.limits import problems_of
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, NOVEMBER, PILOT, QUESTION, RUUD


def _fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def _turn(text: str) -> Turn:
    return Turn(id="t1", question_id="q6", speaker=DEE.id, text=text, at=NOVEMBER)


def test_a_pilot_is_started_with_everything_it_needs() -> None:
    view = modals.build_start_pilot_modal(
        modals.PilotDraft(name="FreightMatch", participants=(DEE.id, "nobody"), channel="C1")
    )
    fields = _fields(view)
    assert view["callback_id"] == "start_pilot"
    assert list(fields) == ["name", "purpose", "leader", "participants", "asking", "leaders", "channel"]
    assert fields["name"]["initial_value"] == "FreightMatch"
    assert fields["participants"]["initial_users"] == [DEE.id]


@pytest.mark.parametrize("length", [1, 2999, 3000, 3001, 4000, 14_000])
def test_a_correction_begins_with_every_word_that_was_said(knowledge: Knowledge, length: int) -> None:
    words = " ".join(["word"] * (length // 5 + 1))
    view = modals.build_correction_modal(samples.an_interview(knowledge), _turn(words))
    values = {name: element["initial_value"] for name, element in _fields(view).items()}
    assert problems_of(view) == []
    assert modals.join_corrected_text(values) == words
    assert parse_reference(view["private_metadata"]) == Reference(interview="freightmatch-i1", turn="t1")


def test_an_answer_without_a_space_is_not_cut_either(knowledge: Knowledge) -> None:
    view = modals.build_correction_modal(samples.an_interview(knowledge), _turn("🙂" * 4000))
    assert "".join(element["initial_value"] for element in _fields(view).values()) == "🙂" * 4000


def test_an_answer_too_long_to_edit_here_is_edited_where_it_was_said(knowledge: Knowledge) -> None:
    view = modals.build_correction_modal(samples.an_interview(knowledge), _turn("word " * 4000))
    assert "submit" not in view
    assert "Edit your message instead" in shown(view)


def test_a_colleague_is_picked_by_person(knowledge: Knowledge) -> None:
    view = modals.build_ask_colleague_modal(samples.an_interview(knowledge), QUESTION)
    assert _fields(view)["colleague"]["type"] == "users_select"
    assert parse_reference(view["private_metadata"]).question == "q6"


def test_a_plan_is_asked_for_with_its_first_day_its_hands_and_its_holidays() -> None:
    wish = PlanOptions(start=date(2026, 12, 7), team_size=2, country="NL")
    view = plan_modal.build_plan_modal(PILOT, wish, LibraryCalendars().list_countries(), Reference(assessment="a1"))
    fields = _fields(view)
    assert problems_of(view) == []
    assert fields["start"]["initial_date"] == "2026-12-07"
    assert fields["team_size"]["initial_option"]["text"]["text"] == "2 people"
    assert fields["country"]["initial_option"]["text"]["text"] == "Netherlands"
    assert parse_reference(view["private_metadata"]).assessment == "a1"


def test_how_much_can_go_wrong_is_one_question_of_four_parts_that_nobody_has_to_answer() -> None:
    wish = PlanOptions(start=date(2026, 12, 7))
    view = plan_modal.build_plan_modal(PILOT, wish, LibraryCalendars().list_countries(), Reference(assessment="a1"))
    asked = next(block for block in view["blocks"] if block.get("block_id") == "risk")
    assert asked["optional"] is True and asked["element"]["max_selected_items"] == 4
    values = [[option["value"] for option in group["options"]] for group in asked["element"]["option_groups"]]
    assert [[RiskAnswers.from_words([value]).tier for value in group] for group in values] == [
        ["low", "medium", "high"]
    ] * 4


@pytest.mark.parametrize(
    ("values", "read"),
    [({}, (None, None, None)), ({"risk": ["impact=low", "people=high"], "day_rate": "800 EUR"}, ("high", 800, "EUR"))],
)
def test_what_a_form_says_of_risk_and_cost_is_what_the_plan_is_asked_for(
    values: dict[str, Any], read: tuple[str | None, float | None, str | None]
) -> None:
    filled = {"start": "2026-12-07", **values}
    form = FormSubmission(callback="make_plan", person="U1", reference=Reference(), values=filled)
    wish = parse_options(form)
    assert (wish.risk.tier, wish.day_rate, wish.currency) == read


@pytest.mark.parametrize(("wished", "shown_as"), [("de", "Deutsch"), ("fi", "fi"), (None, None)])
def test_the_language_of_a_plan_is_asked_where_a_model_can_write_it(wished: str | None, shown_as: str | None) -> None:
    wish = PlanOptions(start=date(2026, 12, 7), language=wished)
    view = plan_modal.build_plan_modal(PILOT, wish, LibraryCalendars().list_countries(), Reference(assessment="a1"))
    assert problems_of(view) == []
    language = _fields(view).get("language")
    assert (language["initial_option"]["text"]["text"] if language else None) == shown_as


def test_a_challenge_shows_the_ladder_once_the_rating_is_chosen(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    before = modals.build_challenge_modal(made, knowledge.framework)
    chosen = modals.build_challenge_modal(made, knowledge.framework, "owner")
    assert "Choose one" in shown(before)
    assert (
        "`▰▱▱▱` 1: Innovation, IT, the data team or a vendor, or whoever else is keen on it. *(rated here)*"
        in shown(chosen)
    )
    assert before["blocks"][0]["dispatch_action"] is True
    assert [o["value"] for o in _fields(chosen)["level"]["options"]] == ["0", "1", "2", "3", "4", "unknown"]


def test_evidence_of_somebody_else_waits_for_their_consent() -> None:
    view = evidence.build_evidence_modal("It works.", RUUD, evidence.PilotChoice((PILOT,)), Reference(), own=False)
    assert view["submit"]["text"] == "Ask for consent"
    assert "counts only once they agree" in shown(view)


def test_consent_is_asked_with_the_words_the_pilot_and_what_follows() -> None:
    message = evidence.build_consent_request_message(
        "It works.", PILOT, by=DEE, author=RUUD, message=None, reference=Reference()
    )
    text = shown(message)
    assert "“It works.”" in text
    assert PILOT.name in text
    assert "nothing of it is kept" in text
    agree, decline, menu = message.blocks[-1]["elements"]
    assert [agree["action_id"], decline["action_id"]] == ["evidence_consent", "evidence_refuse"]
    assert [entry["value"] for entry in menu["options"]] == ["requests_stop"]


def test_two_hundred_pilots_can_be_chosen_from() -> None:
    pilots = [Pilot(id=f"p{n}", name=f"Pilot {n} " + "x" * 200) for n in range(200)]
    view = evidence.build_evidence_modal(
        "It works.", RUUD, evidence.PilotChoice(tuple(pilots), (), "p199"), Reference(), own=False
    )
    assert problems_of(view) == []
    assert _fields(view)["pilot"]["initial_option"]["value"] == "p199"


@pytest.mark.parametrize("called", ["Pilot", "😀" * 100, "&" * 200])
def test_of_more_pilots_than_a_view_can_hold_the_first_hundreds_are_offered(called: str) -> None:
    pilots = [Pilot(id=f"{'p' * 140}{n}", name=f"{n} {called}") for n in range(3000)]
    view = evidence.build_evidence_modal("It works.", RUUD, evidence.PilotChoice(tuple(pilots)), Reference(), own=True)
    assert problems_of(view) == []
    assert sum(len(group["options"]) for group in _fields(view)["pilot"]["option_groups"]) > 200
