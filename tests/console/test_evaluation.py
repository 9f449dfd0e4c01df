import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.evaluation import LevelPair, calculate_kappa, calculate_known_f1

LEVELS = st.integers(0, 4)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=2, max_size=30)


@given(PAIRS)
def test_agreement_is_at_most_one_and_does_not_depend_on_who_is_gold(pairs: list[tuple[int, int]]) -> None:
    kappa = calculate_kappa(pairs)
    assert kappa is None or kappa <= 1
    swapped = calculate_kappa((b, a) for a, b in pairs)
    assert kappa == (swapped if swapped is None else pytest.approx(swapped))


@given(st.lists(LEVELS, min_size=2).filter(lambda levels: len(set(levels)) > 1))
def test_full_agreement_is_one(levels: list[int]) -> None:
    assert calculate_kappa((level, level) for level in levels) == pytest.approx(1)


def test_a_known_example_gives_the_textbook_number() -> None:
    # Observed squares: 2 of 5 pairs off by one, 0.4. Expected from the margins: 0.4*3 + 0.2*2 + 0.4*3 = 2.8.
    assert calculate_kappa([(0, 1), (1, 1), (2, 2), (3, 3), (4, 3)]) == pytest.approx(1 - 0.4 / 2.8)


def test_nothing_to_compare_is_no_number() -> None:
    assert calculate_kappa([]) is None
    assert calculate_kappa([(2, 2), (2, 2)]) is None


def test_telling_known_from_unknown_counts_misses_and_inventions() -> None:
    pairs = [LevelPair("a", 1, 1), LevelPair("b", 1, None), LevelPair("c", None, 2), LevelPair("d", None, None)]
    assert calculate_known_f1(pairs) == 0.5
