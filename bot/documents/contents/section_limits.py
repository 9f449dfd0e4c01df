"""The dates and limits that the team named, each with its words."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Table
from bot.documents.contents.pieces import build_cell, build_cell_or_open, build_columns, build_strong_cell
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import format_quote
from bot.domain.core.phrases import format_date
from bot.domain.plan.limits import LimitKind, NamedLimit

_NAMES: dict[LimitKind, str] = {"service_level": "Service level"}


def build_limit_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    columns = build_columns(("What", 6), ("Kind", 3), ("When", 4), ("What was said", 9))
    rows = tuple(_build_row(limit, matter) for limit in matter.plan.limits)
    yield Table("Dates and limits you named", columns, rows)


def _build_row(limit: NamedLimit, matter: PlanDocumentData) -> tuple[Cell, ...]:
    said = format_quote(limit.quote, matter.assessment.get_person(limit.speaker).first_name)
    when = format_date(limit.day) if limit.day and limit.says_its_day else limit.until
    kind = _NAMES.get(limit.kind, limit.kind.capitalize())
    return build_strong_cell(limit.what), build_cell(kind), build_cell_or_open(when), build_cell(said)
