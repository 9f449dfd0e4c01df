"""The digest in words: the same sentences on every surface, one function for each thing that stands in it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionKind
from bot.domain.digest.digest import Digest
from bot.domain.digest.pilot_week import LevelMove, PilotWeek, StuckItem, UpcomingItem
from bot.domain.framework.framework import Framework
from bot.wording.formatter import TextFormatter, capitalize_first, format_count, format_day, format_list
from bot.wording.leaders.portfolio_words import (
    render_portfolio_headline,
    render_shared_gap,
    render_stage_moves,
    render_stalled,
)

_MOST_PILOTS, _MOST_MOVES, _MOST_STUCK, _MOST_AHEAD = 5, 3, 2, 3
_MOST_PROOFS = 6
_A_WEEK_OR_SO = timedelta(days=9)
_OWED: dict[DecisionKind, tuple[str, str]] = {
    "gate": ("gate to approve", "gates to approve"),
    "fall": ("pilot that fell back", "pilots that fell back"),
    "ownership": ("owner to settle", "owners to settle"),
    "unblock": ("action to unblock", "actions to unblock"),
    "assign": ("pilot with actions that nobody has", "pilots with actions that nobody has"),
}


def render_digest_paragraphs(digest: Digest, framework: Framework, formatter: TextFormatter) -> tuple[str, ...]:
    """All of it, a paragraph an entry, in the order in which it is read."""
    return tuple(_iter_digest_paragraphs(digest, framework, formatter))


def _iter_digest_paragraphs(digest: Digest, framework: Framework, formatter: TextFormatter) -> Iterator[str]:
    if first := " ".join(part for part in (render_lateness(digest), render_period(digest)) if part):
        yield first
    if digest.is_quiet:
        yield render_quiet_week(digest, formatter)
        return
    if digest.first_decision is not None:
        asked = render_decision(digest.first_decision, formatter, digest.decision_addressee)
        apart = "\n" if "\n" in asked else " "
        yield apart.join(part for part in (asked, render_remaining_decisions(digest)) if part)
    yield from render_digest_body(digest, framework, formatter)


def render_digest_body(digest: Digest, framework: Framework, formatter: TextFormatter) -> Iterator[str]:
    """Everything under the decision: a paragraph a pilot in which something moved, the others, and where all stand."""
    for week in digest.changed_pilots[:_MOST_PILOTS]:
        yield "\n".join(render_pilot_week(week, digest, framework, formatter))
    if rest := digest.changed_pilots[_MOST_PILOTS:]:
        yield (
            f"Something moved in {len(rest)} more: "
            f"{format_list((formatter.format_pilot_name(week.pilot.name) for week in rest), 8)}."
        )
    if digest.unchanged_pilots:
        yield "\n".join(render_unchanged_pilots(digest.unchanged_pilots, formatter))
    if digest.portfolio is not None:
        yield render_portfolio_summary(digest, framework, formatter)


# --- a digest as a whole -----------------------------------------------------------------------------


def render_lateness(digest: Digest) -> str:
    """Empty where it is in time."""
    if digest.days_late is None:
        return ""
    days = format_count(digest.days_late, "day")
    return f"This digest was due {format_day(digest.due.date(), digest.until.date())} and comes {days} late."


def render_period(digest: Digest) -> str:
    """Since when it tells, where that is longer than the week one expects."""
    if digest.until - digest.since < _A_WEEK_OR_SO:
        return ""
    return f"It tells what happened since {format_day(digest.since.date(), digest.until.date())}."


def render_quiet_week(digest: Digest, formatter: TextFormatter) -> str:
    """Nothing changed in your 3 pilots. Next gate: wire, Friday 18 December. In a channel they are nobody's own."""
    if not digest.pilots:
        return "There is no pilot of yours that I could tell you about."
    own = "" if digest.channel else "your "
    yours = f"{own}pilot" if len(digest.pilots) == 1 else f"{own}{len(digest.pilots)} pilots"
    parts = [f"Nothing changed in {yours}."]
    if digest.longest_stuck is not None:
        week, item = digest.longest_stuck
        parts.append(
            f"Stuck the longest: {formatter.format_pilot_name(week.pilot.name)}, {render_stuck_item(item, formatter)}."
        )
    if digest.next_gate is not None:
        week, gate = digest.next_gate
        parts.append(
            f"Next gate: {_render_gate(gate, digest, formatter)} ({formatter.format_pilot_name(week.pilot.name)})."
        )
    return " ".join(parts)


def _render_gate(gate: UpcomingItem, digest: Digest, formatter: TextFormatter) -> str:
    return f"{formatter.escape_text(gate.title)}, {format_day(gate.due, digest.until.date())}"


# --- what is owed ------------------------------------------------------------------------------------


