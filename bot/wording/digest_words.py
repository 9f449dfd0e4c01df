"""The digest in words: the same sentences on every surface, one function for each thing that stands in it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionKind
from bot.domain.digest.digest import Digest
from bot.domain.digest.pilot_week import Ahead, LevelMove, PilotWeek, Stuck
from bot.domain.framework.framework import Framework
from bot.wording.formatter import Pen, counted, day, listed, sentence
from bot.wording.portfolio_words import headline, moves, shared_gap, stalled

_MOST_PILOTS, _MOST_MOVES, _MOST_STUCK, _MOST_AHEAD = 5, 3, 2, 3
_A_WEEK_OR_SO = timedelta(days=9)
_OWED: dict[DecisionKind, tuple[str, str]] = {
    "gate": ("gate to approve", "gates to approve"),
    "ownership": ("owner to settle", "owners to settle"),
    "unblock": ("action to unblock", "actions to unblock"),
    "assign": ("pilot with actions that nobody has", "pilots with actions that nobody has"),
}


def told(digest: Digest, framework: Framework, pen: Pen) -> tuple[str, ...]:
    """All of it, a paragraph an entry, in the order in which it is read."""
    return tuple(_told(digest, framework, pen))


def facts(digest: Digest, framework: Framework, pen: Pen) -> tuple[str, ...]:
    """What it tells, parted so that what is told of one pilot stands together and apart from the others."""
    found = [decision(digest.decision, pen, digest.reader)] if digest.decision is not None else []
    found += ["\n".join(pilot(week, digest, framework, pen)) for week in digest.changed[:_MOST_PILOTS]]
    found += unchanged(digest.unchanged, pen) if digest.unchanged else ()
    found += portfolio(digest, framework, pen).splitlines() if digest.portfolio is not None else ()
    return tuple(found)


def _told(digest: Digest, framework: Framework, pen: Pen) -> Iterator[str]:
    if first := " ".join(part for part in (lateness(digest), span(digest)) if part):
        yield first
    if digest.quiet:
        yield quiet_week(digest, pen)
        return
    if digest.headline:
        yield pen.strong(pen.plain(digest.headline))
    if digest.decision is not None:
        asked = decision(digest.decision, pen, digest.reader)
        yield " ".join(part for part in (asked, more_owed(digest)) if part)
    yield from weeks(digest, framework, pen)


def weeks(digest: Digest, framework: Framework, pen: Pen) -> Iterator[str]:
    """Everything under the decision: a paragraph a pilot in which something moved, the others, and where all stand."""
    for week in digest.changed[:_MOST_PILOTS]:
        yield "\n".join(pilot(week, digest, framework, pen))
    if rest := digest.changed[_MOST_PILOTS:]:
        yield f"Something moved in {len(rest)} more: {listed((pen.name(week.pilot.name) for week in rest), 8)}."
    if digest.unchanged:
        yield "\n".join(unchanged(digest.unchanged, pen))
    if digest.portfolio is not None:
        yield portfolio(digest, framework, pen)


# --- a digest as a whole -----------------------------------------------------------------------------


def lateness(digest: Digest) -> str:
    """Empty where it is in time."""
    if digest.days_late is None:
        return ""
    days = counted(digest.days_late, "day")
    return f"This digest was due {day(digest.due.date(), digest.until.date())} and comes {days} late."


def span(digest: Digest) -> str:
    """Since when it tells, where that is longer than the week one expects."""
    if digest.until - digest.since < _A_WEEK_OR_SO:
        return ""
    return f"It tells what happened since {day(digest.since.date(), digest.until.date())}."


def quiet_week(digest: Digest, pen: Pen) -> str:
    """Nothing changed in your 3 pilots. Next gate: wire, Friday 18 December. In a channel they are nobody's own."""
    if not digest.pilots:
        return "There is no pilot of yours that I could tell you about."
    own = "" if digest.channel else "your "
    yours = f"{own}pilot" if len(digest.pilots) == 1 else f"{own}{len(digest.pilots)} pilots"
    parts = [f"Nothing changed in {yours}."]
    if digest.longest_stuck is not None:
        week, item = digest.longest_stuck
        parts.append(f"Stuck the longest: {pen.name(week.pilot.name)}, {stuck(item, pen)}.")
    if digest.next_gate is not None:
        week, gate = digest.next_gate
        parts.append(f"Next gate: {_gate(gate, digest, pen)} ({pen.name(week.pilot.name)}).")
    return " ".join(parts)


