"""Blocks that not every workspace shows yet, and what stands in their place there: the same, said in older ones."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.elements import Block, build_preformatted
from bot.slack.blocks.kit.feedback import FEEDBACK, build_feedback_buttons
from bot.slack.blocks.kit.tables import TABLE, render_table
from bot.slack.blocks.kit.tasks import TASKS, render_tasks

CHART = "data_visualization"
NEWER_KINDS = (FEEDBACK, CHART, TABLE, TASKS)
_TABLE_LENGTH = 2900


def list_newer_kinds(content: MessageContent) -> tuple[str, ...]:
    """Those that stand in it, each once."""
    there = {block.get("type") for block in content.blocks}
    return tuple(kind for kind in NEWER_KINDS if kind in there)


def replace_newer_blocks(content: MessageContent, kinds: Collection[str] = NEWER_KINDS) -> MessageContent:
    """The same without blocks of these kinds: what a chart shows stands in the words around it."""
    return replace(content, blocks=tuple(old for block in content.blocks for old in _build_older(block, kinds)))


def _build_older(block: Block, kinds: Collection[str]) -> tuple[Block, ...]:
    if block.get("type") not in kinds:
        return (block,)
    if block["type"] == TABLE:
        return (build_preformatted(render_table(block), _TABLE_LENGTH),)
    if block["type"] == FEEDBACK:
        return (build_feedback_buttons(block),)
    return (render_tasks(block),) if block["type"] == TASKS else ()
