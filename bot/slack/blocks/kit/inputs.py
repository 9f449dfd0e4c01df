"""The fields of modals. A field's block id and action id are the same word: the name of what it asks for."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from bot.slack.blocks.kit.elements import LABEL, Block, Element, build_plain_text
from bot.slack.blocks.kit.text import count_utf16_units, is_slack_user

ANSWER = 3000
"""What a text field can hold."""
OPTION_VALUE = 150
"""Characters of what an option stands for."""
_OPTION, _PLACEHOLDER, _GROUP = 75, 150, 75
_OPTIONS, _GROUPS = 100, 100
_BYTES = 150_000
"""How much of a view's 250 KB the options of one field may take."""


def build_input(name: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": build_plain_text(label, LABEL),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return {**block, "hint": build_plain_text(hint, LABEL)} if hint else block


def dispatch_on_change(block: Block) -> Block:
    """The field tells us as soon as it is changed, before the modal is submitted."""
    return {**block, "dispatch_action": True}


def build_text_input(
    initial: str = "", *, multiline: bool = False, most: int = ANSWER, placeholder: str = ""
) -> Element:
    """`initial` has to fit: nobody's words are cut without their knowing."""
    if count_utf16_units(initial) > most:
        raise ValueError(f"{count_utf16_units(initial)} characters do not fit into a field of {most}.")
    element: Element = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    if initial.strip():
        element["initial_value"] = initial
    return _with_placeholder(element, placeholder)


def build_paragraph_input(
    name: str, label: str, most: int, *, placeholder: str = "", hint: str = "", optional: bool = False
) -> Block:
    """A field for some sentences."""
    element = build_text_input(multiline=True, most=most, placeholder=placeholder)
    return build_input(name, label, element, hint=hint, optional=optional)


def build_url_input(placeholder: str = "") -> Element:
    """Slack takes nothing but a whole address."""
    return _with_placeholder({"type": "url_text_input"}, placeholder)


def build_person_select(placeholder: str = "") -> Element:
    return _with_placeholder({"type": "users_select"}, placeholder)


def build_people_select(initial: Sequence[str] = (), *, placeholder: str = "") -> Element:
    element: Element = {"type": "multi_users_select"}
    known = list(dict.fromkeys(person for person in initial if is_slack_user(person)))
    if known:
        element["initial_users"] = known
    return _with_placeholder(element, placeholder)


def build_channel_select(initial: str | None = None) -> Element:
    """Channels only: an interview in somebody's direct messages would be read by nobody else."""
    shown = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    element: Element = {"type": "conversations_select", "filter": shown}
    return {**element, "initial_conversation": initial} if initial else element


def build_date_picker(initial: date | None = None) -> Element:
    element: Element = {"type": "datepicker"}
    return {**element, "initial_date": initial.isoformat()} if initial is not None else element


def build_option(label: str, value: str) -> dict[str, Any]:
    """Raises ValueError where the value does not fit: an id is never cut."""
    if not 0 < count_utf16_units(value) <= OPTION_VALUE:
        raise ValueError(f"{value!r} cannot be the value of a choice.")
    return {"text": build_plain_text(label, _OPTION), "value": value}


def build_select(options: Sequence[dict[str, Any]], initial: str | None = None, *, placeholder: str = "") -> Element:
    """One of many: beyond a hundred they are shown in groups, and only as many as a view can hold."""
    shown = _keep_fitting_options(options)
    element: Element = {"type": "static_select"}
    if len(shown) <= _OPTIONS:
        element["options"] = list(shown)
    else:
        parts = [shown[start : start + _OPTIONS] for start in range(0, len(shown), _OPTIONS)]
        element["option_groups"] = [_build_group(_format_option_range(part), part) for part in parts]
    return _with_initial(_with_placeholder(element, placeholder), shown, initial)


def build_labeled_select(labels: Sequence[tuple[str, str]], initial: str) -> Element:
    """A few choices, as labels and values, one of them chosen already."""
    return build_select([build_option(label, value) for label, value in labels], initial)


def build_radio(options: Sequence[dict[str, Any]], initial: str | None = None) -> Element:
    """One of a few, all of them in sight; at most ten."""
    return _with_initial({"type": "radio_buttons", "options": list(options)[:10]}, options, initial)


def build_checkboxes(options: Sequence[dict[str, Any]], ticked: Sequence[str]) -> Element:
    """Boxes to tick, at most ten."""
    element: Element = {"type": "checkboxes", "options": list(options)[:10]}
    initial = [item for item in element["options"] if item["value"] in ticked]
    return {**element, "initial_options": initial} if initial else element


def build_grouped_select(groups: Sequence[tuple[str, Sequence[dict[str, Any]]]], initial: str | None = None) -> Element:
    element: Element = {
        "type": "static_select",
        "option_groups": [_build_group(label, options[:_OPTIONS]) for label, options in groups[:_GROUPS] if options],
    }
    everything = [item for _, options in groups for item in options]
    return _with_initial(element, everything, initial)


def build_multi_select(
    groups: Sequence[tuple[str, Sequence[dict[str, Any]]]], *, most: int, placeholder: str = ""
) -> Element:
    """Several of a few, in groups with a heading each."""
    element: Element = {
        "type": "multi_static_select",
        "option_groups": [_build_group(label, options) for label, options in groups],
        "max_selected_items": most,
    }
    return _with_placeholder(element, placeholder)


def _keep_fitting_options(options: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hundreds, whatever they are called."""
    ends = accumulate(len(json.dumps(item)) for item in options)
    return [item for item, end in zip(options, ends, strict=True) if end <= _BYTES][: _OPTIONS * _GROUPS]


def _build_group(label: str, options: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"label": build_plain_text(label, _GROUP), "options": list(options)}


def _format_option_range(options: Sequence[dict[str, Any]]) -> str:
    return f"{options[0]['text']['text'][:30]} to {options[-1]['text']['text'][:30]}"


def _with_initial(element: Element, options: Sequence[dict[str, Any]], initial: str | None) -> Element:
    found = next((item for item in options if item["value"] == initial), None)
    return {**element, "initial_option": found} if found else element


def _with_placeholder(element: Element, text: str) -> Element:
    return {**element, "placeholder": build_plain_text(text, _PLACEHOLDER)} if text else element
