"""The modals by which somebody has themselves forgotten."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.core.people import Pilot
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_list, format_name

_SHOWN = 20


class ForgettingScope(NamedTuple):
    """What somebody's wish to be forgotten would reach."""

    pilots: Sequence[Pilot]
    led: Sequence[Pilot]
    """Those of them that they lead."""


def build_forget_me_modal(scope: ForgettingScope) -> kit.View:
    """What goes, what stays, and by when, before anything is done."""
    return kit.build_modal(
        "forget_me",
        "Forget what I said",
        kit.build_section(f"This reaches {_name_pilots(scope.pilots)}. It can't be undone."),
        kit.build_section(
            "*What goes, within minutes:* your answers and what I read from them, your quotes in assessments, plans, "
            "digests, canvases and my messages, the reasons, proofs and notes you gave, your feedback, your name. "
            "Ratings that rested on your words fall back and say so. Actions that you have become open."
        ),
        kit.build_section(
            "*What stays:* the pilots and their plans without your words, what others said, and that an action was "
            "done. Messages that you wrote yourself stay in Slack until you delete them there. Backups made before "
            "live as long as whoever runs me keeps them."
        ),
        kit.build_section(_name_led(scope.led)) if scope.led else None,
        submit="Forget me",
    )


def _name_pilots(pilots: Sequence[Pilot]) -> str:
    if not pilots:
        return "no pilot that you can see; whatever else is kept of you goes too"
    return f"what you said and did in {_list_names(pilots)}"


def _name_led(led: Sequence[Pilot]) -> str:
    return f"*You stay the lead* of {_list_names(led)}: a pilot needs one. `/pilot forget NAME` deletes a whole pilot."


def _list_names(pilots: Sequence[Pilot]) -> str:
    return format_list((f"_{format_name(pilot.name)}_" for pilot in pilots), _SHOWN)


def build_forgetting_started_modal() -> kit.View:
    """What the form becomes once it was sent."""
    told = "I'm at it. You hear from me in your direct messages once it is done, usually within a minute."
    return {**kit.build_modal("forgetting", "Forget what I said", kit.build_section(told)), "clear_on_close": True}
