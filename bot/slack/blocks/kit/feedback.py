"""Thumbs under something that we made, as Slack shows them, and as two buttons where it doesn't."""

from collections.abc import Mapping
from typing import Any

from bot.slack.blocks.kit.elements import Block, build_button, build_plain_text
from bot.slack.blocks.kit.references import Reference, pack_reference, parse_reference

FEEDBACK = "context_actions"
_ACTION = "output_feedback"
_RIGHT, _WRONG = "This is right", "This is wrong"
_LABEL = 75


def build_feedback(kind: str, subject: str, interview: str | None = None) -> Block:
    """`kind`, `subject`: as in OutputFeedback; what stands for the message itself is an empty subject."""

    def build_thumb(label: str, value: str) -> dict[str, Any]:
        about = Reference(subject=f"{value}:{kind}:{subject}", interview=interview)
        return {"text": build_plain_text(label, _LABEL), "value": pack_reference(about)}

    thumbs = {
        "type": "feedback_buttons",
        "action_id": _ACTION,
        "positive_button": build_thumb(_RIGHT, "up"),
        "negative_button": build_thumb(_WRONG, "down"),
    }
    return {"type": FEEDBACK, "elements": [thumbs]}


def build_feedback_buttons(block: Mapping[str, Any]) -> Block:
    """The same thumbs as ordinary buttons."""
    thumbs = block["elements"][0]
    return {
        "type": "actions",
        "elements": [
            build_button(one["text"]["text"], f"{thumbs['action_id']}_{n}", parse_reference(one["value"]))
            for n, one in enumerate((thumbs["positive_button"], thumbs["negative_button"]), start=1)
        ],
    }