def render_decision(owed: Decision, formatter: TextFormatter, reader: Person | None = None) -> str:
    """One decision waits for you: … `reader`: whom it waits for, where others read it as well."""
    ask, why = _describe_decision(owed, formatter)
    whom = formatter.format_person(reader) if reader is not None else "you"
    return f"{formatter.format_bold(f'One decision waits for {whom}: {ask}.')} {why}"


def _describe_decision(owed: Decision, formatter: TextFormatter) -> tuple[str, str]:
    pilot, title = formatter.format_pilot_name(owed.pilot.name), formatter.format_quote(owed.title)
    who = formatter.format_person(owed.person) if owed.person else "The team"
    if owed.kind == "gate":
        when = f"It was due {format_day(owed.due)}" if owed.due else "No day was set for it"
        what = f"the gate {formatter.escape_text(owed.title)} of {pilot}"
        proofs = "".join(f"\n{line}" for line in _iter_proof_lines(owed, formatter))
        return f"approve {what}", f"{when}, and {_render_all_done(owed.actions)}.{proofs}"
    if owed.kind == "fall" and owed.since is not None:
        why = f"It fell from {formatter.escape_text(owed.title)}, as the assessment of {format_day(owed.since)} found."
        return f"say whether {pilot} goes on", why
    if owed.kind == "ownership" and owed.own:
        return (
            f"accept {pilot} as its owner",
            "It has no leader from operations who has accepted it, and you are named.",
        )
    if owed.kind == "ownership":
        return f"say who owns {pilot}", "No leader from operations has accepted it, and nobody is named."
    if owed.kind == "unblock" and owed.since is not None:
        return (
            f"unblock {title} of {pilot}",
            f"{who} has waited since {format_day(owed.since)}: {formatter.format_quote(owed.reason)}.",
        )
    more = f", and {format_count(owed.actions - 1, 'more action')} soon" if owed.actions > 1 else ""
    when = f"It is due {format_day(owed.due)}{more}; nobody has " + ("them." if more else "it.") if owed.due else ""
    return f"say who takes {title} of {pilot}", when


def _iter_proof_lines(owed: Decision, formatter: TextFormatter) -> Iterator[str]:
    """What must hold at the gate, a line each, with what shows it."""
    for proof in owed.proofs[:_MOST_PROOFS]:
        shown = "; ".join(formatter.format_quote(words) for words in proof.shown[:2])
        yield f"• {formatter.escape_text(proof.text.rstrip('.'))}: {shown or 'no proof was given'}"
    if len(owed.proofs) > _MOST_PROOFS:
        yield f"• {len(owed.proofs) - _MOST_PROOFS} more"


def _render_all_done(actions: int) -> str:
    return "its one action is done" if actions == 1 else f"all {actions} of its actions are done"


def render_remaining_decisions(digest: Digest) -> str:
    """3 more wait: 1 gate to approve and 2 actions to unblock. Empty where none does."""
    kinds = [format_count(count, *_OWED[kind]) for kind, count in digest.remaining_decision_counts]
    many = len(digest.decisions) - 1
    return f"{many} more {'waits' if many == 1 else 'wait'} behind it: {format_list(kinds)}." if kinds else ""


# --- a pilot -----------------------------------------------------------------------------------------


def render_pilot_week(week: PilotWeek, digest: Digest, framework: Framework, formatter: TextFormatter) -> Iterator[str]:
    """Its name and stage; what moved; what is stuck; what comes next week. A line each, where there is something."""
    yield f"{formatter.format_bold(formatter.format_pilot_name(week.pilot.name))} · {render_stage(week, framework)}"
    if moved := list(_iter_changes(week, digest, framework, formatter)):
        yield f"Moved: {'; '.join(moved)}"
    if week.stuck:
        yield f"Stuck: {'; '.join(_iter_longest_stuck(week.stuck, formatter))}"
    if week.ahead:
        yield f"Next week: {'; '.join(_iter_upcoming(week.ahead, formatter))}"


def render_stage(week: PilotWeek, framework: Framework) -> str:
    if week.stage is None:
        return _render_missing_stage(week, framework)
    now = framework.get_stage(week.stage).name
    if week.stage_before is None:
        return f"{now}, rated for the first time"
    return f"{now}, was {framework.get_stage(week.stage_before).name}" if week.stage != week.stage_before else now


def _render_missing_stage(week: PilotWeek, framework: Framework) -> str:
    if week.stage_before is not None:
        return f"can't be rated as it is known now, was {framework.get_stage(week.stage_before).name}"
    never = "begun this week" if week.started else "not assessed yet"
    return "can't be rated yet" if week.assessed else never


