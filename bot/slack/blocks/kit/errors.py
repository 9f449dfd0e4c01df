"""What is said when something can't be done: what happened, what was kept, what to do now."""

import difflib
from collections.abc import Sequence

from bot.domain.access.permission import Reserved
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text

_MOST_NAMES = 5


def build_no_access_message() -> MessageContent:
    """Doesn't say what the pilot is called: whoever may not see it has only what they typed."""
    return kit.build_text_message(
        "I can't open that pilot for you: it belongs to people or a private channel you're not in."
    )


def build_outsider_message() -> MessageContent:
    """Somebody of another organisation, in a channel that is shared with it, clicked or typed a command."""
    return kit.build_text_message(
        "I work for people of this organisation only: ask somebody of the team to do it for you. Nothing was changed."
    )


def build_speaker_only_message(speaker: Person) -> MessageContent:
    """Somebody else clicked Correct or Undo."""
    return kit.build_text_message(
        f"That answer is {format_mention(speaker)}'s to change. If you see it differently, say so here: I keep "
        "both views."
    )


def build_not_shared_message(team: Team, only_by: Reserved) -> MessageContent:
    """Somebody may see a pilot, but not show it to the channel they are in."""
    lead = format_mention(team.get_person(team.lead))
    reason = {
        "lead": f"The interview was in direct messages, so only its lead, {lead}, shows it to a channel.",
        "team": f"Only its team shows it to other channels. Its lead is {lead}.",
        "nobody": "It lives in a private channel and is shown only there.",
    }
    return kit.build_text_message(
        f"I can't show _{format_name(team.pilot.name)}_ here. {reason[only_by]} Nothing was posted."
    )


def build_no_channel_message(pilot_name: str) -> MessageContent:
    """Shared from direct messages, of a pilot that lives in no channel."""
    return kit.build_text_message(
        f"_{format_name(pilot_name)}_ has no channel of its own. Say `/pilot status` in the channel that is to see it."
    )


def build_unknown_pilot_message(typed: str, visible: Sequence[str]) -> MessageContent:
    """`visible`: the names of the pilots this person may see; only those are ever suggested."""
    by_fold = {known.casefold(): known for known in visible}
    near = difflib.get_close_matches(typed.casefold(), list(by_fold), n=2, cutoff=0.5)
    meant = f" Did you mean {' or '.join(f'*{format_name(by_fold[fold])}*' for fold in near)}?" if near else ""
    return kit.build_text_message(
        f"You see no pilot called “{format_name(typed)}”.{meant} `/pilot list` shows those you may see."
    )


def build_which_pilot_message(names: Sequence[str], command: str = "status") -> MessageContent:
    """`command` is what was asked of it."""
    shown = format_list([f"*{format_name(known)}*" for known in names], _MOST_NAMES)
    return kit.build_text_message(
        f"Which pilot? You may see {shown}. Say `/pilot {command} NAME`, or use it in the pilot's channel."
    )


def build_not_assessed_message(pilot_name: str) -> MessageContent:
    return kit.build_text_message(
        f"_{format_name(pilot_name)}_ has no assessment yet. It follows when the interview is finished: `/pilot "
        "finish` ends it now, and what is not known stays unknown."
    )


def build_no_plan_message(pilot_name: str, reference: Reference) -> MessageContent:
    return kit.build_text_message(
        f"_{format_name(pilot_name)}_ has no plan yet.",
        kit.build_buttons(kit.build_button("Make the plan", "plan_make", reference, style="primary")),
    )


def build_refusal_message(reason: str) -> MessageContent:
    """The domain refused a move; its reason is fit for a person."""
    return kit.build_text_message(escape_text(reason, 600))


def build_modal_failed_message() -> MessageContent:
    """Slack wants a form within three seconds, and was too slow itself."""
    return kit.build_text_message("Slack didn't open that in time. Please try again; nothing was changed.")


def build_outdated_button_message() -> MessageContent:
    """A click on a message that time has passed over."""
    return kit.build_text_message(
        "That button belongs to an earlier state; things have moved on since. Nothing was changed."
    )


def build_failure_message(ref: str, *, saved: bool) -> MessageContent:
    kept = "What you sent is saved." if saved else "Nothing was changed; please try again."
    return kit.build_text_message(
        f"{AT_RISK} Something went wrong on my side. {kept} If it happens again, give this to whoever runs Flightplan: "
        f"ref {escape_text(ref, 20)}."
    )


def build_delivery_failed_message(ref: str) -> MessageContent:
    """A message that Slack did not take, said in its place."""
    return kit.build_text_message(
        f"{AT_RISK} Slack didn't take the message I had for you here. What you said is saved: just go on, and I ask "
        f"again what is open. If it happens again, give this to whoever runs Flightplan: ref {escape_text(ref, 20)}."
    )


def build_cannot_begin_message(pilot: Pilot, channel: str | None) -> MessageContent:
    """To the lead, whose interview has not begun: only Slack keeps it from beginning."""
    where = f"in <#{channel}>" if channel else "in somebody's direct messages"
    mended = "Unarchive the channel, or invite me there, then tell" if channel else "Tell"
    return kit.build_text_message(
        f"{AT_RISK} I couldn't begin the interview about _{format_name(pilot.name)}_ {where}: Slack doesn't let me "
        f"write there. {mended} whoever runs Flightplan: they have it begin with `python -m bot inbox`."
    )
