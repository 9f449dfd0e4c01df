"""The actions as a table that Jira, Linear and Asana import, one row an action."""

import csv
import io
import re
from collections.abc import Iterator

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.domain.plan.action import Action

_COLUMNS = (
    *("Title", "Description", "Section", "Assignee", "Start Date", "Due Date"),
    *("Estimate", "Labels", "Status", "Id"),
)
"""The title comes first: Asana takes the first column for the name. Without punctuation: Jira stumbles over it."""
_BLOCKED_BY = "Blocked By"
_STATUS = "Todo"
_FORMULA = re.compile(r"^[=+\-@＝＋－＠\t\r]")


def render_actions_csv(matter: PlanDocumentData) -> bytes:
    """UTF-8, dates as YYYY-MM-DD, effort in working days of one person. No cell is read as a formula.

    The last column is repeated as often as an action has others to wait for: so Jira takes more than one link.
    """
    links = max((len(action.depends_on) for action in matter.plan.actions), default=0)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*_COLUMNS, *[_BLOCKED_BY] * max(1, links)))
    for action in matter.plan.actions:
        row = (*_build_csv_row(action, matter), *_list_dependency_numbers(action, matter))
        writer.writerow(map(_escape_formula, (*row, *[""] * (len(_COLUMNS) + max(1, links) - len(row)))))
    return written.getvalue().encode()


def _build_csv_row(action: Action, matter: PlanDocumentData) -> tuple[str, ...]:
    phase = next(phase for phase in matter.plan.phases if phase.id == action.phase)
    return (
        clean_line(action.title),
        "\n".join(_format_description(action, matter)),
        clean_line(phase.name),
        clean_line(action.person_name or ""),
        action.start.isoformat(),
        action.due.isoformat(),
        f"{action.effort_days:g}",
        "-".join(matter.get_criterion_name(action.criterion).lower().split()),
        _STATUS,
        str(matter.get_action_number(action.id)),
    )


def _format_description(action: Action, matter: PlanDocumentData) -> Iterator[str]:
    yield f"Deliverable: {clean_line(action.deliverable)}"
    yield f"Exit test: {clean_line(action.exit)}"
    yield f"Accountable role: {clean_line(action.role_name)}"
    yield from (f"Because: {clean_line(matter.format_reason(reason))}" for reason in action.because)
    for other in _list_planned_dependencies(action, matter):
        yield f"After {matter.get_action_number(other)}: {clean_line(matter.plan.get_action(other).title)}"


def _list_dependency_numbers(action: Action, matter: PlanDocumentData) -> Iterator[str]:
    return (str(matter.get_action_number(other)) for other in _list_planned_dependencies(action, matter))


def _list_planned_dependencies(action: Action, matter: PlanDocumentData) -> list[str]:
    planned = {other.id for other in matter.plan.actions}
    return sorted((other for other in action.depends_on if other in planned), key=matter.get_action_number)


def _escape_formula(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; the apostrophe keeps it text, and Linear takes it off again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
