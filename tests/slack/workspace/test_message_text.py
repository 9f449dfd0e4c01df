"""Messages in the shapes in which Slack brings them: what of them are words, whose, and as people read them."""

from typing import Any

import pytest

from bot.domain.core.people import Person
from bot.services.conversation.context import Member
from bot.slack.workspace.message_text import list_forwards, read_own_words, read_words_of
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text

PEOPLE = {"U1": "Müller, Anna (EXT)", "U2": "Bob Ito"}


class Names:
    async def get_member(self, person_id: str) -> Member:
        return Member(Person(id=person_id, name=PEOPLE.get(person_id, person_id)))

    async def find_group_name(self, group_id: str) -> str | None:
        return {"S1": "Finance board"}.get(group_id)

    async def find_channel_name(self, channel_id: str) -> str | None:
        return {"C1": "freight"}.get(channel_id)


async def read(message: dict[str, Any]) -> str:
    return (await mrkdwn_to_text(read_own_words(message), "U0", Names()))[0]


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "block_id": "b1", "elements": list(parts)}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def table(*rows: tuple[str, ...]) -> dict[str, Any]:
    cell = [[rich(section(text(word))) for word in row] for row in rows]
    return {"type": "table", "block_id": "t1", "column_settings": [{"align": "left"}], "rows": cell}


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("<!subteam^S0614TZR7> signed", "a group signed"),
        ("<!subteam^S0614TZR7|@finance> signed", "@finance signed"),
        ("<!subteam^S1> signed", "@Finance board signed"),
        ("since <!date^1709251200^{date_short}|1 Mar 2024>", "since 1 Mar 2024"),
        ("since <!date^1709251200^{date_short}^https://acme.example/|1 Mar 2024>", "since 1 Mar 2024"),
        ("since <!date^1709251200^{date_short}>", "since 1 Mar 2024"),
        ("since <!date^1709251200^{date_num} at {time}>", "since 2024-03-01 at 00:00 UTC"),
        ("<!here> and <!channel> and <!everyone>", "@here and @channel and @everyone"),
        ("<!here|here> read this", "@here read this"),
        ("<@U1> owns it, <@U2|bob> too", "@Anna Müller owns it, @Bob Ito too"),
        ("in <#C1> and <#C1|> and <#C9|audit> and <#C8>", "in #freight and #freight and #audit and #a channel"),
        ("<https://acme.example/x|the runbook>", "the runbook (https://acme.example/x)"),
        ("<mailto:ana@acme.example|ana@acme.example>", "ana@acme.example"),
        ("a &lt; b &amp; c &gt; d :palm_tree:", "a < b & c > d :palm_tree:"),
    ],
)
async def test_slacks_notation_becomes_what_people_read(said: str, means: str) -> None:
    assert await read({"text": said}) == means


