"""Slack's limits as a checker: every way in which Slack would refuse a payload, in words."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.newer_blocks import NEWER_KINDS
from bot.slack.blocks.kit.text import count_utf16_units

IN_MESSAGES = {"section", "context", "actions", "divider", "rich_text", *NEWER_KINDS}
IN_MODALS = {"section", "context", "actions", "divider", "input"}
IN_HOME = {"section", "context", "actions", "divider", "input", "data_visualization"}
_ELEMENTS = {
    "button",
    "plain_text_input",
    "url_text_input",
    "datepicker",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "static_select",
    "overflow",
    "radio_buttons",
    "multi_static_select",
    "checkboxes",
}
_ONLY_IN_INPUTS = {"plain_text_input", "url_text_input"}
_VIEW_BYTES = 250_000


def problems_of(payload: MessageContent | dict[str, Any]) -> list[str]:
    """Nothing where Slack would take it."""
    return list(_of_post(payload) if isinstance(payload, MessageContent) else _of_view(payload))


def _of_post(message: MessageContent) -> Iterator[str]:
    yield from _text("the fallback", message.text, 4000)
    yield from _blocks(message.blocks, 50, IN_MESSAGES)
    if sum(block["type"] == "data_visualization" for block in message.blocks) > 2:
        yield "more than two charts"
    if sum(block["type"] == "data_table" for block in message.blocks) > 1:
        yield "more than one table"
    if message.metadata is not None and set(message.metadata) != {"event_type", "event_payload"}:
        yield "metadata without its two keys"


def _of_view(view: dict[str, Any]) -> Iterator[str]:
    yield from _blocks(view["blocks"], 100, IN_MODALS if view["type"] == "modal" else IN_HOME)
    if len(json.dumps(view)) > _VIEW_BYTES:
        yield "a view of more than 250 KB"
    if count_utf16_units(view.get("private_metadata", "")) > 3000:
        yield "private metadata over 3000"
    if count_utf16_units(view.get("callback_id", "")) > 255:
        yield "a callback id over 255"
    if view["type"] == "modal":
        for key in ("title", "submit", "close"):
            if key in view:
                yield from _plain(key, view[key], 24)
        if "title" not in view:
            yield "a modal without a title"
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            yield "inputs without a submit"


def _blocks(blocks: Sequence[dict[str, Any]], most: int, allowed: set[str]) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    named = [block["block_id"] for block in blocks if "block_id" in block]
    if len(named) != len(set(named)):
        yield "a block id twice"
    if any(not 0 < count_utf16_units(block_id) <= 255 for block_id in named):
        yield "a block id over 255"
    for block in blocks:
        if block["type"] not in allowed:
            yield f"a {block['type']} where there may be none"
        yield from _CHECKS.get(block["type"], _nothing)(block)


def _nothing(block: dict[str, Any]) -> Iterator[str]:
    yield from ()


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "a section with nothing in it"
    if "text" in block:
        yield from _text_object("a section", block["text"], 3000)
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield "more than 10 fields"
    for item in fields:
        yield from _text_object("a field", item, 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], in_input=False)


def _context(block: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements in a context"
    for item in block["elements"]:
        yield from _text_object("a context", item, 3000)


def _actions(block: dict[str, Any]) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= 25:
        yield f"{len(elements)} elements in actions"
    ids = [element["action_id"] for element in elements]
    if len(ids) != len(set(ids)):
        yield "an action id twice in a block"
    for element in elements:
        yield from _element(element, in_input=False)


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain("a label", block["label"], 2000)
    if "hint" in block:
        yield from _plain("a hint", block["hint"], 2000)
    yield from _element(block["element"], in_input=True)


def _element(element: dict[str, Any], *, in_input: bool) -> Iterator[str]:
    kind = element["type"]
    if kind not in _ELEMENTS:
        yield f"an unknown element {kind}"
    if kind in _ONLY_IN_INPUTS and not in_input:
        yield f"a {kind} outside of an input"
    if not 0 < count_utf16_units(element.get("action_id", "")) <= 255:
        yield "an action id that is empty or over 255"
    if "placeholder" in element:
        yield from _plain("a placeholder", element["placeholder"], 150)
    if kind == "button":
        yield from _button(element)
    if kind == "plain_text_input":
        yield from _text_input(element)
    if kind in {"static_select", "overflow", "multi_static_select", "checkboxes", "radio_buttons"}:
        yield from _select(element)
    if kind == "datepicker" and not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-12-11")):
        yield "a day that is none"
    people = [*element.get("initial_users", []), *filter(None, [element.get("initial_user")])]
    if any(person[:1] not in {"U", "W"} for person in people):
        yield "somebody preselected who is not in Slack"


def _button(element: dict[str, Any]) -> Iterator[str]:
    yield from _plain("a button", element["text"], 75)
    if "value" in element and not 0 < count_utf16_units(element["value"]) <= 2000:
        yield "a button's value over 2000"
    if "url" in element and count_utf16_units(element["url"]) > 3000:
        yield "a button's url over 3000"
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield "a button in an unknown style"
    if "visible_to_user_ids" in element and not 0 < len(element["visible_to_user_ids"]) <= 10:
        yield "a button for nobody or for more than 10"


def _text_input(element: dict[str, Any]) -> Iterator[str]:
    most = element.get("max_length", 3000)
    if not 0 < most <= 3000:
        yield "a max_length over 3000"
    if "initial_value" in element and not 0 < count_utf16_units(element["initial_value"]) <= most:
        yield "an initial value that is empty or longer than the field"


def _select(element: dict[str, Any]) -> Iterator[str]:
    groups = element.get("option_groups", [])
    boxes = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}.get(element["type"])
    if boxes is not None and len(element["options"]) > boxes:
        yield f"more than {boxes} boxes or entries"
    if ("options" in element) == bool(groups):
        yield "a select needs options or groups, and not both"
    if len(groups) > 100:
        yield "more than 100 groups"
    for group in groups:
        yield from _plain("a group", group["label"], 75)
    lists = [element["options"]] if "options" in element else [group["options"] for group in groups]
    for options in lists:
        if not 0 < len(options) <= 100:
            yield f"{len(options)} options"
        for item in options:
            yield from _plain("an option", item["text"], 75)
            if not 0 < count_utf16_units(item["value"]) <= 150:
                yield "an option's value over 150"
    everything = [item for options in lists for item in options]
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    if any(item not in everything for item in chosen):
        yield "an initial option that is none of the options"


def _chart(block: dict[str, Any]) -> Iterator[str]:
    yield from _text("a chart's title", block["title"], 50)
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    names = [series["name"] for series in chart["series"]]
    if not 0 < len(categories) <= 20 or len(categories) != len(set(categories)):
        yield "categories: none, too many, or one twice"
    if not 0 < len(names) <= 6 or len(names) != len(set(names)):
        yield "series: none, too many, or two of one name"
    for label in (*categories, *names):
        yield from _text("a chart's label", label, 20)
    for axis in ("x_label", "y_label"):
        if axis in chart["axis_config"]:
            yield from _text(axis, chart["axis_config"][axis], 50)
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != categories:
            yield "a series whose labels are not the categories"
        if any(not isinstance(point["value"], int | float) for point in series["data"]):
            yield "a value that is no number"


def _table(block: dict[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    yield from _text("a table's caption", block["caption"], 250)
    if not 2 <= len(rows) <= 101 or not 1 <= len(rows[0]) <= 20 or len({len(row) for row in rows}) != 1:
        yield "a table with too many or too few rows or columns, or rows of different length"
    for cell in (cell for row in rows for cell in row):
        if cell["type"] not in {"raw_text", "raw_number"}:
            yield f"a cell of type {cell['type']}"
        yield from _text("a cell", cell["text"], 200)
    if sum(count_utf16_units(cell["text"]) for row in rows for cell in row) > 10_000:
        yield "a table of more than 10,000 characters"


def _rich_text(block: dict[str, Any]) -> Iterator[str]:
    """Letters of one width are all we write that way."""
    for part in block["elements"]:
        if part["type"] != "rich_text_preformatted":
            yield f"rich text of type {part['type']}"
        for piece in part["elements"]:
            yield from _text("rich text", piece["text"], 3000)


def _text_object(where: str, found: dict[str, Any], most: int) -> Iterator[str]:
    if found["type"] not in {"mrkdwn", "plain_text"}:
        yield f"{where} of type {found['type']}"
    yield from _text(where, found["text"], most)


def _plain(where: str, found: dict[str, Any], most: int) -> Iterator[str]:
    if found["type"] != "plain_text":
        yield f"{where} has to be plain text"
    yield from _text(where, found["text"], most)


def _text(where: str, text: str, most: int) -> Iterator[str]:
    if not text.strip():
        yield f"{where} is empty"
    if count_utf16_units(text) > most:
        yield f"{where} has {count_utf16_units(text)} characters of {most}"


_CHECKS = {
    "section": _section,
    "rich_text": _rich_text,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "data_visualization": _chart,
    "data_table": _table,
}
