from datetime import date

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Practice
from bot.domain.interview.evidence import Fact
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import a_plan, all_at, an_assessment

LIFTING = Practice(
    id="ban_lifting",
    criterion="proportionality",
    title="Get lifted: {ban}",
    deliverable="The answer",
    exit="It is lifted in writing",
    role="risk_partner",
    effort_days=1,
    elapsed_days=10,
    phase="align",
    settles="unknown",
)


def planned(knowledge: Knowledge, *facts: Fact) -> ProductionPlan:
    known = knowledge.model_copy(update={"practices": knowledge.practices.model_copy(update={"ban_lifting": LIFTING})})
    return a_plan(known, an_assessment(known.framework, all_at(2), facts=facts))


def a_ban(what: str = "no write access until the works council agrees", day: str = "") -> Fact:
    return a_fact("t7.f1", "not allowed", "constraint", kind="ban", what=what, day=day)


def live_step(plan: ProductionPlan) -> Action:
    return next(action for action in plan.actions if action.exposure == "limited")


def test_a_ban_is_lifted_before_anything_goes_live(knowledge: Knowledge) -> None:
    plan = planned(knowledge, a_ban())
    lifting = plan.get_action("ban_1")
    assert lifting.title == "Get lifted: no write access until the works council agrees"
    assert (lifting.role, lifting.elapsed_days, lifting.horizon) == ("risk_partner", 10, "committed")
    assert [(reason.text, reason.speaker) for reason in lifting.because] == [("About not allowed.", "U1")]
    live = live_step(plan)
    assert lifting.id in live.depends_on
    assert lifting.due < live.start


def test_nothing_goes_live_before_the_day_until_which_it_is_forbidden(knowledge: Knowledge) -> None:
    free, held = (planned(knowledge, a_ban(day=day)) for day in ("2026-12-01", "2027-10-01"))
    assert live_step(free).start < date(2027, 10, 1) < live_step(held).start
    assert held.conflicts == ()


@pytest.mark.parametrize(
    ("fact", "count"),
    [
        (a_ban("no budget after December"), 0),
        (a_fact("t7.f1", "roll-out", "constraint", kind="deadline", what="go-live", day="2027-01-20"), 0),
        (a_ban("the security test is not passed"), 1),
    ],
)
def test_only_a_ban_is_lifted_and_money_that_ends_is_none(knowledge: Knowledge, fact: Fact, count: int) -> None:
    found = [action for action in planned(knowledge, fact).actions if action.id.startswith("ban_")]
    assert len(found) == count


def test_a_library_without_wording_for_it_lifts_nothing(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=(a_ban(),)))
    assert not [action for action in plan.actions if action.id.startswith("ban_")]


def test_the_shipped_library_lifts_what_is_forbidden(shipped_knowledge: Knowledge) -> None:
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2), facts=(a_ban(), a_ban())))
    assert [action.title for action in plan.actions if action.id.startswith("ban_")] == [
        "Get lifted in writing: no write access until the works council agrees"
    ]
