"""Where sentences end, in many languages, and what of a message is nobody's or somebody else's sentence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotation.sentences import asks_only, split_sentences


def split(text: str) -> list[str]:
    return [span.extract_from(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We looked at it. We don't write, e.g. results.", ["We looked at it.", "We don't write, e.g. results."]),
        ("Approx. 4 people, incl. Ms. Roe. Mr. Oak too.", ["Approx. 4 people, incl. Ms. Roe.", "Mr. Oak too."]),
        ("Live? No. Ran on 0.92.", ["Live?", "No.", "Ran on 0.92."]),
        ("No. 4 is ours.", ["No. 4 is ours."]),
        ("Er kommt am 3. März nicht. Wir haben keinen.", ["Er kommt am 3. März nicht.", "Wir haben keinen."]),
        ("M. Dupont n'a pas signé. Il est dans le bureau.", ["M. Dupont n'a pas signé.", "Il est dans le bureau."]),
        ("责任人没有书面接受。对吗？没有。", ["责任人没有书面接受。", "对吗？", "没有。"]),
        ("本番です。いいえ！まだです", ["本番です。", "いいえ！", "まだです"]),
        ("قال نعم؟ لا. هذا صحيح.", ["قال نعم؟", "لا.", "هذا صحيح."]),
        ("यह चालू है। नहीं।", ["यह चालू है।", "नहीं।"]),
        ("- reads from SAP\n- writes nothing", ["- reads from SAP", "- writes nothing"]),
        ("Systems\nIt reads SAP\nand writes nothing.", ["Systems", "It reads SAP\nand writes nothing."]),
        ("1. It reads SAP. 2. It writes.", ["1. It reads SAP.", "2. It writes."]),
        ("It is *live.* Since May", ["It is *live.*", "Since May"]),
        ("It works 🎉 … ok", ["It works 🎉 … ok"]),
        ("We don't. They can't. It's off.", ["We don't.", "They can't.", "It's off."]),
        ("\ud800 is kept. Whole.", ["\ud800 is kept.", "Whole."]),
        ("  ", []),
    ],
)
def test_sentences_end_where_the_language_ends_them(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize("around", ["``` {} ```", "```{}```", "({})", "[{}]", '"{}"', "“{}”", "„{}“", "«{}»"])
def test_what_stands_around_all_that_was_said_leaves_its_sentences(around: str) -> None:
    opened, shut = around.split("{}")
    assert split(around.format("It is live. He runs it. We wait.")) == [
        f"{opened}It is live.",
        "He runs it.",
        f"We wait.{shut}",
    ]


@pytest.mark.parametrize("text", ["He said “It is live. I run it.” to me.", "(It is live.) and (I run it.) he says"])
def test_what_stands_around_a_part_of_a_sentence_is_a_part_of_it(text: str) -> None:
    assert split(text) == [text]


def test_a_fence_within_a_line_ends_no_sentence_and_holds_several() -> None:
    text = "He says ```it is live. I run it.``` We wait."
    assert split(text) == ["He says ```it is live.", "I run it.```", "We wait."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("~It is live.~ It was.", ["It was."]),
        ("<del>It is live.</del> It was.", ["It was."]),
        ("<s>It is\nlive.</s>\nIt was.", ["It was."]),
        ("I\u0336t\u0336 i\u0336s\u0336.\u0336 It was.", ["It was."]),
        ("The owner is ~Paolo~ Dana. Yes.", ["The owner is ~Paolo~ Dana.", "Yes."]),
        ("It takes ~3 days for ~200 cases.", ["It takes ~3 days for ~200 cases."]),
        ("> The P&L is mine.\nSays Paolo.", ["Says Paolo."]),
        ("Said Paolo:\n>The P&L is mine.\n> I signed.", ["Said Paolo:"]),
        ("Look\n>>> It is mine.\nI signed.", ["Look"]),
        ("He is wrong.\n-----Original Message-----\nFrom: Paolo\nIt is mine.", ["He is wrong."]),
        ("<blockquote>It is mine.</blockquote>He is wrong.", ["He is wrong."]),
        ("Limits:\n> 1,500 goes to a person", ["Limits:\n> 1,500 goes to a person"]),
    ],
)
def test_struck_and_quoted_words_are_no_sentence_of_the_writer(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.text(st.sampled_from("ab N.?! \n~>*'\"。…1-\ud800\u0336"), max_size=40))
def test_sentences_follow_each_other_and_lose_no_word_of_the_writer(text: str) -> None:
    spans = split_sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(span.extract_from(text).strip() == span.extract_from(text) != "" for span in spans)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Where do we stand?", True),
        ("¿Quién firma? ¿Y cuándo?", True),
        ("هل تم التوقيع؟", True),
        ("Who signs it? Nobody does.", False),
        ("It reads and writes SAP, doesn't it?", False),
        ("It is signed.", False),
        ("", False),
    ],
)
def test_who_only_asks_claims_nothing_and_a_tag_takes_nothing_back(words: str, asks: bool) -> None:
    assert asks_only(words) is asks
