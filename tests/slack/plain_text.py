"""Messages and modals as plain text: roughly what a person sees of them."""

from collections.abc import Iterator
from typing import Any

from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.tables import render_table

SIDES = ("positive_button", "negative_button")
Shown = MessageContent | dict[str, Any]


def shown(payload: Shown) -> str:
    """As a person would see it, roughly: texts, [buttons], fields."""
    if isinstance(payload, MessageContent):
        return "\n".join([f"({payload.text})", *_lines(payload.blocks)])
    foot = [f"[{payload[key]['text']}]" for key in ("submit", "close") if key in payload]
    head = [f"== {payload['title']['text']} =="] if "title" in payload else []
    return "\n".join([*head, *_lines(payload["blocks"]), *([" ".join(foot)] if foot else [])])


def seen(message: MessageContent) -> list[str]:
    """Line by line, without what only notifications say."""
    return [line for text in _lines(message.blocks) for line in text.split("\n")]


def _lines(blocks: Any) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "section":
        aside = f"   {_element(block['accessory'])}" if "accessory" in block else ""
        yield block["text"]["text"] + aside
    elif kind == "context":
        yield "\n".join(f"  ~ {line}" for element in block["elements"] for line in element["text"].split("\n"))
    elif kind == "actions":
        yield " ".join(_element(element) for element in block["elements"])
    elif kind == "input":
        label = block["label"]["text"] + (" (optional)" if block["optional"] else "")
        hint = f"\n  ~ {block['hint']['text']}" if "hint" in block else ""
        yield f"{label}: {_element(block['element'])}{hint}"
    elif kind == "rich_text":
        yield "\n".join(
            f"  | {line}" for part in block["elements"] for e in part["elements"] for line in e["text"].split("\n")
        )
    elif kind == "data_visualization":
        series = [(s["name"], [(p["label"], p["value"]) for p in s["data"]]) for s in block["chart"]["series"]]
        yield f"  <chart {block['title']}: {series}>"
    elif kind == "context_actions":
        yield " ".join(f"<{one[side]['text']['text']}>" for one in block["elements"] for side in SIDES)
    elif kind == "plan":
        yield from (f"  <{card['status']}> {card['title']}" for card in block["tasks"])
    elif kind == "data_table":
        yield "\n".join([f"  <table {block['caption']}>", *(f"  | {line}" for line in render_table(block).split("\n"))])
    else:
        yield "  ----"


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    options = [*element.get("options", []), *(o for g in element.get("option_groups", []) for o in g["options"])]
    ticked = [o["text"]["text"] for o in element.get("initial_options", [])]
    initial = (
        ", ".join(ticked)
        or element.get("initial_value")
        or element.get("initial_option", {}).get("text", {}).get("text", "")
    )
    inside = initial[:200] or element.get("initial_date") or element.get("placeholder", {}).get("text", "")
    return f"<{element['type']}: {inside or ' / '.join(o['text']['text'] for o in options)}>"
