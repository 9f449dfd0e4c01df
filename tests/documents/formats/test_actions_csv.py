import csv
import io
from datetime import date

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.actions_csv import render_actions_csv
from bot.domain.framework.knowledge import Knowledge
from tests.documents import samples
from tests.documents.samples import Made


def rows_of(made: Made, knowledge: Knowledge) -> tuple[list[str], list[list[str]]]:
    written = render_actions_csv(PlanDocumentData(made.plan, made.assessment, knowledge.framework)).decode("utf-8")
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    return head, rows


def test_it_has_a_row_for_every_action(knowledge: Knowledge) -> None:
    made = samples.crowded(knowledge)
    head, rows = rows_of(made, knowledge)
    assert head[:4] == ["Title", "Description", "Section", "Assignee"]
    assert [row[0] for row in rows] == [action.title for action in made.plan.actions]
    assert {len(row) for row in rows} == {len(head)}


def test_a_row_says_who_when_and_how_it_is_known_to_be_done(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    head, rows = rows_of(made, knowledge)
    for action, values in zip(made.plan.actions, rows, strict=True):
        row = dict(zip(head, values, strict=True))
        assert date.fromisoformat(row["Start Date"]) == action.start
        assert date.fromisoformat(row["Due Date"]) == action.due
        assert row["Assignee"] == (action.person_name or "")
        assert row["Section"] == next(phase.name for phase in made.plan.phases if phase.id == action.phase)
        assert f"Exit test: {action.exit}" in row["Description"]
        assert action.because[0].text in row["Description"]


def test_what_an_action_waits_for_is_named_by_id(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    head, rows = rows_of(made, knowledge)
    ids = {row[head.index("Id")]: action.id for row, action in zip(rows, made.plan.actions, strict=True)}
    for action, row in zip(made.plan.actions, rows, strict=True):
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
