"""What steps add up to: an owner who said yes, a proof, a reason, and nothing lost when the plan is drafted anew."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.carry_over import carry_over_steps
from bot.domain.actions.progress import ActionStatus, Progress, Step, StepKind
from bot.domain.plan.plan import ProductionPlan
from tests.support.builders import DANA, MONDAY, PAOLO, a_plan, an_action

PLAN = a_plan(actions=(an_action("wire", person=PAOLO.id, person_name=PAOLO.name), an_action("clean")))
KINDS: tuple[StepKind, ...] = (
    *("asked", "accepted", "declined", "assigned", "done", "reopened"),
    *("blocked", "unblocked", "moved", "seen", "reminded", "escalated"),
)
PEOPLE = (DANA, PAOLO)


def a_step(kind: StepKind, number: int = 1, **fields: object) -> Step:
    at = MONDAY + timedelta(hours=number)
    plain = Step(id=f"s{number}", root="p1", pilot_id="freightmatch", action_id="wire", kind=kind, at=at, by=DANA.id)
    return plain.model_copy(update=fields)


def after(*steps: Step, plan: ProductionPlan = PLAN) -> ActionStatus:
    return Progress.from_steps(plan, steps).get_status("wire")


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Steps of both actions and of one that the plan no longer has, in whatever order people can think of."""
    made = []
    for number in range(draw(st.integers(min_value=0, max_value=12))):
        kind, by = draw(st.sampled_from(KINDS)), draw(st.sampled_from(PEOPLE))
        own = kind in {"asked", "reminded", "escalated"}
        to = draw(st.sampled_from(PEOPLE)) if own or kind == "assigned" else None
        fields = {
            "action_id": draw(st.sampled_from(("wire", "clean", "gone"))),
            "by": "" if own else by.id,
            "to": to.id if to else None,
            "to_name": to.name if to else None,
            "note": "because" if kind in {"done", "blocked"} else "",
            "due": draw(st.sampled_from((PLAN.actions[0].due, date(2026, 12, 1)))),
        }
        made.append(a_step(kind, number, **fields))
    return made


def test_somebody_of_whom_only_the_name_is_known_holds_the_action() -> None:
    plan = a_plan(actions=(an_action("wire", person=None, person_name="Ruud Bos"),))
    status = Progress.from_steps(plan, ()).get_status("wire")
    assert (status.owner, status.is_owner_reachable) == ("Ruud Bos", False)


# --- whatever happens --------------------------------------------------------------------------------


@given(histories())
def test_every_action_of_the_plan_stands_somewhere_and_no_other(steps: list[Step]) -> None:
    assert [standing.action for standing in Progress.from_steps(PLAN, steps).standings] == list(PLAN.actions)


@given(histories())
def test_what_is_done_has_its_proof_and_what_is_blocked_its_reason(steps: list[Step]) -> None:
    for standing in Progress.from_steps(PLAN, steps).standings:
        assert (standing.state == "open") == (standing.since is None) == (standing.note == "") == (standing.by == "")


@given(histories())
def test_nothing_is_accepted_but_by_its_owner_themselves(steps: list[Step]) -> None:
    for standing in Progress.from_steps(PLAN, steps).standings:
        own = [step for step in steps if step.action_id == standing.action.id and step.by == standing.owner]
        yes = [s for s in own if s.kind == "accepted" or (s.kind == "assigned" and s.to == s.by)]
        assert not standing.accepted or (standing.owner is not None and yes)


@given(histories())
def test_the_same_step_twice_counts_once(steps: list[Step]) -> None:
    assert Progress.from_steps(PLAN, [*steps, *steps]) == Progress.from_steps(PLAN, steps)


@given(histories())
def test_what_happens_to_one_action_is_nothing_to_another(steps: list[Step]) -> None:
    alone = [step for step in steps if step.action_id == "wire"]
    assert Progress.from_steps(PLAN, alone).get_status("wire") == Progress.from_steps(PLAN, steps).get_status("wire")


@given(histories(), st.integers(min_value=0, max_value=12))
def test_progress_can_be_added_up_in_two_parts(steps: list[Step], first: int) -> None:
    standing = Progress.from_steps(PLAN, steps[:first]).get_status("wire")
    for step in steps[first:]:
        standing = standing.apply_step(step) if step.action_id == "wire" else standing
    assert standing == Progress.from_steps(PLAN, steps).get_status("wire")


@given(histories())
def test_done_stays_done_until_somebody_reopens_it(steps: list[Step]) -> None:
    done = next((n for n, s in enumerate(steps) if s.kind == "done" and s.action_id == "wire"), None)
    if done is not None and not any(s.kind == "reopened" for s in steps[done:]):
        assert after(*steps).state == "done"


@given(histories())
def test_what_is_drafted_anew_keeps_who_has_what_and_what_is_blocked(steps: list[Step]) -> None:
    before = Progress.from_steps(PLAN, steps)
    anew = a_plan("p2", actions=PLAN.actions)
    kept = Progress.from_steps(anew, carry_over_steps(before, anew))
    for old, new in zip(before.standings, kept.standings, strict=True):
        if old.touched is None:
            assert (new.state, new.accepted) == ("open", False)
        else:
            assert (new.accepted, new.state, new.note, new.since) == (old.accepted, old.state, old.note, old.since)
            assert new.owner == (old.owner or _not_refused(new.action.person, old.refused_by))


