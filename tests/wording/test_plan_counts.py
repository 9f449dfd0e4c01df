"""Beside its actions a plan tells its numbers, its price and its checks in one sentence each."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import RiskAnswers
from bot.domain.plan.value_case import SaidFigure, ValueCase
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from bot.wording.plan_counts import describe_contents
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import MADE_AT, MONDAY, all_at, an_assessment

VOLUME = a_fact("t5.f1", "cases", "metric", criterion="volume", target="900 a day")


def plan_at(knowledge: Knowledge, risk: RiskAnswers, rate: float | None = None) -> ProductionPlan:
    terms = PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, risk=risk, day_rate=rate, currency="EUR")
    return draft_plan(an_assessment(knowledge.framework, all_at(2), facts=(VOLUME,)), knowledge, terms)


def test_numbers_value_and_checks_are_told_in_a_sentence_each(shipped_knowledge: Knowledge) -> None:
    plan = plan_at(shipped_knowledge, RiskAnswers(impact="low"))
    numbers, value, strand = describe_contents(plan).values()
    assert numbers == f"{len(plan.numbers_to_agree)} numbers to agree, one of them named so far."
    unnamed = plan.model_copy(update={"numbers_to_agree": plan.numbers_to_agree[-1:]})
    assert describe_contents(unnamed)["numbers"] == "1 number to agree, none of them named so far."
    days = f"{plan.value_case.person_days:g}"
    assert value == f"The plan takes {days} person-days; nobody has said yet what it brings or costs a year."
    relieved = sum(item.relieved for item in plan.strand)
    assert strand.startswith(f"{len(plan.strand) - relieved} checks on security, privacy, law, vendor,")
    assert strand.endswith(f"steering, at the low tier; {relieved} more are not needed at this tier, in writing.")


def test_a_risk_that_was_not_asked_is_told_as_such(shipped_knowledge: Knowledge) -> None:
    strand = describe_contents(plan_at(shipped_knowledge, RiskAnswers()))["checks"]
    assert strand.endswith("steering, at the middle depth, as nobody was asked how much can go wrong.")


@pytest.mark.parametrize(("rate", "told"), [(None, "person-days;"), (1000, "person-days, 2,500 EUR;")])
def test_the_price_is_in_money_where_a_day_has_one(shipped_knowledge: Knowledge, rate: float | None, told: str) -> None:
    sums = {
        "value_a_year": SaidFigure(text="£9m a year", quote="£9m a year.", speaker="U1"),
        "running_cost_a_year": SaidFigure(text="£1m", quote="£1m to run.", speaker="U1"),
    }
    cost = None if rate is None else 2500
    case = ValueCase(person_days=2.5, plan_cost=cost, currency="EUR", **sums)
    plan = plan_at(shipped_knowledge, RiskAnswers()).model_copy(update={"value_case": case})
    assert (
        describe_contents(plan)["value"]
        == f"The plan takes 2.5 {told} said of it a year: value £9m a year, running cost £1m."
    )


def test_a_plan_from_before_these_were_kept_tells_none(shipped_knowledge: Knowledge) -> None:
    old = {"numbers_to_agree": (), "strand": (), "value_case": ValueCase()}
    assert describe_contents(plan_at(shipped_knowledge, RiskAnswers()).model_copy(update=old)) == {}
