"""The actions: one list to steer by, then each with its reason, its deliverable and the test that ends it."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Card, Cell, Column, Paragraph, Section, Subheading, Table, Words
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.section_roadmap import not_planned
from bot.documents.contents.wording import cell, clean, dates, effort, short_day, shortened, span, strong, words
from bot.domain.planning.plan import Action

_NAME = 48
"""Characters of a name in the list; the action itself names people in full."""
_PROVISIONAL = " (provisional)"


def actions_section(matter: Matter) -> Section:
    return Section("Actions", tuple(_actions(matter)), own_page=bool(matter.plan.actions))


def _actions(matter: Matter) -> Iterator[Block]:
    if not matter.plan.actions:
        yield Paragraph(words("Nothing has to be done: every criterion is where production needs it."))
        return
    columns = (
        *(Column("No.", 5), Column("Action", 33), Column("Owner", 17)),
        *(Column("Days", 6), Column("Due", 10), Column("After", 11)),
    )
    yield Table("All actions", columns, tuple(_row(action, matter) for action in matter.plan.actions))
    for phase in matter.plan.phases:
        yield Subheading(f"{phase.name}: {span(phase.weeks)}" if matter.plan.actions_of(phase.id) else phase.name)
        actions = matter.plan.actions_of(phase.id)
        yield from (card(action, matter) for action in actions)
        if not actions:
            yield Paragraph(words(not_planned(phase, matter)))


def _row(action: Action, matter: Matter) -> tuple[Cell, ...]:
    return (
        cell(str(matter.number(action.id))),
        cell(title(action)),
        cell(shortened(action.person_name or f"{action.role_name}, to be named", _NAME)),
        cell(f"{action.effort_days:g}"),
        cell(short_day(action.due)),
        cell(matter.numbers(action.depends_on) or "–"),
    )


def title(action: Action) -> str:
    return f"{clean(action.title)}{_PROVISIONAL if action.provisional else ''}"


def owner(action: Action) -> Cell:
    if action.person_name:
        return (words(strong(action.person_name), f", {action.role_within}"),)
    return cell(f"{action.role_name}, to be named")


def card(action: Action, matter: Matter) -> Card:
    after = matter.numbers(action.depends_on)
    when = (dates(action.start, action.due), span(action.weeks), effort(action.effort_days))
    return Card(
        title=f"{matter.number(action.id)}. {title(action)}",
        fields=(
            ("Owner", owner(action)),
            ("When", cell(" · ".join((*when, f"after {after}") if after else when))),
            ("Because", tuple(_because(action, matter))),
            ("Deliverable", cell(action.deliverable)),
            ("Exit test", cell(action.exit)),
        ),
    )


def _because(action: Action, matter: Matter) -> Iterator[Words]:
    """In full where it first comes up; later actions with the same reason point there."""
    name = matter.name(action.criterion)
    step = f"{name}: {matter.level(action.now)}, needed {matter.level(action.target)}"
    told_by = matter.reasons_told_by(action)
    if told_by.id != action.id:
        yield words(f"{step}, as for action {matter.number(told_by.id)}")
        return
    yield words(step)
    yield from (words(matter.said_by(reason)) for reason in action.because)
