"""The actions and gates as a table that Jira, Linear and Asana import, one row an action or gate."""

import csv
import io
import re

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.documents.formats.tracker_items import TrackerItem, list_tracker_items

_COLUMNS = (
    *("Title", "Description", "Section", "Assignee", "Start Date", "Due Date"),
    *("Estimate", "Labels", "Status", "Id", "Key", "Type", "Project", "Effort Days"),
)
"""The title comes first: Asana takes the first column for the name. Without punctuation: Jira stumbles over it."""
_BLOCKED_BY = "Blocked By"
_STATUS = "Todo"
_FORMULA = re.compile(r"^[=+\-@＝＋－＠\t\r]")


def render_actions_csv(matter: PlanDocumentData) -> bytes:
    """UTF-8, dates as YYYY-MM-DD, effort in working days of one person. No cell is read as a formula.

    The last column is repeated as often as an action has others to wait for: so Jira takes more than one link.
    """
    items = list_tracker_items(matter)
    links = max((len(item.waits_for) for item in items), default=0)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*_COLUMNS, *[_BLOCKED_BY] * max(1, links)))
    for item in items:
        row = (*_build_csv_row(item, clean_line(matter.plan.pilot.name)), *map(str, item.waits_for))
        writer.writerow(map(escape_formula, (*row, *[""] * (len(_COLUMNS) + max(1, links) - len(row)))))
    return written.getvalue().encode()


def _build_csv_row(item: TrackerItem, pilot: str) -> tuple[str, ...]:
    return (
        item.title,
        "\n".join(item.description),
        item.phase,
        item.assignee,
        item.start.isoformat() if item.start else "",
        item.due.isoformat() if item.due else "",
        "" if item.is_gate else str(item.whole_days),
        ", ".join(item.labels),
        _STATUS,
        str(item.number),
        item.key,
        "Milestone" if item.is_gate else "Task",
        pilot,
        "" if item.is_gate else f"{item.effort_days:g}",
    )


def escape_formula(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; the apostrophe keeps it text, and Linear takes it off again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
