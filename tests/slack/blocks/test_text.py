"""What people type is shown as they typed it and does nothing."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.people import Person
from bot.slack.blocks.kit.phrases import format_colleague_name, format_link, format_list, format_mention, format_quote
from bot.slack.blocks.kit.text import count_utf16_units, escape_paragraphs, escape_text, split_mrkdwn, truncate_mrkdwn
from bot.wording.formatter import format_day, format_mean
from tests.slack.samples import DEE

ANYTHING = st.text(max_size=400) | st.text(alphabet="<>&*_`~!@#|:;lgtamp U1\n\u200b\u202e\u200d🙂…", max_size=400)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("ask <@U03TWSK21>", "ask &lt;@U03TWSK21&gt;"),
        ("<https://evil.example|bank>", "&lt;https://evil.example|bank&gt;"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("&lt;", "&amp;lt;"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"),
        ("_it_ but invoice_match_v2", "ˍitˍ but invoice_match_v2"),
        ("> a quote\n- a list", "&gt; a quote - a list"),
        ("left\u202eright", "leftright"),
        ("zero\u200bwidth", "zerowidth"),
        ("👩\u200d🔧 mends it", "👩\u200d🔧 mends it"),
        ("שלום", "שלום"),
        ("\u200b\u2060 \ufeff", "…"),
        ("", "…"),
    ],
)
def test_words_are_shown_and_do_nothing(typed: str, shown: str) -> None:
    assert escape_text(typed) == shown


@given(ANYTHING)
def test_nothing_that_is_typed_can_format_link_or_notify(typed: str) -> None:
    shown = escape_text(typed)
    without_escapes = shown.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "")
    assert not set(without_escapes) & set("<>&*`~\n")
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in shown)
    assert shown.strip()


@given(ANYTHING, st.integers(min_value=10, max_value=200))
def test_text_is_cut_to_its_size_and_never_inside_an_escape(typed: str, most: int) -> None:
    ready = f"{escape_text(typed)} <@U03TWSK21> {escape_text(typed)}"
    cut = truncate_mrkdwn(ready, most)
    assert count_utf16_units(cut) <= most
    assert cut.count("<") == cut.count(">")
    assert "&" not in cut.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")


@given(ANYTHING, st.integers(min_value=20, max_value=60), st.integers(min_value=1, max_value=4))
def test_a_long_text_is_parted_into_pieces_that_fit(typed: str, most: int, count: int) -> None:
    parts = split_mrkdwn(escape_paragraphs(typed), most, count)
    assert 0 < len(parts) <= count
    assert all(0 < count_utf16_units(part) <= most for part in parts)


def test_parting_loses_nothing_while_there_is_room() -> None:
    text = "one two three\nfour five\nsix"
    assert "\n".join(split_mrkdwn(text, 14, 9)) == text


def test_a_text_longer_than_its_pieces_says_that_there_is_more() -> None:
    assert split_mrkdwn("word " * 100, 50, 2)[-1].endswith("…")


def test_a_quote_stands_in_one_pair_of_quotation_marks() -> None:
    assert format_quote('"it is agreed"') == "“it is agreed”"


def test_a_long_quote_ends_at_a_word() -> None:
    assert format_quote("It has been agreed with operations, I think.", 24) == "“It has been agreed with…”"


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        (Person(id="U03TWSK21", name="Tomasz Wolski"), "<@U03TWSK21>"),
        (Person(id="W012A3CDE", name="Tomasz Wolski"), "<@W012A3CDE>"),
        (Person(id="tomasz-wolski", name="Tomasz Wolski"), "Tomasz"),
        (Person(id="UWE", name="UWE"), "UWE"),
        (Person(id="<!channel>", name="<!channel>"), "&lt;!channel&gt;"),
        (Person(id="x", name=" "), "x"),
    ],
)
def test_people_in_slack_are_mentioned_and_others_named(person: Person, shown: str) -> None:
    assert format_mention(person) == shown


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "http://plain.example", "https://a b", "https://x|y>z", "https://" + "x" * 900],
)
def test_only_a_safe_address_becomes_a_link(url: str | None) -> None:
    assert format_link(url, "see it") == "see it"


def test_a_permalink_becomes_a_link() -> None:
    assert format_link("https://a.slack.com/p1?x=1&y=2", "see it") == "<https://a.slack.com/p1?x=1&amp;y=2|see it>"


def test_numbers_days_and_lists_read_like_speech() -> None:
    assert (format_mean(2.0), format_mean(1.25), format_mean(4 / 3)) == ("2.0", "1.25", "1.33")
    assert format_day(date(2026, 12, 11)) == "Friday 11 December"
    assert format_list(["a"]) == "a"
    assert format_list(["a", "b", "c"]) == "a, b and c"
    assert format_list("abcdefgh", 3) == "a, b and 6 more"


def test_people_are_called_by_first_name_unless_two_of_them_share_it() -> None:
    marta, other = Person(id="U03MARTA1", name="Marta Ruiz"), Person(id="U03MARTA2", name="marta Vega")
    assert format_colleague_name(marta, (marta, DEE)) == "Marta"
    assert format_colleague_name(marta, (marta, other)) == "Marta Ruiz"
    assert format_colleague_name(Person(id="U03NOBODY", name="U03NOBODY")) == "<@U03NOBODY>"
