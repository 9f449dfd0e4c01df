"""The tables of the plan: numbers to agree, value and cost, systems, decisions, and controls nobody mentioned."""

from collections.abc import Iterator, Sequence

from bot.documents.contents.outline import Block, Cell, Run, Table
from bot.documents.contents.pieces import (
    build_cell,
    build_cell_or_open,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line, format_short_day
from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.register import StrandItem
from bot.domain.plan.tables import DecisionEntry, SystemEntry
from bot.domain.plan.value_case import MissingFigure, SaidFigure, ValueEntry
from bot.wording.unknowns import explain_unknown

_SAID = 90


def build_number_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    """By whoever agrees to them; what somebody said of one stands beside it."""
    yield build_paragraph("Exit tests and gates speak of these; each is open until a number is agreed to.")
    agreeing: dict[str, list[NumberToAgree]] = {}
    for number in matter.plan.numbers_to_agree:
        agreeing.setdefault(number.person_name or number.role_name, []).append(number)
    columns = build_columns(("Who agrees", 3), ("What, by when, for which actions", 14))
    yield Table("Numbers to agree", columns, tuple(_build_number_row(who, agreeing[who], matter) for who in agreeing))


def _build_number_row(who: str, numbers: Sequence[NumberToAgree], matter: PlanDocumentData) -> tuple[Cell, ...]:
    known = [number for number in numbers if number.today or number.agreed or number.quote]
    bare = [_describe_number(number, matter) for number in numbers if number not in known]
    said = [build_words(_describe_number(number, matter), *_list_said(number, matter)) for number in known]
    return build_strong_cell(who), (*said, *([build_words(" · ".join(bare))] if bare else []))


def _describe_number(number: NumberToAgree, matter: PlanDocumentData) -> str:
    actions = matter.format_action_numbers(number.actions)
    told = [f"by {format_short_day(number.by)}"] if number.by else []
    told += [f"{'action' if len(number.actions) == 1 else 'actions'} {actions}"] if actions else []
    why = f" ({', '.join(told)})" if told else ""
    return f"{matter.tell(clean_line(number.name))}{why}"


def _list_said(number: NumberToAgree, matter: PlanDocumentData) -> Iterator[str | Run]:
    """What it is today, what is agreed, and the words."""
    if number.agreed:
        yield build_strong_run(f": agreed {clean_line(number.agreed)}")
    if number.today:
        yield f": today {clean_line(number.today)}"
    if number.quote:
        yield f" {matter.format_said(number.quote, number.speaker, _SAID)}"


def build_value_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    case = matter.plan.value_case
    columns = build_columns(
        ("Shift", 5), ("Today", 4), ("Target", 4), ("Measured", 4), ("What was said", 16), ("Actions", 3)
    )
    yield Table("The three shifts", columns, tuple(_build_value_row(entry, matter) for entry in case.shifts))
    figures = (("Value a year", case.value_a_year), ("Running cost a year", case.running_cost_a_year))
    for name, figure in figures:
        if figure:
            yield build_paragraph(build_strong_run(f"{name}: "), _describe_figure(figure, matter))
    if case.missing:
        columns = build_columns(("Still needed", 8), ("Who says it", 6), ("By", 4))
        yield Table("What is still needed", columns, tuple(_build_missing_row(f, matter) for f in case.missing))


def _describe_figure(figure: SaidFigure, matter: PlanDocumentData) -> str:
    return f"{clean_line(figure.text)}. {matter.format_said(figure.quote, figure.speaker)}"


def _build_missing_row(figure: MissingFigure, matter: PlanDocumentData) -> tuple[Cell, ...]:
    who = figure.person_name or figure.role_name
    by = format_short_day(figure.by) if figure.by else "outlined"
    return build_strong_cell(matter.tell(figure.what)), build_cell(who), build_cell(by)


def _build_value_row(entry: ValueEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    settled_by = [action.id for action in matter.plan.actions if action.criterion == entry.criterion]
    unit = [build_words(entry.unit)] if entry.unit else []
    return (
        (build_words(build_strong_run(matter.get_criterion_name(entry.criterion))), *unit),
        build_cell_or_open(entry.baseline),
        build_cell_or_open(entry.target),
        build_cell_or_open(entry.measured),
        build_cell(_format_value_quote(entry, matter)),
        build_cell(matter.format_action_numbers(settled_by) or "–"),
    )


def _format_value_quote(entry: ValueEntry, matter: PlanDocumentData) -> str:
    """The words that carry the number; where there are none, why."""
    if entry.quote:
        return matter.format_said(entry.quote, entry.speaker, 2 * _SAID, entry.translation)
    rating = matter.assessment.get_rating(entry.criterion)
    return "No number was named." if rating.is_known else explain_unknown(rating, matter.assessment)


def build_system_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    columns = build_columns(
        ("System", 5), ("Direction", 4), ("Interface", 5), ("Owner", 4), ("State", 5), ("Named by", 3)
    )
    yield Table("Systems to be wired", columns, tuple(_build_system_row(e, matter) for e in matter.plan.systems))


def _build_system_row(entry: SystemEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.direction, entry.interface, entry.owner, entry.state)
    return (
        build_strong_cell(entry.system),
        *map(build_cell_or_open, described),
        build_cell(matter.assessment.get_person(entry.speaker).byline),
    )


def build_decision_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.decisions:
        yield build_paragraph("No decision was named: see the open questions.")
        return
    columns = build_columns(
        ("Decision", 5),
        ("Risk tier", 3),
        ("Decides", 4),
        ("Must stop", 6),
        ("Goes to", 4),
        ("Within", 3),
        ("Named by", 3),
    )
    yield Table("Who or what decides", columns, tuple(_build_decision_row(e, matter) for e in matter.plan.decisions))


def _build_decision_row(entry: DecisionEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.tier, entry.decider, entry.boundary, entry.escalation, entry.time)
    return (
        build_strong_cell(entry.decision),
        *map(build_cell_or_open, described),
        build_cell(matter.assessment.get_person(entry.speaker).byline),
    )


def build_control_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    """What no team mentions unasked, in short: the compliance view has it with its tests and sources."""
    yield build_paragraph(describe_tier(matter), " What each control has to show stands in the compliance view.")
    columns = build_columns(("Control", 19), ("Gate", 3), ("By", 4), ("Who", 6), ("Days", 2))
    asked = [item for item in matter.plan.strand if not item.relieved]
    yield Table("Controls", columns, tuple(_build_control_row(item, matter) for item in asked))
    relieved = [clean_line(matter.tell(item.title)) for item in matter.plan.strand if item.relieved]
    if relieved:
        yield build_paragraph(f"Not needed at this tier of risk: {'; '.join(relieved)}.")


def describe_tier(matter: PlanDocumentData) -> str:
    tier = matter.plan.risk_answers.tier
    if tier is None:
        return "How much can go wrong was not asked: nothing is left out before it is."
    return f"How much can go wrong was answered: {tier}, by the gravest of the answers."


def _build_control_row(item: StrandItem, matter: PlanDocumentData) -> tuple[Cell, ...]:
    return (
        (build_words(build_strong_run(f"{format_topic(item)}: "), matter.tell(item.title)),),
        build_cell(get_gate_name(item.phase, matter)),
        build_cell(format_short_day(item.due) if item.due else "outlined"),
        build_cell(item.person_name or item.role_name),
        build_cell(f"{item.effort_days:g}"),
    )


def format_topic(item: StrandItem) -> str:
    return f"{item.topic[:1].upper()}{item.topic[1:]}"


def get_gate_name(phase_id: str, matter: PlanDocumentData) -> str:
    return next((phase.name for phase in matter.plan.phases if phase.id == phase_id), phase_id)