def _iter_changes(week: PilotWeek, digest: Digest, framework: Framework, formatter: TextFormatter) -> Iterator[str]:
    pillars = [f"{p.name.lower()} {_format_mean(p.before)} → {_format_mean(p.now)}" for p in week.pillars]
    if pillars:
        yield ", ".join(pillars)
    yield from (_render_level_move(move, framework, formatter) for move in week.moves[:_MOST_MOVES])
    if len(week.moves) > _MOST_MOVES:
        yield f"{len(week.moves) - _MOST_MOVES} more criteria"
    for dispute in week.disputes:
        people = format_list(f"{formatter.format_person(person)}{person.mark}" for person in dispute.people)
        yield f"{people} see {dispute.name.lower()} differently" + (" no more" if dispute.settled else "")
    if week.plan is not None:
        yield _render_plan_update(week, digest)
    if week.done:
        yield f"{format_count(len(week.done), 'action')} done"
    if week.blocked:
        yield format_count(len(week.blocked), "new blocker")
    if week.unblocked:
        yield f"{format_count(len(week.unblocked), 'action')} unblocked"


def _render_level_move(move: LevelMove, framework: Framework, formatter: TextFormatter) -> str:
    name = move.name.lower()
    before, now = (framework.get_level_name(level) for level in (move.before, move.now))
    if not move.reason or move.speaker is None:
        return f"{name} {before} → {now}"
    said_by = f"{formatter.format_person(move.speaker)}{move.speaker.mark}"
    return f"{name} {before} → {now} ({formatter.format_quote(move.reason)}, {said_by})"


def _render_plan_update(week: PilotWeek, digest: Digest) -> str:
    plan, today = week.plan, digest.until.date()
    assert plan is not None
    if plan.drafted:
        return f"a new plan, {format_count(plan.weeks, 'week')} to {format_day(plan.end, today)}"
    was = f" instead of {format_day(plan.ended, today)}" if plan.ended else ""
    return f"the plan now ends {format_day(plan.end, today)}{was}"


def _format_mean(value: float) -> str:
    """With one digit: 1.25 is 1.3."""
    return str(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _iter_longest_stuck(items: Sequence[StuckItem], formatter: TextFormatter) -> Iterator[str]:
    yield from (render_stuck_item(item, formatter) for item in items[:_MOST_STUCK])
    if len(items) > _MOST_STUCK:
        yield f"{len(items) - _MOST_STUCK} more"


def render_stuck_item(item: StuckItem, formatter: TextFormatter) -> str:
    """What does not go on, for how long, and whom it waits for."""
    days, who = format_count(item.days, "day"), formatter.format_person(item.who) if item.who else ""
    if item.kind == "interview":
        return f"the interview has waited {days} for {f'an answer of {who}' if who else 'an answer'}"
    if item.kind == "paused":
        return f"the interview has been paused for {days}"
    if item.kind == "gate":
        left = f"{item.count} of {format_count(item.of, 'action')} open"
        return f"gate {formatter.escape_text(item.title)} was due on {format_day(item.since)}: {days} ago, {left}"
    held = f" ({who}{', who has left' if item.who_left else ''})" if who else ""
    if item.kind == "overdue":
        more = f", and {item.count - 1} more" if item.count > 1 else ""
        return f"{formatter.format_quote(item.title)}{held} {days} overdue{more}"
    return f"{formatter.format_quote(item.title)}{held}, blocked {days}: {formatter.format_quote(item.reason)}"


def _iter_upcoming(items: Sequence[UpcomingItem], formatter: TextFormatter) -> Iterator[str]:
    """Gates first: they are what a leader keeps free for."""
    ordered = sorted(items, key=lambda item: item.kind != "gate")
    for item in ordered[:_MOST_AHEAD]:
        who = f", {formatter.format_person(item.who)}{' (has left)' if item.who_left else ''}" if item.who else ""
        what = (
            f"gate {formatter.escape_text(item.title)}" if item.kind == "gate" else formatter.format_quote(item.title)
        )
        yield f"{what} ({format_day(item.due)}{who})"
    if len(items) > _MOST_AHEAD:
        yield f"{len(items) - _MOST_AHEAD} more due"


def render_unchanged_pilots(weeks: Sequence[PilotWeek], formatter: TextFormatter) -> Iterator[str]:
    """A line for each in which something is stuck, one for all the others."""
    for week in (week for week in weeks if week.stuck):
        yield (
            f"{formatter.format_pilot_name(week.pilot.name)}: nothing changed; "
            f"{'; '.join(_iter_longest_stuck(week.stuck[:1], formatter))}."
        )
    if still := [formatter.format_pilot_name(week.pilot.name) for week in weeks if not week.stuck]:
        yield f"{format_list(still, 8)}: nothing changed."


# --- all of them -------------------------------------------------------------------------------------


def render_portfolio_summary(digest: Digest, framework: Framework, formatter: TextFormatter) -> str:
    """Where the pilots stand, what they lack together, and what stands still."""
    found = digest.portfolio
    assert found is not None
    lines = [
        (
            f"{formatter.format_bold(render_portfolio_headline(found, framework))} "
            f"{render_stage_moves(found, framework, formatter)}"
        )
    ]
    lines += [render_shared_gap(gap, formatter) for gap in found.shared[:1]]
    lines += [render_stalled(found, formatter)] if found.stalled else []
    return capitalize_first("\n".join(lines))
