"""The plan as a canvas: paragraphs of ours, each renewed by itself, and room for the team's own."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.actions.missed_gates import MissedGate, list_missed_gates
from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.core.phrases import format_date
from bot.domain.messaging.canvas import CanvasPart
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.slack.blocks.kit.elements import build_context, build_message
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.text import clean_line, shorten_text
from bot.slack.blocks.plan.canvas_gates import list_gate_lines, list_risk_lines
from bot.wording.formatter import format_day
from bot.wording.gate_words import describe_standing_miss, format_gate_day
from bot.wording.plan_counts import describe_contents
from bot.wording.rollout_words import format_plan_dates, list_rollout_lines

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#!])")
_TITLE, _WORDS = 140, 400
_OURS = (
    "Flightplan renews each of its paragraphs when the plan changes, as long as nobody has changed that paragraph. "
    "Whatever you write yourselves stays."
)


def format_canvas_title(plan: ProductionPlan) -> str:
    return shorten_text(f"{clean_line(plan.pilot.name)}: production plan", _TITLE)


def build_canvas_parts(progress: Progress, today: date | None = None) -> tuple[CanvasPart, ...]:
    """By a key each, so that what was written can be found again. `today`: by which a gate is missed."""
    missed = {found.gate.phase: found for found in (list_missed_gates(progress, today) if today else ())}
    return tuple(_iterate_parts(progress, missed))


def build_canvas_message(plan: ProductionPlan, link: str) -> MessageContent:
    text = (
        f"The plan is a canvas in this channel too: <{link}|{format_name(plan.pilot.name)}: production "
        "plan>. Write on it."
    )
    return build_message("The plan is a canvas in this channel too.", build_context(text))


def build_changed_since_part(text: CanvasPart) -> CanvasPart:
    """How a change is told of a paragraph that people made their own."""
    return text.model_copy(update={"key": f"since:{text.key}", "text": f"Changed since: {text.text}"})


def _iterate_parts(progress: Progress, missed: Mapping[str, MissedGate]) -> Iterator[CanvasPart]:
    plan = progress.plan
    yield _build_part("about", f"{clean_line(plan.duration_headline)}, {format_plan_dates(plan)}.")
    if plan.rollout:
        yield _build_part("line", plan.horizons.line or plan.duration_headline)
        for step, line in zip(plan.rollout, list_rollout_lines(plan, format_date), strict=True):
            yield _build_part(f"step:{step.step}", line)
    for key, line in describe_contents(plan).items():
        yield _build_part(f"beside:{key}", clean_line(line))
    yield _build_part("ours", _OURS)
    yield _build_heading("gates", "Gates", 2)
    for phase in plan.phases:
        yield from _build_gate_parts(phase, progress, missed.get(phase.id))
        yield from (_build_part(key, _shorten_line(line, _WORDS)) for key, line in list_gate_lines(phase, plan))
    yield _build_heading("actions", "Actions", 2)
    for phase in plan.phases:
        standings = progress.list_in_phase(phase.id)
        if standings:
            yield _build_heading(f"phase:{phase.id}", phase.name, 3)
        for standing in standings:
            yield from _build_action_parts(standing, plan)
    yield from _build_list_parts(plan)
    yield _build_heading("notes", "Notes of the team", 2)
    yield _build_part("yours", "Write here what the plan doesn't say.")


def _build_list_parts(plan: ProductionPlan) -> Iterator[CanvasPart]:
    """The register of risks, and what somebody still has to answer."""
    if risks := list(list_risk_lines(plan)):
        yield _build_heading("risks", "Risks", 2)
        yield from (
            _build_part(key, _shorten_line(rest, _WORDS), strong=clean_line(title)) for key, title, rest in risks
        )
    if plan.open_questions:
        yield _build_heading("questions", "Open questions", 2)
        for number, question in enumerate(plan.open_questions, start=1):
            yield _build_part(f"question:{question}", f"{number}. {_shorten_line(question, _WORDS)}")


def _build_gate_parts(phase: PlannedPhase, progress: Progress, missed: MissedGate | None) -> Iterator[CanvasPart]:
    """What stays and what changes stand apart: who writes beside the one is not in the way of the other."""
    gate, own = phase.gate, progress.list_in_phase(phase.id)
    done = sum(standing.state == "done" for standing in own)
    far = f" · {done} of {len(own)} actions done" if own else ""
    gate_name = clean_line(gate.name)
    yield _build_part(f"gate:{phase.id}", f": {_shorten_line(gate.ends_with, _WORDS)}", strong=f"Gate {gate_name}")
    when = f"Gate {gate_name}: {format_gate_day(gate, format_date)}, week {gate.week}{far}"
    yield _build_part(f"when:{phase.id}", clean_line(describe_standing_miss(missed)) if missed else when)


def _build_action_parts(standing: ActionStatus, plan: ProductionPlan) -> Iterator[CanvasPart]:
    action, number = standing.action, plan.get_action_number(standing.action.id)
    who = clean_line(standing.owner_name) if standing.owner_name else f"{action.role_name.lower()}, to be named"
    who += " (has left)" if standing.owner_left else ""
    exit_test = f". Exit test: {_shorten_line(action.exit, _WORDS)}"
    yield _build_part(f"action:{action.id}", exit_test, strong=f"{number}. {_shorten_line(action.title, _TITLE)}")
    yield _build_part(
        f"standing:{action.id}", f"Action {number} · {who} · due {format_day(standing.due)} · {standing.state}"
    )


def _build_part(key: str, words: str, strong: str = "") -> CanvasPart:
    begins = f"**{_escape_markdown(strong)}**" if strong else ""
    return CanvasPart(key=key, text=f"{begins}{_escape_markdown(words)}", shown=f"{strong}{words}")


def _build_heading(key: str, words: str, level: int) -> CanvasPart:
    shown = clean_line(words)
    return CanvasPart(key=f"heading:{key}", text=f"{'#' * level} {_escape_markdown(shown)}", shown=shown)


def _shorten_line(text: str, most: int) -> str:
    return shorten_text(clean_line(text), most)


def _escape_markdown(text: str) -> str:
    """A canvas acts on Markdown, as nobody's words may."""
    return _SPECIAL.sub(r"\\\1", text)
