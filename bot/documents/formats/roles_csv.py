"""The sheet of roles: who is known for each role of a plan and why, with room for who takes it."""

import csv
import io
from collections.abc import Iterator

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line
from bot.documents.formats.actions_csv import escape_formula
from bot.domain.plan.action import Action
from bot.wording.basis_words import describe_basis
from bot.wording.roles_sheet import COLUMNS

_WHOLE = 100


def render_roles_csv(matter: PlanDocumentData) -> bytes:
    """UTF-8, one row a role, in the plan's order. Whom a form named stands where a name is filled in."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for role in dict.fromkeys(line.role for line in matter.plan.responsibilities):
        writer.writerow(map(escape_formula, _list_cells(role, matter)))
    return written.getvalue().encode()


def _list_cells(role: str, matter: PlanDocumentData) -> Iterator[str]:
    actions = [action for action in matter.plan.actions if action.role == role]
    held = next((action for action in actions if action.person_name), actions[0])
    share = next((known.share for known in matter.plan.shares if known.role == role), None)
    by_form = held.basis == "form"
    yield from (role, clean_line(held.role_name))
    yield from ("", "") if by_form else _list_known(held)
    yield clean_line(held.person_name or "") if by_form else ""
    yield f"{share * _WHOLE:g}" if share is not None else ""


def _list_known(held: Action) -> tuple[str, str]:
    return clean_line(held.person_name or ""), describe_basis(held.basis)