def _gate(gate: Ahead, digest: Digest, pen: Pen) -> str:
    return f"{pen.plain(gate.title)}, {day(gate.due, digest.until.date())}"


# --- what is owed ------------------------------------------------------------------------------------


def decision(owed: Decision, pen: Pen, reader: Person | None = None) -> str:
    """One decision waits for you: … `reader`: whom it waits for, where others read it as well."""
    ask, why = _asked(owed, pen)
    whom = pen.person(reader) if reader is not None else "you"
    return f"{pen.strong(f'One decision waits for {whom}: {ask}.')} {why}"


def _asked(owed: Decision, pen: Pen) -> tuple[str, str]:
    pilot, title = pen.name(owed.pilot.name), pen.quoted(owed.title)
    who = pen.person(owed.person) if owed.person else "The team"
    if owed.kind == "gate" and owed.due is not None:
        what = f"the gate {pen.plain(owed.title)} of {pilot}"
        return f"approve {what}", f"It was due {day(owed.due)}, and {_all_done(owed.actions)}."
    if owed.kind == "ownership" and owed.own:
        return (
            f"accept {pilot} as its owner",
            "It has no leader from operations who has accepted it, and you are named.",
        )
    if owed.kind == "ownership":
        return f"say who owns {pilot}", "No leader from operations has accepted it, and nobody is named."
    if owed.kind == "unblock" and owed.since is not None:
        return f"unblock {title} of {pilot}", f"{who} has waited since {day(owed.since)}: {pen.quoted(owed.reason)}."
    more = f", and {counted(owed.actions - 1, 'more action')} soon" if owed.actions > 1 else ""
    when = f"It is due {day(owed.due)}{more}; nobody has " + ("them." if more else "it.") if owed.due else ""
    return f"say who takes {title} of {pilot}", when


def _all_done(actions: int) -> str:
    return "its one action is done" if actions == 1 else f"all {actions} of its actions are done"


def more_owed(digest: Digest) -> str:
    """3 more wait: 1 gate to approve and 2 actions to unblock. Empty where none does."""
    kinds = [counted(count, *_OWED[kind]) for kind, count in digest.more_owed]
    many = len(digest.decisions) - 1
    return f"{many} more {'waits' if many == 1 else 'wait'} behind it: {listed(kinds)}." if kinds else ""


# --- a pilot -----------------------------------------------------------------------------------------


def pilot(week: PilotWeek, digest: Digest, framework: Framework, pen: Pen) -> Iterator[str]:
    """Its name and stage; what moved; what is stuck; what comes next week. A line each, where there is something."""
    yield f"{pen.strong(pen.name(week.pilot.name))} · {stage(week, framework)}"
    if moved := list(_moved(week, digest, framework, pen)):
        yield f"Moved: {'; '.join(moved)}"
    if week.stuck:
        yield f"Stuck: {'; '.join(_first(week.stuck, pen))}"
    if week.ahead:
        yield f"Next week: {'; '.join(_coming(week.ahead, pen))}"


def stage(week: PilotWeek, framework: Framework) -> str:
    if week.stage is None:
        return "begun this week" if week.started else "not assessed yet"
    now = framework.stage(week.stage).name
    if week.stage_before is None:
        return f"{now}, assessed for the first time"
    return f"{now}, was {framework.stage(week.stage_before).name}" if week.stage != week.stage_before else now


