import pytest

from bot.domain.core.phrases import join_with_and, spell_count


@pytest.mark.parametrize(
    ("items", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_things_are_joined_as_people_say_them(items: list[str], told: str) -> None:
    assert join_with_and(items) == told


@pytest.mark.parametrize(
    ("count", "told"), [(-1, "-1"), (0, "no"), (1, "one"), (13, "thirteen"), (20, "twenty"), (21, "21")]
)
def test_counts_are_words_from_none_to_twenty_and_digits_beyond(count: int, told: str) -> None:
    assert spell_count(count) == told
