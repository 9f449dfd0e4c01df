import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotation.quotation import cuts_off_a_negation, find_quote, widen_to_sentences
from bot.domain.quotation.sentences import split_sentences

WORDS = st.lists(st.sampled_from(["we", "read", "SAP", "not", "“ok”", "it's", "0.92", "daily"]), min_size=1, max_size=9)


@given(WORDS, st.sampled_from([" ", "\n", "  ", "\t"]), st.data())
def test_any_run_of_words_is_found_whatever_the_white_space(words: list[str], gap: str, data: st.DataObject) -> None:
    text = gap.join(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    span = find_quote(" ".join(words[start:end]), text)
    assert span is not None
    assert span.extract_from(text).split() == words[start:end]


@pytest.mark.parametrize("quote", ["he said “yes”", 'he said "yes"', "he said  «yes»"])
def test_the_shape_of_quotation_marks_does_not_matter(quote: str) -> None:
    assert find_quote(quote, 'And he said "yes" to all.') is not None


@pytest.mark.parametrize("quote", ["", "  ", "we write back to Oracle", "write back to SAP daily"])
def test_words_that_were_not_said_are_not_found(quote: str) -> None:
    assert find_quote(quote, "We write back to SAP.") is None


def test_a_quote_is_widened_to_its_whole_sentence() -> None:
    text = "We looked at it. We do not write back to SAP, e.g. results. Maybe later."
    span = find_quote("write back to SAP", text)
    assert span is not None
    assert widen_to_sentences(span, text).extract_from(text) == "We do not write back to SAP, e.g. results."


def test_line_breaks_end_a_sentence() -> None:
    text = "- reads from SAP\n- writes nothing"
    assert [span.extract_from(text) for span in split_sentences(text)] == ["- reads from SAP", "- writes nothing"]


@pytest.mark.parametrize(
    ("text", "quote", "cut"),
    [
        ("We do not write back to SAP.", "write back to SAP", True),
        ("Nobody signs the table.", "signs the table", True),
        ("It writes back to SAP, not to Oracle.", "It writes back to SAP", False),
        ("No robots on screens, we use the API.", "we use the API", False),
        ("The write-back to SAP is not built.", "write-back to SAP", True),
        ("We do not write back to SAP.", "We do not write back to SAP", False),
        ("We don’t write back to SAP.", "write back to SAP", True),
        ("We do not, as of today, write back to SAP.", "write back to SAP", True),
        ("Nobody on the team, I think, can write back to SAP.", "write back to SAP", True),
        ("We do NOT (yet) write back to SAP.", "write back to SAP", True),
        ("We do not\nwrite back to SAP.", "write back to SAP", True),
        ("SAP no: the clerk keys it in.", "clerk keys it in", False),
        ("We lack write back to SAP.", "write back to SAP", True),
        ("No robots clicking on screens, I killed that idea.", "I killed that idea", False),
        ("Oracle has no interface, so it writes back to SAP only.", "it writes back to SAP only", False),
        ("Nothing is live but the export is ready and it writes back to SAP.", "writes back to SAP", False),
        ("It writes back to SAP but nobody checks it.", "It writes back to SAP", False),
        ("Never before in this firm, SAP took our result.", "SAP took our result", False),
        ("Never before in town, SAP took our result.", "SAP took our result", True),
        ("A never ending tale here, SAP took our result.", "SAP took our result", False),
        ("Oracle no: we tried: SAP takes it.", "SAP takes it", False),
    ],
)
def test_a_negation_left_out_of_the_quote_s_own_clause_is_noticed(text: str, quote: str, cut: bool) -> None:
    span = find_quote(quote, text)
    assert span is not None
    assert cuts_off_a_negation(span, text) is cut
