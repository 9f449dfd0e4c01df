"""What the terminal shows: questions, what was noted, the assessment, the plan."""

from datetime import date

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.domain.assessment.assessment import Assessment, list_weakest_pillars
from bot.domain.assessment.explanation import explain_rating
from bot.domain.assessment.rating import CriterionStanding, Rating, find_standing, list_high_standings
from bot.domain.assessment.review import CitedAnswer
from bot.domain.framework.framework import Criterion, Framework
from bot.domain.interview.criterion_state import STATE_PHRASES, find_state
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.plan.action import Action
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.services.interview.interviewing import TurnOutcome
from bot.wording.basis_words import format_accountable
from bot.wording.formatter import format_day
from bot.wording.gate_words import format_gate_day
from bot.wording.level_bar import render_bar
from bot.wording.level_words import (
    TO_CONFIRM,
    describe_chosen_levels,
    describe_high_level,
    describe_support,
    describe_translation,
    list_kept_lower,
)
from bot.wording.plan_counts import describe_contents
from bot.wording.rollout_words import list_rollout_lines
from bot.wording.unknowns import count_unknowns, explain_unknown, group_unknowns

_WIDEST = 100
LATE = "↳ that answers what I asked before, and counts there; my last question stays open"
_QUOTE = 400
"""As in Slack: hardly a sentence is longer, and one that is cut could lose its "not"."""


def new_console() -> Console:
    """A console that stays readable on wide screens and in pipes."""
    console = Console(highlight=False, soft_wrap=False)
    return Console(highlight=False, width=min(console.width, _WIDEST))


def render_question(asked: Question, known: int, framework: Framework) -> RenderableType:
    of = len(framework.criterion_ids)
    about = " and ".join(framework.get_criterion(c).name for c in asked.criteria) or "Opening"
    meta = f"{about} · {known} of {of} known · why I ask: {asked.why}"
    return Padding(Group(Text(asked.text, style="bold"), Text(meta, style="dim")), (1, 0, 0, 0))


def render_answer(name: str, role: str, text: str) -> RenderableType:
    who = Text.assemble((name, "cyan"), (f" ({role})" if role else "", "dim"))
    return Padding(Group(who, Text(text.strip())), (1, 0, 0, 4))


def render_redaction_notice(kinds: tuple[str, ...]) -> RenderableType:
    """Said at once when somebody pasted a secret."""
    what = " and ".join(kinds)
    told = f"That message held what looks like {what}. I took it out and kept none of it."
    return Padding(Text(f"{told} Please change it where it is used.", style="yellow"), (0, 0, 0, 4))


def render_turn_outcome(heard: TurnOutcome, framework: Framework) -> RenderableType | None:
    """One compact line a criterion: where it was noted, how it stands, and the words it rests on. None: no line."""
    taken = [item for item in heard.interview.evidence if item.turn_id == heard.turn.id]
    lines = [Text(LATE, style="dim")] if heard.late_for is not None else []
    for criterion in dict.fromkeys(item.criterion for item in taken):
        first = next(item for item in taken if item.criterion == criterion)
        name, standing = framework.get_criterion(criterion).name, find_standing(criterion, heard.interview.evidence)
        lines.append(_format_kept_line(name, first) if first.in_passing else _format_noted_line(name, standing, first))
    kept = list_kept_lower(heard.turn.id, heard.interview, heard.refusals)
    lines += [Text(f"↳ {told.format(criteria=framework.get_criterion(c).name)}") for c, told in kept.items()]
    return Padding(Group(*lines), (0, 0, 0, 4)) if lines else None


def render_nothing_noted() -> RenderableType:
    return Padding(Text("↳ kept; nothing in it that I can rate yet", style="dim"), (0, 0, 0, 4))


def _format_kept_line(name: str, said: Evidence) -> Text:
    line = Text.assemble("↳ kept for ", (name, "green"), ", which I'll still ask about ", style="dim")
    return line.append(f"“{shorten_quote(said.sentence)}”")