@pytest.mark.parametrize(
    ("blocks", "means"),
    [
        ([rich(section(text("Ana "), text("owns", bold=True), text(" it")))], "Ana owns it"),
        (
            [
                rich(
                    section({"type": "user", "user_id": "U2"}, text(" of "), {"type": "channel", "channel_id": "C1"}),
                    section(
                        {"type": "usergroup", "usergroup_id": "S1"}, text(" & "), {"type": "broadcast", "range": "here"}
                    ),
                )
            ],
            "@Bob Ito of #freight\n@Finance board & @here",
        ),
        (
            [
                rich(
                    section(text("Steps:")),
                    {
                        "type": "rich_text_list",
                        "style": "ordered",
                        "indent": 0,
                        "elements": [section(text("match")), section(text("pay"))],
                    },
                    {"type": "rich_text_list", "style": "bullet", "elements": [section(text("log"))]},
                )
            ],
            "Steps:\n1. match\n2. pay\n• log",
        ),
        ([rich({"type": "rich_text_quote", "elements": [text("We never\nsigned it")]})], "> We never\n> signed it"),
        ([rich({"type": "rich_text_preformatted", "elements": [text("select 1")]})], "select 1"),
        (
            [
                rich(
                    section(
                        {"type": "link", "url": "https://acme.example/x", "text": "the runbook"},
                        text(" "),
                        {"type": "emoji", "name": "tada"},
                        text(" "),
                        {"type": "date", "timestamp": 1709251200, "format": "{date_long}", "fallback": "1 March"},
                    )
                )
            ],
            "the runbook (https://acme.example/x) :tada: 1 March",
        ),
        (
            [
                {"type": "header", "text": {"type": "plain_text", "text": "Steering & risk"}},
                {"type": "section", "text": {"type": "mrkdwn", "text": "<@U2> owns it"}},
                {
                    "type": "section",
                    "fields": [{"type": "mrkdwn", "text": "*Due*"}, {"type": "plain_text", "text": "May"}],
                },
                {"type": "divider"},
                {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Vote"}}]},
                {"type": "context", "elements": [{"type": "mrkdwn", "text": "minutes of Monday"}]},
            ],
            "Steering & risk\n@Bob Ito owns it\n*Due*\nMay\nminutes of Monday",
        ),
        ([{"type": "markdown", "text": "**40** invoices <b>"}], "**40** invoices <b>"),
        (
            [table(("Region", "Invoices"), ("North", "40"), ("South", "25"))],
            "Region | Invoices\nNorth | 40\nSouth | 25",
        ),
        (
            [
                {
                    "type": "data_table",
                    "caption": "Volumes",
                    "rows": [[{"type": "raw_text", "text": "North"}, {"type": "raw_number", "value": 40}]],
                }
            ],
            "Volumes\nNorth | 40",
        ),
        ([{"type": "a_block_of_tomorrow", "text": "?"}], ""),
    ],
)
async def test_text_that_stands_only_in_blocks_is_read(blocks: list[dict[str, Any]], means: str) -> None:
    assert await read({"text": "", "blocks": blocks}) == means


async def test_what_people_typed_is_read_once_though_slack_tells_it_twice() -> None:
    assert await read({"text": "Ana *owns* it", "blocks": [rich(section(text("Ana owns it")))]}) == "Ana *owns* it"


async def test_a_table_is_read_beside_the_words_it_was_pasted_with() -> None:
    """Slack attaches what somebody pastes from a sheet, and leaves it out of the text."""
    pasted = {"id": 1, "blocks": [table(("Region", "Invoices"), ("North", "40"))], "fallback": "[no preview available]"}
    message = {"text": "Here it is:", "blocks": [rich(section(text("Here it is:")))], "attachments": [pasted]}
    assert await read(message) == "Here it is:\nRegion | Invoices\nNorth | 40"
    assert await read({"text": "", "attachments": [pasted]}) == "Region | Invoices\nNorth | 40"


async def test_of_what_an_app_posts_for_somebody_the_blocks_are_read_that_people_see() -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Ana owns the queue."}}
    assert await read({"text": "New post", "blocks": [block], "bot_id": "B1"}) == "Ana owns the queue."


@pytest.mark.parametrize("key", ["from_url", "original_url", "is_app_unfurl"])
async def test_what_a_link_unfolds_to_is_nobodys_words(key: str) -> None:
    preview = {"title": "Runbook", "text": "Who works exceptions", key: "https://acme.example/x"}
    assert await read({"text": "<https://acme.example/x>", "attachments": [preview]}) == "https://acme.example/x"


def forwarded(**changes: Any) -> dict[str, Any]:
    link = "https://acme.slack.com/archives/C1/p1709251200000100?thread_ts=1709251100.000200&cid=C1"
    return {
        "is_share": True,
        "is_msg_unfurl": True,
        "author_id": "U2",
        "channel_id": "C1",
        "ts": "1709251200.000100",
        "text": "I signed it in March.",
        "fallback": "[March 1st, 2024 9:00 AM] bob: I signed it in March.",
        "from_url": link,
        **changes,
    }


def test_a_forwarded_message_is_its_authors_words() -> None:
    message = {"user": "U1", "text": "", "attachments": [forwarded()]}
    (found,) = list_forwards(message)
    assert (found.author, found.text, found.thread) == ("U2", "I signed it in March.", "1709251100.000200")
    assert read_own_words(message) == ""
    assert (read_words_of(message, "U2"), read_words_of(message, "U1")) == ("I signed it in March.", None)


def test_a_forwarded_message_may_stand_only_in_its_blocks() -> None:
    held = [{"team": "T1", "channel": "C1", "ts": "1.2", "message": {"blocks": [rich(section(text("It is signed.")))]}}]
    (found,) = list_forwards({"text": "", "attachments": [forwarded(text="", message_blocks=held)]})
    assert found.text == "It is signed."


def test_a_link_to_a_message_within_ones_own_words_hands_nothing_on() -> None:
    pointing = forwarded(is_share=False)
    link = "<https://acme.slack.com/archives/C1/p1709251200000100>"
    assert list_forwards({"text": f"Bob said so: {link}", "attachments": [pointing]}) == ()
    assert len(list_forwards({"text": link, "attachments": [pointing]})) == 1


def test_own_words_beside_a_forwarded_message_stay_ones_own() -> None:
    message = {"user": "U1", "text": "See what Bob wrote", "attachments": [forwarded()]}
    assert read_words_of(message, "U1") == "See what Bob wrote"
    assert read_words_of(message, "U2") == "I signed it in March."
