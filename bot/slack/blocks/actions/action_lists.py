"""Lists of actions, page by page: what somebody has to do over all pilots, and everything of one plan as a table."""

from collections.abc import Sequence
from datetime import date

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.actions.action import build_action_blocks, format_action_line
from bot.slack.blocks.actions.action_choice import build_action_select
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, DONE, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.tables import Cell, build_table
from bot.wording.formatter import format_count, format_day

_PAGE = 8
_ROWS = 50
"""Of a table that holds everything of a plan; it turns its own pages."""
_NOTHING = "No plan has an action with your name on it."


def build_my_actions_message(
    theirs: Sequence[TrackedAction], person: str, today: date, *, page: int = 0
) -> MessageContent:
    """What one person has to do, over all plans: what is overdue first, then the soonest."""
    left = sort_by_urgency([at for at in theirs if at.standing.state != "done"])
    if not left:
        return kit.build_text_message(
            f"You have done everything that was yours: {format_count(len(theirs), 'action')}." if theirs else _NOTHING
        )
    among = len({at.plan.pilot.id for at in left}) > 1
    at_page, shown = _select_page(left, page)
    head = f"{format_count(len(left), 'action')} of yours{_format_state_counts(left, today)}"
    return kit.build_message(
        f"{head}: {format_action_line(left[0].progress, left[0].standing)}",
        kit.build_section(f"*{head}*{_format_page_range(left, at_page)}"),
        *(block for at in shown for block in _build_listed_action_blocks(at, person, today, among=among)),
        _build_list_buttons(shown, "actions_mine", Reference(page=at_page), _get_last_page(left, _PAGE)),
    )


def build_plan_actions_message(
    team: Team, progress: Progress, person: str, today: date, *, page: int = 0, own: bool = False
) -> MessageContent:
    """The plan's actions with what this person may do about them; what is done comes last. `own`: only theirs."""
    pilot = progress.plan.pilot
    found = [at for at in list_tracked_actions(team, progress) if not own or at.standing.owner == person]
    if not found:
        return kit.build_text_message(
            f"{format_name(pilot.name)} has no action with your name on it.",
            kit.build_buttons(kit.build_button("All actions", "plan_all_actions", _build_plan_reference(progress))),
        )
    ordered, size = sort_by_urgency(found), _PAGE if own else _ROWS
    at_page, shown = _select_page(ordered, page, size)
    head = f"{format_name(pilot.name)}: {'your actions' if own else 'all actions'}"
    which = "plan_actions" if own else "plan_all_actions"
    reference = _build_plan_reference(progress).model_copy(update={"page": at_page})
    return kit.build_message(
        f"{head}{_format_state_counts(found, today)}",
        kit.build_section(f"*{head}*{_format_state_counts(found, today)}{_format_page_range(ordered, at_page, size)}"),
        *(
            [block for at in shown for block in _build_listed_action_blocks(at, person, today)]
            if own
            else [_build_actions_table(head, shown, today)]
        ),
        _build_list_buttons(shown, which, reference, _get_last_page(ordered, size)),
    )


def _build_actions_table(head: str, shown: Sequence[TrackedAction], today: date) -> kit.Block:
    """A row an action; what it takes to be done, and what can be done about it, opens by the menu beneath."""
    rows = [(f"{at.action_number}. {at.action.title}", *_list_cells(at, today)) for at in shown]
    return build_table(head, ("Action", "Who", "Due", "State"), rows)


def _list_cells(at: TrackedAction, today: date) -> tuple[Cell, ...]:
    standing = at.standing
    who = standing.owner_name or standing.owner or f"nobody yet: {at.action.role_in_sentence}"
    who += ", has left" if standing.owner_left else ""
    when = f"{standing.due:%a %-d %b}" if at.action.is_committed else f"from {standing.due:%-d %b}, outlined"
    state = "proposed" if standing.is_proposed and standing.state == "open" else standing.state
    late = "overdue" if standing.is_overdue(today) else ""
    return who, when, ", ".join(part for part in (state, late) if part)


def sort_by_urgency(found: Sequence[TrackedAction]) -> list[TrackedAction]:
    """The soonest due first, which is what is overdue; what is done last."""
    return sorted(
        found, key=lambda at: (at.standing.state == "done", at.standing.due, at.action.start, at.action_number)
    )


def _build_listed_action_blocks(
    at: TrackedAction, person: str, today: date, *, among: bool = False
) -> Sequence[kit.Block]:
    if at.standing.state == "done" and at.standing.since:
        done = f"{DONE} {format_action_line(at.progress, at.standing)}"
        return [kit.build_context(f"{done} · done on {format_day(at.standing.since.date())}")]
    shown = build_action_blocks(at, viewer=person, today=today, among=among)
    return [block for block in shown if block["type"] != "actions"]


def _format_state_counts(found: Sequence[TrackedAction], today: date) -> str:
    """, 2 overdue, 1 blocked, 3 done"""
    states = [at.standing.state for at in found]
    overdue = sum(at.standing.is_overdue(today) for at in found)
    parts = [
        format_count(len(found), "action") if states.count("done") else "",
        f"{overdue} overdue" if overdue else "",
        f"{AT_RISK} {states.count('blocked')} blocked" if "blocked" in states else "",
        f"{states.count('done')} done" if "done" in states else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def _select_page(found: Sequence[TrackedAction], page: int, size: int = _PAGE) -> tuple[int, Sequence[TrackedAction]]:
    at = min(max(0, page), _get_last_page(found, size))
    return at, found[at * size : (at + 1) * size]


def _get_last_page(found: Sequence[TrackedAction], size: int = _PAGE) -> int:
    return (len(found) - 1) // size


def _format_page_range(found: Sequence[TrackedAction], at: int, size: int = _PAGE) -> str:
    if not _get_last_page(found, size):
        return ""
    return f" · {at * size + 1} to {min(len(found), (at + 1) * size)} of {len(found)}"


def _build_list_buttons(
    shown: Sequence[TrackedAction], which: str, reference: Reference, last: int
) -> kit.Block | None:
    """One menu for all that is shown, and the way to the other pages."""
    at = reference.page or 0
    return kit.build_buttons(
        build_action_select(shown, Reference(subject=which, page=at)),
        kit.build_button("Earlier", f"{which}_back", reference.model_copy(update={"page": at - 1})) if at > 0 else None,
        kit.build_button("More", which, reference.model_copy(update={"page": at + 1})) if at < last else None,
    )


def _build_plan_reference(progress: Progress) -> Reference:
    return Reference(plan=progress.plan.id, pilot=progress.plan.pilot.id)