def test_what_is_done_stays_done_in_a_plan_drafted_anew_until_its_criterion_was_spoken_of_since() -> None:
    finished = a_step("done", 2, note="signed")
    before, anew = Progress.from_steps(PLAN, [finished]), a_plan("p2", actions=PLAN.actions)
    criterion = before.get_status("wire").action.criterion
    for spoken, state in ((-1, "done"), (0, "done"), (1, "open")):
        said = {criterion: finished.at + timedelta(seconds=spoken)}
        kept = Progress.from_steps(anew, carry_over_steps(before, anew, said)).get_status("wire")
        assert kept.state == state
        assert kept.note == ("signed" if state == "done" else "")


def _not_refused(named: str | None, refused_by: tuple[str, ...]) -> str | None:
    """Whom the plan names again, if they did not say that it isn't theirs."""
    return None if named in refused_by else named


# --- who has it --------------------------------------------------------------------------------------


def test_a_name_in_a_plan_is_a_proposal_until_that_person_says_yes() -> None:
    assert (after().owner, after().accepted, after().is_proposed) == (PAOLO.id, False, True)
    said_yes = after(a_step("accepted", by=PAOLO.id))
    assert (said_yes.owner, said_yes.accepted, said_yes.is_proposed) == (PAOLO.id, True, False)


def test_who_says_not_me_does_not_have_it_any_more() -> None:
    declined = after(a_step("declined", by=PAOLO.id))
    assert (declined.owner, declined.owner_name, declined.refused_by) == (None, None, (PAOLO.id,))


def test_who_says_not_me_of_what_somebody_else_has_by_now_changes_nothing_for_them() -> None:
    given_away = a_step("assigned", 1, to=DANA.id, to_name=DANA.name)
    assert after(given_away, a_step("declined", 2, by=PAOLO.id)).owner == DANA.id


def test_what_is_given_to_somebody_waits_for_their_yes_and_what_one_takes_does_not() -> None:
    to_paolo = a_step("assigned", by=DANA.id, to=PAOLO.id, to_name=PAOLO.name)
    assert (after(to_paolo).is_proposed, after(to_paolo).given_by) == (True, DANA.id)
    taken = to_paolo.model_copy(update={"by": PAOLO.id})
    assert (after(taken).accepted, after(taken).given_by) == (True, None)


# --- reminders -----------------------------------------------------------------------------------------


def test_reminders_count_for_the_owner_and_the_date_that_they_were_about() -> None:
    due = PLAN.actions[0].due
    ours = a_step("reminded", 1, by="", to=PAOLO.id, due=due)
    elsewhere = (a_step("reminded", 2, by="", to=DANA.id, due=due), a_step("reminded", 3, by="", to=PAOLO.id, due=due))
    moved = elsewhere[1].model_copy(update={"due": date(2026, 12, 1)})
    assert after(ours, elsewhere[0], moved).reminded == (ours.at,)


def test_any_step_of_a_person_acknowledges_a_reminder_and_a_new_owner_begins_anew() -> None:
    reminded = a_step("reminded", 1, by="", to=PAOLO.id, due=PLAN.actions[0].due)
    assert not after(reminded).acknowledged
    assert after(reminded, a_step("seen", 2, by=PAOLO.id)).acknowledged
    given_away = after(reminded, a_step("assigned", 2, to=DANA.id))
    assert (given_away.reminded, given_away.acknowledged) == ((), False)


def test_a_date_is_overdue_the_day_after_and_not_once_it_is_done() -> None:
    due = PLAN.actions[0].due
    assert not after().is_overdue(due)
    assert after().is_overdue(due + timedelta(days=1))
    assert not after(a_step("done", note="see the log")).is_overdue(due + timedelta(days=1))


def test_days_in_a_state_are_counted_from_when_it_was_said() -> None:
    blocked = after(a_step("blocked", note="no test client", at=datetime.fromisoformat("2026-11-10T23:30:00+00:00")))
    days = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 16))
    assert [blocked.days_in_state(day) for day in days] == [0, 0, 1, 6]
    assert after().days_in_state(date(2026, 11, 16)) == 0


# --- the plan as a whole -------------------------------------------------------------------------------


def test_what_an_action_waits_for_is_what_is_not_done_yet() -> None:
    plan = a_plan(actions=(an_action("wire"), an_action("clean", depends_on=("wire", "gone"))))
    before = Progress.from_steps(plan, ())
    assert [s.action.id for s in before.list_open_dependencies(before.get_status("clean"))] == ["wire"]
    wired = Progress.from_steps(plan, (a_step("done", note="it runs"),))
    assert wired.list_open_dependencies(wired.get_status("clean")) == ()


def test_what_comes_next_is_what_is_open_the_soonest_due_first() -> None:
    early, late = an_action("early", due=date(2026, 11, 10)), an_action("late", due=date(2026, 11, 12))
    progress = Progress.from_steps(
        a_plan(actions=(late, early, an_action("wire"))), (a_step("blocked", note="no client"),)
    )
    assert [standing.action.id for standing in progress.list_upcoming(2)] == ["early", "late"]


def test_the_proof_is_the_note_and_the_link() -> None:
    assert after(a_step("done", note="It runs", link="https://wiki/run")).proof_text == "It runs https://wiki/run"
    assert after(a_step("blocked", note="No client")).proof_text == ""
