"""The sheet of roles: written beside the plan, filled in by people, read back into the next draft."""

import csv
import io
from pathlib import Path

import pytest

from bot.console.options.plan_options import with_roles
from bot.console.roles_sheet import read_roles_sheet
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.roles_csv import render_roles_csv
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanOptions, PlanTerms
from bot.wording.roles_sheet import COLUMNS, SHARE, TAKEN_BY
from tests.domain.plans import DANA, MADE_AT, MONDAY, a_plan, all_at, an_assessment

FEMI = Person(id="U7", name="Femi Adeyemi", role="Head of risk")


@pytest.fixture
def made(knowledge: Knowledge) -> Assessment:
    return an_assessment(knowledge.framework, all_at(2), people=(DANA, FEMI))


def rows_of(written: bytes) -> dict[str, dict[str, str]]:
    return {row["Role Id"]: row for row in csv.DictReader(io.StringIO(written.decode()))}


def fill_in(written: bytes, path: Path, role: str, name: str, share: str = "") -> Path:
    rows = rows_of(written)
    rows[role] |= {TAKEN_BY: name, SHARE: share}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows.values())
    return path


def test_it_says_who_is_known_and_why(knowledge: Knowledge, made: Assessment) -> None:
    written = render_roles_csv(PlanDocumentData(a_plan(knowledge, made), made, knowledge.framework))
    rows = rows_of(written)
    assert (rows["risk_partner"]["Known so far"], rows["risk_partner"]["How it is known"]) == (FEMI.name, "by title")
    assert (rows["security_partner"]["Known so far"], rows["security_partner"][TAKEN_BY]) == ("", "")


def test_what_is_filled_in_is_in_the_next_plan_and_stays_in_its_sheet(
    knowledge: Knowledge, made: Assessment, tmp_path: Path
) -> None:
    written = render_roles_csv(PlanDocumentData(a_plan(knowledge, made), made, knowledge.framework))
    sheet = fill_in(written, tmp_path / "roles.csv", "security_partner", "Ana Ruiz", "20")
    wish = with_roles(PlanOptions(start=MONDAY), sheet, knowledge.practices.roles)
    terms = PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, holders=wish.holders, availability=wish.availability)
    plan = draft_plan(made, knowledge, terms)
    named = {(a.person_name, a.basis) for a in plan.actions if a.role == "security_partner"}
    assert named == {("Ana Ruiz", "form")}
    assert [(known.role, known.share) for known in plan.shares] == [("security_partner", 0.2)]
    again = rows_of(render_roles_csv(PlanDocumentData(plan, made, knowledge.framework)))["security_partner"]
    assert (again[TAKEN_BY], again[SHARE], again["Known so far"]) == ("Ana Ruiz", "20", "")


def test_somebody_of_the_team_is_meant_by_their_name(knowledge: Knowledge, made: Assessment) -> None:
    terms = PlanTerms(
        plan_id="p", made_at=MADE_AT, start=MONDAY, holders={"security_partner": Person(id="Dana", name="Dana")}
    )
    plan = draft_plan(made, knowledge, terms)
    assert {a.person for a in plan.actions if a.role == "security_partner"} == {DANA.id}


def test_a_cell_is_no_formula_and_is_read_as_the_name_it_is(
    knowledge: Knowledge, made: Assessment, tmp_path: Path
) -> None:
    holders = {"security_partner": Person(id="=Ana", name="=Ana")}
    plan = draft_plan(made, knowledge, PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, holders=holders))
    path = tmp_path / "roles.csv"
    path.write_bytes(render_roles_csv(PlanDocumentData(plan, made, knowledge.framework)))
    assert b"'=Ana" in path.read_bytes()
    assert read_roles_sheet(path, knowledge.practices.roles).holders["security_partner"].name == "=Ana"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Role Id,Who takes it\nwizard,Ana\n", "line 2: there is no role wizard"),
        ("Role Id,Person\nrisk_partner,Ana\n", "has no column Who takes it"),
        ("Role Id,Who takes it,Share of the week (%)\nrisk_partner,Ana,9\n", "9 is no share of a week"),
        ("Role Id,Who takes it,Share of the week (%)\nrisk_partner,Ana,101\n", "101 is no share of a week"),
        ("Role Id,Who takes it,Share of the week (%)\nrisk_partner,Ana,half\n", "half is no share of a week"),
    ],
)
def test_what_cannot_be_is_refused_by_line(knowledge: Knowledge, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(text)
    with pytest.raises(InvalidInput) as refusal:
        read_roles_sheet(path, knowledge.practices.roles)
    assert said in str(refusal.value)


@pytest.mark.parametrize("share", ["10", "100"])
def test_a_share_is_a_tenth_of_the_week_at_the_least_and_all_of_it_at_most(
    knowledge: Knowledge, tmp_path: Path, share: str
) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(f"Role Id,Who takes it,Share of the week (%)\nrisk_partner,,{share}\n")
    assert read_roles_sheet(path, knowledge.practices.roles).availability == {"risk_partner": int(share) / 100}


def test_a_sheet_that_is_not_there_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read as a sheet of roles"):
        read_roles_sheet(tmp_path / "roles.csv", knowledge.practices.roles)
