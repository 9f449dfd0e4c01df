"""The actions, each once: what is committed to, then what is only outlined, with the line between them said."""

from collections.abc import Iterator, Sequence

from bot.documents.contents.outline import Block, Card, Cell, Section, Subheading, Table, Words
from bot.documents.contents.pieces import build_cell, build_columns, build_paragraph, build_strong_run, build_words
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_roadmap import build_empty_phase_cells
from bot.documents.contents.wording import (
    clean_line,
    format_dates,
    format_effort,
    format_range,
    list_range,
    shorten_text,
)
from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action, PersonBasis
from bot.domain.plan.phase import PlannedPhase

BASES: dict[PersonBasis, str] = {
    "said": "says they do it",
    "named": "named for it",
    "form": "named in the form",
    "title": "by title, to be asked",
}
_PROVISIONAL = " (provisional)"
_SAID = 130
"""Characters of what was said, as the reason of an action; the annex has all of it."""


def build_action_sections(matter: PlanDocumentData) -> Iterator[Section]:
    """Whatever is outlined stands apart; a plan from before the two were told apart has one list."""
    horizons = matter.plan.horizons
    outlined = [action for action in matter.plan.actions if not action.is_committed]
    committed = [action for action in matter.plan.actions if action.is_committed]
    if committed:
        until = horizons.committed.until
        title = f"Committed, to {format_date(until)}" if until and outlined else "Actions"
        aim = matter.tell(horizons.committed.ends_with)
        start = "It ends with" if horizons.is_discovery else "It is through when this holds:"
        ends = [build_paragraph(f"{start} {aim[:1].lower()}{aim[1:].rstrip('.')}.")] if aim else []
        yield Section(title, (*ends, *_build_phases(committed, matter)))
    if outlined:
        earliest, latest = horizons.outline.earliest, horizons.outline.latest
        line = [build_paragraph(matter.tell(horizons.line), lead=True)] if horizons.line else []
        when = [build_paragraph(f"Live proof: {format_range(earliest, latest)}.")] if earliest or latest else []
        columns = build_columns(("No.", 2), ("Action", 18), ("Who", 5), ("When", 7), ("After", 4))
        rows = tuple(_build_outlined_row(action, matter) for action in outlined)
        yield Section("Outline to live", (*line, *when, Table("Outlined actions", columns, rows)))


def _build_outlined_row(action: Action, matter: PlanDocumentData) -> tuple[Cell, ...]:
    """In short: it is drafted again before it begins."""
    return (
        build_cell(str(matter.get_action_number(action.id))),
        (
            build_words(build_strong_run(matter.tell(format_action_title(action)))),
            build_words(f"Done when: {matter.tell(action.exit)}"),
        ),
        (build_owner_words(action),),
        (
            *map(build_words, list_range(action.start, action.latest)),
            build_words(format_effort(action.effort_days, action.elapsed_days)),
        ),
        build_cell(matter.format_action_numbers(action.depends_on) or "–"),
    )


def _build_phases(actions: Sequence[Action], matter: PlanDocumentData) -> Iterator[Block]:
    """What is committed to; a phase without any action says why."""
    for phase in matter.plan.phases:
        own = [action for action in actions if action.phase == phase.id]
        if own:
            yield Subheading(phase.name)
            yield from (build_action_card(action, matter) for action in own)
        elif not matter.plan.list_phase_actions(phase.id):
            yield from _build_empty_phase(phase, matter)


def _build_empty_phase(phase: PlannedPhase, matter: PlanDocumentData) -> Iterator[Block]:
    yield Subheading(phase.name)
    yield build_paragraph(*build_empty_phase_cells(phase, matter))


def format_action_title(action: Action) -> str:
    return f"{clean_line(action.title)}{_PROVISIONAL if action.provisional else ''}"


def build_action_card(action: Action, matter: PlanDocumentData) -> Card:
    return Card(
        title=f"{matter.get_action_number(action.id)}. {matter.tell(format_action_title(action))}",
        fields=(
            ("Who, when", (_build_who_and_when(action, matter),)),
            ("Brings", build_cell(matter.tell(action.deliverable))),
            ("Done when", build_cell(matter.tell(action.exit))),
            ("Because", _build_reason_cell(action, matter)),
        ),
    )


def _build_who_and_when(action: Action, matter: PlanDocumentData) -> Words:
    after = matter.format_action_numbers(action.depends_on)
    when = format_dates(action.start, action.due) if action.is_committed else format_range(action.start, action.latest)
    told = [when, format_effort(action.effort_days, action.elapsed_days), *([f"after {after}"] if after else [])]
    return (*build_owner_words(action), *build_words(f" · {' · '.join(told)}"))


def build_owner_words(action: Action) -> Words:
    if not action.person_name:
        return build_words(f"{action.role_name}, to be named")
    basis = f", {BASES[action.basis]}" if action.basis else ""
    return build_words(build_strong_run(action.person_name), f" ({action.role_in_sentence}{basis})")


def _build_reason_cell(action: Action, matter: PlanDocumentData) -> Cell:
    """The words that call for it; where an earlier action has the same, its number."""
    name = matter.get_criterion_name(action.criterion)
    told_by = matter.get_action_with_reasons(action)
    if told_by.id != action.id:
        return build_cell(f"{name}, as for action {matter.get_action_number(told_by.id)}")
    return build_cell(f"{name}: ", " ".join(_list_reasons(action, matter)))


def _list_reasons(action: Action, matter: PlanDocumentData) -> Iterator[str]:
    shown = action.because if action.gap == "disagreement" else action.because[:1]
    for reason in shown:
        if not reason.speaker:
            yield shorten_text(reason.text, _SAID)
            continue
        yield matter.format_said(reason.text, reason.speaker, _SAID, matter.get_translation(reason))
