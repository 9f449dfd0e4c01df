"""Reminders, day after day: few, on working days, until somebody reacts; then one word to the lead."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.reminder_rules import (
    MOST,
    LocalMoment,
    ReminderMorning,
    find_escalation_recipient,
    get_reminder_recipient,
    is_escalation_due,
    is_reminder_due,
    iter_next_mornings,
)
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.hours import USUAL_WEEK, WorkWeek, is_working_day
from bot.domain.plan.action import Horizon
from tests.support.builders import DANA, PAOLO, a_plan, an_action
from tests.support.teams import MARTA, a_team

DUE = date(2026, 11, 11)
"""A Wednesday."""
MADE = datetime(2026, 11, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
React = Callable[[TrackedAction, date], StepKind | None]


def at(
    *steps: Step,
    owner: str | None = PAOLO.id,
    name: str | None = PAOLO.name,
    due: date = DUE,
    horizon: Horizon = "committed",
) -> TrackedAction:
    action = an_action("wire", person=owner, person_name=name, due=due, horizon=horizon)
    progress = Progress.from_steps(a_plan(actions=(action,), made_at=MADE), steps)
    return TrackedAction(a_team(), progress, progress.get_status("wire"))


def morning(day: date, zone: ZoneInfo = ZONE) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=zone).astimezone(UTC)


class Weeks:
    """What happens when each morning is looked at, and what people do about it."""

    def __init__(self, zone: ZoneInfo = ZONE, week: WorkWeek = USUAL_WEEK) -> None:
        self.zone = zone
        self.week = week
        self.reminded: list[date] = []
        self.told: list[date] = []
        self.steps: list[Step] = []

    def pass_by(self, start: TrackedAction, days: int = 60, react: React = lambda at, day: None) -> "Weeks":
        now = start
        for number in range(days):
            day = MADE.date() + timedelta(days=number)
            where = LocalMoment(morning(day, self.zone), self.zone, self.week)
            if is_reminder_due(now, where):
                self.reminded.append(day)
                self._step(now, "reminded", day, by="", to=get_reminder_recipient(now))
            if is_escalation_due(now, where) and find_escalation_recipient(now):
                self.told.append(day)
                self._step(now, "escalated", day, by="", to=find_escalation_recipient(now))
            if kind := react(now, day):
                self._step(now, kind, day, by=PAOLO.id, to=None)
            now = now.with_progress(Progress.from_steps(now.plan, self.steps))
        return self

    def _step(self, now: TrackedAction, kind: StepKind, day: date, *, by: str, to: str | None) -> None:
        made = {"kind": kind, "by": by, "to": to, "due": now.standing.due, "at": morning(day, self.zone)}
        plain = Step(id=f"{kind}:{day}", root="p1", pilot_id="freightmatch", action_id="wire", kind=kind, at=MADE)
        self.steps.append(plain.model_copy(update=made))


def on(day: date, kind: StepKind) -> React:
    return lambda at, today: kind if today == day else None


# --- nobody reacts -------------------------------------------------------------------------------------


def test_two_working_days_before_on_the_day_two_after_and_then_the_lead() -> None:
    weeks = Weeks().pass_by(at())
    assert weeks.reminded == [date(2026, 11, 9), DUE, date(2026, 11, 13)]
    assert weeks.told == [date(2026, 11, 17)]


def test_weekends_and_holidays_are_not_counted() -> None:
    monday = date(2026, 11, 16)
    holiday = WorkWeek(holidays=frozenset({date(2026, 11, 12)}))
    weeks = Weeks(week=holiday).pass_by(at(due=monday))
    assert weeks.reminded == [date(2026, 11, 11), monday, date(2026, 11, 18)]


def test_where_weeks_begin_on_sunday_what_is_due_then_is_brought_to_mind_then() -> None:
    sunday = date(2026, 11, 15)
    weeks = Weeks(week=WorkWeek(weekend=frozenset((4, 5)))).pass_by(at(due=sunday))
    assert weeks.reminded == [date(2026, 11, 11), sunday, date(2026, 11, 17)]


@example(date(2026, 11, 3), "Europe/Berlin", frozenset({date(2026, 11, 3)}))
@given(
    st.dates(min_value=date(2026, 11, 3), max_value=date(2026, 12, 11)),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu")),
    st.frozensets(st.dates(min_value=date(2026, 11, 2), max_value=date(2026, 12, 31)), max_size=12),
)
def test_whatever_the_date_the_zone_and_the_holidays_they_are_few_and_on_working_days(
    due: date, zone: str, off: frozenset[date]
) -> None:
    week = WorkWeek(holidays=off)
    weeks = Weeks(ZoneInfo(zone), week).pass_by(at(due=due))
    assert len(weeks.reminded) <= MOST and len(weeks.told) == 1
    assert all(is_working_day(day, week) for day in (*weeks.reminded, *weeks.told))
    assert weeks.told[0] > max(*weeks.reminded, due)


@given(st.lists(st.sampled_from(("seen", "blocked", "unblocked", "done", "reopened", "accepted")), max_size=60))
def test_whatever_people_do_nobody_hears_of_one_date_more_often(kinds: list[StepKind]) -> None:
    react = dict(zip(range(60), kinds, strict=False))
    weeks = Weeks().pass_by(at(), react=lambda now, day: react.get((day - MADE.date()).days))
    assert len(weeks.reminded) <= MOST * (1 + kinds.count("reopened"))
    assert len(weeks.told) <= 1 + kinds.count("reopened")


def test_who_may_hear_on_a_weekend_hears_on_the_monday_and_on_a_working_day_that_day() -> None:
    def next_morning(due: date) -> date:
        passed = at(due=due)
        return next(iter_next_mornings(passed, LocalMoment(morning(MADE.date()), ZONE))).day

    assert next_morning(date(2026, 11, 10)) == date(2026, 11, 6), "a Friday, two working days before a Tuesday"
    saturday = LocalMoment(morning(date(2026, 11, 6)), ZONE)
    assert next(iter_next_mornings(at(due=date(2026, 11, 5)), saturday)).day == date(2026, 11, 9)


# --- somebody does -------------------------------------------------------------------------------------


def test_a_sign_of_life_ends_the_reminders_of_a_date_and_the_lead_hears_only_once_it_is_long_overdue() -> None:
    weeks = Weeks().pass_by(at(), react=on(date(2026, 11, 9), "seen"))
    assert (weeks.reminded, weeks.told) == ([date(2026, 11, 9)], [date(2026, 11, 18)])


def test_what_is_done_is_not_mentioned() -> None:
    weeks = Weeks().pass_by(at(), react=on(date(2026, 11, 10), "done"))
    assert (weeks.reminded, weeks.told) == ([date(2026, 11, 9)], [])


def test_what_is_only_outlined_is_not_mentioned_and_never_overdue() -> None:
    outlined = at(horizon="outline")
    weeks = Weeks().pass_by(outlined)
    assert (weeks.reminded, weeks.told) == ([], [])
    assert not outlined.standing.is_overdue(DUE + timedelta(days=1))
    assert at().standing.is_overdue(DUE + timedelta(days=1)) and not at().standing.is_overdue(DUE)
    assert (outlined.progress.list_upcoming(1), at().progress.list_upcoming(1)) == ((), (at().standing,))


def test_what_is_blocked_is_not_mentioned_until_it_goes_on() -> None:
    def react(now: TrackedAction, day: date) -> StepKind | None:
        return {date(2026, 11, 6): "blocked", date(2026, 11, 20): "unblocked"}.get(day)  # type: ignore[return-value]

    weeks = Weeks().pass_by(at(), react=react)
    assert weeks.reminded == [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27)]
    assert weeks.told == [date(2026, 11, 23)]


def test_nobody_is_reminded_the_day_they_took_it() -> None:
    early = {"kind": "accepted", "by": PAOLO.id, "at": morning(date(2026, 11, 9)) - timedelta(hours=1)}
    step = Step(id="s1", root="p1", pilot_id="freightmatch", action_id="wire", kind="seen", at=MADE)
    taken = at(step.model_copy(update=early))
    assert not is_reminder_due(taken, LocalMoment(morning(date(2026, 11, 9)), ZONE))
    assert is_reminder_due(taken, LocalMoment(morning(date(2026, 11, 10)), ZONE))
    assert Weeks().pass_by(at(due=MADE.date())).reminded[0] == MADE.date() + timedelta(days=1)


# --- whom ----------------------------------------------------------------------------------------------


def test_what_nobody_has_the_lead_hears_of_once_and_nobody_after_them() -> None:
    weeks = Weeks().pass_by(at(owner=None, name=None))
    assert (get_reminder_recipient(at(owner=None)), weeks.reminded, weeks.told) == (DANA.id, [date(2026, 11, 9)], [])


def test_whoever_is_known_by_name_only_cannot_be_written_to_so_the_lead_is() -> None:
    assert get_reminder_recipient(at(owner="Ruud Hendriks", name="Ruud Hendriks")) == DANA.id


def test_of_the_leads_own_the_operational_leader_hears_and_of_theirs_the_lead() -> None:
    assert find_escalation_recipient(at(owner=DANA.id, name=DANA.name)) == PAOLO.id
    assert (
        find_escalation_recipient(at(owner=PAOLO.id))
        == find_escalation_recipient(at(owner=MARTA.id, name=MARTA.name))
        == DANA.id
    )
    alone = at(owner=DANA.id, name=DANA.name)
    assert find_escalation_recipient(alone._replace(team=a_team(owner=None))) is None


# --- looked for on the right morning ---------------------------------------------------------------------


@given(st.dates(min_value=date(2026, 11, 3), max_value=date(2026, 12, 11)))
def test_every_reminder_comes_on_a_morning_that_was_looked_for(due: date) -> None:
    weeks, start = Weeks().pass_by(at(due=due)), at(due=due)
    wanted: set[ReminderMorning] = set()
    now = start
    for number in range(60):
        day = MADE.date() + timedelta(days=number)
        wanted |= set(iter_next_mornings(now, LocalMoment(morning(day), ZONE)))
        done = sum(step.at <= morning(day) for step in weeks.steps)
        now = start.with_progress(Progress.from_steps(start.plan, weeks.steps[:done]))
        wanted |= set(iter_next_mornings(now, LocalMoment(morning(day), ZONE)))
    assert {ReminderMorning(PAOLO.id, day) for day in weeks.reminded} <= wanted
    assert {ReminderMorning(DANA.id, day) for day in weeks.told} <= wanted
