"""What the plan cannot promise: risks, open questions, and how everything in it was derived."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cell, Run, Subheading, Table
from bot.documents.contents.pieces import (
    OPEN,
    build_cell,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_opening import describe_authorship
from bot.documents.contents.wording import clean_line, format_quote
from bot.domain.core.days_off import DaysOff
from bot.domain.core.phrases import format_date, join_with_and
from bot.domain.framework.framework import Criterion
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk
from bot.wording.unknowns import explain_unknown


def build_risk_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.risks:
        yield build_paragraph("Nothing that was said points to a risk of its own beyond the gaps.")
        return
    columns = build_columns(("Risk", 6), ("Why", 9), ("What points to it", 8), ("Actions", 3))
    yield Table("Risks", columns, tuple(_build_risk_row(risk, matter) for risk in matter.plan.risks))
    if any(not risk.actions for risk in matter.plan.risks):
        yield build_paragraph("Where no action answers a risk, somebody has to decide whether to accept it.")


def _build_risk_row(risk: Risk, matter: PlanDocumentData) -> tuple[Cell, ...]:
    speaker = matter.assessment.get_person(risk.speaker).display_name if risk.speaker else None
    signal = format_quote(risk.quote, speaker) if risk.quote else "–"
    return (
        build_strong_cell(risk.title),
        build_cell(risk.why),
        build_cell(signal),
        build_cell(matter.format_action_numbers(risk.actions) or "none"),
    )


def build_open_question_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    questions = matter.plan.open_questions
    if not questions:
        yield build_paragraph("None: everything that was asked has an answer.")
        return
    yield build_paragraph("What nobody said is asked here, and guessed nowhere.")
    yield Bullets(tuple(build_words(question) for question in questions), numbered=True)


def build_derivation_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield Bullets(tuple(build_words(*told) for told in _list_derivation_rules(matter)))
    yield Subheading("Who was asked")
    people = tuple((build_strong_cell(p.display_name), build_cell(p.role or "–")) for p in matter.assessment.people)
    yield Table("Who was asked", build_columns(("Name", 1), ("Role", 2)), people)
    yield Subheading("The ratings, and the words they rest on")
    columns = build_columns(("Criterion", 5), ("Level", 5), ("What was said", 14))
    rows = tuple(_build_rating_row(criterion, matter) for criterion in matter.framework.criteria)
    yield Table("The ratings, and the words they rest on", columns, rows)


def _list_derivation_rules(matter: PlanDocumentData) -> Iterator[tuple[str | Run, ...]]:
    plan, framework = matter.plan, matter.framework
    yield (describe_authorship(matter),)
    yield (
        f"Levels: {_format_levels(matter)}, read from what the team said. Framework version {plan.framework_version}, "
        f"after {framework.source.citation}.",
    )
    yield ("Readiness of a pillar: the mean of its criteria, an unknown one counted as 0.",)
    aim = matter.get_stage_name(plan.target_stage)
    yield (f"Needed of every criterion: level {matter.get_target_level()}, for the stage {aim}.",)
    yield (
        f"Actions: chosen by rule from a library (version {plan.practices_version}). Each closes a step between the "
        "level now and the level needed, settles a disagreement, or finds out what is not known.",
    )
    yield (
        f"Dates: working days from {format_date(plan.start)}, {_format_team_size(matter)}, each action after "
        "those it depends on. Effort "
        f"is working time; the weeks up to a gate leave room for waiting on others. {_describe_days_off(matter)}",
    )
    yield ("Names, systems, numbers and dates are the team's own. What nobody named is marked ", OPEN, ".")
    yield (f"Assessment {clean_line(matter.assessment.id)}, plan {clean_line(plan.id)}.",)


def _format_levels(matter: PlanDocumentData) -> str:
    return ", ".join(f"{level.level} {level.name}" for level in matter.framework.levels)


def _format_team_size(matter: PlanDocumentData) -> str:
    size = matter.plan.team_size
    return f"{size} people side by side" if size > 1 else "one person at work"


def _describe_days_off(matter: PlanDocumentData) -> str:
    """Whose holidays are left out, and which of them fall into the plan."""
    plan, off = matter.plan, matter.plan.days_off
    return " ".join(filter(None, (_describe_holidays(matter), _describe_freezes(plan, off))))


def _describe_freezes(plan: ProductionPlan, off: DaysOff) -> str:
    """When nothing starts, is due or goes live within the plan."""
    inside = off.list_freezes_between(plan.start, plan.end)
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


def _build_rating_row(criterion: Criterion, matter: PlanDocumentData) -> tuple[Cell, ...]:
    rating = matter.assessment.get_rating(criterion.id)
    quotes = [matter.format_evidence(item) for item in matter.explain_rating(criterion.id).quotes]
    disputed = " (in dispute)" if rating.disputed else ""
    return (
        build_strong_cell(criterion.name),
        build_cell(matter.format_level(rating.level), disputed),
        tuple(build_words(quote) for quote in quotes) or build_cell(explain_unknown(rating, matter.assessment)),
    )
