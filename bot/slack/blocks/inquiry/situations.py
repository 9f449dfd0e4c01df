"""Help that fits where somebody stands: what is open for them here, what they may ask, and what they can do."""

from bot.domain.core.people import Pilot
from bot.domain.inquiry.help import HelpSituation
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_list, format_name
from bot.slack.blocks.kit.references import Reference
from bot.wording.formatter import format_count

_SHOWN = 3
_WHO = (
    "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan the way to "
    "production."
)
_ANSWERING = (
    "Answer my question here in your own words, in any order and as long as you like; edit or delete a message and I "
    "take that into account. *Skip*, *Don't know* and *Ask a colleague* stand under the question."
)
_NOBODY_ASKED = "No question is open here right now."
_LENGTH = " It takes about ten questions, 20 to 30 minutes in all, in one go or over days."
_LEADING = "You lead {pilots}: `/pilot finish`, `/pilot plan` and `/pilot actions` are yours."


def build_inquiry_help_message(situation: HelpSituation) -> MessageContent:
    first = {"thread": _tell_thread, "channel": _tell_channel, "direct": _tell_direct}[situation.place](situation)
    questions = _list_questions(situation.pilots[0]) if situation.pilots else ()
    return kit.build_message(
        first,
        kit.build_section(first),
        kit.build_section("*Ask me, in your own words*\n" + "\n".join(f"• {one}" for one in questions))
        if questions
        else None,
        kit.build_context(
            "`/pilot help` shows every command. I answer from what you may see, with its sources. If "
            "you would rather talk to a person, say so, and I tell whoever leads the pilot."
        ),
        _build_buttons(situation),
    )


def _tell_thread(situation: HelpSituation) -> str:
    names = format_list([f"_{format_name(pilot.name)}_" for pilot in situation.pilots[:1]])
    about = f"This is the interview about {names}. " if names else ""
    return about + (_ANSWERING if situation.asked else _NOBODY_ASKED) + _LENGTH + _tell_leading(situation)


def _tell_channel(situation: HelpSituation) -> str:
    if not situation.pilots:
        return f"{_WHO} No pilot lives in this channel yet."
    names = format_list([f"_{format_name(pilot.name)}_" for pilot in situation.pilots], _SHOWN)
    return f"{names} {'live' if len(situation.pilots) > 1 else 'lives'} in this channel." + _tell_leading(situation)


def _tell_direct(situation: HelpSituation) -> str:
    waiting = ""
    if situation.waiting:
        open_for = format_count(situation.waiting, "question")
        waiting = f" {open_for} {'is' if situation.waiting == 1 else 'are'} open for you; Home shows where."
    return _WHO + waiting + _tell_leading(situation)


def _tell_leading(situation: HelpSituation) -> str:
    if not situation.leads:
        return ""
    names = format_list([f"_{format_name(pilot.name)}_" for pilot in situation.leads], _SHOWN)
    return " " + _LEADING.format(pilots=names)


def _list_questions(pilot: Pilot) -> tuple[str, ...]:
    name = format_name(pilot.name)
    return (f"What holds {name} back?", "What should I do first?", "Who owns the exceptions?", "Where do we stand?")


def _build_buttons(situation: HelpSituation) -> kit.Block | None:
    if situation.place == "thread":
        return None
    opens = [
        kit.build_button(f"Open {pilot.name}", f"pilot_open_{n}", Reference(pilot=pilot.id))
        for n, pilot in enumerate(situation.pilots[:_SHOWN])
    ]
    return kit.build_buttons(*opens, kit.build_button("Start a pilot", "pilot_start", Reference()))
