"""Wishes: what somebody asks of the actions of a plan, and whether the calendar and the plan allow it."""

from collections.abc import Sequence
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter

from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.model import Value
from bot.domain.core.phrases import format_date, join_with_and
from bot.domain.plan.action import Action, Dates, PersonBasis
from bot.domain.plan.calendar import HALVES, Slot, WorkCalendar, dates_to_slot, slot_to_dates
from bot.domain.plan.plan import ProductionPlan


class ChangeRequest(Value):
    """What somebody asks of one action; None leaves it as it is.

    With `due` alone the work keeps its length, or its start where it has begun; with `start` alone it keeps its
    length; with both it takes all the days between.
    """

    action_id: str
    start: date | None = None
    due: date | None = None
    person: str | None = None
    """Id of the person who takes it on; their name goes into `person_name`."""
    person_name: str | None = None
    basis: PersonBasis | None = None
    """Why that person."""
    depends_on: tuple[str, ...] | None = None
    """Ids of all actions that it is to wait for."""


class RevisionTerms(Value):
    """What a plan is revised under: a name for the revision, the day it is made, and what is done by then."""

    plan_id: str
    made_at: datetime
    today: date
    """Where the asking person is. Nothing is moved to a day before it."""
    done: frozenset[str] = frozenset()
    """Ids of the actions that are done: they never move, and nothing waits for them any more."""


def apply_change_requests(
    plan: ProductionPlan, changes: Sequence[ChangeRequest], terms: RevisionTerms, calendar: WorkCalendar
) -> tuple[Action, ...]:
    """The actions as they are wished to be, with nothing moved along yet. Raises as `replan` does."""
    actions = {action.id: action for action in plan.actions}
    for change in changes:
        action = actions.get(change.action_id)
        if action is None:
            raise NotFound(f"The plan holds no action {change.action_id}.")
        if action.id in terms.done:
            raise MoveRefused(f"“{action.title}” is done. Reopen it first to change it.")
        actions[action.id] = _apply_change(action, change, terms, calendar)
    after = tuple(actions.values())
    _check_dependencies(after)
    return after


def _apply_change(action: Action, change: ChangeRequest, terms: RevisionTerms, calendar: WorkCalendar) -> Action:
    changes: dict[str, object] = {}
    dates = _compute_new_dates(action, change, terms, calendar)
    if dates != action.planned_dates:
        changes |= {"start": dates.start, "due": dates.due, "from_noon": dates.from_noon}
        changes |= {"wished": True, "meant": None}
    if change.person is not None or change.person_name is not None:
        changes |= {"person": change.person, "person_name": change.person_name, "basis": change.basis}
    if change.depends_on is not None and set(change.depends_on) != set(action.depends_on):
        changes["depends_on"] = tuple(dict.fromkeys(change.depends_on))
    return action.model_copy(update=changes)


def _compute_new_dates(action: Action, change: ChangeRequest, terms: RevisionTerms, calendar: WorkCalendar) -> Dates:
    start = None if change.start == action.start else change.start
    due = None if change.due == action.due else change.due
    if start is None and due is None:
        return action.planned_dates
    for wish in filter(None, (start, due)):
        _check_day(wish, terms, calendar)
    if start is not None and (due is not None or change.due is not None):
        return _build_dates(start, due or action.due)
    if due is not None and (change.start is not None or action.start <= terms.today):
        return _build_dates(calendar.get_working_day(calendar.get_day_index(action.start)), due)
    length = _slot_length(dates_to_slot(action.planned_dates, action.length_days, calendar))
    if start is not None:
        first = calendar.get_day_index(start) * HALVES
        return slot_to_dates(Slot(first, first + length), calendar)
    assert due is not None
    end = (calendar.get_day_index(due) + 1) * HALVES
    earliest = calendar.get_day_index(terms.today) * HALVES
    return slot_to_dates(Slot(max(end - length, earliest), end), calendar)


def _build_dates(start: date, due: date) -> Dates:
    if due < start:
        raise MoveRefused(f"It cannot be due on {format_date(due)}, before it begins on {format_date(start)}.")
    return Dates(start=start, due=due)


def _slot_length(slot: Slot) -> int:
    return slot.end - slot.start


def _check_day(wish: date, terms: RevisionTerms, calendar: WorkCalendar) -> None:
    if wish < terms.today:
        raise MoveRefused(f"{format_date(wish)} has gone by. Name a day from {format_date(terms.today)} on.")
    if wish < calendar.first_day:
        raise MoveRefused(f"The plan begins on {format_date(calendar.first_day)}. Name that day or a later one.")
    if not calendar.is_working_day(wish):
        next_one = calendar.get_working_day(calendar.get_day_index(wish))
        raise MoveRefused(f"{format_date(wish)} is not a working day. The next one is {format_date(next_one)}.")


def _check_dependencies(actions: Sequence[Action]) -> None:
    known = {action.id: action for action in actions}
    for action in actions:
        for other in action.depends_on:
            if other not in known:
                raise NotFound(f"The plan holds no action {other}.")
    try:
        TopologicalSorter({action.id: action.depends_on for action in actions}).prepare()
    except CycleError as exc:
        titles = join_with_and([f"“{known[each].title}”" for each in dict.fromkeys(exc.args[1])])
        raise MoveRefused(f"Then these would wait for each other: {titles}. Nothing was changed.") from exc
