"""Tasks as Slack shows them while they are worked: as a block, as pieces of a stream, and as lines where it can't."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.blocks.kit.elements import Block, build_context
from bot.slack.blocks.kit.phrases import AT_RISK, DONE, WAITING
from bot.slack.blocks.kit.text import escape_text, shorten_text

TASKS = "plan"
_LINE = 250
_SIGNS = {"complete": DONE, "in_progress": WAITING, "error": AT_RISK}


def build_tasks(title: str, tasks: Sequence[tuple[str, str, str]]) -> Block:
    """`tasks`: id, line, and status (pending, in_progress, complete or error) of each."""
    cards = [
        {"type": "task_card", "task_id": task, "title": shorten_text(line, _LINE), "status": status}
        for task, line, status in tasks
    ]
    return {"type": TASKS, "title": shorten_text(title, _LINE), "tasks": cards}


def build_task_chunks(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a stream is told so that it shows the block as it stands: the same task again only changes."""
    updates = [
        {"type": "task_update", "id": card["task_id"], "title": card["title"], "status": card["status"]}
        for card in block["tasks"]
    ]
    return [{"type": "plan_update", "title": block["title"]}, *updates]


def render_tasks(block: Mapping[str, Any]) -> Block:
    """As a line each."""
    lines = (f"{_SIGNS.get(card['status'], '·')} {escape_text(card['title'], _LINE)}" for card in block["tasks"])
    return build_context("\n".join((f"*{escape_text(block['title'], _LINE)}*", *lines)))
