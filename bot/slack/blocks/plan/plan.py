"""The production plan in a message: how long, which gates and how far each is, and what comes next."""

from collections.abc import Iterator

from bot.domain.actions.progress import Progress, Standing
from bot.domain.messaging.message import Post
from bot.domain.planning.plan import PlannedPhase, ProductionPlan
from bot.slack.blocks.actions.action import whose
from bot.slack.blocks.kit.elements import actions, button, context, post, section, sections
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import AT_RISK, DONE, WAITING, full_day, name, plain
from bot.wording.formatter import counted, day

_NEXT = 3
_TITLE = 140
_GATES = 12
_OFFLINE = "offline"


def message(progress: Progress) -> Post:
    """Stands in the thread and is kept up to date: it says nothing that the next day makes wrong."""
    drafted = progress.plan
    reference = Reference(plan=drafted.id, pilot=drafted.pilot.id)
    if not drafted.actions:
        text = f"{name(drafted.pilot.name)} needs no plan: every criterion is where production needs it."
        return post(text, section(text))
    return post(
        f"{name(drafted.pilot.name)}: {_length(drafted)}, {_span(drafted)}. {_counts(progress)}",
        section(f"*{name(drafted.pilot.name)}: {_length(drafted)}*, {_span(drafted)}. {_counts(progress)}"),
        *sections("\n".join(_gate_line(progress, phase) for phase in drafted.phases[:_GATES]), 2),
        section(_ahead(progress)),
        context(*_notes(drafted)),
        actions(
            button("My actions", "plan_actions", reference),
            button("All actions", "plan_all_actions", reference),
            button("Plan as PDF", "plan_pdf", reference),
            button("Word", "plan_docx", reference),
        ),
    )


def _length(drafted: ProductionPlan) -> str:
    proof = "the rest of the proof" if drafted.stage == "production" else "a proof of production"
    return f"{counted(drafted.weeks, 'week')} to {proof}"


def _span(drafted: ProductionPlan) -> str:
    return f"from {full_day(drafted.start)} to {full_day(drafted.end)}"


def _counts(progress: Progress) -> str:
    """How much there is, how far it is, and what is still nobody's."""
    plan, left = progress.plan, [s for s in progress.standings if s.state != "done"]
    done = f", {len(plan.actions) - len(left)} done" if len(left) < len(plan.actions) else ""
    nobodys = sum(standing.owner is None for standing in left)
    unsure = sum(standing.proposed for standing in left)
    parts = [
        f"{nobodys} still {'needs' if nobodys == 1 else 'need'} a name" if nobodys else "",
        f"{unsure} {'waits' if unsure == 1 else 'wait'} for a yes" if unsure else "",
    ]
    told = " and ".join(part for part in parts if part)
    counts = f"{counted(len(plan.actions), 'action')}{done}, {counted(len(plan.phases), 'gate')}."
    return f"{counts} {told}." if told else counts


def _gate_line(progress: Progress, phase: PlannedPhase) -> str:
    gate, own = phase.gate, progress.of_phase(phase.id)
    told = f"Week {gate.week} · gate *{plain(gate.name, 40)}*, {day(gate.due)}: {plain(gate.ends_with)}"
    return f"{told}{_far(own)}"


def _far(own: tuple[Standing, ...]) -> str:
    """· 2 of 5 done, 1 blocked; nothing as long as nothing has happened."""
    done, blocked = (sum(standing.state == state for standing in own) for state in ("done", "blocked"))
    parts = [
        f"{DONE + ' ' if done == len(own) else ''}{done} of {len(own)} done" if done else "",
        f"{AT_RISK} {blocked} blocked" if blocked else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f" · {told}" if told else ""


def _ahead(progress: Progress) -> str:
    """Who starts with what; once the work is under way, what comes next."""
    begun = any(standing.state != "open" for standing in progress.standings)
    ahead = sorted(progress.in_state("open"), key=lambda s: (s.action.start, s.due))[:_NEXT]
    if not ahead:
        waits = "what is blocked is all that is left" if progress.in_state("blocked") else "all of it is done"
        return f"*Next:* {waits}."
    return "\n".join([f"*{'Next' if begun else 'First'}:*", *(step(progress, standing) for standing in ahead)])


def step(progress: Progress, standing: Standing) -> str:
    """4. Wire the data (Tomasz, Friday 11 December)"""
    number = progress.plan.number(standing.action.id)
    return f"{number}. {plain(standing.action.title, _TITLE)} ({whose(standing)}, {day(standing.due)})"


def _notes(drafted: ProductionPlan) -> Iterator[str]:
    yield from (plain(note, 400) for note in drafted.notes[:3])
    chosen = "Actions and dates follow from the ratings by rule"
    if drafted.analyst == _OFFLINE:
        yield f"{chosen}; the words are the library's own. Each action can be followed back to what somebody said."
    else:
        yield f"{chosen}; worded by {plain(drafted.analyst, 60)}. AI-generated: check it before you commit to dates."


def drafting_under_way(pilot_name: str) -> Post:
    text = f"{WAITING} I'm drafting the plan for _{name(pilot_name)}_. It comes here in about a minute."
    return post(text, section(text))


def file_note(drafted: ProductionPlan) -> str:
    """What stands above the uploaded file."""
    return f"{name(drafted.pilot.name)}: {_length(drafted)}, {_span(drafted)}."
