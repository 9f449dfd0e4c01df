"""What may be typed of a plan: years of this century, and a team of one to as many as a plan has hands for."""

import pytest

from bot.console.plan_options import parse_plan_request
from bot.domain.core.errors import InvalidInput


@pytest.mark.parametrize("start", ["2000-01-03", "2099-12-28"])
def test_a_plan_begins_in_this_century(start: str) -> None:
    assert str(parse_plan_request(start).start) == start


@pytest.mark.parametrize("start", ["1999-12-27", "2100-01-04"])
def test_no_plan_begins_before_or_after_it(start: str) -> None:
    with pytest.raises(InvalidInput, match="is no year for a plan"):
        parse_plan_request(start)


@pytest.mark.parametrize("hands", [1, 20])
def test_a_team_has_one_to_twenty_people(hands: int) -> None:
    assert parse_plan_request("2026-11-09", hands).team_size == hands


@pytest.mark.parametrize("hands", [0, 21])
def test_no_plan_is_made_for_nobody_or_a_crowd(hands: int) -> None:
    with pytest.raises(InvalidInput, match="is no team for a plan"):
        parse_plan_request("2026-11-09", hands)
