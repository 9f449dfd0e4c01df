"""Where the pilot stands and what it lacks: stage, pillars, and the gaps in the order in which they block it."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Column, Paragraph, Picture, Section, Table
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.wording import cell, clean, counted, strong, words
from bot.domain.assessment.assessment import PillarReadiness, weakest_pillars
from bot.domain.planning.plan import PlannedGap
from bot.wording.level_bar import bar

_STAGE_RULE = (
    "All three pillars must hold, so the weakest of them decides the stage; the value case carries the plan and "
    "isn't counted."
)


def standing_section(matter: Matter) -> Section:
    return Section("Stage and pillars", tuple(_standing(matter)), own_page=True)


def _standing(matter: Matter) -> Iterator[Block]:
    stage = next((rule for rule in matter.framework.stages if rule.id == matter.plan.stage), None)
    yield Paragraph(words("Stage: ", strong(matter.stage_name(matter.plan.stage)), f". {stage.means if stage else ''}"))
    yield Paragraph(words(_STAGE_RULE, _weakest(matter)))
    columns = (Column("Pillar", 4), Column("Readiness, of 4", 4), Column("Criteria known", 3), Column("Asks", 9))
    rows = tuple(_pillar_row(readiness, matter) for readiness in matter.assessment.pillars)
    yield Table("Readiness of the pillars", columns, rows)
    yield heatmap(matter)


def _weakest(matter: Matter) -> str:
    names = [pillar.name.lower() for pillar in weakest_pillars(matter.framework, matter.assessment.levels)]
    if len(names) == len(matter.framework.gating_pillars):
        return " Here all of them stand alike."
    return f" Here that is {' and '.join(names)}."


def _pillar_row(readiness: PillarReadiness, matter: Matter) -> tuple[Cell, ...]:
    pillar = next((p for p in matter.framework.pillars if p.id == readiness.pillar), None)
    shown = f"{bar(readiness.mean)} {readiness.mean:.2f}" if readiness.known else f"{bar(None)} unknown"
    return (
        cell(strong(matter.pillar_name(readiness.pillar))),
        cell(shown),
        cell(f"{readiness.known} of {readiness.of}"),
        cell(pillar.claim if pillar else "–"),
    )


def heatmap(matter: Matter) -> Picture:
    levels = matter.assessment.levels
    told = (
        f"{pillar.name}: {', '.join(f'{c.name} {_spoken(levels.get(c.id))}' for c in pillar.criteria)}"
        for pillar in matter.framework.pillars
    )
    return Picture("criteria", "The level of every criterion", f"{'. '.join(told)}.")


def _spoken(level: int | None) -> str:
    return "unknown" if level is None else str(level)


def gap_section(matter: Matter) -> Section:
    return Section("What blocks the next stage", tuple(_gaps(matter)), own_page=bool(matter.plan.gaps))


def _gaps(matter: Matter) -> Iterator[Block]:
    gaps = matter.plan.gaps
    if gaps:
        yield Paragraph(
            words("The gaps, in the order in which they block the next stage, and the actions that close them.")
        )
        columns = (
            *(Column("Gap", 10), Column("Level", 10), Column("What is there", 13)),
            *(Column(_needs(matter), 13), Column("Actions", 5)),
        )
        yield Table("Gaps in the order in which they block", columns, tuple(_gap_row(gap, matter) for gap in gaps))
    else:
        yield Paragraph(words("Every criterion is where production needs it: there is no gap to close."))
    short = {gap.criterion for gap in gaps}
    enough = [criterion.name for criterion in matter.framework.criteria if criterion.id not in short]
    if enough and gaps:
        yield Paragraph(words(f"Already where it needs to be: {', '.join(enough)}."))


def _needs(matter: Matter) -> str:
    return "What a candidate needs" if matter.plan.target_stage == "candidate" else "What production needs"


def _gap_row(gap: PlannedGap, matter: Matter) -> tuple[Cell, ...]:
    pillar = matter.pillar_of(gap.criterion)
    name = (words(strong(matter.name(gap.criterion))), *((words(pillar.name),) if pillar else ()))
    there = "Nobody could say." if gap.now is None else matter.step(gap.criterion, gap.now)
    needed = matter.step(gap.criterion, gap.target)
    if gap.kind == "disagreement":
        there, needed = _disputed(gap, matter), "One answer that both stand by."
    return name, _step(gap, matter), cell(there), cell(needed), cell(matter.numbers(gap.actions))


def _step(gap: PlannedGap, matter: Matter) -> Cell:
    if gap.kind == "disagreement":
        return cell("in dispute")
    return words(matter.level(gap.now)), words(f"→ {matter.level(gap.target)}")


def _disputed(gap: PlannedGap, matter: Matter) -> str:
    rating = matter.assessment.rating_of(gap.criterion)
    speakers = {item.speaker for item in matter.assessment.evidence_for(rating)}
    people = counted(max(2, len(speakers)), "person", "people")
    return clean(f"{people[0].upper()}{people[1:]} say different things of it; rated by the weaker claim.")