def _format_noted_line(name: str, standing: CriterionStanding | None, said: Evidence) -> Text:
    line = Text.assemble(
        "↳ noted under ", (name, "green"), f" {render_bar(standing.level if standing else None)} ", style="dim"
    )
    if standing and standing.disputed:
        line.append("↔ two of you see this differently; I keep both ", style="yellow")
    return line.append(f"“{shorten_quote(said.sentence)}”")


def shorten_quote(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1].rsplit(" ", 1)[0] + "…"


def render_cited_answer(answer: CitedAnswer) -> RenderableType:
    """An answer to a question back, with what it rests on."""
    sources = f" [{', '.join(answer.citations)}]" if answer.citations else ""
    return Padding(Text(f"{answer.text}{sources}"), (0, 0, 0, 4))


def render_summary(interview: Interview, framework: Framework) -> RenderableType:
    """Here is what I understood: a line a criterion, pillar by pillar."""
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for pillar in framework.pillars:
        table.add_row(Text(pillar.name, style="bold"), "", "")
        for criterion in pillar.criteria:
            standing = find_standing(criterion.id, interview.evidence)
            table.add_row(
                f"  {criterion.name}",
                render_bar(standing.level if standing else None),
                _format_understood(interview, criterion.id, standing),
            )
    return Group(Text("Here is what I understood.", style="bold"), table, *_render_high_levels(interview, framework))


def _render_high_levels(interview: Interview, framework: Framework) -> list[Text]:
    """What somebody else is to confirm or lower."""
    high = list_high_standings(framework, interview.evidence)
    lines = [
        Text(f"  {framework.get_criterion(s.criterion).name} {render_bar(s.level)} {describe_high_level(s, interview)}")
        for s in high
    ]
    how = Text("/confirm CRITERION, or /confirm CRITERION LEVEL to lower it.", style="dim")
    return [Text(f"{TO_CONFIRM[0].upper()}{TO_CONFIRM[1:]}:", style="bold"), *lines, how] if lines else []


def render_high_level(interview: Interview, framework: Framework, criterion: str) -> RenderableType:
    """How one of them stands, once somebody confirmed or lowered it."""
    standing = find_standing(criterion, interview.evidence)
    told = describe_high_level(standing, interview) if standing else ""
    line = f"{framework.get_criterion(criterion).name} {render_bar(standing.level if standing else None)} {told}"
    return Padding(Text(line), (0, 0, 0, 4))


def _format_understood(interview: Interview, criterion: str, standing: CriterionStanding | None) -> Text:
    if standing is None:
        return Text(STATE_PHRASES.get(find_state(interview, criterion), "unknown so far"), style="dim")
    item = standing.evidence[-1]
    sign = "↔ " if standing.disputed else ""
    return Text(f"{sign}“{shorten_quote(item.sentence)}” ({interview.get_person(item.speaker).byline})")


def render_assessment(made: Assessment, framework: Framework) -> RenderableType:
    """The assessment, readable in ten seconds."""
    framework = framework.get_version(made.framework_version)
    table = Table(box=None, padding=(0, 1), show_header=False)
    for readiness in made.pillars:
        pillar = framework.get_pillar(readiness.pillar)
        shown = render_bar(readiness.mean if readiness.known else None)
        table.add_row(pillar.name, shown, f"{readiness.mean:.2f}", f"{readiness.known} of {readiness.of} known")
    return Panel(
        Group(*_render_stage(made, framework), "", table, "", *_render_findings(made, framework)),
        title="Assessment",
        title_align="left",
    )


def _render_stage(made: Assessment, framework: Framework) -> tuple[Text, Text]:
    """The stage and what holds it back; where too much was not asked, that there is none yet."""
    if not made.is_rated:
        why = f" has no stage yet: of {len(made.ratings)}, {', '.join(count_unknowns(made.ratings))}."
        first = "Go on with the interview first." if made.stage_basis == "open" else "First ask somebody who knows."
        return Text.assemble((made.pilot.name, "bold"), why), Text(first)
    weakest = " and ".join(pillar.name.lower() for pillar in list_weakest_pillars(framework, made.levels))
    stage = framework.get_stage(made.stage)
    at = " is provisionally at the stage " if made.stage_basis == "provisional" else " is at the stage "
    head = Text.assemble((made.pilot.name, "bold"), at, (stage.name, "bold"), ". ", stage.means)
    return head, Text(f"Held back by {weakest}." if not framework.is_last_stage(made.stage) else "")


