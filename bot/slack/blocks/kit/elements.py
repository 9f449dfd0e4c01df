"""The pieces that messages and views are made of, as plain dicts that keep to Slack's limits whatever goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.blocks.kit.text import (
    clean_line,
    is_slack_user,
    shorten_text,
    split_mrkdwn,
    strip_mrkdwn,
    to_safe_url,
    truncate_mrkdwn,
)

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

TEXT = 3000
FALLBACK = 3900
"""Below the 4,000 characters that an update may have."""
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
BUTTON, TITLE, LABEL = 75, 24, 2000
MENU = "menu:"
"""What a menu's action id begins with; the rest is what all its entries are about."""
_CONTEXT = 10
_PRESSED = frozenset(("actions", "context_actions"))
_ENTRIES = 5
_BUTTONS = 25
_VISIBLE_TO = 10
_CHART_TITLE, _CHART_LABEL, _AXIS_LABEL = 50, 20, 50


def build_message(text: str, *blocks: Block | None) -> MessageContent:
    """Both within their limits; of too many blocks the middle gives way, since buttons come last."""
    kept = [block for block in blocks if block is not None]
    if len(kept) > MESSAGE_BLOCKS:
        kept = [*kept[: MESSAGE_BLOCKS - 2], build_context("There is more than fits here."), kept[-1]]
    return MessageContent(truncate_mrkdwn(strip_mrkdwn(text), FALLBACK), tuple(kept))


def build_text_message(text: str, *under: Block | None) -> MessageContent:
    """A section that says it all, and what belongs under it."""
    return build_message(text, build_section(text), *under)


def build_note(text: str, *under: Block | None) -> MessageContent:
    """The same in small print, for what is said aside."""
    return build_message(text, build_context(text), *under)


def build_request(text: str, *blocks: Block | None) -> MessageContent:
    """Something is wanted of whoever reads it, and the text begins with what."""
    return replace(build_message(text, *blocks), wants=True)


def merge_messages(first: MessageContent, *others: MessageContent | None) -> MessageContent:
    """Several posts as one message: what was noted, and under it the next question."""
    parts = [first, *(other for other in others if other is not None)]
    words = "\n".join(part.text for part in sorted(parts, key=lambda part: not part.wants))
    return build_message(words, *(block for part in parts for block in part.blocks))


def without_buttons(message: MessageContent) -> MessageContent:
    """The same message to be read only: shared with others, or settled."""
    return replace(message, blocks=tuple(b for b in message.blocks if b["type"] not in _PRESSED))


# --- text -------------------------------------------------------------------------------------------


def build_mrkdwn_text(text: str) -> Element:
    """`verbatim` keeps Slack from making links and mentions of what merely looks like one."""
    return {"type": "mrkdwn", "text": truncate_mrkdwn(text, TEXT), "verbatim": True}


def build_plain_text(text: str, most: int) -> Element:
    return {"type": "plain_text", "text": shorten_text(clean_line(text), most), "emoji": False}


def build_section(text: str, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": build_mrkdwn_text(text), "expand": True}
    return block if accessory is None else {**block, "accessory": accessory}


def build_sections(text: str, most: int = 4) -> tuple[Block, ...]:
    """A long text in as many sections as it takes, at most `most`."""
    return tuple(build_section(piece) for piece in split_mrkdwn(text, TEXT, most))


def build_context(*texts: str) -> Block:
    return {"type": "context", "elements": [build_mrkdwn_text(text) for text in texts[:_CONTEXT]]}


def build_divider() -> Block:
    return {"type": "divider"}


def build_preformatted(text: str, most: int) -> Block:
    """In letters of one width, as it stands."""
    inner = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shorten_text(text, most)}]}
    return {"type": "rich_text", "elements": [inner]}


# --- buttons ----------------------------------------------------------------------------------------


def build_buttons(*buttons: Element | None) -> Block | None:
    kept = [element for element in buttons if element is not None][:_BUTTONS]
    return {"type": "actions", "elements": kept} if kept else None


def build_button(
    label: str,
    action_id: str,
    reference: Reference,
    *,
    style: Literal["primary", "danger"] | None = None,
    only_for: Sequence[str] = (),
) -> Element:
    """`only_for`: the people it is shown to. Whoever handles the click checks again; this only spares the others."""
    element: Element = {
        "type": "button",
        "action_id": action_id,
        "text": build_plain_text(label, BUTTON),
        "value": pack_reference(reference),
    }
    if style is not None:
        element["style"] = style
    people = [person for person in only_for if is_slack_user(person)][:_VISIBLE_TO]
    return {**element, "visible_to_user_ids": people} if people else element


def build_link_button(label: str, action_id: str, url: str | None) -> Element | None:
    """A button that leads to a message; None where there is no address to lead to."""
    safe = to_safe_url(url)
    if safe is None:
        return None
    return {"type": "button", "action_id": action_id, "text": build_plain_text(label, BUTTON), "url": safe}


def build_menu(reference: Reference, *entries: tuple[str, str] | None) -> Element:
    """Buttons folded into one menu, as labels and action ids, at most five: picking one is pressing it."""
    options = [
        {"text": build_plain_text(label, BUTTON), "value": action_id} for label, action_id in filter(None, entries)
    ]
    return {"type": "overflow", "action_id": f"{MENU}{pack_reference(reference)}", "options": options[:_ENTRIES]}


# --- views ------------------------------------------------------------------------------------------


def build_modal(
    callback_id: str, title: str, *blocks: Block | None, submit: str | None = None, reference: Reference | None = None
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": build_plain_text(title, TITLE),
        "close": build_plain_text("Cancel" if submit else "Close", TITLE),
        "blocks": _limit_view_blocks(blocks),
        "private_metadata": pack_reference(reference or Reference()),
    }
    return {**view, "submit": build_plain_text(submit, TITLE)} if submit else view


def build_home_view(*blocks: Block | None) -> View:
    return {"type": "home", "callback_id": "home", "blocks": _limit_view_blocks(blocks)}


def _limit_view_blocks(blocks: Iterable[Block | None]) -> list[Block]:
    kept = [block for block in blocks if block is not None]
    if len(kept) <= VIEW_BLOCKS:
        return kept
    return [
        *kept[: VIEW_BLOCKS - 1],
        build_context("There is more than fits here. `/pilot help` shows how to reach the rest."),
    ]


# --- charts -----------------------------------------------------------------------------------------


def build_bar_chart(
    title: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], unit: str
) -> Block:
    """Bars by category, one colour a series. The caller keeps to 20 categories and 6 series with names of their own."""
    labels = [shorten_text(category, _CHART_LABEL) for category in categories]
    return {
        "type": "data_visualization",
        "title": shorten_text(title, _CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": shorten_text(called, _CHART_LABEL),
                    "data": [
                        {"label": label, "value": round(value, 2)} for label, value in zip(labels, values, strict=True)
                    ],
                }
                for called, values in series
            ],
            "axis_config": {"categories": labels, "y_label": shorten_text(unit, _AXIS_LABEL)},
        },
    }
