"""How many choices a list offers, and how long an id may be that a button remembers: what Slack takes, and one more."""

import json
from typing import Any

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.actions import action_modals
from bot.slack.blocks.interview import modals, noted
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.inputs import build_grouped_select, build_option, build_select
from bot.slack.blocks.kit.references import Reference, pack_reference
from tests.slack import samples
from tests.slack.leaders import leading
from tests.slack.plain_text import shown
from tests.slack.samples import QUESTION


def options(many: int) -> list[dict[str, Any]]:
    return [build_option(f"Choice {n}", f"c{n}") for n in range(many)]


def test_up_to_a_hundred_choices_are_one_list_and_more_come_in_groups_of_a_hundred() -> None:
    assert build_select(options(100))["options"] == options(100)
    groups = build_select(options(101))["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 1]


def test_a_hundred_groups_of_a_hundred_are_taken() -> None:
    groups = build_grouped_select([(f"Group {n}", options(101)) for n in range(101)])["option_groups"]
    assert [len(group["options"]) for group in groups] == [100] * 100


@pytest.mark.parametrize(("last", "taken"), [(250, 600), (251, 599)])
def test_as_many_choices_are_offered_as_a_view_can_hold(last: int, taken: int) -> None:
    """A hundred and fifty thousand letters of them."""

    def of_length(length: int) -> dict[str, Any]:
        empty = len(json.dumps(build_option("x" * 75, "y")))
        return build_option("x" * 75, "y" * (length - empty + 1))

    many = [*[of_length(250)] * 599, of_length(last)]
    groups = build_select(many)["option_groups"]
    assert sum(len(group["options"]) for group in groups) == taken


def test_what_a_button_remembers_has_two_thousand_letters() -> None:
    around = len(pack_reference(Reference(interview="x"))) - 1
    assert len(pack_reference(Reference(interview="x" * (2000 - around)))) == 2000
    with pytest.raises(ValueError, match="does not fit"):
        pack_reference(Reference(interview="x" * (2001 - around)))


# --- how much may be typed ---------------------------------------------------------------------------


def most(view: View) -> dict[str, int]:
    """The length that each field takes."""
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    return {name: field["max_length"] for name, field in fields.items() if "max_length" in field}


def test_each_field_takes_as_much_as_is_read_of_it(knowledge: Knowledge) -> None:
    at, made = samples.followed(knowledge)[2], samples.an_assessment(knowledge.framework)
    interview = samples.an_interview(knowledge)
    assert most(action_modals.build_done_modal(at)) == {"note": 1000}
    assert most(action_modals.build_blocked_modal(at)) == {"reason": 500}
    assert most(action_modals.build_reassign_modal(at)) == {"note": 500}
    assert most(modals.build_start_pilot_modal(modals.PilotDraft())) == {"name": 120, "purpose": 500}
    assert most(modals.build_ask_colleague_modal(interview, QUESTION)) == {"note": 500}
    assert most(modals.build_challenge_modal(made, knowledge.framework, "owner")) == {"reason": 1000}
    views = {name: view for name, view in leading(knowledge) if isinstance(view, dict)}
    for kind in ("gate", "unblock"):
        assert most(views[f"What is added to it: {kind}"]) == {"note": 1000}


@pytest.mark.parametrize(("length", "shown"), [(120, "x" * 120), (121, f"{'x' * 119}…")])
def test_a_pilot_is_called_by_a_hundred_and_twenty_letters(length: int, shown: str) -> None:
    view = modals.build_start_pilot_modal(modals.PilotDraft(name="x" * length))
    assert view["blocks"][0]["element"]["initial_value"] == shown


@pytest.mark.parametrize(("length", "fields"), [(3000, 1), (3001, 2), (15_000, 5), (15_001, 0)])
def test_an_answer_is_corrected_in_up_to_five_fields_of_three_thousand_letters(
    knowledge: Knowledge, length: int, fields: int
) -> None:
    turn = samples.an_interview(knowledge).turns[0].model_copy(update={"text": "x" * length})
    assert len(most(modals.build_correction_modal(samples.an_interview(knowledge), turn))) == fields


# --- what was noted ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("views", "told"), [(4, "Four of you see"), (5, "Five of you see"), (6, "6 of you see")])
def test_four_views_of_a_disagreement_are_shown(knowledge: Knowledge, views: int, told: str) -> None:
    heard = samples.a_dispute(knowledge)
    claim = heard.interview.evidence[-1]
    others = tuple(
        claim.model_copy(update={"id": f"e{n}", "speaker": f"U0OTHER{n}", "turn_id": f"t{n}", "sentence": f"View {n}."})
        for n in range(views - 2)
    )
    crowd = heard.interview.model_copy(update={"evidence": (*heard.interview.evidence, *others)})
    message = noted.build_answer_recorded_message(heard._replace(interview=crowd), knowledge.framework)
    assert message is not None
    text = shown(message)
    assert told in text
    assert text.count("View ") == 2 and (f"and {views - 4} more" in text) == (views > 4)


@pytest.mark.parametrize(("quotes", "also"), [(1, ""), (2, "also under *Data*"), (4, "*Volume*")])
def test_a_receipt_shows_one_quote_and_names_what_else_was_noted(knowledge: Knowledge, quotes: int, also: str) -> None:
    heard = samples.heard(knowledge)
    said = next(item for item in heard.interview.evidence if item.turn_id == heard.turn.id)
    taken = tuple(
        said.model_copy(update={"id": f"{heard.turn.id}.{n}", "criterion": criterion, "sentence": f"Quote {n}."})
        for n, criterion in enumerate(("systems", "data", "volume", "owner")[:quotes])
    )
    own = heard.interview.model_copy(update={"evidence": taken})
    message = noted.build_answer_recorded_message(heard._replace(interview=own), knowledge.framework)
    assert message is not None
    assert shown(message).count("Quote ") == 1
    assert also in shown(message)
