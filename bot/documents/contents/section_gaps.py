"""Where the pilot stands and what it lacks: stage, pillars, and the gaps in the order in which they block it."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Picture, Table
from bot.documents.contents.pieces import (
    build_cell,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.domain.assessment.assessment import PillarReadiness, list_weakest_pillars
from bot.domain.core.phrases import join_with_and, spell_count
from bot.domain.plan.plan import PlannedGap
from bot.wording.formatter import format_count
from bot.wording.level_bar import render_bar
from bot.wording.unknowns import explain_unknown

_QUOTES = 2


def build_stage_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    stage = next((rule for rule in matter.framework.stages if rule.id == matter.plan.stage), None)
    yield build_paragraph(
        "Stage: ", build_strong_run(matter.get_stage_name(matter.plan.stage)), f". {stage.means if stage else ''}"
    )
    yield build_paragraph(_describe_stage_rule(matter), _describe_weakest_pillars(matter))
    columns = build_columns(("Pillar", 4), ("Readiness, of 4", 4), ("Criteria known", 3), ("Asks", 9))
    rows = tuple(_build_pillar_row(readiness, matter) for readiness in matter.assessment.pillars)
    yield Table("Readiness of the pillars", columns, rows)
    yield build_criteria_picture(matter)


def _describe_stage_rule(matter: PlanDocumentData) -> str:
    gating = matter.framework.gating_pillars
    beside = [pillar.name.lower() for pillar in matter.framework.pillars if not pillar.gates_stage]
    rest = f"; the {join_with_and(beside)} carries the plan and isn't counted" if beside else ""
    return f"All {spell_count(len(gating))} pillars must hold, so the weakest of them decides the stage{rest}."


def _describe_weakest_pillars(matter: PlanDocumentData) -> str:
    names = [pillar.name.lower() for pillar in list_weakest_pillars(matter.framework, matter.assessment.levels)]
    if len(names) == len(matter.framework.gating_pillars):
        return " Here all of them stand alike."
    return f" Here that is {' and '.join(names)}."


def _build_pillar_row(readiness: PillarReadiness, matter: PlanDocumentData) -> tuple[Cell, ...]:
    pillar = next((p for p in matter.framework.pillars if p.id == readiness.pillar), None)
    shown = f"{render_bar(readiness.mean)} {readiness.mean:.2f}" if readiness.known else f"{render_bar(None)} unknown"
    return (
        build_strong_cell(matter.get_pillar_name(readiness.pillar)),
        build_cell(shown),
        build_cell(f"{readiness.known} of {readiness.of}"),
        build_cell(pillar.claim if pillar else "–"),
    )


def build_criteria_picture(matter: PlanDocumentData) -> Picture:
    levels = matter.assessment.levels
    told = (
        f"{pillar.name}: {', '.join(f'{c.name} {_format_spoken_level(levels.get(c.id))}' for c in pillar.criteria)}"
        for pillar in matter.framework.pillars
    )
    return Picture("criteria", "The level of every criterion", f"{'. '.join(told)}.")


def _format_spoken_level(level: int | None) -> str:
    return "unknown" if level is None else str(level)


def build_gap_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    gaps = matter.plan.gaps
    if gaps:
        yield build_paragraph(
            "The gaps, in the order in which they block the next stage, and the actions that close them."
        )
        columns = build_columns(
            ("Gap", 10), ("Level", 10), ("What is there", 13), (_format_needs_heading(matter), 13), ("Actions", 5)
        )
        yield Table("Gaps in the order in which they block", columns, tuple(_build_gap_row(g, matter) for g in gaps))
    else:
        yield build_paragraph("Every criterion is where production needs it: there is no gap to close.")
    short = {gap.criterion for gap in gaps}
    enough = [criterion.name for criterion in matter.framework.criteria if criterion.id not in short]
    if enough and gaps:
        yield build_paragraph(f"Already where it needs to be: {', '.join(enough)}.")


def _format_needs_heading(matter: PlanDocumentData) -> str:
    aim = matter.framework.get_stage(matter.plan.target_stage)
    return aim.needs or f"What {aim.name} needs"


def _build_gap_row(gap: PlannedGap, matter: PlanDocumentData) -> tuple[Cell, ...]:
    pillar = matter.find_pillar(gap.criterion)
    name = (
        build_words(build_strong_run(matter.get_criterion_name(gap.criterion))),
        *((build_words(pillar.name),) if pillar else ()),
    )
    needed = matter.get_level_description(gap.criterion, gap.target)
    if gap.kind == "disagreement":
        needed = "One answer that both stand by."
    return (
        name,
        _build_level_cell(gap, matter),
        tuple(build_words(told) for told in _list_what_is_there(gap, matter) if told),
        build_cell(needed),
        build_cell(matter.format_action_numbers(gap.actions)),
    )


def _list_what_is_there(gap: PlannedGap, matter: PlanDocumentData) -> Iterator[str]:
    """What was said of it, never what the ladder says of such a level."""
    if gap.kind == "disagreement":
        yield _describe_dispute(gap, matter)
    elif gap.now is None:
        yield explain_unknown(matter.assessment.get_rating(gap.criterion), matter.assessment)
    else:
        told = matter.explain_rating(gap.criterion)
        yield from [told.there] if told.there else (matter.format_evidence(item) for item in told.quotes[:_QUOTES])
        needed = matter.get_level_description(gap.criterion, gap.target)
        yield f"Rated at {gap.now} because not all of what is needed was said." if needed in told.gap else told.gap


def _build_level_cell(gap: PlannedGap, matter: PlanDocumentData) -> Cell:
    if gap.kind == "disagreement":
        return build_cell("in dispute")
    return build_words(matter.format_level(gap.now)), build_words(f"→ {matter.format_level(gap.target)}")


def _describe_dispute(gap: PlannedGap, matter: PlanDocumentData) -> str:
    rating = matter.assessment.get_rating(gap.criterion)
    speakers = {item.speaker for item in matter.assessment.evidence_for(rating)}
    people = format_count(max(2, len(speakers)), "person", "people")
    return clean_line(f"{people[0].upper()}{people[1:]} say different things of it; rated by the weaker claim.")
