"""The modals around the digest: a leader's wishes for it, and what they add to a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.core.people import Pilot
from bot.domain.digest.decision import Decision
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.message import Post
from bot.slack.blocks.kit.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    modal,
    post,
    section,
    together,
    without_buttons,
    without_charts,
)
from bot.slack.blocks.kit.inputs import field, many_of, one_channel, one_person, option, options_of, text_input
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import name, plain
from bot.wording.formatter import day

_NOTE = 1000
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ON, ONLY_CHANGES = "on", "only_changes"
DIRECT, CHANNEL = "direct", "channel"


def wishes(settings: DigestSettings, pilots: Sequence[Pilot]) -> View:
    """When, where and of which pilots; what it would say now is one click away."""
    ticked = [key for key, set_ in ((ON, settings.on), (ONLY_CHANGES, settings.only_changes)) if set_]
    chosen = [pilot.id for pilot in pilots if settings.pilots is None or pilot.id in settings.pilots]
    return modal(
        "digest_wishes",
        "Weekly digest",
        [
            section("One message a week: the decision that waits for you, what moved, what is stuck, what comes next."),
            field(
                "digest",
                "Send it",
                many_of(
                    [option("Send me the digest", ON), option("Only when something changed", ONLY_CHANGES)], ticked
                ),
                optional=True,
            ),
            field("weekday", "On", options_of([(day, str(n)) for n, day in enumerate(_DAYS)], str(settings.weekday))),
            field(
                "hour",
                "At, on your own clock",
                options_of([(f"{hour}:00", str(hour)) for hour in range(24)], str(settings.hour)),
            ),
            _pilots(pilots, chosen),
            field(
                "channel",
                "In a channel instead of here",
                one_channel(settings.channel),
                hint="It then holds only the pilots that everybody in that channel may see.",
                optional=True,
            ),
            field("snoozed_until", "Nothing before", _day(settings.snoozed_until), optional=True),
            actions(button("What it would say now", "digest_preview", Reference())),
        ],
        submit="Save",
    )


def preview(parts: Sequence[Post]) -> View:
    """The digest as it would be written now, to be read only."""
    shown = without_buttons(without_charts(together(*parts)))
    return modal("digest_preview", "What it would say now", shown.blocks)


def kept(settings: DigestSettings, today: date) -> Post:
    """What somebody who changed their wishes gets from now on."""
    if not settings.on:
        text = "You get no weekly digest any more. `/pilot digest` brings it back."
        return post(text, section(text))
    where = f" in <#{settings.channel}>" if settings.channel else ""
    when = f"Your digest comes on {_DAYS[settings.weekday]}s at {settings.hour}:00, by your own clock{where}"
    only = ", when something changed" if settings.only_changes else ""
    later = settings.snoozed_until is not None and settings.snoozed_until > today
    text = f"{when}{only}{f', from {day(settings.snoozed_until)} on' if later and settings.snoozed_until else ''}."
    return post(text, section(text))


def _pilots(pilots: Sequence[Pilot], chosen: Sequence[str]) -> Block | None:
    if len(pilots) < 2:
        return None
    listed = [option(pilot.name, pilot.id) for pilot in pilots[:100]]
    element: dict[str, Any] = {"type": "multi_static_select", "options": listed}
    initial = [item for item in listed if item["value"] in chosen]
    if initial and len(initial) < len(listed):
        element["initial_options"] = initial
    hint = "Leave it empty for all of them, those that come later too."
    return field("pilots", "Only these pilots", element, hint=hint, optional=True)


def _day(initial: date | None) -> Element:
    element: Element = {"type": "datepicker"}
    return {**element, "initial_date": initial.isoformat()} if initial is not None else element


def not_yet(owed: Decision, reference: Reference) -> View:
    return modal(
        "decision_no",
        "Not yet",
        [
            section(f"The gate _{plain(owed.title)}_ of _{name(owed.pilot.name)}_"),
            field("note", "What is missing?", text_input(multiline=True, most=_NOTE)),
            context("I tell the team as you write it, with your name."),
        ],
        submit="Not yet",
        reference=reference,
    )


def cleared(owed: Decision, reference: Reference) -> View:
    return modal(
        "decision_cleared",
        "The way is clear",
        [
            section(f"{plain(owed.title)}\n_{name(owed.pilot.name)}_"),
            field("note", "What did you settle?", text_input(multiline=True, most=_NOTE)),
            context("I pass it on to whoever has the action and ask whether it goes on."),
        ],
        submit="Tell them",
        reference=reference,
    )


def owner(owed: Decision, reference: Reference) -> View:
    return modal(
        "decision_owner",
        "Who owns it?",
        [
            section(
                f"Who answers for _{name(owed.pilot.name)}_ once it is live? A leader from operations, with the "
                "results in their own numbers."
            ),
            field("colleague", "The owner", one_person()),
            context("I ask them, and it is theirs once they accept it. You can name yourself."),
        ],
        submit="Name them",
        reference=reference,
    )


def assign(owed: Decision, reference: Reference) -> View:
    return modal(
        "decision_assign",
        "Who takes it?",
        [
            section(f"*{plain(owed.title)}*\n_{name(owed.pilot.name)}_"),
            field("colleague", "Who takes this action?", one_person()),
            context("I ask them, and it is theirs once they accept it."),
        ],
        submit="Ask them",
        reference=reference,
    )
