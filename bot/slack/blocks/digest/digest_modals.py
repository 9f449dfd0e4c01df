"""The modals around the digest: a leader's wishes for it, and what they add to a decision."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from bot.domain.core.people import Pilot
from bot.domain.digest.decision import Decision
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import (
    build_channel_select,
    build_checkboxes,
    build_date_picker,
    build_input,
    build_labeled_select,
    build_option,
    build_paragraph_input,
    build_person_select,
)
from bot.slack.blocks.kit.newer_blocks import replace_newer_blocks
from bot.slack.blocks.kit.phrases import format_list, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day

_NOTE = 1000
_PREVIEW = "What it would say now"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ON, ONLY_CHANGES = "on", "only_changes"


def build_settings_modal(settings: DigestSettings, pilots: Sequence[Pilot], declined: Collection[str] = ()) -> kit.View:
    """When, where and of which pilots; what it would say now is one click away. `declined`: ids of those of which they
    want none, unless they choose them here."""
    on = settings.on or settings.version == 0  # whoever never chose opened this to choose it
    ticked = [key for key, set_ in ((ON, on), (ONLY_CHANGES, settings.only_changes)) if set_]
    chosen = [pilot.id for pilot in pilots if settings.pilots is None or pilot.id in settings.pilots]
    unwanted = [pilot for pilot in pilots if pilot.id in declined]
    return kit.build_modal(
        "digest_wishes",
        "Weekly digest",
        kit.build_section(
            "One message a week: the decision that waits for you, what moved, what is stuck, what comes next."
        ),
        build_input(
            "digest",
            "Send it",
            build_checkboxes(
                [build_option("Send me the digest", ON), build_option("Only when something changed", ONLY_CHANGES)],
                ticked,
            ),
            optional=True,
        ),
        *_build_time_inputs(settings),
        _build_pilots_input(pilots, chosen, unwanted),
        build_input(
            "channel",
            "In a channel instead of here",
            build_channel_select(settings.channel),
            hint="It then holds only the pilots that everybody in that channel may see.",
            optional=True,
        ),
        build_input("snoozed_until", "Nothing before", build_date_picker(settings.snoozed_until), optional=True),
        kit.build_buttons(kit.build_button("What it would say now", "digest_preview", Reference())),
        submit="Save",
    )


def _build_time_inputs(settings: DigestSettings) -> list[kit.Block]:
    return [
        build_input(
            "weekday", "On", build_labeled_select([(day, str(n)) for n, day in enumerate(_DAYS)], str(settings.weekday))
        ),
        build_input(
            "hour",
            "At, on your own clock",
            build_labeled_select([(f"{hour}:00", str(hour)) for hour in range(24)], str(settings.hour)),
        ),
    ]


def build_preview_modal(parts: Sequence[MessageContent]) -> kit.View:
    """The digest as it would be written now, to be read only."""
    return kit.build_modal("digest_preview", _PREVIEW, *build_preview_message(parts).blocks)


def build_preview_message(parts: Sequence[MessageContent]) -> MessageContent:
    return kit.without_buttons(replace_newer_blocks(kit.merge_messages(*parts)))


def build_preview_coming_modal(pilots: int) -> kit.View:
    """Of more than can be read while somebody waits."""
    told = (
        f"I'm reading {format_count(pilots, 'pilot')}. What it would say now comes in our direct messages in a moment."
    )
    return kit.build_modal("digest_preview", _PREVIEW, kit.build_section(told))


def build_settings_saved_message(settings: DigestSettings, today: date) -> MessageContent:
    """What somebody who changed their wishes gets from now on."""
    if not settings.on:
        return kit.build_text_message("You get no weekly digest any more. `/pilot digest` brings it back.")
    where = f" in <#{settings.channel}>" if settings.channel else ""
    when = f"Your digest comes on {_DAYS[settings.weekday]}s at {settings.hour}:00, by your own clock{where}"
    only = ", when something changed" if settings.only_changes else ""
    later = settings.snoozed_until is not None and settings.snoozed_until > today
    return kit.build_text_message(
        f"{when}{only}{f', from {format_day(settings.snoozed_until)} on' if later and settings.snoozed_until else ''}."
    )


def _build_pilots_input(pilots: Sequence[Pilot], chosen: Sequence[str], unwanted: Sequence[Pilot]) -> kit.Block | None:
    if len(pilots) < 2 and not unwanted:
        return None
    listed = [build_option(pilot.name, pilot.id) for pilot in pilots[:100]]
    element: dict[str, Any] = {"type": "multi_static_select", "options": listed}
    initial = [item for item in listed if item["value"] in chosen]
    if initial and len(initial) < len(listed):
        element["initial_options"] = initial
    hint = "Leave it empty for all of them, those that come later too."
    if unwanted:
        names = format_list(pilot.name for pilot in unwanted)
        hint = f"{hint} You declined {names}: choose what you want after all."
    return build_input("pilots", "Only these pilots", element, hint=hint, optional=True)


def build_refusal_modal(owed: Decision, reference: Reference) -> kit.View:
    """Of a gate that does not pass yet, or of a pilot that is stopped."""
    if owed.kind == "fall":
        blocks = _build_form(
            f"_{format_name(owed.pilot.name)}_ fell from {escape_text(owed.title)}",
            build_paragraph_input("note", "Why is it stopped, and what becomes of what is there?", _NOTE),
            "I tell the team as you write it, with your name. Nothing is deleted.",
        )
        return kit.build_modal("decision_no", "Stop it", *blocks, submit="Stop it", reference=reference)
    blocks = _build_form(
        f"The gate _{escape_text(owed.title)}_ of _{format_name(owed.pilot.name)}_",
        build_paragraph_input("note", "What is missing?", _NOTE),
        "I tell the team as you write it, with your name.",
    )
    return kit.build_modal("decision_no", "Not yet", *blocks, submit="Not yet", reference=reference)


def build_unblock_modal(owed: Decision, reference: Reference) -> kit.View:
    blocks = _build_form(
        f"{escape_text(owed.title)}\n_{format_name(owed.pilot.name)}_",
        build_paragraph_input("note", "What did you settle?", _NOTE),
        "I pass it on to whoever has the action and ask whether it goes on.",
    )
    return kit.build_modal("decision_cleared", "The way is clear", *blocks, submit="Tell them", reference=reference)


def build_owner_modal(owed: Decision, reference: Reference) -> kit.View:
    blocks = _build_form(
        f"Who answers for _{format_name(owed.pilot.name)}_ once it is live? A leader from operations, with the "
        "results in their own numbers.",
        build_input("colleague", "The owner", build_person_select()),
        "I ask them, and it is theirs once they accept it. You can name yourself.",
    )
    return kit.build_modal("decision_owner", "Who owns it?", *blocks, submit="Name them", reference=reference)


def build_assign_modal(owed: Decision, reference: Reference) -> kit.View:
    blocks = _build_form(
        f"*{escape_text(owed.title)}*\n_{format_name(owed.pilot.name)}_",
        build_input("colleague", "Who takes this action?", build_person_select()),
        "I ask them, and it is theirs once they accept it.",
    )
    return kit.build_modal("decision_assign", "Who takes it?", *blocks, submit="Ask them", reference=reference)


def _build_form(told: str, field: kit.Block, consequence: str) -> tuple[kit.Block, ...]:
    """What it is about, the one thing that is asked, and what comes of it."""
    return kit.build_section(told), field, kit.build_context(consequence)
