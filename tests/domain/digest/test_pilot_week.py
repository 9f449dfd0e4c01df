"""What counts as a move, what as stuck, and how alive an interview is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.asking.interview_activity import InterviewActivity, InterviewTimeline
from bot.domain.assessment.rating import Rating
from bot.domain.digest.digest_input import DigestInput, DigestPeriod
from bot.domain.digest.pilot_week import Blocker, Dispute, FinishedAction, LevelMove, PilotWeek
from bot.domain.digest.pilot_week_builder import build_pilot_week
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SkippedQuestion
from bot.domain.plan.plan import ProductionPlan
from tests.domain.plans import all_at, an_assessment
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import LEE
from tests.seeded.telling import Told
from tests.support.builders import DANA, PAOLO, a_plan, a_question, a_turn, an_action, an_interview
from tests.support.teams import MARTA, a_team

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
WEEK = DigestPeriod(NOW - timedelta(weeks=1), NOW)
PLAN = a_plan(actions=(an_action("wire_it", due=date(2026, 11, 11)), an_action("clean_it", due=date(2026, 11, 18))))


def a_step(kind: StepKind, days_ago: float, action: str = "wire_it", **fields: object) -> Step:
    at = NOW - timedelta(days=days_ago)
    plain = Step(id=f"{kind}{days_ago}", root="p1", pilot_id="freightmatch", action_id=action, kind=kind, at=at)
    return plain.model_copy(update={"by": DANA.id, "by_name": DANA.name, "note": "because", **fields})


def week_after(framework: Framework, *steps: Step, plan: ProductionPlan = PLAN, **fields: Any) -> PilotWeek:
    old = a_team(created_at=NOW - timedelta(weeks=9))
    before = [step for step in steps if step.at <= WEEK.since]
    plain = DigestInput(
        team=old, progress=Progress.from_steps(plan, steps), progress_before=Progress.from_steps(plan, before)
    )
    return build_pilot_week(plain._replace(**fields), WEEK, framework)


# --- actions -----------------------------------------------------------------------------------------


def test_what_was_done_in_the_week_moved_and_what_was_done_before_did_not(framework: Framework) -> None:
    week = week_after(framework, a_step("done", 2), a_step("done", 9, "clean_it"))
    assert [(done.action_id, done.by.id, done.proof) for done in week.done] == [("wire_it", DANA.id, "because")]
    assert week_after(framework, a_step("done", 9)).is_quiet


def test_what_was_done_and_reopened_in_the_week_did_not_move(framework: Framework) -> None:
    assert week_after(framework, a_step("done", 3), a_step("reopened", 2)).is_quiet


def test_a_block_is_news_in_its_week_and_stuck_in_all(framework: Framework) -> None:
    fresh = week_after(framework, a_step("blocked", 2))
    assert [blocker.reason for blocker in fresh.blocked] == ["because"]
    assert [(item.kind, item.days, item.count) for item in fresh.stuck] == [("blocked", 2, 1)]
    old = week_after(framework, a_step("blocked", 12))
    assert old.is_quiet
    assert [(item.kind, item.days, item.reason) for item in old.stuck] == [("blocked", 12, "because")]


def test_what_goes_on_again_is_news(framework: Framework) -> None:
    week = week_after(framework, a_step("blocked", 9), a_step("unblocked", 1))
    assert (week.unblocked, week.is_quiet) == (("Wire the data",), False)
    assert not week_after(framework, a_step("blocked", 3), a_step("unblocked", 1)).unblocked


def test_what_is_overdue_is_told_once_with_the_longest(framework: Framework) -> None:
    late = a_plan(actions=(an_action("a", due=date(2026, 11, 13)), an_action("b", due=date(2026, 11, 2))))
    (stuck,) = week_after(framework, plan=late).stuck
    assert (stuck.kind, stuck.count, stuck.days, stuck.since) == ("overdue", 2, 14, date(2026, 11, 2))


def test_what_comes_is_due_within_a_week_from_today_on(framework: Framework) -> None:
    due = [an_action(f"a{day}", due=date(2026, 11, day)) for day in (15, 16, 23, 24)]
    ahead = week_after(framework, plan=a_plan(actions=due)).ahead
    assert [(item.kind, item.due.day) for item in ahead] == [("action", 16), ("gate", 20), ("action", 23)]
    assert week_after(framework, plan=a_plan(actions=due)).next_gate == ahead[1]


def test_a_plan_that_ends_on_another_day_is_news_and_one_that_does_not_is_none(framework: Framework) -> None:
    revised = PLAN.model_copy(update={"id": "p2", "line": "p1", "revises": "p1", "made_at": NOW - timedelta(days=1)})
    longer = revised.model_copy(update={"end": date(2026, 12, 4)})
    assert week_after(framework, plan=revised, plan_before=PLAN).plan is None
    news = week_after(framework, plan=longer, plan_before=PLAN).plan
    assert news is not None
    assert (news.drafted, news.end, news.ended) == (False, date(2026, 12, 4), PLAN.end)
    drafted = week_after(framework, plan=revised.model_copy(update={"line": ""}), plan_before=PLAN).plan
    assert drafted is not None
    assert drafted.drafted


# --- exactly at the end of the week before ---------------------------------------------------------------


def test_what_happened_at_the_very_end_of_the_last_digest_stood_in_it(framework: Framework) -> None:
    assert week_after(framework, a_step("done", 7)).is_quiet
    assert week_after(framework, a_step("blocked", 7)).blocked == ()
    assert len(week_after(framework, a_step("blocked", 6.999)).blocked) == 1
    drafted = PLAN.model_copy(update={"made_at": WEEK.since})
    assert week_after(framework, plan=drafted).plan is None
    assert week_after(framework, plan=drafted.model_copy(update={"made_at": WEEK.since + timedelta(seconds=1)})).plan
    assert not week_after(framework, team=a_team(created_at=WEEK.since)).started
    assert week_after(framework, team=a_team(created_at=WEEK.since + timedelta(seconds=1))).started


@pytest.mark.parametrize(("days", "ahead", "next_one"), [(-1, 0, 0), (0, 1, 1), (7, 1, 1), (8, 0, 1)])
def test_a_gate_is_ahead_from_its_day_back_to_a_week_before(
    framework: Framework, days: int, ahead: int, next_one: int
) -> None:
    (phase,) = PLAN.phases
    gate = phase.gate.model_copy(update={"due": NOW.date() + timedelta(days=days)})
    plan = a_plan(actions=(), phases=(phase.model_copy(update={"gate": gate}),))
    week = week_after(framework, plan=plan)
    assert (len(week.ahead), week.next_gate is not None) == (ahead, bool(next_one))


def test_a_level_moved_by_what_was_said_of_it_last(framework: Framework) -> None:
    before = an_assessment(framework, all_at(2))
    said = [before.evidence[0].model_copy(update={"id": f"n{n}", "sentence": f"New {n}."}) for n in (1, 2)]
    higher = Rating(criterion=said[0].criterion, level=3, evidence_ids=("n1", "n2"))
    ratings = tuple(higher if rating.criterion == higher.criterion else rating for rating in before.ratings)
    now = before.model_copy(update={"id": "a2", "ratings": ratings, "evidence": (*before.evidence, *said)})
    (move,) = week_after(framework, before=before, now=now).moves
    assert (move.before, move.now, move.reason) == (2, 3, "New 2.")


def test_levels_and_views_weigh_three_a_blocker_two_an_action_done_one_and_a_stage_more_than_all() -> None:
    pilot = a_team().pilot
    move = LevelMove(criterion="data", name="Data", before=1, now=2)
    view = Dispute(criterion="data", name="Data", people=())
    block = Blocker(action_id="a", title="A", reason="IT", by=DANA, since=NOW.date())
    done = FinishedAction(action_id="a", title="A", by=DANA, at=NOW)
    assert PilotWeek(pilot=pilot, moves=(move,)).change_weight == (0, 3)
    assert PilotWeek(pilot=pilot, disputes=(view,)).change_weight == (0, 3)
    assert PilotWeek(pilot=pilot, blocked=(block,)).change_weight == (0, 2)
    assert PilotWeek(pilot=pilot, done=(done, done)).change_weight == (0, 2)
    assert PilotWeek(pilot=pilot, stage_before="lab", stage="pilot").change_weight == (1, 0)


@pytest.mark.parametrize("count", [2, 3])
def test_a_portfolio_is_told_from_three_pilots_on(seeded: tuple[Told, ...], knowledge: Knowledge, count: int) -> None:
    assert (digest_for(LEE, seeded[:count], knowledge).portfolio is not None) == (count >= 3)


# --- interviews --------------------------------------------------------------------------------------


def a_pulse(days: int = 5, **fields: object) -> InterviewActivity:
    since = NOW - timedelta(days=days)
    plain = InterviewActivity(interview_id="i1", pilot_id="freightmatch", status="open", waits_since=since)
    return plain.model_copy(update=fields)


def test_an_interview_is_stuck_when_it_has_waited_for_three_days(framework: Framework) -> None:
    (stuck,) = week_after(framework, a_step("done", 9), pulse=a_pulse(waits_for=MARTA.id)).stuck
    assert (stuck.kind, stuck.days, stuck.who) == ("interview", 5, MARTA)
    (paused,) = week_after(framework, a_step("done", 9), pulse=a_pulse(4, status="paused")).stuck
    assert (paused.kind, paused.days, paused.who) == ("paused", 4, None)
    (just,) = week_after(framework, a_step("done", 9), pulse=a_pulse(3)).stuck
    assert just.days == 3
    for alive in (a_pulse(2), a_pulse(waits_since=None), None):
        assert week_after(framework, a_step("done", 9), pulse=alive).stuck == ()


def waiting(interview: Interview, moment: datetime = NOW) -> tuple[str, datetime | None, str | None]:
    pulse = InterviewTimeline.from_interview(interview).find_activity_at(moment)
    assert pulse is not None
    return pulse.status, pulse.waits_since, pulse.waits_for


FIRST, SECOND, THIRD = (NOW - timedelta(days=days) for days in (9, 6, 2))


def asked_twice(**fields: object) -> Interview:
    """The second question is put to Paolo by name; the first was answered."""
    questions = (a_question("q1", asked_at=FIRST), a_question("q2", asked_at=SECOND, to=PAOLO.id))
    turns = (a_turn("t1", question_id="q1", at=FIRST + timedelta(hours=1)),)
    return an_interview(questions=questions, turns=turns).model_copy(update=fields)


def test_an_interview_waits_for_whom_it_asked_by_name_even_if_it_goes_on_with_others() -> None:
    assert waiting(asked_twice()) == ("open", SECOND, PAOLO.id)
    others = (
        asked_twice().add_question(a_question("q3", asked_at=THIRD)).add_turn(a_turn("t2", question_id="q3", at=NOW))
    )
    assert waiting(others) == ("open", SECOND, PAOLO.id)
    let_go = others.model_copy(
        update={"passes": (SkippedQuestion(question_id="q2", criteria=(), how="skip", by=PAOLO.id),)}
    )
    assert waiting(let_go) == ("open", None, None)


def test_an_interview_waits_since_its_last_question_where_nobody_has_said_anything_since() -> None:
    anybody = asked_twice(questions=(a_question("q1", asked_at=FIRST), a_question("q2", asked_at=SECOND)))
    assert waiting(anybody) == ("open", SECOND, None)
    assert waiting(anybody.add_turn(a_turn("t2", question_id="q1", at=THIRD))) == ("open", None, None)


def test_a_paused_interview_waits_since_anything_last_happened_in_it_and_a_closed_one_does_not() -> None:
    assert waiting(asked_twice(status="paused")) == ("paused", SECOND, None)
    assert waiting(asked_twice(status="closed")) == ("closed", None, None)


def test_an_interview_is_told_as_far_as_it_had_come() -> None:
    assert InterviewTimeline.from_interview(asked_twice()).find_activity_at(FIRST - timedelta(days=1)) is None
    assert waiting(asked_twice(status="closed"), FIRST + timedelta(days=1)) == ("open", None, None)
    assert waiting(asked_twice(), FIRST + timedelta(minutes=1)) == ("open", FIRST, None)
