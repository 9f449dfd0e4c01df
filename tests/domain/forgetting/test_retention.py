"""Retention: what goes is older than the days that were set, and never before its lead had time to be told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.forgetting.retention import RetentionPolicy
from tests.support.builders import a_turn, an_interview

NOW = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)


def test_nothing_goes_where_nothing_was_set() -> None:
    policy = RetentionPolicy()
    assert policy.keeps_everything
    assert policy.find_pilots_before(NOW) is policy.find_notice_before(NOW) is None
    assert policy.find_answers_before(NOW) is policy.find_digests_before(NOW) is None


def test_of_a_pilot_its_lead_is_told_as_long_before_as_was_set() -> None:
    policy = RetentionPolicy(pilots=100, notice=14)
    assert policy.find_pilots_before(NOW) == NOW - timedelta(days=100)
    assert policy.find_notice_before(NOW) == NOW - timedelta(days=86)


@pytest.mark.parametrize(("unused", "left"), [(85, 15), (86, 14), (87, 14), (400, 14)])
def test_a_pilot_never_goes_before_its_lead_had_time_to_see_that(unused: int, left: int) -> None:
    policy = RetentionPolicy(pilots=100, notice=14)
    assert policy.find_end(NOW - timedelta(days=unused), NOW) == NOW + timedelta(days=left)


@pytest.mark.parametrize(
    ("at", "state", "text"),
    [
        (NOW - timedelta(seconds=1), "mapped", ""),
        (NOW - timedelta(seconds=1), "unreadable", ""),
        (NOW - timedelta(seconds=1), "said", "It reads SAP."),
        (NOW, "mapped", "It reads SAP."),
    ],
)
def test_only_words_that_are_old_enough_and_wait_for_nobody_are_erased(at: datetime, state: str, text: str) -> None:
    said = a_turn("t1", "It reads SAP.", state=state, at=at)
    left = an_interview(turns=(said,)).erase_answers(NOW)
    assert left.turns[0].text == text
    assert left.turns[0].revision == said.revision + (not text)
