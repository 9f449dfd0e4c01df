import pytest

from bot.domain.core.phrases import join_with_and


@pytest.mark.parametrize(
    ("items", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_things_are_joined_as_people_say_them(items: list[str], told: str) -> None:
    assert join_with_and(items) == told
