"""What may be typed of a plan: years of this century, and a team of one to as many as a plan has hands for."""

import pytest

from bot.console.options.plan_options import parse_plan_request, with_stakes
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


def test_how_much_can_go_wrong_is_typed_in_one_go() -> None:
    wish = with_stakes(parse_plan_request("2026-11-09"), "impact=high, people=low,impact=medium", "1,200 eur")
    assert (wish.risk.impact, wish.risk.people, wish.risk.autonomy, wish.risk.tier) == ("high", "low", None, "high")
    assert (wish.day_rate, wish.currency) == (1200, "EUR")


def test_what_is_not_typed_was_not_asked() -> None:
    wish = with_stakes(parse_plan_request("2026-11-09"), None, None)
    assert (wish.risk.tier, wish.day_rate, wish.currency) == (None, None, None)


@pytest.mark.parametrize("risk", ["impact", "impact=grave", "luck=high", "high"])
def test_an_answer_that_is_none_is_named_with_those_that_are(risk: str) -> None:
    with pytest.raises(InvalidInput, match="impact, autonomy, irreversibility, people, each = low, medium or high"):
        with_stakes(parse_plan_request("2026-11-09"), risk, None)


@pytest.mark.parametrize(("rate", "amount"), [("1 EUR", 1), ("999,999 USD", 999_999), ("800.50 GBP", 800.5)])
def test_a_day_costs_an_amount_of_a_currency(rate: str, amount: float) -> None:
    assert with_stakes(parse_plan_request("2026-11-09"), None, rate).day_rate == amount


@pytest.mark.parametrize("rate", ["0 EUR", "800", "EUR", "lots", "1000000 EUR"])
def test_a_day_rate_that_is_none_is_refused(rate: str) -> None:
    with pytest.raises(InvalidInput, match="is no day rate"):
        with_stakes(parse_plan_request("2026-11-09"), None, rate)
