"""The plan for GitHub: milestones, labels and issues, each with the fields that `gh` and GitHub's REST API take."""

import json
import re

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.tracker_items import TrackerItem, list_tracker_items

_TITLE = 256
"""Characters of an issue's title that GitHub takes."""
_MENTION = re.compile(r"@(?=\w)")
_NO_MENTION = "@<!-- -->"
"""Reads as @ and calls nobody: quotes name people who are no users of GitHub."""


def render_github_json(matter: PlanDocumentData) -> bytes:
    """Gates are the milestones; every issue names its own. A milestone without a date has no `due_on`."""
    items = list_tracker_items(matter)
    gates, actions = [item for item in items if item.is_gate], [item for item in items if not item.is_gate]
    known = {
        "milestones": [_build_milestone(gate) for gate in gates],
        "labels": sorted({label for action in actions for label in action.labels}),
        "issues": [_build_issue(action) for action in actions],
    }
    return f"{json.dumps(known, ensure_ascii=False, indent=2)}\n".encode()


def _build_milestone(gate: TrackerItem) -> dict[str, str]:
    plain = {"title": gate.gate[:_TITLE], "description": "\n".join(gate.description)}
    return {**plain, "due_on": f"{gate.due.isoformat()}T12:00:00Z"} if gate.due else plain


def _build_issue(action: TrackerItem) -> dict[str, object]:
    """`gh` takes no dates and no assignees by name: they stand in the text."""
    told = [f"Id: {action.key}"]
    told += [f"Due: {action.due.isoformat()} (from {action.start.isoformat()})"] if action.due and action.start else []
    told += [f"Person: {action.assignee}"] if action.assignee else []
    body = "\n".join(f"- {line}" for line in (*told, *action.description))
    return {
        "title": action.title[:_TITLE],
        "body": _MENTION.sub(_NO_MENTION, body),
        "labels": list(action.labels),
        "milestone": action.gate[:_TITLE],
    }
