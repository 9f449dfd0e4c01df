"""A limit is a figure behind a word that says over or under, in whatever language."""

import pytest

from bot.domain.quotation.thresholds import names_limit


@pytest.mark.parametrize(
    "words",
    [
        "refunds under 500 euro",
        "It may say OK if the score is over 0.92.",
        "up to €250 it pays itself",
        "more than 5% off goes to a person",
        "Rabatte bis 5 % gibt die KI allein, über 5 % nicht.",
        "score > 90",
    ],
)
def test_a_sum_a_share_or_a_score_behind_such_a_word_is_a_limit(words: str) -> None:
    assert names_limit(words)


@pytest.mark.parametrize(
    "words", ["refunds", "over 20 clerks look at it", "500 euro refunds", "It was 97% right in May.", ""]
)
def test_a_count_of_people_or_a_figure_alone_is_none(words: str) -> None:
    assert not names_limit(words)
