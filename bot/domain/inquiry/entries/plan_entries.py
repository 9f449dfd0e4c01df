"""What the latest plan asks for and how far it is, action by action and gate by gate."""

from collections.abc import Iterator

from bot.domain.actions.progress import ActionStatus
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.people import Person
from bot.domain.core.phrases import format_date
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.inquiry.record import RecordEntry
from bot.domain.plan.phase import PlannedPhase

_LATER = 1e9
"""Weight of what can't be begun yet or has no date: behind all that can."""


def build_plan_entries(matter: PilotMatter) -> Iterator[RecordEntry]:
    progress = matter.overview.progress
    if progress is None:
        return
    for at in list_tracked_actions(matter.team, progress):
        yield build_action_entry(at, matter.plan)
    for phase in progress.plan.phases:
        yield _build_gate(matter, phase)


def build_action_entry(at: TrackedAction, address: str | None = None) -> RecordEntry:
    standing, action, pilot = at.standing, at.action, at.team.pilot
    waits = at.progress.list_open_dependencies(standing)
    startable = standing.state != "done" and action.is_committed and not waits
    text = (
        f"Action {at.action_number} of {pilot.name}: {action.title} ({_tell_hands(standing)}; {_tell_state(standing)})."
    )
    return RecordEntry(
        id="",
        kind="action",
        text=text,
        pilot=pilot,
        who=_find_owner(standing),
        day=standing.due,
        criterion=action.criterion,
        weight=standing.due.toordinal() + (0 if startable else _LATER),
        is_open=startable,
        address=address,
    )


def _find_owner(standing: ActionStatus) -> Person | None:
    if standing.owner is None:
        return None
    return Person(id=standing.owner, name=standing.owner_name or standing.owner)


def _tell_hands(standing: ActionStatus) -> str:
    if standing.owner is None:
        return f"nobody yet, for the {standing.action.role_in_sentence}"
    name = standing.owner_name or standing.owner
    return name if standing.accepted else f"proposed to {name}"


def _tell_state(standing: ActionStatus) -> str:
    day = format_date(standing.since.date()) if standing.since else ""
    note = f": “{standing.note}”" if standing.note else ""
    if standing.state == "done":
        return f"done on {day}{note}"
    due = f"due {format_date(standing.due)}" if standing.action.is_committed else "no date yet"
    return f"blocked since {day}{note}; {due}" if standing.state == "blocked" else due


def _build_gate(matter: PilotMatter, phase: PlannedPhase) -> RecordEntry:
    gate = phase.gate
    when = f"due {format_date(gate.due)}" if gate.due else "no date yet"
    owed = "; ".join(text.rstrip(". ") for text in ([one.text for one in gate.owed] or gate.criteria)) + "."
    text = f"Gate {gate.name} of {matter.team.pilot.name}, {when}: {owed}"
    weight = gate.day.toordinal() if gate.day else _LATER
    return RecordEntry(
        id="", kind="gate", text=text, pilot=matter.team.pilot, day=gate.day, weight=weight, address=matter.plan
    )
