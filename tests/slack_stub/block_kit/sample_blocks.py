"""Blocks to try the checker with: what Slack shows, up to its limits, and what it refuses, with its words."""

from typing import Any

from tests.slack_stub.state.records import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **fields}


def button(action_id: str = "go", text: str = "Go", **fields: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **fields}


def actions(*elements: Json, **fields: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def select(options: int = 2, text: str = "Option", value: str = "o", **fields: Any) -> Json:
    offered = [{"text": plain(text), "value": f"{value}{number}"} for number in range(options)]
    return {"type": "static_select", "action_id": "pick", "options": offered, **fields}


def field(block_id: str, **fields: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": f"{block_id}_text", **fields}
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": element}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Save"), "blocks": list(blocks), **fields}


def chart(series: int = 1, labels: tuple[str, ...] = ("A", "B"), **fields: Any) -> Json:
    points = [{"label": label, "value": 1} for label in labels]
    lines = [{"name": f"s{number}", "data": points} for number in range(series)]
    shape = {"type": "bar", "series": lines, "axis_config": {"categories": ["A", "B"]}}
    return {"type": "data_visualization", "title": "Pillars", "chart": shape, **fields}


def data_table(rows: int = 2, cell: str = "x") -> Json:
    row = [{"type": "raw_text", "text": cell}, {"type": "raw_number", "value": 1}]
    return {"type": "data_table", "caption": "Criteria", "rows": [row for _ in range(rows)]}


def rich(text: str) -> Json:
    inner = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [inner]}


FEEDBACK: Json = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": plain("Good"), "value": "up"},
            "negative_button": {"text": plain("Bad"), "value": "down"},
        },
        {"type": "icon_button", "icon": "trash", "text": plain("Undo"), "action_id": "undo", "value": "7"},
    ],
}
PLAN: Json = {
    "type": "plan",
    "title": "Working",
    "tasks": [{"type": "task_card", "task_id": "1", "title": "Read", "status": "complete", "details": rich("done")}],
}


def container(*children: Json, **fields: Any) -> Json:
    return {"type": "container", "title": plain("Data"), "child_blocks": list(children), **fields}


SHOWN: dict[str, list[Json]] = {
    "sections at their limits": [section("x" * 3000, fields=[plain("y" * 2000)] * 10, accessory=button())],
    "a header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "fifty blocks": [{"type": "divider"}] * 50,
    "twenty-five actions": [actions(*(button(f"b{n}", "x" * 75, value="v" * 2000) for n in range(25)))],
    "a hundred options": [section(accessory=select(100, "x" * 75, "v" * 148))],
    "context": [{"type": "context", "elements": [mrkdwn("x")] * 10}],
    "feedback and icon buttons": [FEEDBACK],
    "charts": [chart(6), chart(labels=("A", "B"))],
    "a table of 101 rows": [data_table(101)],
    "a container": [container(section(), chart(), is_collapsible=True, default_collapsed=True)],
    "a card": [{"type": "card", "title": plain("x" * 150), "body": mrkdwn("y" * 200), "actions": [button()]}],
    "a plan": [PLAN],
    "markdown": [{"type": "markdown", "text": "x" * 12_000}],
    "rich text": [rich("words")],
    "the same action in two blocks": [actions(button()), actions(button())],
}

REFUSED: dict[str, tuple[list[Any], str]] = {
    "fifty-one blocks": ([{"type": "divider"}] * 51, "no more than 50 items"),
    "a section of 3001": (
        [section("x" * 3001)],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "an empty section text": ([section("")], "must be more than 0 characters"),
    "eleven fields": ([section(fields=[plain("y")] * 11)], "no more than 10 items"),
    "an empty section": ([{"type": "section"}], "must define at least one of: text, fields"),
    "a header of 151": ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151"),
    "a header in mrkdwn": ([{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
    "twenty-six actions": ([actions(*(button(f"b{n}") for n in range(26)))], "no more than 25 items"),
    "a button of 76": ([actions(button(text="x" * 76))], "must be less than 76"),
    "a value of 2001": ([actions(button(value="x" * 2001))], "must be less than 2001"),
    "an option of 76": ([section(accessory=select(text="x" * 76))], "must be less than 76"),
    "an option value of 151": ([section(accessory=select(value="x" * 150))], "must be less than 151"),
    "101 options": ([section(accessory=select(101))], "no more than 100 items"),
    "six overflow options": ([actions(select(6) | {"type": "overflow"})], "no more than 5 items"),
    "an unknown block": ([{"type": "sparkles"}], "unsupported type: sparkles"),
    "an unknown field": ([section(colour="red")], "invalid additional property: colour"),
    "a missing field": ([{"type": "header"}], "missing required field: text"),
    "a block that is text": (["hello"], "must be an object"),
    "a block_id twice": ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists'),
    "an action_id twice": ([actions(button("a"), button("a"))], '`action_id` "a" already exists'),
    "an alert in a message": ([{"type": "alert", "text": plain("x")}], "unsupported type: alert in a message"),
    "a typed input among actions": ([actions(field("a")["element"])], "unsupported type: plain_text_input"),
    "an unknown style": ([actions(button(style="bold"))], "must be one of: primary, danger"),
    "seven series": ([chart(7)], "no more than 6 items"),
    "labels off the axis": ([chart(labels=("A", "C"))], "labels must match the categories"),
    "a chart title of 51": ([chart(title="x" * 51)], "must be less than 51"),
    "three charts": ([chart()] * 3, "no more than 2 data_visualization"),
    "102 rows": ([data_table(102)], "no more than 101 items"),
    "two tables": ([data_table(), data_table()], "only_one_table_allowed"),
    "an empty cell": ([data_table(cell="")], "must be more than 0 characters"),
    "a container in a container": ([container(container(section()))], "unsupported type: container"),
    "a foldable divider": ([container(section(), is_collapsible=True, has_header_divider=True)], "cannot be combined"),
    "a card body of 201": ([{"type": "card", "body": plain("x" * 201)}], "must be less than 201"),
    "an empty card": ([{"type": "card"}], "must define at least one of"),
    "six context actions": ([{**FEEDBACK, "elements": FEEDBACK["elements"][:1] * 6}], "no more than 5 items"),
    "markdown of 12001 in two": ([{"type": "markdown", "text": "x" * 6001}] * 2, "12001 characters together"),
    "an unknown file": ([{"type": "image", "alt_text": "x", "slack_file": {"id": "F9"}}], "invalid slack file"),
}

REFUSED_VIEWS: dict[str, tuple[Json, str]] = {
    "a title of 25": (modal(title=plain("x" * 25)), "must be less than 25"),
    "metadata of 3001": (modal(private_metadata="x" * 3001), "must be less than 3001"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items"),
    "an input without submit": (modal(field("a")) | {"submit": plain("")}, "must be more than 0"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title"),
    "a table in a modal": (modal(data_table()), "unsupported type: data_table in a modal"),
    "markdown at home": ({"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown"),
}
