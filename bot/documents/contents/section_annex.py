"""The annex: the words that the ratings rest on, what blocks the next stage, and how everything was derived."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cell, Picture, Run, Section, Subheading, Table
from bot.documents.contents.pieces import (
    OPEN,
    build_cell,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import OFFLINE, PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.core.phrases import format_date, join_with_and
from bot.domain.framework.framework import Criterion
from bot.domain.plan.action import Action
from bot.domain.plan.plan import PlannedGap, ProductionPlan
from bot.domain.plan.wording import RefusedWording
from bot.wording.formatter import format_count
from bot.wording.level_bar import render_bar
from bot.wording.level_words import describe_chosen_levels
from bot.wording.unknowns import explain_unknown

_CHECK = "Flightplan is an AI assistant: check what it wrote before you commit to it."


def build_annex_sections(matter: PlanDocumentData) -> Iterator[Section]:
    yield Section("Where the pilot stands", tuple(_build_stage_blocks(matter)))
    yield Section("The ratings, and the words they rest on", tuple(_build_rating_blocks(matter)))
    if matter.plan.gaps:
        last = matter.framework.is_last_stage(matter.plan.target_stage)
        heading = "What is still to be proven" if last else "What blocks the next stage"
        yield Section(heading, tuple(_build_gap_blocks(matter)))
    if matter.plan.actions:
        yield Section("Why each action is there", tuple(_build_reason_blocks(matter)))
    if matter.plan.refused:
        yield Section("What was worded and not kept", tuple(_build_refused_blocks(matter)))
    yield Section("How it was derived", tuple(_build_derivation_blocks(matter)))
    yield Section("What the levels mean", tuple(_build_glossary_blocks(matter)))


def describe_authorship(matter: PlanDocumentData) -> str:
    """Who read the answers and worded the plan: people, rules or a model; and that it is to be checked."""
    chosen = describe_chosen_levels(matter.assessment)
    return " ".join(filter(None, (_describe_analysts(matter), clean_line(chosen), _CHECK)))


def _describe_analysts(matter: PlanDocumentData) -> str:
    read, worded = matter.assessment.analyst, matter.plan.analyst
    if read == OFFLINE and worded == OFFLINE:
        return "No language model was used: rules read and rated the answers, and the library words the plan."
    by = "rules, without a language model" if read == OFFLINE else clean_line(read)
    how = "in the library's own wording" if worded == OFFLINE else f"worded by {clean_line(worded)}"
    return f"The answers were read and rated by {by}; the actions were chosen and dated by rule, and are {how}."


def _build_stage_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    ladder = matter.framework.get_stage(matter.plan.stage).means
    told = (clean_line(sentence.replace(ladder, "")) for sentence in matter.plan.summary)
    yield from (build_paragraph(matter.tell(sentence)) for sentence in told if sentence)
    columns = build_columns(("Pillar", 4), ("Readiness, of 4", 4), ("Criteria known", 3), ("Asks", 9))
    rows = tuple(_build_pillar_row(readiness, matter) for readiness in matter.assessment.pillars)
    yield Table("Readiness of the pillars", columns, rows)
    yield _build_pillar_picture(matter)
    yield _build_criteria_picture(matter)


def _build_pillar_row(readiness: PillarReadiness, matter: PlanDocumentData) -> tuple[Cell, ...]:
    pillar = matter.framework.get_pillar(readiness.pillar)
    shown = f"{render_bar(readiness.mean)} {readiness.mean:.2f}" if readiness.known else f"{render_bar(None)} unknown"
    return (
        build_strong_cell(matter.get_pillar_name(readiness.pillar)),
        build_cell(shown),
        build_cell(f"{readiness.known} of {readiness.of}"),
        build_cell(matter.tell(pillar.claim) or "–"),
    )


def _build_pillar_picture(matter: PlanDocumentData) -> Picture:
    told = (
        f"{matter.get_pillar_name(r.pillar)} {f'{r.mean:.2f}' if r.known else 'unknown'}"
        for r in matter.assessment.pillars
    )
    needed = matter.format_level(matter.get_target_level()).split(" ", 1)[1]
    alt = f"On a scale of 0 to 4: {', '.join(told)}. Needed in each: {needed}."
    return Picture("pillars", "Readiness of each pillar, now and needed", alt)


def _build_criteria_picture(matter: PlanDocumentData) -> Picture:
    levels = matter.assessment.levels

    def tell(criterion: Criterion) -> str:
        level = levels.get(criterion.id)
        return f"{criterion.name} {'unknown' if level is None else level}"

    told = (f"{pillar.name}: {', '.join(map(tell, pillar.criteria))}" for pillar in matter.framework.pillars)
    return Picture("criteria", "The level of every criterion", f"{'. '.join(told)}.")


def _build_rating_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    columns = build_columns(("Criterion", 5), ("Level", 5), ("What was said", 14))
    rows = tuple(_build_rating_row(criterion, matter) for criterion in matter.framework.criteria)
    yield Table("The ratings, and the words they rest on", columns, rows)


def _build_rating_row(criterion: Criterion, matter: PlanDocumentData) -> tuple[Cell, ...]:
    rating = matter.assessment.get_rating(criterion.id)
    disputed = " (in dispute)" if rating.disputed else ""
    return (
        build_strong_cell(matter.tell(criterion.name)),
        build_cell(matter.format_level(rating.level), disputed),
        build_said_cell(criterion.id, matter),
    )


def build_said_cell(criterion_id: str, matter: PlanDocumentData) -> Cell:
    """All that a rating rests on; where that is nothing, why."""
    rating = matter.assessment.get_rating(criterion_id)
    quotes = [matter.format_evidence(item) for item in matter.explain_rating(criterion_id).quotes]
    return tuple(build_words(quote) for quote in quotes) or build_cell(explain_unknown(rating, matter.assessment))


def _build_gap_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    aim = matter.framework.get_stage(matter.plan.target_stage)
    needs = aim.needs or f"What {aim.name} needs"
    columns = build_columns(("Gap", 8), ("Level", 8), ("What is missing", 13), (needs, 13), ("Actions", 5))
    rows = tuple(_build_gap_row(gap, matter) for gap in matter.plan.gaps)
    yield Table("Gaps in the order in which they block", columns, rows)


def _build_gap_row(gap: PlannedGap, matter: PlanDocumentData) -> tuple[Cell, ...]:
    levels = (matter.format_level(gap.now), f"→ {matter.format_level(gap.target)}")
    needed = matter.get_level_description(gap.criterion, gap.target)
    dispute = gap.kind == "disagreement"
    return (
        build_strong_cell(matter.get_criterion_name(gap.criterion)),
        build_cell("in dispute") if dispute else tuple(build_words(level) for level in levels),
        build_cell(_describe_missing(gap, needed, matter)),
        build_cell("One answer that both stand by." if dispute else needed),
        build_cell(matter.format_action_numbers(gap.actions) or "–"),
    )


def _describe_missing(gap: PlannedGap, needed: str, matter: PlanDocumentData) -> str:
    """What was said not to be there or was not said at all, never what the ladder says of such a level."""
    rating = matter.assessment.get_rating(gap.criterion)
    if gap.kind == "disagreement":
        speakers = {item.speaker for item in matter.assessment.evidence_for(rating)}
        people = format_count(max(2, len(speakers)), "person", "people")
        return clean_line(f"{people[0].upper()}{people[1:]} say different things of it; rated by the weaker claim.")
    if gap.now is None:
        return explain_unknown(rating, matter.assessment)
    if gap.now == 0:
        return "Somebody said that it is not there."
    told = matter.explain_rating(gap.criterion).gap
    return f"Rated at {gap.now} because not all of what is needed was said." if needed in told or not told else told


def _build_reason_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    columns = build_columns(("Action", 9), ("Step", 7), ("Because", 14))
    rows = tuple(_build_reason_row(action, matter) for action in matter.plan.actions)
    yield Table("Why each action is there", columns, rows)


def _build_reason_row(action: Action, matter: PlanDocumentData) -> tuple[Cell, ...]:
    told_by = matter.get_action_with_reasons(action)
    as_before = f"As for action {matter.get_action_number(told_by.id)}."
    reasons = tuple(build_words(matter.format_reason(reason)) for reason in action.because)
    step = (
        matter.get_criterion_name(action.criterion),
        f"{matter.format_level(action.now)} → {matter.format_level(action.target)}",
    )
    return (
        build_cell(f"{matter.get_action_number(action.id)}. {matter.tell(action.title)}"),
        tuple(build_words(text) for text in step),
        reasons if told_by.id == action.id else build_cell(as_before),
    )


def _build_refused_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield build_paragraph("These places keep the library's words, because of what the wording held.")
    yield Bullets(tuple(build_words(_describe_refused(refused, matter)) for refused in matter.plan.refused))


def _describe_refused(refused: RefusedWording, matter: PlanDocumentData) -> str:
    number = matter.format_action_numbers([refused.id])
    place = f"action {number}" if refused.place == "action" and number else refused.place
    where = ", ".join(filter(None, (place, refused.field, f"sentence {refused.sentence}" if refused.sentence else "")))
    word = f" “{clean_line(refused.word)}”" if refused.word else ""
    return f"{where[0].upper()}{where[1:]}:{word} {clean_line(refused.why)}"


def _build_derivation_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield Bullets(tuple(build_words(*told) for told in _list_derivation_rules(matter)))
    yield Subheading("Who answered")
    spoke = [person for person in matter.assessment.people if person.id in matter.assessment.speakers]
    people = tuple((build_strong_cell(person.full_byline), build_cell(person.role or "–")) for person in spoke)
    yield Table("Who answered", build_columns(("Name", 1), ("Role", 2)), people)


def _list_derivation_rules(matter: PlanDocumentData) -> Iterator[tuple[str | Run, ...]]:
    plan, framework = matter.plan, matter.framework
    yield (
        f"Levels are read from what the team said. Framework version {plan.framework_version}, after "
        f"{framework.source.citation}.",
    )
    yield (
        "Readiness of a pillar: the mean of its criteria, an unknown one counted as 0; the weakest decides the stage.",
    )
    aim = matter.get_stage_name(plan.target_stage)
    yield (f"Needed of every criterion: level {matter.get_target_level()}, for the stage {aim}.",)
    yield (
        f"Actions: chosen by rule from a library (version {plan.practices_version}). Each closes a step between the "
        "level now and the level needed, settles a disagreement, or finds out what is not known.",
    )
    size = f"{plan.team_size} people side by side" if plan.team_size > 1 else "one person at work"
    yield (
        f"Dates: working days from {format_date(plan.start)}, {size}, each action after those it depends on. Effort is "
        f"working time; what waits on other people takes longer. {_describe_days_off(matter)}",
    )
    yield ("Names, systems, numbers and dates are the team's own. What nobody named is marked ", OPEN, ".")
    yield (f"Assessment {clean_line(matter.assessment.id)}, plan {clean_line(plan.id)}.",)


def _describe_days_off(matter: PlanDocumentData) -> str:
    """Whose holidays are left out, which of them fall into the plan, and when nothing may change."""
    return " ".join(filter(None, (_describe_holidays(matter), _describe_freezes(matter.plan))))


def _describe_freezes(plan: ProductionPlan) -> str:
    inside = plan.days_off.list_freezes_between(plan.start, plan.end)
    told = [f"{clean_line(f.name)}, {format_date(f.first)} to {format_date(f.last)}" for f in inside]
    return f"In a freeze nothing starts, is due or goes live: {'; '.join(told)}." if told else ""


def _describe_holidays(matter: PlanDocumentData) -> str:
    plan, off = matter.plan, matter.plan.days_off
    if off.country is None:
        rest = "weekends and the year-end freeze only" if off.freezes else "weekends only"
        return f"Public holidays are not left out, {rest}: no country was named."
    found = [f"{format_date(h.day)} ({clean_line(h.name)})" for h in off.list_holidays_between(plan.start, plan.end)]
    inside = f"left out are {join_with_and(found)}" if found else "none of them falls into these weeks"
    return f"Public holidays of {clean_line(off.country.name)}: {inside}."


def _build_glossary_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    rows = [
        (build_strong_cell(matter.format_level(level.level)), build_cell(level.means))
        for level in matter.framework.levels
    ]
    unknown = matter.framework.unknown
    rows.append((build_strong_cell(matter.format_level(None)), build_cell(unknown.means)))
    yield Table("What the levels mean", build_columns(("Level", 2), ("Means", 7)), tuple(rows))


def build_level_words(criterion_id: str, matter: PlanDocumentData) -> Cell:
    rating = matter.assessment.get_rating(criterion_id)
    return (build_words(build_strong_run(matter.format_level(rating.level))),)
