"""The plan as a canvas: paragraphs of ours, each renewed by itself, and room for the team's own."""

import re
from collections.abc import Iterator

from bot.domain.actions.progress import Progress, Standing
from bot.domain.messaging.canvas import CanvasPart
from bot.domain.messaging.message import Post
from bot.domain.planning.plan import PlannedPhase, ProductionPlan
from bot.slack.blocks.kit.elements import context, post
from bot.slack.blocks.kit.text import cleaned, full_day, name, shortened
from bot.wording.formatter import day

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#!])")
_TITLE, _WORDS = 140, 400
_OURS = (
    "Flightplan renews each of its paragraphs when the plan changes, as long as nobody has changed that paragraph. "
    "Whatever you write yourselves stays."
)


def title_of(plan: ProductionPlan) -> str:
    return shortened(f"{cleaned(plan.pilot.name)}: production plan", _TITLE)


def parts_of(progress: Progress) -> tuple[CanvasPart, ...]:
    """By a key each, so that what was written can be found again."""
    return tuple(_parts(progress))


def told(plan: ProductionPlan, link: str) -> Post:
    text = f"The plan is a canvas in this channel too: <{link}|{name(plan.pilot.name)}: production plan>. Write on it."
    return post("The plan is a canvas in this channel too.", context(text))


def since(text: CanvasPart) -> CanvasPart:
    """How a change is told of a paragraph that people made their own."""
    return text.model_copy(update={"key": f"since:{text.key}", "text": f"Changed since: {text.text}"})


def _parts(progress: Progress) -> Iterator[CanvasPart]:
    plan = progress.plan
    yield _part("about", f"{cleaned(plan.headline)}, from {full_day(plan.start)} to {full_day(plan.end)}.")
    yield _part("ours", _OURS)
    yield _heading("gates", "Gates", 2)
    for phase in plan.phases:
        yield from _gate(phase, progress)
    yield _heading("actions", "Actions", 2)
    for phase in plan.phases:
        standings = progress.of_phase(phase.id)
        if standings:
            yield _heading(f"phase:{phase.id}", phase.name, 3)
        for standing in standings:
            yield from _action(standing, plan)
    if plan.open_questions:
        yield _heading("questions", "Open questions", 2)
        yield from (_part(f"question:{q}", _short(q, _WORDS)) for q in plan.open_questions)
    yield _heading("notes", "Notes of the team", 2)
    yield _part("yours", "Write here what the plan doesn't say.")


def _gate(phase: PlannedPhase, progress: Progress) -> Iterator[CanvasPart]:
    """What stays and what changes stand apart: who writes beside the one is not in the way of the other."""
    gate, own = phase.gate, progress.of_phase(phase.id)
    done = sum(standing.state == "done" for standing in own)
    far = f" · {done} of {len(own)} actions done" if own else ""
    gate_name = cleaned(gate.name)
    yield _part(f"gate:{phase.id}", f": {_short(gate.ends_with, _WORDS)}", strong=f"Gate {gate_name}")
    yield _part(f"when:{phase.id}", f"Gate {gate_name} is on {full_day(gate.due)}, week {gate.week}{far}")


def _action(standing: Standing, plan: ProductionPlan) -> Iterator[CanvasPart]:
    action, number = standing.action, plan.number(standing.action.id)
    who = cleaned(standing.owner_name) if standing.owner_name else f"{action.role_name.lower()}, to be named"
    exit_test = f". Exit test: {_short(action.exit, _WORDS)}"
    yield _part(f"action:{action.id}", exit_test, strong=f"{number}. {_short(action.title, _TITLE)}")
    yield _part(f"standing:{action.id}", f"Action {number} · {who} · due {day(standing.due)} · {standing.state}")


def _part(key: str, words: str, strong: str = "") -> CanvasPart:
    begins = f"**{_escaped(strong)}**" if strong else ""
    return CanvasPart(key=key, text=f"{begins}{_escaped(words)}", shown=f"{strong}{words}")


def _heading(key: str, words: str, level: int) -> CanvasPart:
    shown = cleaned(words)
    return CanvasPart(key=f"heading:{key}", text=f"{'#' * level} {_escaped(shown)}", shown=shown)


def _short(text: str, most: int) -> str:
    return shortened(cleaned(text), most)


def _escaped(text: str) -> str:
    """A canvas acts on Markdown, as nobody's words may."""
    return _SPECIAL.sub(r"\\\1", text)
