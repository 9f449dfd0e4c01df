"""Lists of actions, page by page: what somebody has to do over all pilots, and everything of one plan."""

from collections.abc import Sequence
from datetime import date

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.core.team import Team
from bot.domain.messaging.message import Post
from bot.slack.blocks.actions.action import blocks, in_a_line
from bot.slack.blocks.kit.elements import Block, actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import AT_RISK, DONE, name
from bot.wording.formatter import counted, day

_PAGE = 8
_NOTHING = "No plan has an action with your name on it."


def mine(theirs: Sequence[Followed], person: str, today: date, *, page: int = 0) -> Post:
    """What one person has to do, over all plans: what is overdue first, then the soonest."""
    left = by_urgency([at for at in theirs if at.standing.state != "done"])
    if not left:
        text = f"You have done everything that was yours: {counted(len(theirs), 'action')}." if theirs else _NOTHING
        return post(text, section(text))
    among = len({at.plan.pilot.id for at in left}) > 1
    at_page, shown = _on_page(left, page)
    head = f"{counted(len(left), 'action')} of yours{_counts(left, today)}"
    return post(
        f"{head}: {in_a_line(left[0])}",
        section(f"*{head}*{_where(left, at_page)}"),
        *(block for at in shown for block in blocks(at, viewer=person, today=today, among=among)),
        _turning("actions_mine", Reference(), at_page, _last(left)),
    )


def of_plan(team: Team, progress: Progress, person: str, today: date, *, page: int = 0, own: bool = False) -> Post:
    """The plan's actions with what this person may do about them; what is done comes last. `own`: only theirs."""
    pilot = progress.plan.pilot
    found = [at for at in followed_in(team, progress) if not own or at.standing.owner == person]
    if not found:
        text = f"{name(pilot.name)} has no action with your name on it."
        return post(text, section(text), actions(button("All actions", "plan_all_actions", _reference(progress))))
    ordered = by_urgency(found)
    at_page, shown = _on_page(ordered, page)
    head = f"{name(pilot.name)}: {'your actions' if own else 'all actions'}"
    which = "plan_actions" if own else "plan_all_actions"
    return post(
        f"{head}{_counts(found, today)}",
        section(f"*{head}*{_counts(found, today)}{_where(ordered, at_page)}"),
        *(block for at in shown for block in _shown(at, person, today)),
        _turning(which, _reference(progress), at_page, _last(ordered)),
    )


def by_urgency(found: Sequence[Followed]) -> list[Followed]:
    """The soonest due first, which is what is overdue; what is done last."""
    return sorted(found, key=lambda at: (at.standing.state == "done", at.standing.due, at.action.start, at.number))


def _shown(at: Followed, person: str, today: date) -> Sequence[Block]:
    if at.standing.state == "done" and at.standing.since:
        return [context(f"{DONE} {in_a_line(at)} · done on {day(at.standing.since.date())}")]
    return blocks(at, viewer=person, today=today)


def _counts(found: Sequence[Followed], today: date) -> str:
    """, 2 overdue, 1 blocked, 3 done"""
    states = [at.standing.state for at in found]
    overdue = sum(at.standing.overdue(today) for at in found)
    parts = [
        counted(len(found), "action") if states.count("done") else "",
        f"{overdue} overdue" if overdue else "",
        f"{AT_RISK} {states.count('blocked')} blocked" if "blocked" in states else "",
        f"{states.count('done')} done" if "done" in states else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def _on_page(found: Sequence[Followed], page: int) -> tuple[int, Sequence[Followed]]:
    at = min(max(0, page), _last(found))
    return at, found[at * _PAGE : (at + 1) * _PAGE]


def _last(found: Sequence[Followed]) -> int:
    return (len(found) - 1) // _PAGE


def _where(found: Sequence[Followed], at: int) -> str:
    if not _last(found):
        return ""
    return f" · {at * _PAGE + 1} to {min(len(found), (at + 1) * _PAGE)} of {len(found)}"


def _turning(which: str, reference: Reference, at: int, last: int) -> Block | None:
    return actions(
        button("Earlier", f"{which}_back", reference.model_copy(update={"page": at - 1})) if at > 0 else None,
        button("More", which, reference.model_copy(update={"page": at + 1})) if at < last else None,
    )


def _reference(progress: Progress) -> Reference:
    return Reference(plan=progress.plan.id, pilot=progress.plan.pilot.id)
