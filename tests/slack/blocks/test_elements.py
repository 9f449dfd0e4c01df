"""The pieces keep to the limits by themselves."""

import pytest

from bot.slack.blocks.kit.elements import (
    build_bar_chart,
    build_button,
    build_buttons,
    build_context,
    build_link_button,
    build_message,
    build_modal,
    build_section,
    merge_messages,
    without_buttons,
)
from bot.slack.blocks.kit.inputs import build_option, build_select, build_text_input
from bot.slack.blocks.kit.newer_blocks import replace_newer_blocks
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.tables import build_table
from tests.slack.limits import problems_of


def test_of_too_many_blocks_the_buttons_at_the_end_stay() -> None:
    many = build_message(
        "many", *(build_section(f"part {n}") for n in range(80)), build_buttons(build_button("Go", "go", Reference()))
    )
    assert problems_of(many) == []
    assert many.blocks[-1]["type"] == "actions"
    assert "more than fits" in many.blocks[-2]["elements"][0]["text"]


def test_two_posts_become_one_message() -> None:
    joined = merge_messages(
        build_message("noted", build_context("noted")), build_message("asked", build_section("asked")), None
    )
    assert joined.text == "noted\nasked"
    assert [block["type"] for block in joined.blocks] == ["context", "section"]


def test_the_fallback_has_no_signs_of_formatting() -> None:
    assert build_message("*Held back* by `▰` _it_, <https://a.example|see it>, <@U1>", build_section("x")).text == (
        "Held back by ▰ it, see it, <@U1>"
    )


def test_slack_is_told_not_to_make_links_or_mentions_of_plain_words() -> None:
    assert build_section("x")["text"]["verbatim"] is True
    assert build_context("x")["elements"][0]["verbatim"] is True


def test_a_workspace_without_charts_reads_the_bars() -> None:
    chart = build_bar_chart("T", ["A"], [("Now", [1.0])], "u")
    assert replace_newer_blocks(build_message("x", build_section("`▰▱▱▱`"), chart)).blocks == (build_section("`▰▱▱▱`"),)


def test_a_workspace_without_tables_reads_them_in_letters_of_one_width() -> None:
    table = build_table("Pilots", ("Pilot", "Ownership"), [("Freight", 1.5), ("漢字", None)])
    (block,) = replace_newer_blocks(build_message("x", table)).blocks
    lines = block["elements"][0]["elements"][0]["text"].split("\n")
    assert lines == ["Pilot    Ownership", "Freight        1.5", "漢字             ·"]


@pytest.mark.parametrize(("rows", "kept"), [(100, 100), (101, 100)])
def test_of_a_table_a_hundred_rows_are_shown(rows: int, kept: int) -> None:
    table = build_table("Pilots", ("Pilot", "Level"), [(f"p{n}", n) for n in range(rows)])
    assert (len(table["rows"]) - 1, problems_of(build_message("x", table))) == (kept, [])


def test_a_table_whose_cells_are_long_keeps_to_what_slack_takes() -> None:
    table = build_table("Pilots", ("A", "B", "C"), [("word " * 40,) * 3] * 100)
    assert problems_of(build_message("x", table)) == [] and 30 < len(table["rows"]) < 100


def test_a_settled_message_keeps_its_words_and_loses_its_buttons() -> None:
    assert without_buttons(
        build_message("x", build_section("x"), build_buttons(build_button("Go", "go", Reference())))
    ).blocks == (build_section("x"),)


def test_a_button_of_ones_own_is_shown_to_nobody_else() -> None:
    own = build_button("Undo", "turn_undo", Reference(turn="t1"), only_for=("U03TWSK21",))
    assert own["visible_to_user_ids"] == ["U03TWSK21"]
    assert "visible_to_user_ids" not in build_button("Undo", "turn_undo", Reference(), only_for=("tomasz",))


def test_there_is_no_button_to_nowhere() -> None:
    assert build_link_button("Go", "open_thread", "javascript:x") is None
    assert build_buttons(None, None) is None


def test_a_modal_without_a_submit_is_closed_and_one_with_it_cancelled() -> None:
    assert build_modal("c", "T", build_section("x"))["close"]["text"] == "Close"
    assert build_modal("c", "T", build_section("x"), submit="Save")["close"]["text"] == "Cancel"


def test_words_are_not_cut_to_fit_a_field() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        build_text_input("x" * 3001)


def test_ids_are_not_cut_to_fit_a_choice() -> None:
    with pytest.raises(ValueError, match="cannot be the value"):
        build_option("A pilot", "x" * 151)


def test_beyond_a_hundred_choices_stand_in_groups() -> None:
    element = build_select([build_option(f"Pilot {n:03}", f"p{n}") for n in range(200)], "p150")
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100]
    assert element["option_groups"][1]["label"]["text"] == "Pilot 100 to Pilot 199"
    assert element["initial_option"]["value"] == "p150"
