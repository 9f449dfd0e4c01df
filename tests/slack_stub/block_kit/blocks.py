"""Block Kit's blocks: what each may hold, on which surface, and what a whole message or view may hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from tests.slack_stub.block_kit.charts import DATA_TABLE, DATA_VISUALIZATION, RICH_TEXT, TABLE
from tests.slack_stub.block_kit.elements import (
    BUTTON,
    ID,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    ONLY_IN_MODALS,
    URL,
    an_image,
    of_kinds,
)
from tests.slack_stub.block_kit.rules import (
    Findings,
    Rule,
    also,
    anything,
    by_type,
    choice,
    flag,
    listing,
    plain,
    record,
    some_of,
    string,
    text,
)
from tests.slack_stub.state.records import Json, elements_of

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000
MOST_CHARTS = 2

BLOCK: dict[str, Rule] = {"block_id": ID}
IMAGE = an_image({"title": plain(2000), **BLOCK})
_CONTEXT_IMAGE = an_image({})
_CONTEXT = by_type(
    {
        "image": _CONTEXT_IMAGE,
        "plain_text": record({"text": string(3000)}, {"emoji": flag}),
        "mrkdwn": record({"text": string(3000)}, {"verbatim": flag}),
    }
)
_TYPED_RICH_TEXT = by_type({"rich_text": RICH_TEXT})
_SOURCE = by_type({"url": record({"url": URL, "text": string(3000)})})
_TASK_STATUS = choice("pending", "in_progress", "complete", "error")
TASK_CARD = record(
    {"task_id": ID, "title": string(3000)},
    {
        **BLOCK,
        "status": _TASK_STATUS,
        "details": _TYPED_RICH_TEXT,
        "output": _TYPED_RICH_TEXT,
        "sources": listing(_SOURCE, 100, 0),
    },
)
CARD = also(
    record(
        {},
        {
            **BLOCK,
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "hero_image": _CONTEXT_IMAGE,
            "icon": _CONTEXT_IMAGE,
            "actions": listing(by_type({"button": BUTTON}), 5),
        },
    ),
    some_of("hero_image", "title", "body", "actions"),
)


def _no_divider_that_folds(value: Json, at: str, findings: Findings) -> None:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        findings.add("has_header_divider cannot be combined with is_collapsible", at)


def _child(value: Any, at: str, findings: Findings) -> None:
    nested = {name: rule for name, rule in BLOCKS.items() if name not in ("container", "input")}
    by_type(nested)(value, at, findings)


BLOCKS: dict[str, Rule] = {
    "section": also(
        record(
            {},
            {
                **BLOCK,
                "text": text(3000),
                "fields": listing(text(2000), 10),
                "accessory": of_kinds(IN_SECTION),
                "expand": flag,
            },
        ),
        some_of("text", "fields"),
    ),
    "header": record({"text": plain(150)}, {**BLOCK, "level": anything}),
    "divider": record({}, BLOCK),
    "context": record({"elements": listing(_CONTEXT, 10)}, BLOCK),
    "image": IMAGE,
    "actions": record({"elements": listing(of_kinds(IN_ACTIONS), 25)}, BLOCK),
    "context_actions": record(
        {"elements": listing(of_kinds(frozenset({"feedback_buttons", "icon_button"})), 5)}, BLOCK
    ),
    "input": record(
        {"label": plain(2000), "element": of_kinds(IN_INPUT)},
        {**BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": record({"text": string(MOST_MARKDOWN)}, BLOCK),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "task_card": TASK_CARD,
    "plan": record({"title": string(3000)}, {**BLOCK, "tasks": listing(by_type({"task_card": TASK_CARD}), 50, 0)}),
    "card": CARD,
    "carousel": record({"elements": listing(by_type({"card": CARD}), 10)}, BLOCK),
    "container": also(
        record(
            {"child_blocks": listing(_child, 10)},
            {
                **BLOCK,
                "title": text(150),
                "rich_text_title": _TYPED_RICH_TEXT,
                "subtitle": text(150),
                "width": choice("narrow", "standard", "wide", "full"),
                "icon": _CONTEXT_IMAGE,
                "is_collapsible": flag,
                "default_collapsed": flag,
                "has_header_divider": flag,
            },
        ),
        some_of("title", "rich_text_title"),
        _no_divider_that_folds,
    ),
    "alert": record({"text": text(200)}, {**BLOCK, "level": choice("default", "info", "warning", "error", "success")}),
}

EVERYWHERE = {"section", "header", "divider", "context", "image", "actions", "input", "rich_text"}
ON_SURFACE: dict[Surface, set[str]] = {
    "message": set(BLOCKS) - {"alert"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"data_visualization", "card", "carousel", "container"},
}


def check_blocks(blocks: Any, surface: Surface, findings: Findings, at: str = "/blocks") -> None:
    """Everything Slack would refuse about these blocks goes into the findings."""
    listing(by_type(BLOCKS), MOST_BLOCKS[surface], 0)(blocks, at, findings)
    if findings.messages:
        return
    for position, block in enumerate(blocks):
        for inner in _flat([block]):
            if inner["type"] not in ON_SURFACE[surface]:
                findings.add(f"unsupported type: {inner['type']} in a {surface}", f"{at}/{position}/type")
    _check_elements(blocks, surface, findings, at)
    _check_ids(blocks, findings, at)
    _check_totals(list(_flat(blocks)), findings, at)


def _flat(blocks: Iterable[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from _flat(block.get("child_blocks", []))


def _check_elements(blocks: list[Json], surface: Surface, findings: Findings, at: str) -> None:
    for _, element in elements_of(blocks):
        if element["type"] in ONLY_IN_MODALS and surface != "modal":
            findings.add(f"unsupported type: {element['type']} in a {surface}", at)
        if element.get("focus_on_load") and surface == "message":
            findings.add("focus_on_load is not allowed in a message", at)


def _check_ids(blocks: list[Json], findings: Findings, at: str) -> None:
    """A block_id once per message, an action_id once per block."""
    block_ids = [block["block_id"] for block in _flat(blocks) if "block_id" in block]
    in_blocks = [(id(block), element["action_id"]) for block, element in elements_of(blocks) if "action_id" in element]
    for name in _twice(block_ids):
        findings.add(f'`block_id` "{name}" already exists', at)
    for _, name in _twice(in_blocks):
        findings.add(f'`action_id` "{name}" already exists in its block', at)
    focused = [element for _, element in elements_of(blocks) if element.get("focus_on_load")]
    if len(focused) > 1:
        findings.add("only one element may have focus_on_load", at)


def _twice(names: Iterable[Any]) -> list[Any]:
    return [name for name, count in Counter(names).items() if count > 1]


def _check_totals(blocks: list[Json], findings: Findings, at: str) -> None:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MOST_MARKDOWN:
        findings.add(f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters together", at)
    if sum(block["type"] in ("table", "data_table") for block in blocks) > 1:
        findings.add("only_one_table_allowed", at)
    if sum(block["type"] == "data_visualization" for block in blocks) > MOST_CHARTS:
        findings.add(f"no more than {MOST_CHARTS} data_visualization blocks allowed", at)
