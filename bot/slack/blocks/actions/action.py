"""One action of a plan: what it is, whose, by when, how it stands, and what can be done about it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Person
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.action import Action
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import (
    AT_RISK,
    DONE,
    WAITING,
    format_link,
    format_list,
    format_mention,
    format_name,
    format_quote,
    format_said,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text, is_slack_user, to_safe_url
from bot.wording.basis_words import describe_basis
from bot.wording.formatter import format_count, format_day

TITLE = 140
_TEXT = 300
_PROOF = 300
_WAITS = 6
UPDATE = "action_update"
_ANSWERS = ("action_accept", "action_decline")


def build_action_message(at: TrackedAction, reader: str | None = None) -> MessageContent:
    """Beside actions of other pilots maybe. `reader`: who alone reads it; else each sees only what they may do."""
    asks = f"{_format_request(at)} {format_action_line(at.progress, at.standing, reader)}."
    return kit.build_message(
        f"{asks} Done when: {escape_text(at.action.exit, _TEXT)}", *build_action_blocks(at, viewer=reader, among=True)
    )


def _format_request(at: TrackedAction) -> str:
    """What is wanted of whoever has it."""
    if at.standing.state == "done":
        return "Done:"
    if at.standing.owner is None:
        return "Who takes it?"
    if at.standing.is_proposed:
        return "Accept or decline:"
    return "Blocked:" if at.standing.state == "blocked" else "Done?"


def build_listed_action_message(at: TrackedAction, reader: str | None = None) -> MessageContent:
    """Beside others in one message, whose one menu changes any of them."""
    return kit.build_message(
        f"{_format_request(at)} {format_action_line(at.progress, at.standing, reader)}.",
        *(block for block in build_action_blocks(at, viewer=reader, among=True) if block["type"] != "actions"),
    )


def build_action_blocks(
    at: TrackedAction, *, viewer: str | None = None, today: date | None = None, among: bool = False
) -> list[kit.Block]:
    """`viewer`: who alone reads it; else whoever may not do something isn't shown its button. `today`: where they are;
    without it nothing is said that the next day makes wrong. `among`: it stands beside actions of other pilots."""
    told = (
        f"*{at.action_number}. {escape_text(at.action.title, TITLE)}*\nDone when: {escape_text(at.action.exit, _TEXT)}"
    )
    of_which = f"{format_pilot_name(at)} · " if among else ""
    under = kit.build_context(
        *_format_action_state(at, today), f"{of_which}{_format_action_details(at, today, viewer)}"
    )
    return [block for block in (kit.build_section(told), under, _build_action_buttons(at, viewer)) if block is not None]


def format_action_line(progress: Progress, standing: ActionStatus, viewer: str | None = None) -> str:
    """4. Wire the data (Tomasz, Friday 11 December); "you" to `viewer`, who alone reads it."""
    title = f"{progress.plan.get_action_number(standing.action.id)}. {escape_text(standing.action.title, TITLE)}"
    return f"{title} ({format_action_owner(standing, viewer)}, {format_standing_date(standing)})"


def format_standing_date(standing: ActionStatus) -> str:
    """Friday 11 December; of what is only outlined, the day before which it is not done."""
    return format_day(standing.due) if standing.action.is_committed else f"not before {format_day(standing.due)}"


def format_action_owner(standing: ActionStatus, viewer: str | None = None) -> str:
    """Who has it: a mention where they are in Slack, their name, or the role that still needs one; "you" to `viewer`,
    who alone reads it."""
    if standing.owner is None:
        return f"{escape_text(standing.action.role_in_sentence, 60)}, to be named"
    if standing.owner == viewer:
        return "you"
    mention = format_mention(Person(id=standing.owner, name=standing.owner_name or standing.owner))
    if standing.owner_left:
        return f"{mention}, who has left"
    basis = describe_basis(standing.action.basis) if standing.is_as_planned else ""
    return f"{mention} ({basis})" if basis else mention


# --- how it stands ----------------------------------------------------------------------------------


def _format_action_state(at: TrackedAction, today: date | None) -> Iterator[str]:
    standing = at.standing
    if standing.state == "done" and standing.since:
        yield (f"{DONE} Done on {format_day(standing.since.date())}, says {_format_reporter(at)}: {_format_proof(at)}")
    if standing.state == "blocked" and standing.since:
        yield (
            f"{AT_RISK} Blocked {_format_state_duration(at, today)}, says {_format_reporter(at)}: "
            f"{format_quote(standing.note, _PROOF)}"
        )


def _format_reporter(at: TrackedAction) -> str:
    return format_mention(Person(id=at.standing.by, name=at.standing.by_name or at.standing.by))


def _format_state_duration(at: TrackedAction, today: date | None) -> str:
    since = at.standing.since
    if since is None:
        return ""
    if today is None or at.standing.days_in_state(today) == 0:
        return f"since {format_day(since.date())}"
    return f"for {format_count(at.standing.days_in_state(today), 'day')}"


def _format_proof(at: TrackedAction) -> str:
    """The link as one where it is safe to follow, else as the words that were typed."""
    note, address = at.standing.note, at.standing.link
    shown = (
        format_link(address, "look at it") if to_safe_url(address) else escape_text(address, _PROOF) if address else ""
    )
    return " · ".join(part for part in (format_quote(note, _PROOF) if note else "", shown) if part)


def _format_action_details(at: TrackedAction, today: date | None, viewer: str | None) -> str:
    owner = format_action_owner(at.standing, viewer)
    if at.standing.is_proposed:
        owner = f"{WAITING} proposed to {owner}, who {'have' if owner == 'you' else 'has'} not said yes yet"
    provisional = "provisional: it depends on what is not known yet" if at.action.provisional else ""
    because = "" if at.outside_owner else _format_reason(at.action)
    parts = [owner, format_due_date(at, today), _format_dependencies(at), because, provisional]
    if at.standing.state == "done":
        parts = [owner, because]
    return " · ".join(part for part in parts if part)


def format_due_date(at: TrackedAction, today: date | None = None) -> str:
    """due Friday 11 December; was due …, 3 days ago; outlined: not before …, by … at the latest."""
    when = at.standing.due
    if not at.action.is_committed:
        latest = f", by {format_day(at.action.latest)} at the latest" if at.action.latest else ""
        return f"outlined: not before {format_day(when)}{latest}"
    if today is None or not at.standing.is_overdue(today):
        return f"due {format_day(when)}{' (today)' if when == today else ''}"
    return f"was due {format_day(when)}, {format_count((today - when).days, 'day')} ago"


def _format_dependencies(at: TrackedAction) -> str:
    numbers = [str(at.plan.get_action_number(o.action.id)) for o in at.progress.list_open_dependencies(at.standing)]
    return f"waits for {format_list(numbers, _WAITS)}" if numbers else ""


def _format_reason(planned: Action) -> str:
    """Why it is there: the words of whoever said it, or why nothing is known."""
    first = next(iter(planned.because), None)
    if first is None:
        return ""
    if first.evidence_id:
        return f"because {format_said(first)}"
    return f"because {escape_text(first.text[:1].lower() + first.text[1:])}"


# --- what can be done -------------------------------------------------------------------------------


class ActionMove(NamedTuple):
    """Something that can be done about an action, and who may."""

    action_id: str
    label: str
    people: tuple[str, ...]
    primary: bool = False


def list_action_moves(at: TrackedAction, viewer: str | None = None) -> tuple[ActionMove, ...]:
    """The owner says yes or no first; then it is done, blocked, handed on or moved. `viewer`: only what they may."""
    found = (move for move in _iter_action_moves(at) if viewer is None or viewer in move.people)
    return tuple(move for move in found if move.people)


def _iter_action_moves(at: TrackedAction) -> Iterator[ActionMove]:
    owner, editors = at.standing.owner, at.allowed_editors
    proposed = at.standing.is_proposed
    changing = tuple(person for person in editors if person != owner) if proposed else editors
    if at.standing.state == "done":
        yield ActionMove("action_reopen", "Reopen", editors)
        return
    yield ActionMove("action_accept", "Accept" if owner else "I'll take it", at.allowed_takers, primary=True)
    yield ActionMove("action_decline", "Not me", (owner,) if owner and proposed else ())
    yield ActionMove("action_seen", "On it", (owner,) if owner and not proposed and _awaits_sign(at) else ())
    yield ActionMove("action_done", "Done", changing, primary=not proposed and owner is not None)
    blocked = at.standing.state == "blocked"
    goes_on = ActionMove("action_unblock", "It goes on", changing)
    yield goes_on if blocked else ActionMove("action_block", "Blocked", changing)
    yield ActionMove("action_move", "Move", changing)
    yield ActionMove("action_reassign", "Reassign" if owner else "Give it to somebody", changing)


def _awaits_sign(at: TrackedAction) -> bool:
    """Whether a reminder waits for a sign of its owner."""
    return bool(at.standing.reminded) and not at.standing.acknowledged and at.standing.state == "open"


def _build_action_buttons(at: TrackedAction, viewer: str | None) -> kit.Block | None:
    """While somebody is asked whether it is theirs, whoever else may change it does so by a modal with all of it."""
    moves = list_action_moves(at, viewer)
    if at.standing.is_proposed and at.standing.state != "done":
        answers = tuple(move for move in moves if move.action_id in _ANSWERS)
        changing = tuple(dict.fromkeys(person for move in moves if move not in answers for person in move.people))
        moves = (*answers, *([ActionMove(UPDATE, "Update", changing)] if changing else []))
    return kit.build_buttons(*(_build_move_button(at, viewer, move) for move in moves))


def _build_move_button(at: TrackedAction, viewer: str | None, move: ActionMove) -> kit.Element | None:
    if viewer is None and not any(is_slack_user(person) for person in move.people):
        return None
    return kit.build_button(
        move.label,
        move.action_id,
        build_action_reference(at),
        style="primary" if move.primary else None,
        only_for=move.people if viewer is None else (),
    )


def build_action_reference(at: TrackedAction) -> Reference:
    return Reference(pilot=at.plan.pilot.id, plan=at.plan.root_id, action=at.action.id)


def format_pilot_name(at: TrackedAction) -> str:
    return f"_{format_name(at.plan.pilot.name)}_"
