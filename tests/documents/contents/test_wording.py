"""How words are fitted to the place they have in a document."""

import pytest

from bot.documents.contents.wording import shorten_text


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (22, "ask Anke, ask Gurpreet"),
        (21, "ask Anke, ask…"),
        (15, "ask Anke, ask…"),
        (14, "ask Anke, ask…"),
        (13, "ask Anke,…"),
    ],
)
def test_what_is_too_long_ends_with_a_whole_word(most: int, shown: str) -> None:
    assert shorten_text("ask Anke, ask Gurpreet", most) == shown


def test_words_without_a_space_near_their_end_are_cut_where_the_place_ends() -> None:
    assert shorten_text("x" * 30, 10) == f"{'x' * 9}…"
    assert shorten_text(f"a {'x' * 30}", 10) == f"a {'x' * 7}…"
