"""Whatever part of a message a model copies, whole sentences are kept of it, and only the speaker's own."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework.framework import Framework
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedFact, ProposedSignal
from bot.domain.interview.guards import guard_mapping
from bot.domain.interview.turn import Turn, TurnFindings
from bot.domain.quotation.quotation import find_quote, find_turned, widen_to_sentences
from bot.domain.quotation.sentences import split_sentences
from tests.conftest import ROOT
from tests.domain.talk import NOON

CASES: dict[str, list[list[str]]] = yaml.safe_load(
    Path(ROOT / "tests/fixtures/whole_sentences.yaml").read_text(encoding="utf-8")
)


def heard(text: str, quote: str, framework: Framework) -> TurnFindings:
    turn = Turn(id="t1", question_id="q1", speaker="U1", text=text, at=NOON)
    mapping = AnswerMapping(
        readings=(CriterionReading(criterion="owner", level=2, quotes=(quote,)),),
        facts=(ProposedFact(kind="decision", name=quote, quote=quote),),
        signals=(ProposedSignal(trap="orphaned", quote=quote),),
    )
    return guard_mapping(mapping, turn, framework).heard


@pytest.mark.parametrize(("text", "quote"), CASES["reversed_cuts"])
def test_a_cut_that_turns_the_meaning_is_stored_whole_and_worth_asking_again(
    text: str, quote: str, framework: Framework
) -> None:
    found = heard(text, quote, framework)
    [evidence], [fact], [signal] = found.evidence, found.facts, found.signals
    assert {evidence.quote, evidence.sentence, fact.quote, signal.quote, signal.sentence} == {text}
    span = find_quote(quote, text)
    assert span is not None
    assert find_turned([span], text)


@pytest.mark.parametrize(("text", "quote"), CASES["not_the_speakers_words"])
def test_what_is_struck_through_or_quoted_from_others_is_no_evidence(
    text: str, quote: str, framework: Framework
) -> None:
    found = heard(text, quote, framework)
    assert (found.evidence, found.facts, found.signals) == ((), (), ())


@pytest.mark.parametrize(("text", "quote"), CASES["same_sentence"])
def test_a_copy_that_is_written_another_way_finds_its_sentence(text: str, quote: str, framework: Framework) -> None:
    [evidence] = heard(text, quote, framework).evidence
    assert evidence.quote == text
    span = find_quote(quote, text)
    assert span is not None
    assert not find_turned([span], text)


@pytest.mark.parametrize(
    ("text", "quote", "kept"),
    [
        ("Live? No. Ran and passed on the mirror of all three.", "Ran and passed on the mirror", None),
        ("No. The foreman types it in again.", "The foreman types it in again", None),
        ("Nein. Der Meister tippt es wieder ein.", "Der Meister tippt es wieder ein.", None),
        ("Non. Le chef le saisit de nouveau.", "Le chef le saisit de nouveau.", None),
        ("没有。班长再次输入。", "班长再次输入。", None),
        ("It reads SAP. The runbook is staffed. It is live.", "runbook", "The runbook is staffed."),
        ("Who signs? Dana. It is live.", "Dana", "Who signs? Dana."),
        ("Who signs? Dana Roe from operations does. It is live.", "does", "Dana Roe from operations does."),
        ("Who signs? Dana Roe and Tom. It is live.", "Tom", "Dana Roe and Tom."),
        ("Who signs? Dana and Tom. It is live.", "Tom", "Who signs? Dana and Tom."),
        ("The foreman types it in again. He said he checks it.", "foreman", "The foreman types it in again."),
        ("He is ~out~ in. It is live.", "in", "He is ~out~ in."),
        ("Is it staffed? So the plan says. It is not.", "is it staffed", "Is it staffed? So the plan says."),
    ],
)
def test_a_short_sentence_beside_belongs_to_what_it_answers_or_turns(text: str, quote: str, kept: str | None) -> None:
    span = find_quote(quote, text)
    assert span is not None
    assert widen_to_sentences(span, text).extract_from(text) == (kept or text)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Live? No. Ran and passed on the mirror of all three.", "Ran and passed on the mirror of all three."),
        ("No. The foreman types it in again.", "The foreman types it in again."),
        ("SAP no, she types it in again.", "she types it in again"),
        ("It writes back to SAP, not to Oracle.", "It writes back to SAP"),
        ("The runbook is staffed, and the desk works it until six.", "The runbook is staffed"),
        ("Das Runbook ist besetzt, und wir haben es getestet.", "wir haben es getestet"),
    ],
)
def test_a_true_reading_costs_no_second_call(text: str, quote: str) -> None:
    span = find_quote(quote, text)
    assert span is not None
    assert not find_turned([span], text)


def test_two_quotes_that_share_a_sentence_leave_nothing_out_together() -> None:
    text = "Nobody signed, but Dana accepted the P&L in writing."
    first, second = find_quote("Nobody signed", text), find_quote("but Dana accepted the P&L in writing", text)
    assert first is not None
    assert second is not None
    assert not find_turned([first, second], text)


@pytest.mark.parametrize(
    ("text", "copied", "turned"),
    [
        (
            "sorry imran but no. i was in the hub all last week. nobody is put down for it.",
            ["sorry imran but no.", "i was in the hub all last week.", "nobody is put down for it."],
            [],
        ),
        (
            "sorry imran but no. i was in the hub all last week. nobody is put down for it.",
            ["i was in the hub all last week.", "nobody is put down for it."],
            ["i was in the hub all last week."],
        ),
        (
            "He says there is a queue and I say no. Nobody works it.",
            ["He says there is a queue and I say no.", "Nobody works it."],
            [],
        ),
        ("He says there is a queue and I say no. Nobody works it.", ["there is a queue"], ["there is a queue"]),
        ("Signed off, no. He told me so. Ann sat in.", ["Signed off", "Ann sat in."], ["Signed off"]),
        ("Signed off, no. He told me so. Ann sat in.", ["Signed off, no.", "He told me so."], []),
        ("Keiner hat das Budget, sagt Uwe. Es ist besetzt.", ["Keiner hat das Budget", ", sagt Uwe."], []),
        ("Keiner hat das Budget, sagt Uwe. Es ist besetzt.", ["hat das Budget", "Es ist besetzt."], ["hat das Budget"]),
    ],
)
def test_only_a_copy_that_left_out_what_no_other_copy_took_is_asked_for_again(
    text: str, copied: list[str], turned: list[str]
) -> None:
    spans = [span for copy in copied if (span := find_quote(copy, text))]
    assert [span.extract_from(text) for span in find_turned(spans, text)] == turned


def test_a_sentence_is_kept_once_however_often_a_reading_quotes_it(framework: Framework) -> None:
    turn = Turn(id="t1", question_id="q1", speaker="U1", text="Dana has the P&L and acts on it.", at=NOON)
    mapping = AnswerMapping(
        readings=(CriterionReading(criterion="owner", level=2, quotes=("Dana has the P&L", "acts on it")),)
    )
    assert [item.quote for item in guard_mapping(mapping, turn, framework).heard.evidence] == [turn.text]


WORDS = st.sampled_from(
    [
        "we",
        "Not",
        "no.",
        "No.",
        "Dana?",
        "signs.",
        "nein",
        "Wir haben",
        "没有。",
        "书面接受",
        "«oui»",
        "ﬁne",
        "e\u0301",
        "…",
        "3.",
    ]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "  "])), min_size=1, max_size=14), st.data())
def test_whatever_slice_is_copied_whole_sentences_that_hold_it_are_kept(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(word + gap for word, gap in parts)
    start = data.draw(st.integers(0, len(text) - 1))
    copied = text[start : data.draw(st.integers(start + 1, len(text)))]
    span = find_quote(copied, text)
    if span is None:
        assert not copied.strip()
        return
    whole = widen_to_sentences(span, text)
    assert find_quote(copied, whole.extract_from(text)) is not None
    inside = [sentence for sentence in split_sentences(text) if sentence.overlaps(whole)]
    assert (inside[0].start, inside[-1].end) == whole
