"""A message as evidence: the modal that proposes it, the author's consent, and what comes of it."""

from collections.abc import Sequence

from bot.domain.core.people import Person, Pilot
from bot.domain.messaging.message import Post
from bot.slack.blocks.kit.elements import View, actions, button, context, modal, post, section
from bot.slack.blocks.kit.inputs import choice, field, option
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import DONE, WAITING, link, mention, name, quoted

_SHOWN = 600
_NO_PILOTS = "You are in no pilot yet, so there is nothing this could be evidence for. `/pilot start NAME` begins one."


def add_evidence(
    words: str, author: Person, pilots: Sequence[Pilot], reference: Reference, *, own: bool, likely: str | None = None
) -> View:
    """`own`: the author proposes it, which is consent. `likely`: the pilot of the channel the message stands in."""
    if not pilots:
        return modal("add_evidence", "Add as evidence", [section(_NO_PILOTS)], reference=reference)
    becomes = (
        "It is yours, so it counts at once; I quote it with your name."
        if own
        else f"I ask {mention(author)} first. It counts only once they agree."
    )
    return modal(
        "add_evidence",
        "Add as evidence",
        [
            section(f"{mention(author)}: {quoted(words, _SHOWN)}"),
            field("pilot", "For which pilot?", choice([option(p.name, p.id) for p in pilots], likely)),
            context(becomes),
        ],
        submit="Add" if own else "Ask for consent",
        reference=reference,
    )


def consent_request(
    words: str, pilot: Pilot, *, by: Person, author: Person, message: str | None, reference: Reference
) -> Post:
    """To the author, in their direct messages. `message`: the permalink of what they wrote."""
    ask = f"{mention(by)} would like to use {link(message, 'a message of yours')} as evidence for _{name(pilot.name)}_."
    return post(
        f"{mention(author)}, {ask}",
        section(f"{ask}\n{quoted(words, _SHOWN)}"),
        context(
            "I'm Flightplan, an AI assistant that rates AI pilots. If you agree, this one message is read and may be "
            "quoted with your name in the pilot's assessment. If not, nothing of it is kept. Nobody is told why."
        ),
        actions(
            button("Agree", "evidence_consent", reference, style="primary"),
            button("Don't use it", "evidence_refuse", reference),
        ),
    )


def agreed(pilot: Pilot, author: Person) -> Post:
    """What the author's request becomes, and what whoever asked is told."""
    text = f"{DONE} {mention(author)} agreed: the message counts for _{name(pilot.name)}_."
    return post(text, context(text))


def declined(pilot: Pilot) -> Post:
    text = f"The message isn't used for _{name(pilot.name)}_, and nothing of it was kept."
    return post(text, context(text))


def asked_for_consent(author: Person) -> Post:
    text = f"{WAITING} I've asked {mention(author)}. Until they agree, nothing of the message is kept or counted."
    return post(text, context(text))


def asked_before(author: Person) -> Post:
    text = f"{mention(author)} was asked about this message already, and I don't ask twice. It counts once they agree."
    return post(text, context(text))


def no_open_interview() -> Post:
    """There are pilots, but none is being talked about."""
    text = (
        "No interview of your pilots is under way, so there is nothing this could be added to. `/pilot start "
        "NAME` begins another interview of a pilot that was assessed before."
    )
    return post(text, section(text))


def cannot_be_asked(author: Person, *, outside: bool) -> Post:
    """Slack opens apps of our kind neither to guests nor to people of other organisations."""
    who = "of another organisation" if outside else "a guest here"
    whom = "people from outside" if outside else "guests"
    text = (
        f"{mention(author)} is {who}, and Slack doesn't let {whom} talk to apps like me: I can't ask whether they "
        "agree. Ask them yourself, and say in the interview what they told you."
    )
    return post(text, section(text))
