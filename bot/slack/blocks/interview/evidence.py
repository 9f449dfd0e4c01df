"""A message as evidence: the modal that proposes it, the author's consent, and what comes of it."""

from typing import Any, NamedTuple

from bot.domain.core.people import Person, Pilot
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_option, build_select
from bot.slack.blocks.kit.phrases import (
    DONE,
    WAITING,
    format_link,
    format_mention,
    format_name,
    format_quote,
    format_their_words,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import shorten_text
from bot.slack.blocks.opening.stopped_requests import build_stop_menu

_SHOWN = 600
_OVER = "Of a pilot that was assessed already it counts in the next assessment: I offer to begin that first."
_NO_PILOTS = "You are in no pilot yet, so there is nothing this could be evidence for. `/pilot start NAME` begins one."


class PilotChoice(NamedTuple):
    """Which pilots a message may be evidence for."""

    pilots: tuple[Pilot, ...] = ()
    """That are being talked about."""
    over: tuple[Pilot, ...] = ()
    """Whose interview is finished, so that nothing counts before they are asked again."""
    likely: str | None = None
    """The pilot of the channel in which the message stands."""


def build_evidence_modal(
    words: str, author: Person, choice: PilotChoice, reference: Reference, *, own: bool
) -> kit.View:
    """`own`: the author proposes it, which is consent."""
    if not choice.pilots and not choice.over:
        return kit.build_modal("add_evidence", "Add as evidence", kit.build_section(_NO_PILOTS), reference=reference)
    becomes = (
        "It is yours, so it counts at once; I quote it with your name."
        if own
        else f"I ask {format_mention(author)} first. It counts only once they agree."
    )
    return kit.build_modal(
        "add_evidence",
        "Add as evidence",
        kit.build_section(f"{format_mention(author)}: {format_quote(words, _SHOWN)}"),
        build_input("pilot", "For which pilot?", build_select(_list_options(choice), choice.likely)),
        kit.build_context(becomes, *([_OVER] if choice.over else [])),
        submit="Add" if own else "Ask for consent",
        reference=reference,
    )


def _list_options(choice: PilotChoice) -> list[dict[str, Any]]:
    finished = [build_option(f"{shorten_text(pilot.name, 50)} (assessed already)", pilot.id) for pilot in choice.over]
    return [*(build_option(pilot.name, pilot.id) for pilot in choice.pilots), *finished]


def build_evidence_too_late_message(pilot: Pilot, reference: Reference | None, lead: Person) -> MessageContent:
    """Its interview is over. `reference`: for whoever may have it asked again; else the lead may."""
    text = (
        f"The interview of _{format_name(pilot.name)}_ is finished, so the message counts only in the next one: it is "
        "not kept until then."
    )
    if reference is None:
        return kit.build_text_message(f"{text} {format_mention(lead)} can have the pilot assessed again.")
    again = kit.build_button("Assess it again", "pilot_again", reference)
    return kit.build_text_message(
        f"{text} Assess it again, and then add the message once more.", kit.build_buttons(again)
    )


def build_consent_request_message(
    words: str, pilot: Pilot, *, by: Person, author: Person, message: str | None, reference: Reference
) -> MessageContent:
    """To the author, in their direct messages. `message`: the permalink of what they wrote."""
    ask = (
        f"{format_mention(by)} would like to use {format_link(message, 'a message of yours')} as evidence "
        f"for the AI pilot {format_their_words(pilot.name)}."
    )
    return kit.build_message(
        f"Agree or decline: {ask}",
        kit.build_section(f"{ask}\n{format_quote(words, _SHOWN)}"),
        kit.build_context(
            "I'm Flightplan, an AI assistant that rates AI pilots. If you agree, this one message is read and may be "
            "quoted with your name in the pilot's assessment. If not, nothing of it is kept. Nobody is told why."
        ),
        kit.build_buttons(
            kit.build_button("Agree", "evidence_consent", reference, style="primary"),
            kit.build_button("Don't use it", "evidence_refuse", reference),
            build_stop_menu(by.id),
        ),
    )


def build_consent_given_message(pilot: Pilot, author: Person) -> MessageContent:
    """What the author's request becomes, and what whoever asked is told."""
    return kit.build_note(
        f"{DONE} {format_mention(author)} agreed: the message counts for _{format_name(pilot.name)}_."
    )


def build_consent_declined_message(pilot: Pilot) -> MessageContent:
    return kit.build_note(f"The message isn't used for _{format_name(pilot.name)}_, and nothing of it was kept.")


def build_consent_asked_message(author: Person) -> MessageContent:
    return kit.build_note(
        f"{WAITING} I've asked {format_mention(author)}. Until they agree, nothing of the message is kept or counted."
    )


def build_already_asked_message(author: Person) -> MessageContent:
    return kit.build_note(
        f"{format_mention(author)} was asked about this message already, and I don't ask twice. It counts "
        "once they agree."
    )


def build_no_interview_message() -> MessageContent:
    """There are pilots, but none is being talked about."""
    return kit.build_text_message(
        "No interview of your pilots is under way, so there is nothing this could be added to. `/pilot start "
        "NAME` begins another interview of a pilot that was assessed before."
    )


def build_author_unreachable_message(author: Person, *, outside: bool) -> MessageContent:
    """Slack opens apps of our kind neither to guests nor to people of other organisations."""
    who = "of another organisation" if outside else "a guest here"
    whom = "people from outside" if outside else "guests"
    return kit.build_text_message(
        f"{format_mention(author)} is {who}, and Slack doesn't let {whom} talk to apps like me: I can't ask whether "
        "they agree. Ask them yourself, and say in the interview what they told you."
    )
