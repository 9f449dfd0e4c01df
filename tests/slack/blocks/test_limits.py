"""The checker sees what Slack would refuse."""

from typing import Any

import pytest

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.elements import build_home_view, build_modal, build_section
from bot.slack.blocks.kit.inputs import build_input, build_text_input
from tests.slack.limits import problems_of


def _text(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def _button(**fields: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, **fields}


def _chart(**fields: Any) -> dict[str, Any]:
    series = [{"name": "Now", "data": [{"label": "A", "value": 1}]}]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": ["A"]}} | fields
    return {"type": "data_visualization", "title": "T", "chart": chart}


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([build_section("x")] * 51, "51 blocks"),
        ([], "0 blocks"),
        ([{"type": "section", "text": _text("x" * 3001)}], "3001 characters"),
        ([{"type": "section", "text": _text(" ")}], "is empty"),
        ([{"type": "section", "text": _text("🙂" * 1501)}], "3002 characters"),
        ([{"type": "section"}], "nothing in it"),
        ([{"type": "section", "fields": [_text("x")] * 11}], "more than 10 fields"),
        ([{"type": "context", "elements": [_text("x")] * 11}], "11 elements"),
        ([{"type": "actions", "elements": []}], "0 elements"),
        ([{"type": "actions", "elements": [_button(), _button()]}], "an action id twice"),
        ([{"type": "actions", "elements": [_button(value="x" * 2001)]}], "value over 2000"),
        ([{"type": "actions", "elements": [_button(text={"type": "plain_text", "text": "x" * 76})]}], "76 characters"),
        ([build_section("x") | {"block_id": "b"}, build_section("x") | {"block_id": "b"}], "a block id twice"),
        ([build_input("f", "F", build_text_input())], "a input where"),
        ([_chart(series=[])], "series: none"),
        ([_chart(axis_config={"categories": ["B"]})], "labels are not the categories"),
        ([_chart(), _chart(), _chart()], "more than two charts"),
    ],
)
def test_a_message_that_slack_refuses_is_seen(blocks: list[dict[str, Any]], problem: str) -> None:
    assert problem in "; ".join(problems_of(MessageContent("text", tuple(blocks))))


def test_a_message_needs_a_fallback() -> None:
    assert problems_of(MessageContent(" ", (build_section("x"),))) == ["the fallback is empty"]


def test_a_modal_with_fields_needs_a_submit() -> None:
    assert problems_of(build_modal("c", "T", build_input("f", "F", build_text_input()))) == ["inputs without a submit"]


def test_a_home_view_may_not_be_larger_than_slack_takes() -> None:
    assert problems_of(build_home_view(*[build_section("x" * 2900)] * 90)) == ["a view of more than 250 KB"]


def test_what_is_right_has_no_problems() -> None:
    assert problems_of(MessageContent("text", (build_section("x"), _chart()))) == []
