"""Of one message so much is read and no more, and it is never cut within a sentence that could be kept whole."""

from bot.domain.interview.message_length import MOST_CHARACTERS, cut_message


def test_a_message_at_the_limit_is_read_whole_and_one_character_beyond_it_is_not() -> None:
    most = "a" * MOST_CHARACTERS
    assert cut_message(most) == (most, "")
    read, told = cut_message(most + "b")
    assert (read, len(read)) == (most, MOST_CHARACTERS) and "8,000 characters" in told


def test_it_is_cut_after_a_whole_sentence_where_one_ends_in_the_later_half() -> None:
    read, told = cut_message("It reads SAP. " * 500 + "It doesn't " + "really " * 300)
    assert read == ("It reads SAP. " * 500).strip()
    assert "up to “…" in told and "It reads SAP.”" in told


def test_it_is_cut_after_a_whole_word_where_no_sentence_ends_late_enough() -> None:
    read, _ = cut_message("It reads SAP. " + "and then this " * 1000)
    assert read.endswith(("and", "then", "this")) and len(read) <= MOST_CHARACTERS
