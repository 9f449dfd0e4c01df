"""What is said when something can't be done: what happened, what was kept, what to do now."""

import difflib
from collections.abc import Sequence

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Reserved, Team
from bot.domain.messaging.message import Post
from bot.slack.blocks.kit.elements import actions, button, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import AT_RISK, listed, mention, name, plain

_MOST_NAMES = 5


def no_access(lead: Person | None) -> Post:
    """Doesn't say what the pilot is called: whoever may not see it has only what they typed."""
    whom = f" Its lead is {mention(lead)}." if lead is not None else ""
    return _told(f"I can't open that pilot for you: it belongs to people or a private channel you're not in.{whom}")


def only_lead(lead: Person | None, what: str) -> Post:
    whom = mention(lead) if lead is not None else "the pilot's lead"
    return _told(f"Only {whom} can {plain(what, 100)}. Nothing was changed.")


def only_speaker(speaker: Person) -> Post:
    """Somebody else clicked Correct or Undo."""
    return _told(
        f"That answer is {mention(speaker)}'s to change. If you see it differently, say so here: I keep both views."
    )


def not_shared(team: Team, only_by: Reserved) -> Post:
    """Somebody may see a pilot, but not show it to the channel they are in."""
    lead = mention(team.person(team.lead))
    reason = {
        "lead": f"The interview was in direct messages, so only its lead, {lead}, shows it to a channel.",
        "team": f"Only its team shows it to other channels. Its lead is {lead}.",
        "nobody": "It lives in a private channel and is shown only there.",
    }
    return _told(f"I can't show _{name(team.pilot.name)}_ here. {reason[only_by]} Nothing was posted.")


def no_channel(pilot_name: str) -> Post:
    """Shared from direct messages, of a pilot that lives in no channel."""
    return _told(
        f"_{name(pilot_name)}_ has no channel of its own. Say `/pilot status` in the channel that is to see it."
    )


def no_such_pilot(typed: str, visible: Sequence[str]) -> Post:
    """`visible`: the names of the pilots this person may see; only those are ever suggested."""
    by_fold = {known.casefold(): known for known in visible}
    near = difflib.get_close_matches(typed.casefold(), list(by_fold), n=2, cutoff=0.5)
    meant = f" Did you mean {' or '.join(f'*{name(by_fold[fold])}*' for fold in near)}?" if near else ""
    return _told(f"You see no pilot called “{name(typed)}”.{meant} `/pilot list` shows those you may see.")


def which_pilot(names: Sequence[str], command: str = "status") -> Post:
    """`command` is what was asked of it."""
    shown = listed([f"*{name(known)}*" for known in names], _MOST_NAMES)
    return _told(f"Which pilot? You may see {shown}. Say `/pilot {command} NAME`, or use it in the pilot's channel.")


def not_assessed(pilot_name: str) -> Post:
    return _told(
        f"_{name(pilot_name)}_ has no assessment yet. It follows when the interview is finished: `/pilot finish` ends "
        "it now, and what is not known stays unknown."
    )


def no_plan(pilot_name: str, reference: Reference) -> Post:
    text = f"_{name(pilot_name)}_ has no plan yet."
    return post(text, section(text), actions(button("Make the plan", "plan_make", reference, style="primary")))


def refused(reason: str) -> Post:
    """The domain refused a move; its reason is fit for a person."""
    return _told(plain(reason, 600))


def not_opened() -> Post:
    """Slack wants a form within three seconds, and was too slow itself."""
    return _told("Slack didn't open that in time. Please try again; nothing was changed.")


def too_old() -> Post:
    """A click on a message that time has passed over."""
    return _told("That button belongs to an earlier state; things have moved on since. Nothing was changed.")


def failed(ref: str, *, saved: bool) -> Post:
    kept = "What you sent is saved." if saved else "Nothing was changed; please try again."
    return _told(
        f"{AT_RISK} Something went wrong on my side. {kept} If it happens again, give this to whoever runs Flightplan: "
        f"ref {plain(ref, 20)}."
    )


def unsaid(ref: str) -> Post:
    """A message that Slack did not take, said in its place."""
    return _told(
        f"{AT_RISK} Slack didn't take the message I had for you here. What you said is saved: just go on, and I ask "
        f"again what is open. If it happens again, give this to whoever runs Flightplan: ref {plain(ref, 20)}."
    )


def not_begun(pilot: Pilot, channel: str | None) -> Post:
    """To the lead, whose interview has not begun: only Slack keeps it from beginning."""
    where = f"in <#{channel}>" if channel else "in somebody's direct messages"
    mended = "Unarchive the channel, or invite me there, then tell" if channel else "Tell"
    return _told(
        f"{AT_RISK} I couldn't begin the interview about _{name(pilot.name)}_ {where}: Slack doesn't let me write "
        f"there. {mended} whoever runs Flightplan: they have it begin with `python -m bot inbox`."
    )


def _told(text: str) -> Post:
    return post(text, section(text))
