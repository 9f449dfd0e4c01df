"""The morning's message: what comes due or is overdue, and what others did not react to."""

from collections.abc import Sequence
from datetime import date

from bot.domain.actions.reminder_rules import is_last, reminded_of
from bot.domain.actions.tracked_action import Followed
from bot.domain.core.people import Person
from bot.domain.messaging.message import Post
from bot.slack.blocks.actions.action import pilot_name
from bot.slack.blocks.kit.elements import post, section
from bot.slack.blocks.kit.text import AT_RISK, listed, mention, plain
from bot.wording.formatter import counted, day


def reminder(due: Sequence[Followed], today: date) -> Post:
    """To whoever has these actions, or leads the pilot in which nobody has them. Stands above them."""
    head = _listed("These actions need you:", [_line(at, today) for at in due])
    return post(f"{head} {_titles(due)}", section(f"{head}\n{_what_then(due)}"))


def _listed(head: str, lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join([head, *(f"• {line}" for line in lines)])


def _titles(found: Sequence[Followed]) -> str:
    """For notifications, which show no blocks."""
    return "; ".join(plain(at.action.title, 100) for at in found[:3])


def _line(at: Followed, today: date) -> str:
    return f"Action {at.number} of {pilot_name(at)} {_when(at.standing.due, today)}{_whose(at)}."


def _when(due: date, today: date) -> str:
    if due < today:
        return f"was due on {day(due)}"
    return f"is due today, {day(due)}" if due == today else f"is due on {day(due)}"


def _whose(at: Followed) -> str:
    """Said only where it isn't the reader's own."""
    if at.standing.owner is None:
        return ", and nobody has it yet"
    if reminded_of(at) == at.standing.owner:
        return ""
    return f", and its owner, {mention(Person(id='', name=at.standing.owner_name or ''))}, isn't in this Slack"


def _what_then(due: Sequence[Followed]) -> str:
    own = [at for at in due if reminded_of(at) == at.standing.owner]
    last = [at for at in own if is_last(at)]
    if last:
        whom = listed(dict.fromkeys(mention(at.lead) for at in last if at.team.lead != at.standing.owner))
        which = "this" if len(due) == 1 else f"{counted(len(last), 'of them', 'of them')}"
        then = f"; if nothing happens, I tell {whom}" if whom else ""
        return f"This is the last time that I remind you of {which}{then}."
    if not own:
        return "Who could take it?" if len(due) == 1 else "Who could take them?"
    if all(at.standing.proposed for at in own):
        return (
            f"Say whether {'it is' if len(own) == 1 else 'they are'} yours, and I don't remind you of that date again."
        )
    return "Click _On it_ or any other button, and I don't remind you of that date again."


def unanswered(late: Sequence[Followed]) -> Post:
    """To the lead, once for a date; then it is theirs to decide."""
    head = f"{AT_RISK} {_listed('These dates have passed:', [_late(at) for at in late])}"
    then = "I don't remind anybody of this again. What shall happen: more time, another owner, or help?"
    return post(f"{head} {_titles(late)}", section(f"{head}\n{then}"))


def _late(at: Followed) -> str:
    owner = mention(Person(id=at.standing.owner or "", name=at.standing.owner_name or "its owner"))
    told = f"Action {at.number} of {pilot_name(at)} was due on {day(at.standing.due)}"
    if at.standing.proposed:
        return f"{told}, and {owner} has never said whether it is theirs."
    if at.standing.acknowledged or not at.standing.reminded:
        return f"{told} and is still open; {owner} knows of it."
    return f"{told}; {owner} has not reacted to {counted(len(at.standing.reminded), 'reminder')}."
