"""The production plan in a message: how long, which gates, what comes first; and its actions, page by page."""

from collections.abc import Iterator, Sequence

from bot.domain.plan import Action, PlannedGate, ProductionPlan
from bot.domain.posting import Post
from bot.slack.blocks.elements import Block, actions, button, context, post, section, sections
from bot.slack.blocks.references import Reference
from bot.slack.blocks.text import (
    WAITING,
    counted,
    day,
    full_day,
    is_slack_user,
    name,
    plain,
)

_FIRST = 3
_PAGE = 8
_TITLE = 140
_GATES = 12
_OFFLINE = "offline"


def message(drafted: ProductionPlan) -> Post:
    reference = Reference(plan=drafted.id, pilot=drafted.pilot.id)
    if not drafted.actions:
        text = f"{name(drafted.pilot.name)} needs no plan: every criterion is where production needs it."
        return post(text, section(text))
    return post(
        f"{name(drafted.pilot.name)}: {_length(drafted)}, {_span(drafted)}. {_counts(drafted)}",
        section(f"*{name(drafted.pilot.name)}: {_length(drafted)}*, {_span(drafted)}. {_counts(drafted)}"),
        *sections("\n".join(_gate_line(phase.gate) for phase in drafted.phases[:_GATES]), 2),
        section("\n".join(["*First:*", *(f"{n}. {_step(action)}" for n, action in _first(drafted))])),
        context(*_notes(drafted)),
        actions(
            button("My actions", "plan_actions", reference),
            button("All actions", "plan_all_actions", reference),
            button("The plan as a file", "plan_file", reference),
        ),
    )


def _length(drafted: ProductionPlan) -> str:
    proof = "the rest of the proof" if drafted.stage == "production" else "a proof of production"
    return f"{counted(drafted.weeks, 'week')} to {proof}"


def _span(drafted: ProductionPlan) -> str:
    return f"from {full_day(drafted.start)} to {full_day(drafted.end)}"


def _counts(drafted: ProductionPlan) -> str:
    named = sum(action.person_name is not None for action in drafted.actions)
    open_roles = len(drafted.actions) - named
    names = f" {open_roles} of the actions still need a name." if open_roles else ""
    return f"{counted(len(drafted.actions), 'action')}, {counted(len(drafted.phases), 'gate')}.{names}"


def _gate_line(gate: PlannedGate) -> str:
    return f"Week {gate.week} · gate *{plain(gate.name, 40)}*, {day(gate.due)}: {plain(gate.ends_with)}"


def _first(drafted: ProductionPlan) -> list[tuple[int, Action]]:
    return list(enumerate(sorted(drafted.actions, key=lambda action: (action.start, action.due))[:_FIRST], start=1))


def _step(action: Action) -> str:
    return f"{plain(action.title, _TITLE)} ({owner(action)}, {day(action.due)})"


def owner(action: Action) -> str:
    """Who is accountable: a mention where they are in Slack, their name, or the role that still needs one."""
    if action.person is not None and is_slack_user(action.person):
        return f"<@{action.person}>"
    return name(action.person_name) if action.person_name else f"{plain(action.role_name, 60).lower()}, to be named"


def _notes(drafted: ProductionPlan) -> Iterator[str]:
    yield from (plain(note, 400) for note in drafted.notes[:3])
    chosen = "Actions and dates follow from the ratings by rule"
    if drafted.analyst == _OFFLINE:
        yield f"{chosen}; the words are the library's own. Each action can be followed back to what somebody said."
    else:
        yield f"{chosen}; worded by {plain(drafted.analyst, 60)}. AI-generated: check it before you commit to dates."


def action_page(drafted: ProductionPlan, *, page: int = 0, mine: str | None = None) -> Post:
    """The plan's actions with deliverable and exit test, some at a time. `mine`: only this person's."""
    own = [action for action in drafted.actions if mine is None or action.person == mine]
    if not own:
        text = f"{name(drafted.pilot.name)} has no action with your name on it. {_counts(drafted)}"
        return post(text, section(text), actions(button("All actions", "plan_all_actions", _reference(drafted))))
    last = (len(own) - 1) // _PAGE
    at = min(max(0, page), last)
    shown = own[at * _PAGE : (at + 1) * _PAGE]
    where = f"{at * _PAGE + 1} to {at * _PAGE + len(shown)} of {len(own)}" if last else counted(len(own), "action")
    whose = "your actions" if mine is not None else "all actions"
    return post(
        f"{name(drafted.pilot.name)}: {whose}, {where}",
        section(f"*{name(drafted.pilot.name)}: {whose}*, {where}"),
        *(block for action in shown for block in _told(drafted, action)),
        _turning(drafted, at, last, mine is not None),
    )


def _told(drafted: ProductionPlan, action: Action) -> Sequence[Block]:
    provisional = " · provisional: it depends on what nobody could say yet" if action.provisional else ""
    waits = [str(drafted.number(other)) for other in action.depends_on if _holds(drafted, other)]
    after = f" · after {', '.join(waits[:6])}" if waits else ""
    return (
        section(
            f"*{drafted.number(action.id)}. {plain(action.title, _TITLE)}*\n"
            f"{plain(action.deliverable, 400)}\nDone when: {plain(action.exit, 400)}"
        ),
        context(f"{owner(action)} · due {day(action.due)}{after}{provisional}"),
    )


def _holds(drafted: ProductionPlan, action_id: str) -> bool:
    return any(action.id == action_id for action in drafted.actions)


def _turning(drafted: ProductionPlan, at: int, last: int, mine: bool) -> Block | None:
    which = "plan_actions" if mine else "plan_all_actions"
    return actions(
        button("Earlier", f"{which}_back", _reference(drafted, at - 1)) if at > 0 else None,
        button("More", which, _reference(drafted, at + 1)) if at < last else None,
        button("The plan as a file", "plan_file", _reference(drafted)),
    )


def _reference(drafted: ProductionPlan, page: int | None = None) -> Reference:
    return Reference(plan=drafted.id, pilot=drafted.pilot.id, page=page)


def drafting_under_way(pilot_name: str) -> Post:
    text = f"{WAITING} I'm drafting the plan for _{name(pilot_name)}_. It comes here in about a minute."
    return post(text, section(text))


def file_note(drafted: ProductionPlan) -> str:
    """What stands above the uploaded file."""
    return f"{name(drafted.pilot.name)}: {_length(drafted)}, {_span(drafted)}."
