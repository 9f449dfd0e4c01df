from datetime import UTC, datetime, timedelta

from bot.domain.asking.nudge_rules import SUMMARY, Nudge, get_nudge_time, is_away_too_long, is_still_waiting
from bot.domain.core.hours import WorkWeek, parse_time_zone
from bot.domain.core.people import Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, SummaryFeedback, Turn

BERLIN = parse_time_zone("Europe/Berlin")
THURSDAY_NIGHT = datetime(2026, 10, 22, 21, tzinfo=UTC)
ASKED = Question(id="q1", key="opening", kind="opening", criteria=(), text="What does it do?", why="To begin.")
WAITS = Interview(id="i1", pilot=Pilot(id="p", name="P"), questions=(ASKED,))
FIRST = Nudge(interview="i1", question="q1", since=THURSDAY_NIGHT)
SAID = Turn(id="t1", question_id="q1", speaker="U1", text="Invoices.", at=THURSDAY_NIGHT, state="mapped")


def test_the_first_comes_two_working_days_later_at_ten_where_the_person_is() -> None:
    assert get_nudge_time(FIRST, BERLIN) == datetime(2026, 10, 26, 9, tzinfo=UTC)


def test_where_weeks_begin_on_sunday_it_comes_on_a_sunday() -> None:
    week = WorkWeek(weekend=frozenset((4, 5)))
    assert get_nudge_time(FIRST, BERLIN, week) == datetime(2026, 10, 26, 9, tzinfo=UTC)
    wednesday = FIRST.model_copy(update={"since": THURSDAY_NIGHT - timedelta(days=1)})
    assert get_nudge_time(wednesday, BERLIN, week) == datetime(2026, 10, 25, 9, tzinfo=UTC)


def test_the_second_and_the_word_to_the_lead_come_three_working_days_later_each() -> None:
    second, third = (FIRST.model_copy(update={"count": count}) for count in (2, 3))
    assert get_nudge_time(second, BERLIN) == get_nudge_time(third, BERLIN) == datetime(2026, 10, 27, 9, tzinfo=UTC)


def test_somebody_away_for_three_days_is_waited_for_and_for_longer_is_not() -> None:
    back = THURSDAY_NIGHT + timedelta(days=3)
    assert not is_away_too_long(back, THURSDAY_NIGHT)
    assert is_away_too_long(back + timedelta(minutes=1), THURSDAY_NIGHT)
    assert is_away_too_long(THURSDAY_NIGHT + timedelta(days=4), THURSDAY_NIGHT)


def test_two_reminders_and_then_the_lead() -> None:
    second = FIRST.next_nudge
    assert second is not None
    third = second.next_nudge
    assert third is not None
    assert [nudge.is_for_lead for nudge in (FIRST, second, third)] == [False, False, True]
    assert third.next_nudge is None


def test_the_summary_is_the_leads_own_and_has_two_reminders() -> None:
    second = FIRST.model_copy(update={"question": SUMMARY}).next_nudge
    assert second is not None and not second.is_for_lead and second.next_nudge is None


def test_what_was_answered_let_go_paused_or_finished_waits_no_more() -> None:
    passed = SkippedQuestion(question_id="q1", criteria=(), how="skip", by="U1")
    assert is_still_waiting(WAITS, FIRST)
    for done in (
        WAITS.add_turn(SAID),
        WAITS.model_copy(update={"passes": (passed,)}),
        WAITS.pause(),
        WAITS.close(),
        WAITS.add_turn(SAID.model_copy(update={"state": "said"})),
        WAITS.model_copy(update={"questions": ()}),
    ):
        assert not is_still_waiting(done, FIRST)


def test_a_summary_waits_until_somebody_judges_it_or_a_question_is_open_again() -> None:
    nudge = FIRST.model_copy(update={"question": SUMMARY})
    heard = WAITS.add_turn(SAID)
    assert is_still_waiting(heard, nudge)
    assert not is_still_waiting(heard.record_feedback(SummaryFeedback(person="U1", score=3)), nudge)
    assert not is_still_waiting(WAITS, nudge)
