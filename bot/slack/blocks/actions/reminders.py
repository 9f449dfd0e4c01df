"""The morning's message: what comes due or is overdue, and what others did not react to."""

from collections.abc import Sequence
from datetime import date

from bot.domain.actions.reminder_rules import get_reminder_recipient, is_last_reminder
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Person
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.actions.action import format_pilot_name
from bot.slack.blocks.kit.elements import build_message, build_section
from bot.slack.blocks.kit.phrases import AT_RISK, format_list, format_mention
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day


def build_reminder_message(due: Sequence[TrackedAction], today: date) -> MessageContent:
    """To whoever has these actions, or leads the pilot in which nobody has them. Stands above them."""
    head = _format_bullets("These actions need you:", [_format_due_line(at, today) for at in due])
    asks = "Who takes it?" if all(at.standing.owner is None for at in due) else "Done?"
    return build_message(f"{asks} {head} {_format_titles(due)}", build_section(f"{head}\n{_format_closing_line(due)}"))


def _format_bullets(head: str, lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join([head, *(f"• {line}" for line in lines)])


def _format_titles(found: Sequence[TrackedAction]) -> str:
    """For notifications, which show no blocks."""
    return "; ".join(escape_text(at.action.title, 100) for at in found[:3])


def _format_due_line(at: TrackedAction, today: date) -> str:
    return (
        f"Action {at.action_number} of {format_pilot_name(at)} "
        f"{_format_due_phrase(at.standing.due, today)}{_format_owner_note(at)}."
    )


def _format_due_phrase(due: date, today: date) -> str:
    if due < today:
        return f"was due on {format_day(due)}"
    return f"is due today, {format_day(due)}" if due == today else f"is due on {format_day(due)}"


def _format_owner_note(at: TrackedAction) -> str:
    """Said only where it isn't the reader's own."""
    if at.standing.owner is None:
        return ", and nobody has it yet"
    if get_reminder_recipient(at) == at.standing.owner:
        return ""
    if at.standing.owner_left:
        return f", and its owner, {format_mention(_get_owner(at))}, has left"
    return f", and its owner, {format_mention(Person(id='', name=at.standing.owner_name or ''))}, isn't in this Slack"


def _get_owner(at: TrackedAction) -> Person:
    return Person(id=at.standing.owner or "", name=at.standing.owner_name or "its owner")


def _format_closing_line(due: Sequence[TrackedAction]) -> str:
    own = [at for at in due if get_reminder_recipient(at) == at.standing.owner]
    last = [at for at in own if is_last_reminder(at)]
    if last:
        whom = format_list(dict.fromkeys(format_mention(at.lead) for at in last if at.team.lead != at.standing.owner))
        which = "this" if len(due) == 1 else f"{format_count(len(last), 'of them', 'of them')}"
        then = f"; if nothing happens, I tell {whom}" if whom else ""
        return f"This is the last time that I remind you of {which}{then}."
    if not own:
        return "Who could take it?" if len(due) == 1 else "Who could take them?"
    if all(at.standing.is_proposed for at in own):
        return (
            f"Say whether {'it is' if len(own) == 1 else 'they are'} yours, and I don't remind you of that date again."
        )
    return "Click _On it_ or any other button, and I don't remind you of that date again."


def build_reminder_answered_message(actions: Sequence[TrackedAction]) -> MessageContent:
    """What a reminder becomes once somebody reacted: it asks for nothing any more."""
    lines = [f"Action {at.action_number} of {format_pilot_name(at)} {_format_reaction(at)}." for at in actions]
    told = _format_bullets("You answered, and I don't remind you of these dates again:", lines)
    return build_message(told, build_section(told))


def _format_reaction(at: TrackedAction) -> str:
    if at.standing.state != "open":
        return f"is {at.standing.state}"
    return f"is under way, due {format_day(at.standing.due)}; I don't remind of that date again"


def build_missed_dates_message(late: Sequence[TrackedAction]) -> MessageContent:
    """To the lead, once for a date; then it is theirs to decide."""
    head = f"{AT_RISK} {_format_bullets('These dates have passed:', [_format_missed_date(at) for at in late])}"
    then = "I don't remind anybody of this again. What shall happen: more time, another owner, or help?"
    asks = "More time, another owner, or help?"
    return build_message(f"{asks} {head} {_format_titles(late)}", build_section(f"{head}\n{then}"))


def _format_missed_date(at: TrackedAction) -> str:
    owner = format_mention(_get_owner(at))
    told = f"Action {at.action_number} of {format_pilot_name(at)} was due on {format_day(at.standing.due)}"
    if at.standing.is_proposed:
        return f"{told}, and {owner} has never said whether it is theirs."
    if at.standing.acknowledged or not at.standing.reminded:
        return f"{told} and is still open; {owner} knows of it."
    return f"{told}; {owner} has not reacted to {format_count(len(at.standing.reminded), 'reminder')}."