def _moved(week: PilotWeek, digest: Digest, framework: Framework, pen: Pen) -> Iterator[str]:
    pillars = [f"{p.name.lower()} {_mean(p.before)} → {_mean(p.now)}" for p in week.pillars]
    if pillars:
        yield ", ".join(pillars)
    yield from (_level(move, framework, pen) for move in week.moves[:_MOST_MOVES])
    if len(week.moves) > _MOST_MOVES:
        yield f"{len(week.moves) - _MOST_MOVES} more criteria"
    for dispute in week.disputes:
        people = listed(pen.person(person) for person in dispute.people)
        yield f"{people} see {dispute.name.lower()} differently" + (" no more" if dispute.settled else "")
    if week.plan is not None:
        yield _plan(week, digest)
    if week.done:
        yield f"{counted(len(week.done), 'action')} done"
    if week.blocked:
        yield counted(len(week.blocked), "new blocker")
    if week.unblocked:
        yield f"{counted(len(week.unblocked), 'action')} unblocked"


def _level(move: LevelMove, framework: Framework, pen: Pen) -> str:
    name = move.name.lower()
    before, now = (framework.level_name(level) for level in (move.before, move.now))
    if not move.reason or move.speaker is None:
        return f"{name} {before} → {now}"
    return f"{name} {before} → {now} ({pen.quoted(move.reason)}, {pen.person(move.speaker)})"


def _plan(week: PilotWeek, digest: Digest) -> str:
    plan, today = week.plan, digest.until.date()
    assert plan is not None
    if plan.drafted:
        return f"a new plan, {counted(plan.weeks, 'week')} to {day(plan.end, today)}"
    was = f" instead of {day(plan.ended, today)}" if plan.ended else ""
    return f"the plan now ends {day(plan.end, today)}{was}"


def _mean(value: float) -> str:
    text = f"{value:.2f}"
    return text[:-1] if text.endswith("0") else text


def _first(items: Sequence[Stuck], pen: Pen) -> Iterator[str]:
    yield from (stuck(item, pen) for item in items[:_MOST_STUCK])
    if len(items) > _MOST_STUCK:
        yield f"{len(items) - _MOST_STUCK} more"


def stuck(item: Stuck, pen: Pen) -> str:
    """What does not go on, for how long, and whom it waits for."""
    days, who = counted(item.days, "day"), pen.person(item.who) if item.who else ""
    if item.kind == "interview":
        return f"the interview has waited {days} for {f'an answer of {who}' if who else 'an answer'}"
    if item.kind == "paused":
        return f"the interview has been paused for {days}"
    held = f" ({who})" if who else ""
    if item.kind == "overdue":
        more = f", and {item.count - 1} more" if item.count > 1 else ""
        return f"{pen.quoted(item.title)}{held} {days} overdue{more}"
    return f"{pen.quoted(item.title)}{held}, blocked {days}: {pen.quoted(item.reason)}"


def _coming(items: Sequence[Ahead], pen: Pen) -> Iterator[str]:
    """Gates first: they are what a leader keeps free for."""
    ordered = sorted(items, key=lambda item: item.kind != "gate")
    for item in ordered[:_MOST_AHEAD]:
        who = f", {pen.person(item.who)}" if item.who else ""
        what = f"gate {pen.plain(item.title)}" if item.kind == "gate" else pen.quoted(item.title)
        yield f"{what} ({day(item.due)}{who})"
    if len(items) > _MOST_AHEAD:
        yield f"{len(items) - _MOST_AHEAD} more due"


def unchanged(weeks: Sequence[PilotWeek], pen: Pen) -> Iterator[str]:
    """A line for each in which something is stuck, one for all the others."""
    for week in (week for week in weeks if week.stuck):
        yield f"{pen.name(week.pilot.name)}: nothing changed; {'; '.join(_first(week.stuck[:1], pen))}."
    if still := [pen.name(week.pilot.name) for week in weeks if not week.stuck]:
        yield f"{listed(still, 8)}: nothing changed."


# --- all of them -------------------------------------------------------------------------------------


def portfolio(digest: Digest, framework: Framework, pen: Pen) -> str:
    """Where the pilots stand, what they lack together, and what stands still."""
    found = digest.portfolio
    assert found is not None
    lines = [f"{pen.strong(headline(found, framework))} {moves(found, framework, pen)}"]
    lines += [shared_gap(gap, pen) for gap in found.shared[:1]]
    lines += [stalled(found, pen)] if found.stalled else []
    return sentence("\n".join(lines))
