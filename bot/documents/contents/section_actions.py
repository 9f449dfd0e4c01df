"""The actions: one list to steer by, then each with its reason, its deliverable and the test that ends it."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Card, Cell, Subheading, Table, Words
from bot.documents.contents.pieces import build_cell, build_columns, build_paragraph, build_strong_run, build_words
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_roadmap import describe_empty_phase
from bot.documents.contents.wording import (
    clean_line,
    format_dates,
    format_effort,
    format_short_day,
    format_weeks,
    shorten_text,
)
from bot.domain.plan.action import Action

_NAME = 48
"""Characters of a name in the list; the action itself names people in full."""
_PROVISIONAL = " (provisional)"


def build_actions_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.actions:
        yield build_paragraph("Nothing has to be done: every criterion is where production needs it.")
        return
    columns = build_columns(("No.", 5), ("Action", 33), ("Owner", 17), ("Days", 6), ("Due", 10), ("After", 11))
    yield Table("All actions", columns, tuple(_build_action_row(action, matter) for action in matter.plan.actions))
    for phase in matter.plan.phases:
        yield Subheading(
            f"{phase.name}: {format_weeks(phase.weeks)}" if matter.plan.list_phase_actions(phase.id) else phase.name
        )
        actions = matter.plan.list_phase_actions(phase.id)
        yield from (build_action_card(action, matter) for action in actions)
        if not actions:
            yield build_paragraph(describe_empty_phase(phase, matter))


def _build_action_row(action: Action, matter: PlanDocumentData) -> tuple[Cell, ...]:
    return (
        build_cell(str(matter.get_action_number(action.id))),
        build_cell(format_action_title(action)),
        build_cell(shorten_text(action.person_name or f"{action.role_name}, to be named", _NAME)),
        build_cell(f"{action.effort_days:g}"),
        build_cell(format_short_day(action.due)),
        build_cell(matter.format_action_numbers(action.depends_on) or "–"),
    )


def format_action_title(action: Action) -> str:
    return f"{clean_line(action.title)}{_PROVISIONAL if action.provisional else ''}"


def build_owner_cell(action: Action) -> Cell:
    if action.person_name:
        return (build_words(build_strong_run(action.person_name), f", {action.role_in_sentence}"),)
    return build_cell(f"{action.role_name}, to be named")


def build_action_card(action: Action, matter: PlanDocumentData) -> Card:
    after = matter.format_action_numbers(action.depends_on)
    when = (format_dates(action.start, action.due), format_weeks(action.weeks), format_effort(action.effort_days))
    return Card(
        title=f"{matter.get_action_number(action.id)}. {format_action_title(action)}",
        fields=(
            ("Owner", build_owner_cell(action)),
            ("When", build_cell(" · ".join((*when, f"after {after}") if after else when))),
            ("Because", tuple(_build_reason_paragraphs(action, matter))),
            ("Deliverable", build_cell(action.deliverable)),
            ("Exit test", build_cell(action.exit)),
        ),
    )


def _build_reason_paragraphs(action: Action, matter: PlanDocumentData) -> Iterator[Words]:
    """In full where it first comes up; later actions with the same reason point there."""
    name = matter.get_criterion_name(action.criterion)
    step = f"{name}: {matter.format_level(action.now)}, needed {matter.format_level(action.target)}"
    told_by = matter.get_action_with_reasons(action)
    if told_by.id != action.id:
        yield build_words(f"{step}, as for action {matter.get_action_number(told_by.id)}")
        return
    yield build_words(step)
    yield from (build_words(matter.format_reason(reason)) for reason in action.because)
