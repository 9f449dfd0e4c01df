import csv
import io

import pytest

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.actions_csv import render_actions_csv
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.samples import Made


def rows_of(made: Made, knowledge: Knowledge) -> tuple[list[str], list[list[str]]]:
    written = render_actions_csv(PlanDocumentData(made.plan, made.assessment, knowledge.framework)).decode("utf-8")
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    return head, rows


def test_it_has_a_row_for_every_action_then_for_every_gate(knowledge: Knowledge) -> None:
    made = samples.crowded(knowledge)
    head, rows = rows_of(made, knowledge)
    assert head[:4] == ["Title", "Description", "Section", "Assignee"]
    titles, count = [row[0] for row in rows], len(made.plan.actions)
    for action, title in zip(made.plan.actions, titles, strict=False):
        assert title.removesuffix(" (outline)").removesuffix(" (provisional)") == action.title
        assert ("(provisional)" in title, "(outline)" in title) == (action.provisional, not action.is_committed)
    assert len(titles) == count + len(made.plan.phases)
    assert [row[head.index("Type")] for row in rows] == ["Task"] * count + ["Milestone"] * len(made.plan.phases)
    assert {len(row) for row in rows} == {len(head)}


def test_a_row_says_who_when_and_how_it_is_known_to_be_done(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    head, rows = rows_of(made, knowledge)
    for action, values in zip(made.plan.actions, rows, strict=False):
        row = dict(zip(head, values, strict=True))
        dates = (action.start.isoformat(), action.due.isoformat()) if action.is_committed else ("", "")
        assert (row["Start Date"], row["Due Date"]) == dates
        assert ("Outlined, without a date: not before" in row["Description"]) is not action.is_committed
        assert row["Assignee"] == (action.person_name or "")
        assert row["Section"] == next(phase.name for phase in made.plan.phases if phase.id == action.phase)
        assert f"Exit test: {action.exit}" in row["Description"]
        assert action.because[0].text in row["Description"]
        assert row["Project"] == made.plan.pilot.name and row["Key"] == f"{made.plan.pilot.id}-{row['Id']}"


@pytest.mark.parametrize(("effort", "whole"), [(0.5, "1"), (1, "1"), (1.5, "2"), (3, "3")])
def test_effort_is_a_whole_number_of_days_and_told_exactly_beside(
    knowledge: Knowledge, effort: float, whole: str
) -> None:
    made = samples.ordinary(knowledge)
    first, *others = made.plan.actions
    plan = made.plan.model_copy(update={"actions": (first.model_copy(update={"effort_days": effort}), *others)})
    head, rows = rows_of(made._replace(plan=plan), knowledge)
    row = dict(zip(head, rows[0], strict=True))
    assert (row["Estimate"], row["Effort Days"]) == (whole, f"{effort:g}")
    assert f"Effort: {effort:g} day" in row["Description"]


def test_a_gate_has_its_day_and_what_must_be_done_before_it_and_none_where_it_is_outlined(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    head, rows = rows_of(made, knowledge)
    gates = [dict(zip(head, row, strict=True)) for row in rows[len(made.plan.actions) :]]
    for phase, row in zip(made.plan.phases, gates, strict=True):
        assert row["Due Date"] == (phase.gate.due.isoformat() if phase.gate.due else "")
        assert row["Title"].startswith(f"{made.plan.pilot.name}: gate {phase.gate.name}")
        assert ("(outline)" in row["Title"]) is (phase.gate.due is None)
    ids = [row[head.index("Id")] for row in rows]
    assert len(set(ids)) == len(ids) == len({row[head.index("Key")] for row in rows})


def test_what_an_action_waits_for_is_named_by_id(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    head, rows = rows_of(made, knowledge)
    ids = {row[head.index("Id")]: action.id for row, action in zip(rows, made.plan.actions, strict=False)}
    for action, row in zip(made.plan.actions, rows, strict=False):
        links = [value for name, value in zip(head, row, strict=True) if name == "Blocked By" and value]
        assert {ids[link] for link in links} == set(action.depends_on)


def test_no_cell_begins_like_a_formula(knowledge: Knowledge) -> None:
    _, rows = rows_of(samples.hostile(knowledge), knowledge)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert rows[0][0] == '\'=HYPERLINK("http://x.test")'
    assert rows[0][3] == "'+1 Person"


def test_a_plan_without_actions_is_a_head_alone(knowledge: Knowledge) -> None:
    head, rows = rows_of(samples.with_nothing_to_do(knowledge), knowledge)
    assert head[-1] == "Blocked By"
    assert rows == []
