"""The actions as a table that Jira, Linear and Asana import, one row an action."""

import csv
import io
import re
from collections.abc import Iterator

from bot.documents.contents.plan_document import Matter
from bot.documents.contents.wording import clean
from bot.domain.planning.plan import Action

_COLUMNS = (
    *("Title", "Description", "Section", "Assignee", "Start Date", "Due Date"),
    *("Estimate", "Labels", "Status", "Id"),
)
"""The title comes first: Asana takes the first column for the name. Without punctuation: Jira stumbles over it."""
_BLOCKED_BY = "Blocked By"
_STATUS = "Todo"
_FORMULA = re.compile(r"^[=+\-@＝＋－＠\t\r]")


def actions_csv(matter: Matter) -> bytes:
    """UTF-8, dates as YYYY-MM-DD, effort in working days of one person. No cell is read as a formula.

    The last column is repeated as often as an action has others to wait for: so Jira takes more than one link.
    """
    links = max((len(action.depends_on) for action in matter.plan.actions), default=0)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*_COLUMNS, *[_BLOCKED_BY] * max(1, links)))
    for action in matter.plan.actions:
        row = (*_row(action, matter), *_waits_for(action, matter))
        writer.writerow(map(_harmless, (*row, *[""] * (len(_COLUMNS) + max(1, links) - len(row)))))
    return written.getvalue().encode()


def _row(action: Action, matter: Matter) -> tuple[str, ...]:
    phase = next(phase for phase in matter.plan.phases if phase.id == action.phase)
    return (
        clean(action.title),
        "\n".join(_description(action, matter)),
        clean(phase.name),
        clean(action.person_name or ""),
        action.start.isoformat(),
        action.due.isoformat(),
        f"{action.effort_days:g}",
        "-".join(matter.name(action.criterion).lower().split()),
        _STATUS,
        str(matter.number(action.id)),
    )


def _description(action: Action, matter: Matter) -> Iterator[str]:
    yield f"Deliverable: {clean(action.deliverable)}"
    yield f"Exit test: {clean(action.exit)}"
    yield f"Accountable role: {clean(action.role_name)}"
    yield from (f"Because: {clean(matter.said_by(reason))}" for reason in action.because)
    for other in _known(action, matter):
        yield f"After {matter.number(other)}: {clean(matter.plan.action(other).title)}"


def _waits_for(action: Action, matter: Matter) -> Iterator[str]:
    return (str(matter.number(other)) for other in _known(action, matter))


def _known(action: Action, matter: Matter) -> list[str]:
    planned = {other.id for other in matter.plan.actions}
    return sorted((other for other in action.depends_on if other in planned), key=matter.number)


def _harmless(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; the apostrophe keeps it text, and Linear takes it off again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
