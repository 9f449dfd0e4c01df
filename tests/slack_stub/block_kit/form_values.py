"""What a person puts into an element, as the payload of a click or a submission carries it."""

from collections.abc import Mapping
from typing import Any

from tests.slack_stub.state.errors import UserCannot
from tests.slack_stub.state.records import Json

CHOSEN_ID = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
CHOSEN_IDS = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "file_input": "files",
}
ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
INITIAL = {
    "users_select": "initial_user",
    "channels_select": "initial_channel",
    "conversations_select": "initial_conversation",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "datetimepicker": "initial_date_time",
    "multi_users_select": "initial_users",
    "multi_channels_select": "initial_channels",
    "multi_conversations_select": "initial_conversations",
}


def filled(element: Json, value: Any) -> Json:
    """The element's state after a person gave it this value; None leaves it empty."""
    kind = str(element["type"])
    value = as_id(value)
    if kind in CHOSEN_ID:
        return {"type": kind, CHOSEN_ID[kind]: value}
    if kind in CHOSEN_IDS:
        return {"type": kind, CHOSEN_IDS[kind]: [as_id(one) for one in value or []]}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None if value is None else option(element, value)}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": [option(element, one) for one in value or []]}
    return {"type": kind, "value": typed(element, value)}


def as_id(value: Any) -> Any:
    """A person or a channel stands for its id."""
    return getattr(value, "id", value)


def option(element: Json, value: Any) -> Json:
    """The option with this value, or with this text."""
    groups = element.get("option_groups", [])
    options: list[Json] = [*element.get("options", []), *(one for group in groups for one in group["options"])]
    for candidate in options:
        if value in (candidate["value"], candidate["text"]["text"]):
            return candidate
    if element["type"].endswith("external_select"):
        return {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
    raise UserCannot(f"{value!r} is not offered; there are {[one['value'] for one in options]}")


def typed(element: Json, value: Any) -> str | None:
    if value is None:
        return None
    text = str(value)
    longest, shortest = element.get("max_length", 3000), element.get("min_length", 0)
    if not shortest <= len(text) <= longest:
        raise UserCannot(f"{element['action_id']} takes {shortest} to {longest} characters, not {len(text)}")
    return text


def initial(element: Json) -> Any:
    """What the element holds before anybody touches it."""
    kind = element["type"]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    if "initial_options" in element:
        return [one["value"] for one in element["initial_options"]]
    return element.get(INITIAL.get(kind, "initial_value"))


def state_of(blocks: list[Json], given: Mapping[str, Any], *, submitting: bool) -> Json:
    """`state.values` of a form: what is given by block id or action id, otherwise what stood there."""
    values: Json = {}
    used: set[str] = set()
    for block in blocks:
        for element in stateful(block):
            name = next((n for n in (element["action_id"], block["block_id"]) if n in given), None)
            used |= {name} if name else set()
            state = filled(element, given[name] if name else initial(element))
            if submitting and block["type"] == "input" and not block.get("optional") and _empty(state):
                raise UserCannot(f"{block['block_id']} must be filled in")
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    if unknown := set(given) - used:
        raise UserCannot(f"the form has no field {sorted(unknown)}; it has {sorted(values)}")
    return values


WITHOUT_STATE = ("button", "workflow_button", "icon_button", "feedback_buttons", "overflow", "image")


def stateful(block: Json) -> list[Json]:
    held = [block.get("element"), block.get("accessory")]
    held += block.get("elements", []) if block["type"] == "actions" else []
    return [element for element in held if element and element["type"] not in WITHOUT_STATE]


def _empty(state: Json) -> bool:
    return all(value in (None, "", []) for name, value in state.items() if name != "type")
