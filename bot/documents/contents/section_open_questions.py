"""What the plan cannot promise: risks, open questions, and how everything in it was derived."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cell, Column, Paragraph, Run, Section, Subheading, Table
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.section_opening import readers
from bot.documents.contents.wording import OPEN, cell, clean, day, quoted, strong, words
from bot.domain.framework.framework import Criterion
from bot.domain.interview.evidence import Evidence
from bot.domain.planning.plan import Risk
from bot.domain.planning.risks import listed


def risk_section(matter: Matter) -> Section:
    return Section("Risks", tuple(_risks(matter)))


def _risks(matter: Matter) -> Iterator[Block]:
    if not matter.plan.risks:
        yield Paragraph(words("Nothing that was said points to a risk of its own beyond the gaps."))
        return
    columns = (Column("Risk", 6), Column("Why", 9), Column("What points to it", 8), Column("Actions", 3))
    yield Table("Risks", columns, tuple(_risk(risk, matter) for risk in matter.plan.risks))
    if any(not risk.actions for risk in matter.plan.risks):
        yield Paragraph(words("Where no action answers a risk, somebody has to decide whether to accept it."))


def _risk(risk: Risk, matter: Matter) -> tuple[Cell, ...]:
    speaker = matter.assessment.person(risk.speaker).name if risk.speaker else None
    signal = quoted(risk.quote, speaker) if risk.quote else "–"
    return cell(strong(risk.title)), cell(risk.why), cell(signal), cell(matter.numbers(risk.actions) or "none")


def open_question_section(matter: Matter) -> Section:
    questions = matter.plan.open_questions
    if not questions:
        return Section("Open questions", (Paragraph(words("None: everything that was asked has an answer.")),))
    asked = Paragraph(words("What nobody said is asked here, and guessed nowhere."))
    return Section("Open questions", (asked, Bullets(tuple(words(question) for question in questions), numbered=True)))


def derivation_section(matter: Matter) -> Section:
    return Section("How the numbers were derived", tuple(_derivation(matter)))


def _derivation(matter: Matter) -> Iterator[Block]:
    yield Bullets(tuple(words(*told) for told in _rules(matter)))
    yield Subheading("Who was asked")
    people = tuple((cell(strong(p.name)), cell(p.role or "–")) for p in matter.assessment.people)
    yield Table("Who was asked", (Column("Name", 1), Column("Role", 2)), people)
    yield Subheading("The ratings, and the words they rest on")
    columns = (Column("Criterion", 5), Column("Level", 5), Column("What was said", 14))
    rows = tuple(_rating(criterion, matter) for criterion in matter.framework.criteria)
    yield Table("The ratings, and the words they rest on", columns, rows)


def _rules(matter: Matter) -> Iterator[tuple[str | Run, ...]]:
    plan, framework = matter.plan, matter.framework
    yield (readers(matter),)
    yield (
        f"Levels: {_levels(matter)}, read from what the team said. Framework version {plan.framework_version}, "
        f"after {framework.source.citation}.",
    )
    yield ("Readiness of a pillar: the mean of its criteria, an unknown one counted as 0.",)
    yield (
        f"Needed of every criterion: level {matter.target()}, for the stage {matter.stage_name(plan.target_stage)}.",
    )
    yield (
        f"Actions: chosen by rule from a library (version {plan.practices_version}). Each closes a step between the "
        "level now and the level needed, settles a disagreement, or finds out what nobody could say.",
    )
    yield (
        f"Dates: working days from {day(plan.start)}, {_hands(matter)}, each action after those it depends on. Effort "
        f"is working time; the weeks up to a gate leave room for waiting on others. {_days_off(matter)}",
    )
    yield ("Names, systems, numbers and dates are the team's own. What nobody named is marked ", OPEN, ".")
    yield (f"Assessment {clean(matter.assessment.id)}, plan {clean(plan.id)}.",)


def _levels(matter: Matter) -> str:
    return ", ".join(f"{level.level} {level.name}" for level in matter.framework.levels)


def _hands(matter: Matter) -> str:
    size = matter.plan.team_size
    return f"{size} people side by side" if size > 1 else "one person at work"


def _days_off(matter: Matter) -> str:
    """Whose holidays are left out, and which of them fall into the plan."""
    plan, off = matter.plan, matter.plan.days_off
    if off.country is None:
        return "Public holidays are not left out: no country was named."
    found = [f"{day(holiday.day)} ({clean(holiday.name)})" for holiday in off.between(plan.start, plan.end)]
    inside = f"left out are {listed(found)}" if found else "none of them falls into these weeks"
    return f"Public holidays of {clean(off.country.name)}: {inside}."


def _rating(criterion: Criterion, matter: Matter) -> tuple[Cell, ...]:
    rating = next((r for r in matter.assessment.ratings if r.criterion == criterion.id), None)
    said = matter.assessment.evidence_for(rating) if rating else ()
    quotes = dict.fromkeys(_quote(item, matter) for item in said)
    disputed = " (in dispute)" if rating and rating.disputed else ""
    return (
        cell(strong(criterion.name)),
        cell(matter.level(rating.level if rating else None), disputed),
        tuple(words(quote) for quote in quotes) or cell("Nobody could say."),
    )


def _quote(item: Evidence, matter: Matter) -> str:
    before = f", said on {day(item.said_on)}" if item.said_on else ""
    return quoted(item.sentence, f"{matter.assessment.person(item.speaker).first_name}{before}")
