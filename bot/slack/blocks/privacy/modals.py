"""The modals by which somebody has themselves forgotten."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.core.people import Pilot
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_text_input
from bot.slack.blocks.kit.phrases import AT_RISK, format_list, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import clean_line, shorten_text
from bot.wording.formatter import format_count

_SHOWN = 20
_NAME = 150
_HINT = 180


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


def build_forget_pilot_modal(pilot: Pilot, people: int) -> kit.View:
    """What goes and what stays; nothing happens before the name is typed in what it opens."""
    name = f"_{format_name(pilot.name)}_"
    return kit.build_modal(
        "forget_pilot_warning",
        "Delete a pilot",
        kit.build_section(f"{AT_RISK} This deletes {name} for everybody: {format_count(people, 'person', 'people')}."),
        kit.build_section(
            "*What goes, within minutes:* its interviews, assessments, plans, actions, decisions, its part of digests, "
            "its canvas and the files I uploaded. My messages about it say in their place that it was deleted. "
            "Those named in it are told once."
        ),
        kit.build_section(
            "*What stays:* messages that people wrote themselves, and files that somebody saved or shared anew. "
            "Backups made before live as long as whoever runs me keeps them. It can't be undone."
        ),
        kit.build_buttons(
            kit.build_button("Delete it", "forget_pilot_open", Reference(pilot=pilot.id), style="danger")
        ),
    )


def build_confirm_pilot_modal(pilot: Pilot) -> kit.View:
    """The second word: the pilot's name."""
    return kit.build_modal(
        "forget_pilot",
        "Delete a pilot",
        build_input(
            "name",
            "Type the pilot's name",
            build_text_input(most=_NAME),
            hint=shorten_text(f"{clean_line(pilot.name)}, as it is written here.", _HINT),
        ),
        submit="Delete for good",
        reference=Reference(pilot=pilot.id),
    )


def build_pilot_deletion_started_modal() -> kit.View:
    told = "I'm at it. Everybody named in the pilot hears from me once it is done, usually within a minute."
    return {**kit.build_modal("deleting", "Delete a pilot", kit.build_section(told)), "clear_on_close": True}


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