def _render_findings(made: Assessment, framework: Framework) -> list[RenderableType]:
    disputed = [framework.get_criterion(d.criterion).name for d in made.disagreements]
    traps = [framework.get_trap(trap.trap).name for trap in made.traps]
    lines = [
        f"↔ Seen differently by two of you: {', '.join(disputed)}" if disputed else "",
        *(f"{why.capitalize()}: {', '.join(names)}" for why, names in group_unknowns(made, framework)),
        f"Traps: {', '.join(traps)}" if traps else "",
        describe_chosen_levels(made),
        format_analyst_notice(made.analyst),
    ]
    return [Text(line) for line in lines if line]


def format_analyst_notice(analyst: str) -> str:
    """Who read the answers; said wherever ratings are shown."""
    if analyst == "offline":
        return "Read by rule: no language model was used. Check the quotes before you rely on a level."
    return f"Read by {analyst}. AI-generated: check the quotes before you rely on a level."


def render_ratings(made: Assessment, framework: Framework) -> RenderableType:
    """Why these ratings: level, what is there, the quote it rests on, and what the next step lacks."""
    framework = framework.get_version(made.framework_version)
    table = Table(show_lines=False, box=None, padding=(0, 1))
    for column in ("Criterion", "Level", "Resting on"):
        table.add_column(column, overflow="fold", no_wrap=column == "Level")
    for rating in made.ratings:
        criterion = framework.get_criterion(rating.criterion)
        level = f"{render_bar(rating.level)} {framework.get_level_name(rating.level)}"
        table.add_row(criterion.name, level, _build_explanation(made, rating, criterion))
    return table


def _build_explanation(made: Assessment, rating: Rating, criterion: Criterion) -> Text:
    told = explain_rating(made, rating, criterion)
    if not told.quotes:
        return Text(explain_unknown(rating, made))
    first = told.quotes[0]
    name = made.get_person(first.speaker).byline
    chosen = f"; {by}" if (by := describe_support(first, name, made.evidence)) else ""
    quote = f"“{shorten_quote(first.sentence)}”{describe_translation(first)} ({name}{chosen})"
    return Text("\n").join(Text(line) for line in (told.there, quote, told.gap) if line)


def render_plan(drafted: ProductionPlan) -> RenderableType:
    """The plan as a short message: length, gates, the first three actions."""
    head = Text.assemble(
        (drafted.duration_headline, "bold"), f", from {drafted.start:%A %-d %B %Y}. {len(drafted.actions)} actions."
    )
    busy = [phase for phase in drafted.phases if drafted.list_phase_actions(phase.id) or not drafted.is_discovery_only]
    gates = [Text(_format_gate_line(phase)) for phase in busy]
    dated = [action for action in drafted.actions if action.is_committed] or drafted.actions
    first = sorted(dated, key=lambda action: (action.start, action.due))[:3]
    way = [Text(f"· {line}") for line in list_rollout_lines(drafted, format_day)]
    steps = [_format_first_action(action) for action in first]
    clashes = [Text(f"⚠ {conflict.sentence}", style="yellow") for conflict in drafted.conflicts]
    told = (head, Text(drafted.horizons.line), *clashes, *gates, Text("To live proof:", style="bold"), *way)
    beside = [Text(f"· {line}") for line in describe_contents(drafted).values()]
    if beside:
        beside = [Text("Beside the actions:", style="bold"), *beside]
    return Panel(Group(*told, Text("First three:", style="bold"), *steps, *beside), title="Plan", title_align="left")


def _format_gate_line(phase: PlannedPhase) -> str:
    gate = phase.gate
    when = format_gate_day(gate, _format_short_day)
    return f"Week {gate.week:>2} · gate {gate.name} ({when}) · {phase.why or gate.ends_with}"


def _format_short_day(when: date) -> str:
    return f"{when:%a %-d %b}"


def _format_first_action(action: Action) -> Text:
    who = f"({format_accountable(action)}, {action.due:%A %-d %B})"
    return Text.assemble("· ", action.title, " ", (who, "dim"))
