"""Block Kit's interactive elements and the objects they are composed of, with Slack's limits."""

from collections import Counter
from typing import Any

from tests.slack_stub.block_kit.rules import (
    Findings,
    Rule,
    also,
    anything,
    by_type,
    choice,
    flag,
    listing,
    one_of,
    plain,
    record,
    string,
    text,
    whole,
)
from tests.slack_stub.state.records import Json

ID = string(255)
URL = string(3000)
USERS = listing(string(64), 10)

CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
ACTION: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM}
FOCUS: dict[str, Rule] = {"action_id": ID, "focus_on_load": flag}
CHOOSING: dict[str, Rule] = {**ACTION, **FOCUS, "placeholder": plain(150)}
DISPATCH = record({}, {"trigger_actions_on": listing(choice("on_enter_pressed", "on_character_entered"), 2)})

OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
RICH_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75)})
GROUP = record({"label": plain(75), "options": listing(OPTION, 100)})


def _known_file(value: Json, at: str, findings: Findings) -> None:
    file_id = value.get("slack_file", {}).get("id")
    if file_id is not None and file_id not in findings.files:
        findings.add("invalid slack file", f"{at}/slack_file")


def an_image(fields: dict[str, Rule]) -> Rule:
    source: dict[str, Rule] = {
        "image_url": URL,
        "slack_file": also(record({}, {"id": ID, "url": URL}), one_of("id", "url")),
    }
    shape = record({"alt_text": string(2000)}, {**source, **fields})
    return also(shape, one_of("image_url", "slack_file"), _known_file)


BUTTON = record(
    {"text": plain(75)},
    {
        **ACTION,
        "url": URL,
        "value": string(2000),
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
        "visible_to_user_ids": USERS,
        "agent_prompt": string(4000),
        "agent_prompt_display": anything,
    },
)
FEEDBACK = record({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})


def _options_once(value: Json, at: str, findings: Findings) -> None:
    options = value.get("options") or [o for g in value.get("option_groups") or [] for o in g.get("options") or []]
    counts = Counter(option.get("value") for option in options if isinstance(option, dict))
    for name in [name for name, count in counts.items() if count > 1]:
        findings.add(f"duplicate option value: {name}", f"{at}/options")


def _initial_stands_in_options(value: Json, at: str, findings: Findings) -> None:
    options = value.get("options") or [o for g in value.get("option_groups") or [] for o in g.get("options") or []]
    initial: list[Any] = [*(value.get("initial_options") or [])]
    initial += [value["initial_option"]] if "initial_option" in value else []
    for option in initial:
        if option not in options:
            findings.add("initial option is not one of the options", at)


def _static(fields: dict[str, Rule]) -> Rule:
    shape = record({}, {**CHOOSING, "options": listing(OPTION, 100), "option_groups": listing(GROUP, 100), **fields})
    return also(shape, one_of("options", "option_groups"), _options_once, _initial_stands_in_options)


def _picker(**fields: Rule) -> Rule:
    return record({}, {**CHOOSING, **fields})


MULTI: dict[str, Rule] = {"max_selected_items": whole(1, 100)}
FILTER = record({}, {"include": anything, "exclude_bot_users": flag, "exclude_external_shared_channels": flag})
CONVERSATION: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": FILTER}
TYPING: dict[str, Rule] = {**FOCUS, "placeholder": plain(150), "dispatch_action_config": DISPATCH}

ELEMENTS: dict[str, Rule] = {
    "button": BUTTON,
    "workflow_button": record({"text": plain(75), "workflow": anything}, ACTION),
    "icon_button": record(
        {"icon": choice("trash"), "text": plain(75)},
        {**ACTION, "value": string(2000), "accessibility_label": string(75), "visible_to_user_ids": USERS},
    ),
    "feedback_buttons": record({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, {"action_id": ID}),
    "overflow": also(record({"options": listing(OPTION, 5)}, ACTION), _options_once),
    "static_select": _static({"initial_option": OPTION}),
    "multi_static_select": _static({"initial_options": listing(OPTION, 100), **MULTI}),
    "external_select": _picker(initial_option=OPTION, min_query_length=whole(0, 100)),
    "multi_external_select": _picker(initial_options=listing(OPTION, 100), min_query_length=whole(0, 100), **MULTI),
    "users_select": _picker(initial_user=ID),
    "multi_users_select": _picker(initial_users=listing(ID, 100, 0), **MULTI),
    "conversations_select": _picker(initial_conversation=ID, response_url_enabled=flag, **CONVERSATION),
    "multi_conversations_select": _picker(initial_conversations=listing(ID, 100, 0), **CONVERSATION, **MULTI),
    "channels_select": _picker(initial_channel=ID, response_url_enabled=flag),
    "multi_channels_select": _picker(initial_channels=listing(ID, 100, 0), **MULTI),
    "datepicker": _picker(initial_date=string(10, 10)),
    "timepicker": _picker(initial_time=string(5, 5), timezone=ID),
    "datetimepicker": record({}, {**ACTION, **FOCUS, "initial_date_time": whole(10**9, 10**10 - 1)}),
    "radio_buttons": also(
        record({"options": listing(RICH_OPTION, 10)}, {**ACTION, **FOCUS, "initial_option": RICH_OPTION}),
        _options_once,
        _initial_stands_in_options,
    ),
    "checkboxes": also(
        record({"options": listing(RICH_OPTION, 10)}, {**ACTION, **FOCUS, "initial_options": listing(RICH_OPTION, 10)}),
        _options_once,
        _initial_stands_in_options,
    ),
    "plain_text_input": record(
        {},
        {
            **TYPING,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "rich_text_input": record({}, {**TYPING, "initial_value": anything, "min_lines": anything, "max_lines": anything}),
    "email_text_input": record({}, {**TYPING, "initial_value": string(3000, 0)}),
    "url_text_input": record({}, {**TYPING, "initial_value": string(3000, 0)}),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**TYPING, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "file_input": record({}, {"action_id": ID, "filetypes": anything, "max_files": whole(1, 10)}),
}

TYPED = ("plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input", "file_input")
IN_ACTIONS = (
    frozenset(ELEMENTS)
    - {*TYPED, "icon_button", "feedback_buttons"}
    - {name for name in ELEMENTS if name.startswith("multi_")}
)
IN_SECTION = (frozenset(ELEMENTS) - {*TYPED, "icon_button", "feedback_buttons", "datetimepicker"}) | {"image"}
IN_INPUT = frozenset(ELEMENTS) - {"button", "workflow_button", "icon_button", "feedback_buttons", "overflow"}
ONLY_IN_MODALS = frozenset({"file_input"})
WITH_IMAGES: dict[str, Rule] = {**ELEMENTS, "image": an_image({})}


def of_kinds(names: frozenset[str]) -> Rule:
    return by_type({name: rule for name, rule in WITH_IMAGES.items() if name in names})
