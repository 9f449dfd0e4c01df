"""What stands against the plan: its risks, the dates and limits the team named, clashes, and open questions."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cell, Table
from bot.documents.contents.pieces import (
    OPEN,
    build_cell,
    build_cell_or_open,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_brief import MOST as CLASHES_OF_THE_BRIEF
from bot.documents.contents.wording import clean_line, format_short_day
from bot.domain.plan.limits import LimitKind, NamedLimit
from bot.domain.plan.register import Risk

_NAMES: dict[LimitKind, str] = {"service_level": "Service level"}
_SAID = 110


def build_risk_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.risks:
        yield build_paragraph("No risk was spoken of, and none was asked about: that is no sign that there is none.")
        return
    columns = build_columns(("Risk", 14), ("Likely, grave", 3), ("First sign", 6), ("Answer", 8), ("Who watches", 4))
    yield Table("Risks", columns, tuple(_build_risk_row(risk, matter) for risk in matter.plan.risks))


def _build_risk_row(risk: Risk, matter: PlanDocumentData) -> tuple[Cell, ...]:
    said = matter.format_said(risk.quote, risk.speaker, _SAID, risk.translation) if risk.quote else ""
    return (
        (
            build_words(build_strong_run(risk.title)),
            build_words(matter.tell(risk.why)),
            *((build_words(said),) if said else ()),
        ),
        build_cell(f"{risk.likelihood}, {risk.impact}") if risk.likelihood and risk.impact else (build_words(OPEN),),
        build_cell_or_open(matter.tell(risk.first_sign)),
        _build_answer_cell(risk, matter),
        build_cell(risk.owner or risk.owner_role) if risk.owner or risk.owner_role else (build_words(OPEN),),
    )


def _build_answer_cell(risk: Risk, matter: PlanDocumentData) -> Cell:
    numbers = matter.format_action_numbers(risk.actions)
    told = [matter.tell(risk.answer)] if risk.answer else []
    told += [f"{'action' if len(risk.actions) == 1 else 'actions'} {numbers}"] if numbers else []
    return tuple(build_words(text) for text in told) or build_cell("none: somebody has to decide whether to accept it")


def build_limit_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if matter.plan.limits:
        columns = build_columns(("What", 5), ("Kind", 3), ("When", 4), ("What was said", 13))
        rows = tuple(_build_limit_row(limit, matter) for limit in matter.plan.limits)
        yield Table("Dates and limits you named", columns, rows)
    further = matter.plan.conflicts[CLASHES_OF_THE_BRIEF:]
    if further:
        yield Bullets(tuple(build_words(clash.sentence) for clash in further))


def _build_limit_row(limit: NamedLimit, matter: PlanDocumentData) -> tuple[Cell, ...]:
    days = [format_short_day(day) for day in (limit.first_day, limit.day) if day and limit.says_its_day]
    kind = _NAMES.get(limit.kind, limit.kind.capitalize())
    said = matter.format_said(limit.quote, limit.speaker, _SAID)
    return (
        build_strong_cell(limit.what),
        build_cell(kind),
        build_cell_or_open(" to ".join(dict.fromkeys(days)) or limit.until),
        build_cell(said),
    )


def build_question_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield build_paragraph("What nobody said is asked here, and guessed nowhere.")
    yield Bullets(tuple(build_words(matter.tell(clean_line(q))) for q in matter.plan.open_questions), numbered=True)
