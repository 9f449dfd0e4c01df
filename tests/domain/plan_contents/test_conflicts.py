from datetime import date, timedelta

import pytest

from bot.domain.core.days_off import DaysOff, Freeze
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.limits import LimitKind, NamedLimit
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Conflict
from bot.domain.plan.rollout import RolloutStep
from bot.domain.plan_contents.conflicts import find_conflicts
from bot.domain.planning.summary import build_dated_sentences
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import a_plan, all_at, an_assessment
from tests.support.builders import a_plan as small_plan
from tests.support.builders import an_action

LIVE, FULL, END = date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)
A_DAY = timedelta(days=1)


def a_limit(kind: LimitKind, what: str, day: date | None, until: str = "", first: date | None = None) -> NamedLimit:
    return NamedLimit(kind=kind, what=what, until=until or None, day=day, first_day=first, quote=what, speaker="U1")


def planned(*limits: NamedLimit, freezes: tuple[Freeze, ...] = ()) -> ProductionPlan:
    boundary = an_action("boundary", title="Test the boundary", start=date(2027, 1, 4), due=date(2027, 1, 29))
    live = an_action("live", start=LIVE, due=date(2027, 2, 26), depends_on=("boundary",))
    full = an_action("full", start=FULL, due=END)
    steps = (
        RolloutStep(step="limited", action="live", earliest=LIVE),
        RolloutStep(step="full", action="full", earliest=FULL),
    )
    plan = small_plan(actions=[boundary, live, full])
    return plan.model_copy(update={"limits": limits, "rollout": steps, "days_off": DaysOff(freezes=freezes)})


def one(*limits: NamedLimit, freezes: tuple[Freeze, ...] = ()) -> Conflict:
    (found,) = find_conflicts(planned(*limits, freezes=freezes))
    return found


def test_a_roll_out_before_the_plan_can_go_live_is_told_with_what_keeps_it() -> None:
    found = one(a_limit("deadline", "48 handlers on 20 January", date(2027, 1, 20)))
    assert found.sentence == (
        "The team said “48 handlers on 20 January”; “Test the boundary” is not done before Friday 29 January 2027, "
        "and nothing goes live before that."
    )
    assert (found.team_day, found.plan_day, found.action) == (date(2027, 1, 20), LIVE, "live")


def test_a_roll_out_on_the_very_day_of_full_volume_is_kept_and_one_the_day_before_is_not() -> None:
    assert find_conflicts(planned(a_limit("deadline", "everybody", FULL))) == ()
    before = one(a_limit("deadline", "everybody", FULL - A_DAY, "by the end of February"))
    assert before.sentence == (
        "The team said “everybody”, “by the end of February”; full volume does not begin before Monday 1 March 2027."
    )


def test_money_that_ends_before_the_plan_does_is_told() -> None:
    assert find_conflicts(planned(a_limit("deadline", "the project pays until March", END, "until March"))) == ()
    found = one(a_limit("deadline", "the project pays until March", END - A_DAY, "until March"))
    assert found.sentence == (
        "The team said “the project pays until March”; the plan is not over before Thursday 1 April 2027, "
        "and who pays after that is open."
    )


def test_a_ban_that_still_holds_when_the_plan_goes_live_is_told() -> None:
    assert find_conflicts(planned(a_limit("ban", "no writing to SAP", LIVE - A_DAY))) == ()
    assert "goes live on Monday 1 February 2027" in one(a_limit("ban", "no writing to SAP", LIVE)).sentence


def test_a_peak_in_which_a_step_would_begin_and_one_that_full_volume_misses_are_told() -> None:
    within = one(a_limit("peak", "our peak", LIVE + A_DAY, first=LIVE - A_DAY))
    assert "the live share would begin in the midst of it, on Monday 1 February 2027" in within.sentence
    missed = one(a_limit("peak", "our peak", date(2027, 1, 20), first=date(2027, 1, 10)))
    assert "full volume does not begin before Monday 1 March 2027" in missed.sentence
    assert find_conflicts(planned(a_limit("peak", "our peak", END, first=FULL + A_DAY))) == ()


def test_a_day_in_a_freeze_is_told() -> None:
    freeze = Freeze(first=date(2027, 6, 1), last=date(2027, 6, 30), name="stocktaking")
    found = one(a_limit("deadline", "switch-over on 15 June", date(2027, 6, 15)), freezes=(freeze,))
    assert "nothing may change then: stocktaking, Tuesday 1 June 2027 to Wednesday 30 June 2027" in found.sentence


@pytest.mark.parametrize("kind", ["deadline", "ban", "peak", "date", "condition", "volume"])
def test_what_has_no_day_clashes_with_nothing(kind: LimitKind) -> None:
    assert find_conflicts(planned(a_limit(kind, "go-live", None))) == ()


def test_a_date_of_something_else_than_going_live_clashes_with_nothing() -> None:
    assert find_conflicts(planned(a_limit("date", "the audit", date(2027, 1, 4)))) == ()
    assert len(find_conflicts(planned(a_limit("date", "the switch-over", date(2027, 1, 4))))) == 1


def test_the_first_two_clashes_stand_in_the_summary_and_all_in_the_plan(knowledge: Knowledge) -> None:
    said = tuple(
        a_fact(f"t{n}.f1", f"roll-out {n}", "constraint", kind="deadline", what=f"go-live {n}", day=f"2026-11-1{n}")
        for n in range(1, 4)
    )
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=said))
    sentences = [conflict.sentence for conflict in plan.conflicts]
    assert len(sentences) == 3
    assert [sentence for sentence in plan.summary if sentence in sentences] == sentences[:2]
    assert build_dated_sentences(plan)[2:] == tuple(sentences[:2])
    live = plan.get_action(str(plan.conflicts[0].action))
    assert (live.exposure, plan.conflicts[0].plan_day) == ("limited", live.start)


def test_the_mark_of_a_list_is_no_word_of_what_was_said() -> None:
    assert (
        "“all 54 clerks on 1 December”"
        in one(a_limit("deadline", "- all 54 clerks on 1 December", LIVE - A_DAY)).sentence
    )
