"""Lists of actions, page by page: what somebody has to do over all pilots, and everything of one plan."""

from collections.abc import Sequence
from datetime import date

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.actions.action import build_action_blocks, format_action_line
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, DONE, format_name
from bot.slack.blocks.kit.references import Reference
from bot.wording.formatter import format_count, format_day

_PAGE = 8
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
        *(block for at in shown for block in build_action_blocks(at, viewer=person, today=today, among=among)),
        _build_page_buttons("actions_mine", Reference(), at_page, _get_last_page(left)),
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
    ordered = sort_by_urgency(found)
    at_page, shown = _select_page(ordered, page)
    head = f"{format_name(pilot.name)}: {'your actions' if own else 'all actions'}"
    which = "plan_actions" if own else "plan_all_actions"
    return kit.build_message(
        f"{head}{_format_state_counts(found, today)}",
        kit.build_section(f"*{head}*{_format_state_counts(found, today)}{_format_page_range(ordered, at_page)}"),
        *(block for at in shown for block in _build_listed_action_blocks(at, person, today)),
        _build_page_buttons(which, _build_plan_reference(progress), at_page, _get_last_page(ordered)),
    )


def sort_by_urgency(found: Sequence[TrackedAction]) -> list[TrackedAction]:
    """The soonest due first, which is what is overdue; what is done last."""
    return sorted(
        found, key=lambda at: (at.standing.state == "done", at.standing.due, at.action.start, at.action_number)
    )


def _build_listed_action_blocks(at: TrackedAction, person: str, today: date) -> Sequence[kit.Block]:
    if at.standing.state == "done" and at.standing.since:
        done = f"{DONE} {format_action_line(at.progress, at.standing)}"
        return [kit.build_context(f"{done} · done on {format_day(at.standing.since.date())}")]
    return build_action_blocks(at, viewer=person, today=today)


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


def _select_page(found: Sequence[TrackedAction], page: int) -> tuple[int, Sequence[TrackedAction]]:
    at = min(max(0, page), _get_last_page(found))
    return at, found[at * _PAGE : (at + 1) * _PAGE]


def _get_last_page(found: Sequence[TrackedAction]) -> int:
    return (len(found) - 1) // _PAGE


def _format_page_range(found: Sequence[TrackedAction], at: int) -> str:
    if not _get_last_page(found):
        return ""
    return f" · {at * _PAGE + 1} to {min(len(found), (at + 1) * _PAGE)} of {len(found)}"


def _build_page_buttons(which: str, reference: Reference, at: int, last: int) -> kit.Block | None:
    return kit.build_buttons(
        kit.build_button("Earlier", f"{which}_back", reference.model_copy(update={"page": at - 1})) if at > 0 else None,
        kit.build_button("More", which, reference.model_copy(update={"page": at + 1})) if at < last else None,
    )


def _build_plan_reference(progress: Progress) -> Reference:
    return Reference(plan=progress.plan.id, pilot=progress.plan.pilot.id)
