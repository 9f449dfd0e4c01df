"""The people: who answers for what and how we know, and the sheet of roles that nobody stands for yet."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Table
from bot.documents.contents.pieces import (
    OPEN,
    build_cell,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_actions import BASES
from bot.documents.contents.wording import clean_line
from bot.domain.interview.evidence import OwnerStance
from bot.domain.plan_contents.raci import RaciEntry, build_raci_entries

_RACI = "By number of the action: answers for it and does it; is asked first; is told, since their work waits for it."
_SHEET = "Nobody stands for these roles yet: a name each, and every action has somebody."
_STANCES: dict[OwnerStance, str] = {
    "accepted": "answers for the workflow",
    "proposed": "is proposed to answer for the workflow, and is still to be asked",
    "refused": "said that they don't answer for the workflow",
}


def build_people_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    entries = build_raci_entries(matter.plan)
    yield from _build_owner(matter)
    named = [entry for entry in entries if entry.person_name]
    if named:
        yield build_paragraph(_RACI)
        columns = build_columns(
            ("Role", 5), ("Person", 5), ("How we know", 4), ("Answers for", 4), ("Asked", 4), ("Told", 4)
        )
        yield Table("Who does what", columns, tuple(_build_row(entry, matter) for entry in named))
    vacant = [entry for entry in entries if not entry.person_name]
    if vacant:
        yield build_paragraph(_SHEET)
        columns = build_columns(("Role", 6), ("Actions", 5), ("Name", 7), ("By when", 4))
        yield Table("Roles to be named", columns, tuple(_build_vacant_row(entry, matter) for entry in vacant))


def _build_owner(matter: PlanDocumentData) -> Iterator[Block]:
    claim = matter.plan.owner
    if claim is None:
        yield build_paragraph("Who answers for the workflow: ", OPEN, ". Nobody was named.")
        return
    said = f" {matter.format_said(claim.quote, claim.speaker)}" if claim.quote else ""
    yield build_paragraph(f"{clean_line(claim.name or claim.person)} {_STANCES[claim.claim]}.{said}")


def _build_row(entry: RaciEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    counted = (entry.accountable, entry.consulted, entry.informed)
    return (
        build_strong_cell(entry.role_name),
        build_cell(entry.person_name or ""),
        build_cell(_describe_basis(entry, matter)),
        *(build_cell(matter.format_action_numbers(actions) or "–") for actions in counted),
    )


def _describe_basis(entry: RaciEntry, matter: PlanDocumentData) -> str:
    held = (action for action in matter.plan.actions if action.id in entry.accountable)
    bases = dict.fromkeys(BASES[a.basis] for a in held if a.basis and a.person_name == entry.person_name)
    return ", ".join(bases) or "–"


def _build_vacant_row(entry: RaciEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    """By when: before the first of its actions begins."""
    starts = [action.start for action in matter.plan.actions if action.id in entry.accountable]
    first = f"{min(starts):%a} {min(starts).day} {min(starts):%b}" if starts else "–"
    return (
        build_strong_cell(entry.role_name),
        build_cell(matter.format_action_numbers(entry.accountable) or "–"),
        (build_words(OPEN),),
        build_cell(first),
    )
