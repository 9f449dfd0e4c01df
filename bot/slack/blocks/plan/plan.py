"""The production plan in a message: how long, which gates and how far each is, and what comes next."""

from collections.abc import Iterator
from datetime import date

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.slack.blocks.actions.action import format_action_line
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.feedback import build_feedback
from bot.slack.blocks.kit.phrases import AT_RISK, DONE, WAITING, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day
from bot.wording.gate_words import describe_standing_miss, format_gate_day
from bot.wording.rollout_words import format_plan_dates, list_rollout_lines

_NEXT = 3
_GATES = 12
_CONFLICTS = 4
_LINE = 400
_OFFLINE = "offline"


def build_plan_message(progress: Progress, today: date | None = None, *, handed_out: bool = False) -> MessageContent:
    """Stands in the thread and is kept up to date: it says nothing that the next day makes wrong.
    `today`: by which a gate is missed; without it none is told. `handed_out`: its files come with it."""
    drafted = progress.plan
    reference = Reference(plan=drafted.id, pilot=drafted.pilot.id)
    if not drafted.actions:
        return kit.build_text_message(
            f"{format_name(drafted.pilot.name)} needs no plan: every criterion is where production needs it."
        )
    return kit.build_message(
        (
            f"{format_name(drafted.pilot.name)}: {_format_plan_length(drafted)}, {format_plan_dates(drafted)}. "
            f"{_format_plan_counts(progress)}"
        ),
        kit.build_section(
            f"*{format_name(drafted.pilot.name)}: {_format_plan_length(drafted)}*, "
            f"{format_plan_dates(drafted)}. {_format_plan_counts(progress)}"
        ),
        *_build_conflicts(drafted),
        *kit.build_sections("\n".join(_list_gate_lines(progress)), 2),
        *_build_missed_gates(progress, today),
        *_build_rollout(drafted),
        kit.build_section(_format_next_actions(progress)),
        kit.build_context(*_format_plan_notes(drafted)),
        kit.build_buttons(
            kit.build_button("My actions", "plan_actions", reference),
            kit.build_button("All actions", "plan_all_actions", reference),
            _build_people_button(progress),
            _build_files_menu(reference, handed_out=handed_out),
        ),
        None if handed_out else build_feedback("plan", drafted.id),
    )


def _build_files_menu(reference: Reference, *, handed_out: bool) -> kit.Element:
    if handed_out:
        return kit.build_button("Annex and controls", "plan_annex", reference)
    again = (("Plan as PDF", "plan_pdf"), ("Word", "plan_docx"))
    return kit.build_menu(reference, *again, ("Annex and controls", "plan_annex"))


def _build_people_button(progress: Progress) -> kit.Element | None:
    """As long as something is left that nobody has."""
    if not any(standing.owner is None and standing.state != "done" for standing in progress.standings):
        return None
    plan = progress.plan
    return kit.build_button("Name the people", "plan_people", Reference(plan=plan.root_id, pilot=plan.pilot.id))


def _build_conflicts(drafted: ProductionPlan) -> tuple[kit.Block, ...]:
    """Where the team's own dates stand against the plan's."""
    told = [f"{AT_RISK} {escape_text(conflict.sentence, _LINE)}" for conflict in drafted.conflicts[:_CONFLICTS]]
    more = len(drafted.conflicts) - _CONFLICTS
    rest = [f"… and {format_count(more, 'more clash', 'more clashes')}, in the plan."] if more > 0 else []
    return kit.build_sections("\n".join([*told, *rest]), 2) if told else ()


def _build_rollout(drafted: ProductionPlan) -> list[kit.Block]:
    """Where the line is up to which dates can be kept, and the four steps to live proof."""
    lines = list_rollout_lines(drafted, format_day)
    if not lines:
        return []
    told = "\n".join(f"• {escape_text(line)}" for line in lines)
    return [kit.build_section(f"*To live proof.* {escape_text(drafted.horizons.line, _LINE)}\n{told}")]


def _format_plan_length(drafted: ProductionPlan) -> str:
    return drafted.duration_headline


