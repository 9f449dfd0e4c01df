"""One action of a plan: what it is, whose, by when, how it stands, and what can be done about it."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from bot.domain.actions.progress import Standing
from bot.domain.actions.tracked_action import Followed
from bot.domain.core.people import Person
from bot.domain.messaging.message import Post
from bot.domain.planning.plan import Action
from bot.slack.blocks.kit.elements import Block, Element, actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import (
    AT_RISK,
    DONE,
    WAITING,
    is_slack_user,
    link,
    linkable,
    listed,
    mention,
    name,
    plain,
    quoted,
)
from bot.wording.formatter import counted, day

TITLE = 140
_TEXT = 300
_PROOF = 300
_WAITS = 6


def action(at: Followed) -> Post:
    """For everybody who reads that message, beside actions of other pilots maybe: each sees only what they may do."""
    return post(f"{in_a_line(at)}. Done when: {plain(at.action.exit, _TEXT)}", *blocks(at, among=True))


def blocks(at: Followed, *, viewer: str | None = None, today: date | None = None, among: bool = False) -> list[Block]:
    """`viewer`: who alone reads it; else whoever may not do something isn't shown its button. `today`: where they are;
    without it nothing is said that the next day makes wrong. `among`: it stands beside actions of other pilots."""
    told = f"*{at.number}. {plain(at.action.title, TITLE)}*\nDone when: {plain(at.action.exit, _TEXT)}"
    of_which = f"{pilot_name(at)} · " if among else ""
    under = context(*_state(at, today), f"{of_which}{_about(at, today)}")
    return [block for block in (section(told), under, _buttons(at, viewer)) if block is not None]


def in_a_line(at: Followed) -> str:
    return f"{at.number}. {plain(at.action.title, TITLE)} ({whose(at.standing)}, {day(at.standing.due)})"


def whose(standing: Standing) -> str:
    """Who has it: a mention where they are in Slack, their name, or the role that still needs one."""
    if standing.owner is None:
        return f"{plain(standing.action.role_within, 60)}, to be named"
    return mention(Person(id=standing.owner, name=standing.owner_name or standing.owner))


# --- how it stands ----------------------------------------------------------------------------------


def _state(at: Followed, today: date | None) -> Iterator[str]:
    standing = at.standing
    if standing.state == "done" and standing.since:
        yield f"{DONE} Done on {day(standing.since.date())}, says {_teller(at)}: {_proof(at)}"
    if standing.state == "blocked" and standing.since:
        yield f"{AT_RISK} Blocked {_for_how_long(at, today)}, says {_teller(at)}: {quoted(standing.note, _PROOF)}"


def _teller(at: Followed) -> str:
    return mention(Person(id=at.standing.by, name=at.standing.by_name or at.standing.by))


def _for_how_long(at: Followed, today: date | None) -> str:
    since = at.standing.since
    if since is None:
        return ""
    if today is None or at.standing.days_in_state(today) == 0:
        return f"since {day(since.date())}"
    return f"for {counted(at.standing.days_in_state(today), 'day')}"


def _proof(at: Followed) -> str:
    """The link as one where it is safe to follow, else as the words that were typed."""
    note, address = at.standing.note, at.standing.link
    shown = link(address, "look at it") if linkable(address) else plain(address, _PROOF) if address else ""
    return " · ".join(part for part in (quoted(note, _PROOF) if note else "", shown) if part)


def _about(at: Followed, today: date | None) -> str:
    unsure = (
        f"{WAITING} proposed to {whose(at.standing)}, who has not said yes yet"
        if at.standing.proposed
        else whose(at.standing)
    )
    provisional = "provisional: it depends on what nobody could say yet" if at.action.provisional else ""
    because = "" if at.outsider else _because(at.action)
    parts = [unsure, due(at, today), _waits(at), because, provisional]
    if at.standing.state == "done":
        parts = [whose(at.standing), because]
    return " · ".join(part for part in parts if part)


def due(at: Followed, today: date | None = None) -> str:
    """due Friday 11 December; was due …, 3 days ago."""
    when = at.standing.due
    if today is None or not at.standing.overdue(today):
        return f"due {day(when)}{' (today)' if when == today else ''}"
    return f"was due {day(when)}, {counted((today - when).days, 'day')} ago"


def _waits(at: Followed) -> str:
    numbers = [str(at.plan.number(other.action.id)) for other in at.progress.waits_for(at.standing)]
    return f"waits for {listed(numbers, _WAITS)}" if numbers else ""


def _because(planned: Action) -> str:
    """Why it is there: the words of whoever said it, or that nobody could."""
    first = next(iter(planned.because), None)
    if first is None:
        return ""
    if first.evidence_id:
        return f"because {quoted(first.text)}"
    return f"because {plain(first.text[:1].lower() + first.text[1:])}"


# --- what can be done -------------------------------------------------------------------------------


def _buttons(at: Followed, viewer: str | None) -> Block | None:
    return actions(*(made for made in _possible(at, viewer) if made is not None))


def _possible(at: Followed, viewer: str | None) -> Iterable[Element | None]:
    """The owner says yes or no first; then it is done, blocked, handed on or moved."""
    offer = partial(_offer, at, viewer)
    owner = at.standing.owner
    changing = tuple(p for p in at.changed_by if p != owner) if at.standing.proposed else at.changed_by
    if at.standing.state == "done":
        return (offer(at.changed_by, "Reopen", "action_reopen"),)
    taking = (
        offer(at.taken_by, "Accept" if owner else "I'll take it", "action_accept", primary=True),
        offer((owner,) if owner and at.standing.proposed else (), "Not me", "action_decline"),
    )
    blocked = at.standing.state == "blocked"
    return (
        *taking,
        offer((owner,) if owner and not at.standing.proposed and _asks(at) else (), "On it", "action_seen"),
        offer(changing, "Done", "action_done", primary=not at.standing.proposed and owner is not None),
        offer(changing, "It goes on", "action_unblock") if blocked else offer(changing, "Blocked", "action_block"),
        offer(changing, "Move", "action_move"),
        offer(changing, "Reassign" if owner else "Give it to somebody", "action_reassign"),
    )


def _asks(at: Followed) -> bool:
    """Whether a reminder waits for a sign of its owner."""
    return bool(at.standing.reminded) and not at.standing.acknowledged and at.standing.state == "open"


def _offer(
    at: Followed, viewer: str | None, people: tuple[str, ...], label: str, action_id: str, *, primary: bool = False
) -> Element | None:
    if viewer is not None:
        return _button(at, label, action_id, primary, ()) if viewer in people else None
    if not any(is_slack_user(person) for person in people):
        return None
    return _button(at, label, action_id, primary, people)


def _button(at: Followed, label: str, action_id: str, primary: bool, people: tuple[str, ...]) -> Element:
    return button(label, action_id, reference(at), style="primary" if primary else None, only_for=people)


def reference(at: Followed) -> Reference:
    return Reference(pilot=at.plan.pilot.id, plan=at.plan.root, action=at.action.id)


def pilot_name(at: Followed) -> str:
    return f"_{name(at.plan.pilot.name)}_"
