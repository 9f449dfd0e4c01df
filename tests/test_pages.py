"""README and docs/ say what is so: pictures and tables are those of today, and whatever a page names is there."""

import ast
import json
import re
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.settings import Settings
from tests.conftest import ROOT
from tests.pages import PICTURE, PLAN_SCHEMA, TABLE, TABLES, list_commands, list_packages, list_pages, refresh
from tests.plan_schema import build_plan_schema

PAGES = list_pages()
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_LINK = re.compile(r"\]\((?!https?://)(?P<path>[^)#]*)(?:#(?P<anchor>[^)]*))?\)")
_PATH = re.compile(r"`((?:bot|tests|knowledge|prompts|docs|benchmarks)/[\w./-]*)`")
_CALL = re.compile(r"(?:python -m bot|`flightplan) +([a-z]+)")
_TARGET = re.compile(r"(?<![\w-])make ([a-z]+)(?=`|\s*$|,|\s{2,})", re.M)
_CLASS = re.compile(r"`([A-Z][a-z]\w+)`")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_a_page_shows_of_the_program_is_what_the_program_shows(page: Path, knowledge: Knowledge) -> None:
    text = page.read_text()
    assert text == refresh(text, knowledge), "`make docs` writes it anew"


def test_the_schema_of_a_plan_is_that_of_its_nouns() -> None:
    assert PLAN_SCHEMA.read_text() == build_plan_schema(), "`make docs` writes it anew"


def test_the_schema_says_of_a_plan_s_fields_what_the_nouns_say() -> None:
    schema = json.loads(build_plan_schema())
    assert set(schema["properties"]) == set(ProductionPlan.model_fields)
    assert schema["properties"]["actions"]["description"].startswith("By phase and date as first drafted")
    assert schema["$defs"]["NumberToAgree"]["properties"]["by"]["description"].startswith("Before the first exit test")
    assert schema["$defs"]["PlannedGap"]["properties"]["actions"]["description"] == "Ids of actions, at least one."


def test_the_readme_shows_a_message_and_the_page_on_slack_shows_many() -> None:
    assert len(PICTURE.findall((ROOT / "README.md").read_text())) == 1
    assert len(PICTURE.findall((ROOT / "docs/slack.md").read_text())) >= 9


def test_every_table_that_is_made_stands_on_a_page() -> None:
    assert {name for page in PAGES for name in TABLE.findall(page.read_text())} == set(TABLES)


def test_the_readme_is_read_on_a_screen_and_a_half() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 90


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_and_path_on_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    for link in _LINK.finditer(text):
        target = (page.parent / link["path"]).resolve() if link["path"] else page
        assert target.exists(), link[0]
        assert not link["anchor"] or link["anchor"] in anchors(target), link[0]
    assert [path for path in _PATH.findall(text) if not (ROOT / path).exists()] == []


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_on_a_page_can_be_given(page: Path) -> None:
    commands = {words.split()[0] for words in list_commands()}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(_CALL.findall(page.read_text())) - commands == set()
    assert set(_TARGET.findall(page.read_text())) - targets == set()


def test_every_setting_is_explained() -> None:
    told = (ROOT / "docs/operations.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in told] == []


def test_every_package_says_what_it_is_for() -> None:
    packages = {str(Path(name.replace(".", "/"))) for name in list_packages()}
    folders = {str(file.parent.relative_to(ROOT)) for file in (ROOT / "bot").rglob("*.py")}
    assert folders - packages - {"bot", "bot/storage/migrations/versions"} == set()


def test_the_glossary_names_every_noun_of_the_domain_and_no_class_that_there_is_not() -> None:
    named = set(_CLASS.findall((ROOT / "docs/glossary.md").read_text()))
    assert named - find_classes("bot") == set()
    nouns = find_classes("bot/domain") - find_classes("bot/domain/core/errors.py") - {"HasTurnId"}
    assert nouns - named == set()


def find_classes(under: str) -> set[str]:
    """The public ones; errors have their own tree."""
    files = (ROOT / under).rglob("*.py") if (ROOT / under).is_dir() else [ROOT / under]
    nodes = (node for file in files for node in ast.parse(file.read_text()).body)
    return {node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}


def test_what_operators_are_told_to_watch_for_is_written_by_the_program() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    table = page.partition("## What to watch, and what to do")[2].partition("\n## ")[0]
    signs = [
        sign for row in table.splitlines() if row.startswith("|") for sign in re.findall("`(.+?)`", row.split("|")[1])
    ]
    program = " ".join(file.read_text() for file in (ROOT / "bot").rglob("*.py"))
    assert len(signs) > 12
    assert [sign for sign in signs if sign not in program] == []
