"""Wishes: what somebody asks of the actions of a plan, and whether the calendar and the plan allow it."""

from collections.abc import Sequence
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter

from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.model import Value
from bot.domain.planning.plan import Action, Dates, ProductionPlan
from bot.domain.planning.risks import listed
from bot.domain.planning.schedule import HALVES, Calendar, Slot
from bot.domain.planning.slots import dates_of, slot_of
from bot.domain.planning.summary import day


class Change(Value):
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
    depends_on: tuple[str, ...] | None = None
    """Ids of all actions that it is to wait for."""


class Revising(Value):
    """What a plan is revised under: a name for the revision, the day it is made, and what is done by then."""

    plan_id: str
    made_at: datetime
    today: date
    """Where the asking person is. Nothing is moved to a day before it."""
    done: frozenset[str] = frozenset()
    """Ids of the actions that are done: they never move, and nothing waits for them any more."""


def wished(plan: ProductionPlan, changes: Sequence[Change], terms: Revising, calendar: Calendar) -> tuple[Action, ...]:
    """The actions as they are wished to be, with nothing moved along yet. Raises as `replan` does."""
    actions = {action.id: action for action in plan.actions}
    for change in changes:
        action = actions.get(change.action_id)
        if action is None:
            raise NotFound(f"The plan holds no action {change.action_id}.")
        if action.id in terms.done:
            raise MoveRefused(f"“{action.title}” is done. Reopen it first to change it.")
        actions[action.id] = _changed(action, change, terms, calendar)
    after = tuple(actions.values())
    _check_waits(after)
    return after


def _changed(action: Action, change: Change, terms: Revising, calendar: Calendar) -> Action:
    changes: dict[str, object] = {}
    dates = _dates(action, change, terms, calendar)
    if dates != action.dates:
        changes |= {"start": dates.start, "due": dates.due, "from_noon": dates.from_noon}
        changes |= {"wished": True, "meant": None}
    if change.person is not None or change.person_name is not None:
        changes |= {"person": change.person, "person_name": change.person_name}
    if change.depends_on is not None and set(change.depends_on) != set(action.depends_on):
        changes["depends_on"] = tuple(dict.fromkeys(change.depends_on))
    return action.model_copy(update=changes)


def _dates(action: Action, change: Change, terms: Revising, calendar: Calendar) -> Dates:
    start = None if change.start == action.start else change.start
    due = None if change.due == action.due else change.due
    if start is None and due is None:
        return action.dates
    for wish in filter(None, (start, due)):
        _check_day(wish, terms, calendar)
    if start is not None and (due is not None or change.due is not None):
        return _both(start, due or action.due)
    if due is not None and (change.start is not None or action.start <= terms.today):
        return _both(calendar.day(calendar.index_of(action.start)), due)
    length = _length(slot_of(action.dates, action.effort_days, calendar))
    if start is not None:
        first = calendar.index_of(start) * HALVES
        return dates_of(Slot(first, first + length), calendar)
    assert due is not None
    end = (calendar.index_of(due) + 1) * HALVES
    earliest = calendar.index_of(terms.today) * HALVES
    return dates_of(Slot(max(end - length, min(earliest, end - 1)), end), calendar)


def _both(start: date, due: date) -> Dates:
    if due < start:
        raise MoveRefused(f"It cannot be due on {day(due)}, before it begins on {day(start)}.")
    return Dates(start=start, due=due)


def _length(slot: Slot) -> int:
    return slot.end - slot.start


def _check_day(wish: date, terms: Revising, calendar: Calendar) -> None:
    if wish < terms.today:
        raise MoveRefused(f"{day(wish)} has gone by. Name a day from {day(terms.today)} on.")
    if wish < calendar.first_day:
        raise MoveRefused(f"The plan begins on {day(calendar.first_day)}. Name that day or a later one.")
    if not calendar.works(wish):
        next_one = calendar.day(calendar.index_of(wish))
        raise MoveRefused(f"{day(wish)} is not a working day. The next one is {day(next_one)}.")


def _check_waits(actions: Sequence[Action]) -> None:
    known = {action.id: action for action in actions}
    for action in actions:
        for other in action.depends_on:
            if other not in known:
                raise NotFound(f"The plan holds no action {other}.")
    try:
        TopologicalSorter({action.id: action.depends_on for action in actions}).prepare()
    except CycleError as exc:
        titles = listed([f"“{known[each].title}”" for each in dict.fromkeys(exc.args[1])])
        raise MoveRefused(f"Then these would wait for each other: {titles}. Nothing was changed.") from exc
