from datetime import UTC, datetime

from bot.domain.core.hours import zone_of
from bot.domain.core.people import Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.nudge_rules import SUMMARY, Nudge, due, still_waits
from bot.domain.interview.turn import Fit, Pass, Question, Turn

BERLIN = zone_of("Europe/Berlin")
THURSDAY_NIGHT = datetime(2026, 10, 22, 21, tzinfo=UTC)
ASKED = Question(id="q1", key="opening", kind="opening", criteria=(), text="What does it do?", why="To begin.")
WAITS = Interview(id="i1", pilot=Pilot(id="p", name="P"), questions=(ASKED,))
FIRST = Nudge(interview="i1", question="q1", since=THURSDAY_NIGHT)
SAID = Turn(id="t1", question_id="q1", speaker="U1", text="Invoices.", at=THURSDAY_NIGHT, state="mapped")


def test_the_first_comes_two_working_days_later_at_ten_where_the_person_is() -> None:
    assert due(FIRST, BERLIN) == datetime(2026, 10, 26, 9, tzinfo=UTC)


def test_two_reminders_and_then_the_lead() -> None:
    second = FIRST.next
    assert second is not None
    third = second.next
    assert third is not None
    assert [nudge.to_lead for nudge in (FIRST, second, third)] == [False, False, True]
    assert third.next is None


def test_the_summary_is_the_leads_own_and_has_two_reminders() -> None:
    second = FIRST.model_copy(update={"question": SUMMARY}).next
    assert second is not None and not second.to_lead and second.next is None


def test_what_was_answered_let_go_paused_or_finished_waits_no_more() -> None:
    passed = Pass(question_id="q1", criteria=(), how="skip", by="U1")
    assert still_waits(WAITS, FIRST)
    for done in (
        WAITS.hear(SAID),
        WAITS.model_copy(update={"passes": (passed,)}),
        WAITS.pause(),
        WAITS.close(),
        WAITS.hear(SAID.model_copy(update={"state": "said"})),
        WAITS.model_copy(update={"questions": ()}),
    ):
        assert not still_waits(done, FIRST)


def test_a_summary_waits_until_somebody_judges_it_or_a_question_is_open_again() -> None:
    nudge = FIRST.model_copy(update={"question": SUMMARY})
    heard = WAITS.hear(SAID)
    assert still_waits(heard, nudge)
    assert not still_waits(heard.judge(Fit(person="U1", score=3)), nudge)
    assert not still_waits(WAITS, nudge)
