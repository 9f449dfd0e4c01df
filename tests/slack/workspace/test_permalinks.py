"""Where a message is found again."""

import pytest

from bot.slack.blocks.kit.phrases import format_link
from bot.slack.workspace.permalinks import Permalinks
from tests.support.builders import DANA, a_turn

ACME = Permalinks("https://acme.slack.com/")


def test_a_message_is_addressed_as_slack_does() -> None:
    assert ACME("C04FREIGHT", "1764590000.000100") == "https://acme.slack.com/archives/C04FREIGHT/p1764590000000100"


def test_a_reply_names_its_thread_and_channel() -> None:
    assert ACME("C04FREIGHT", "1764590007.000200", "1764590000.000100") == (
        "https://acme.slack.com/archives/C04FREIGHT/p1764590007000200?thread_ts=1764590000.000100&cid=C04FREIGHT"
    )


def test_the_root_of_a_thread_is_no_reply() -> None:
    root = "1764590000.000100"
    assert ACME("C1", root, root) == ACME("C1", root)


def test_an_address_with_or_without_a_slash_is_the_same() -> None:
    assert Permalinks("https://acme.slack.com")("C1", "1.2") == ACME("C1", "1.2")


def test_a_message_can_be_shown_as_a_link() -> None:
    shown = format_link(ACME("C1", "7.2", "7.1"), "see the message")
    assert shown == "<https://acme.slack.com/archives/C1/p72?thread_ts=7.1&amp;cid=C1|see the message>"


def test_each_turn_leads_to_its_message() -> None:
    turns = (a_turn("t1", source="C1:7.1"), a_turn("t2", source="C1:7.2:7.1"))
    assert ACME.build_turn_links(turns) == {"t1": ACME("C1", "7.1"), "t2": ACME("C1", "7.2", "7.1")}


@pytest.mark.parametrize("source", [None, "", "m-1", "C1", "C1:", "C1:abc", "C1:7.1:", "C1/../x:7.1", "C1:7.1\n"])
def test_a_turn_from_elsewhere_leads_nowhere(source: str | None) -> None:
    assert ACME.build_turn_links((a_turn(source=source),)) == {}


def test_a_turn_that_was_taken_back_leads_nowhere() -> None:
    assert ACME.build_turn_links((a_turn(source="C1:7.1", state="retracted"),)) == {}


def test_direct_messages_are_linked_only_for_whoever_wrote_them() -> None:
    turn = a_turn(source="D1:7.1")
    assert ACME.build_turn_links((turn,)) == {}
    assert ACME.build_turn_links((turn,), "U0OTHER01") == {}
    assert ACME.build_turn_links((turn,), DANA.id) == {"t1": ACME("D1", "7.1")}