def _format_plan_counts(progress: Progress) -> str:
    """How much there is, how far it is, and what is still nobody's."""
    plan, left = progress.plan, [s for s in progress.standings if s.state != "done"]
    done = f", {len(plan.actions) - len(left)} done" if len(left) < len(plan.actions) else ""
    nobodys = sum(standing.owner is None for standing in left)
    unsure = sum(standing.is_proposed for standing in left)
    parts = [
        f"{nobodys} still {'needs' if nobodys == 1 else 'need'} a name" if nobodys else "",
        f"{unsure} {'waits' if unsure == 1 else 'wait'} for a yes" if unsure else "",
    ]
    told = " and ".join(part for part in parts if part)
    counts = f"{format_count(len(plan.actions), 'action')}{done}, {format_count(len(plan.phases), 'gate')}."
    return f"{counts} {told}." if told else counts


def _list_gate_lines(progress: Progress) -> list[str]:
    """A line a gate that has its day; the others together, in one."""
    phases = progress.plan.phases[:_GATES]
    dated = [_format_gate_line(progress, phase) for phase in phases if phase.gate.due is not None]
    told = ", ".join(_format_outlined_gate(progress, phase) for phase in phases if phase.gate.due is None)
    return [*dated, f"Gates without a day yet: {told}."] if told else dated


def _format_outlined_gate(progress: Progress, phase: PlannedPhase) -> str:
    far = _format_gate_progress(progress.list_in_phase(phase.id)).removeprefix(" · ")
    when = f"*{escape_text(phase.gate.name, 40)}* {format_gate_day(phase.gate, format_day)}"
    return f"{when} ({far})" if far else when


def _format_gate_line(progress: Progress, phase: PlannedPhase) -> str:
    gate, own = phase.gate, progress.list_in_phase(phase.id)
    when = format_gate_day(gate, format_day)
    what = phase.why or gate.ends_with
    told = f"Week {gate.week} · gate *{escape_text(gate.name, 40)}*, {when}: {escape_text(what)}"
    return f"{told}{_format_gate_progress(own)}"


def _build_missed_gates(progress: Progress, today: date | None) -> tuple[kit.Block, ...]:
    missed = list_missed_gates(progress, today) if today is not None else ()
    told = [f"{AT_RISK} {escape_text(describe_standing_miss(gate))}" for gate in missed]
    return tuple(kit.build_sections("\n".join(told), 1)) if told else ()


def _format_gate_progress(own: tuple[ActionStatus, ...]) -> str:
    """· 2 of 5 done, 1 blocked; nothing as long as nothing has happened."""
    done, blocked = (sum(standing.state == state for standing in own) for state in ("done", "blocked"))
    parts = [
        f"{DONE + ' ' if done == len(own) else ''}{done} of {len(own)} done" if done else "",
        f"{AT_RISK} {blocked} blocked" if blocked else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f" · {told}" if told else ""


def _format_next_actions(progress: Progress) -> str:
    """Who starts with what; once the work is under way, what comes next."""
    begun = any(standing.state != "open" for standing in progress.standings)
    ahead = sorted(progress.list_dated(), key=lambda s: (s.action.start, s.due))[:_NEXT]
    if not ahead and progress.list_in_state("open"):
        return "*Next:* all that has a date is done; what follows is outlined. Give an action a date to commit to it."
    if not ahead:
        waits = "what is blocked is all that is left" if progress.list_in_state("blocked") else "all of it is done"
        return f"*Next:* {waits}."
    return "\n".join([f"*{'Next' if begun else 'First'}:*", *(format_action_line(progress, s) for s in ahead)])


def _format_plan_notes(drafted: ProductionPlan) -> Iterator[str]:
    yield from (escape_text(note, _LINE) for note in drafted.notes[:3])
    chosen = "Actions and dates follow from the ratings by rule"
    if drafted.analyst == _OFFLINE:
        yield f"{chosen}; the words are the library's own. Each action can be followed back to what somebody said."
    else:
        yield (
            f"{chosen}; worded by {escape_text(drafted.analyst, 60)}. AI-generated: check it before you "
            "commit to dates."
        )


def build_drafting_message(pilot_name: str) -> MessageContent:
    return kit.build_text_message(
        f"{WAITING} I'm drafting the plan for _{format_name(pilot_name)}_. It comes here in about a minute."
    )


def format_file_note(drafted: ProductionPlan) -> str:
    """What stands above the uploaded file."""
    return f"{format_name(drafted.pilot.name)}: {_format_plan_length(drafted)}, {format_plan_dates(drafted)}."
