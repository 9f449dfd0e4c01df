"""Sheet: a plan's half-days while its actions are placed anew, and where each goes when something before it moves."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.domain.core.errors import MoveRefused
from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action, Dates
from bot.domain.plan.calendar import HALVES, Slot, WorkCalendar, dates_to_slot, slot_to_dates
from bot.domain.planning.schedule import Bookings, Job


class ReplanCalendar:
    """Who is busy when, and where each action went."""

    def __init__(self, calendar: WorkCalendar, team_size: int, today: date, done: Collection[str]) -> None:
        self._calendar = calendar
        self._today = calendar.get_day_index(today) * HALVES
        self._done = done
        self._slots: dict[str, Slot] = {}
        self._bookings = Bookings(team_size)

    def place_actions(
        self, actions: Sequence[Action], before: Sequence[Action], asked: Collection[str]
    ) -> tuple[Action, ...]:
        """The actions on their new dates. `before`: as they stood; `asked`: those whose own dates were asked for.

        What was asked for stands first, and the others find their place around it. Raises MoveRefused where it was
        asked for a day on which something it waits for is not over.
        """
        now = {action.id: self._build_slot(action.planned_dates, action) for action in before}
        for action in actions:
            if action.id in asked:
                self._book(self._build_slot(action.planned_dates, action), action)
        for action in self._sort_for_placing(actions):
            self._place_action(action, actions, now[action.id], asked)
        return tuple(self._move_action(action, asked) for action in actions)

    def _sort_for_placing(self, actions: Sequence[Action]) -> Sequence[Action]:
        """The done first; then each after what it waits for, the earliest meant before the others."""
        order = [action for action in actions if action.id in self._done]
        waiting = sorted(
            (action for action in actions if action.id not in self._done),
            key=lambda a: self._build_slot(_get_intended_dates(a), a),
        )
        while waiting:
            placed = {action.id for action in order}
            following = next(action for action in waiting if placed.issuperset(action.depends_on))
            waiting.remove(following)
            order.append(following)
        return order

    def _place_action(self, action: Action, actions: Sequence[Action], now: Slot, asked: Collection[str]) -> None:
        if action.id in self._done:
            self._slots[action.id] = now
            return
        meant = self._build_slot(_get_intended_dates(action), action)
        ends = (self._slots[other].end for other in action.depends_on if other not in self._done)
        ready = max(ends, default=meant.start)
        if action.id in asked:
            if ready // HALVES > meant.start // HALVES:
                raise self._build_too_soon_error(action, actions, ready)
            self._slots[action.id] = meant
            return
        slot = self._find_slot(self._find_earliest_start(meant, ready, now), meant.end - meant.start, now, action)
        self._slots[action.id] = slot
        self._book(slot, action)

    def _find_earliest_start(self, meant: Slot, ready: int, now: Slot) -> int:
        """Where it is meant to stand, or when it can begin; nothing that moves goes to a day before today."""
        wanted = max(meant.start, ready)
        if wanted > now.start:
            return max(wanted, self._today)
        return max(wanted, min(now.start, self._today))

    def _find_slot(self, earliest: int, length: int, now: Slot, action: Action) -> Slot:
        """The first slot from there on with a free pair of hands; what has begun already keeps its own."""
        if earliest == now.start <= self._today:
            return Slot(earliest, earliest + length)
        return self._bookings.find_slot(earliest, _build_job(action, Slot(earliest, earliest + length)), length)

    def _book(self, slot: Slot, action: Action) -> None:
        self._bookings.book(slot, _build_job(action, slot))

    def _build_slot(self, dates: Dates, action: Action) -> Slot:
        return dates_to_slot(dates, action.length_days, self._calendar)

    def _move_action(self, action: Action, asked: Collection[str]) -> Action:
        if action.id in self._done:
            return action
        slot, meant = self._slots[action.id], _get_intended_dates(action)
        dates = slot_to_dates(slot, self._calendar)
        if action.id in asked:
            return action.model_copy(update={"weeks": self._calendar.get_slot_weeks(slot)})
        changes = {
            "start": dates.start,
            "due": dates.due,
            "from_noon": dates.from_noon,
            "wished": action.wished and dates == meant,
            "weeks": self._calendar.get_slot_weeks(slot),
            "meant": None if dates == meant else meant,
        }
        return action.model_copy(update=changes)

    def _build_too_soon_error(self, action: Action, actions: Sequence[Action], ready: int) -> MoveRefused:
        last = max(
            (other for other in actions if other.id in action.depends_on and other.id not in self._done),
            key=lambda other: self._slots[other.id].end,
        )
        due = self._calendar.get_slot_dates(self._slots[last.id])[1]
        earliest = self._calendar.get_working_day(ready // HALVES)
        return MoveRefused(
            f"“{action.title}” waits for “{last.title}”, due {format_date(due)}. "
            f"It can begin on {format_date(earliest)} at the earliest."
        )


def _get_intended_dates(action: Action) -> Dates:
    return action.meant or action.planned_dates


def _build_job(action: Action, slot: Slot) -> Job:
    """What it takes of the team's hands: all its days, or its effort where the rest of them is waiting. People who were
    moved on purpose may do two things at once."""
    waits = action.elapsed_days > action.effort_days
    return Job(action.id, action.phase, action.effort_days if waits else (slot.end - slot.start) / HALVES)
