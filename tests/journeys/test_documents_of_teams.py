"""What every recorded team hands on: a brief of one page, and a plan of eight at the most for up to 25 actions."""

import io

import pypdf
import pytest

from bot.documents.files import render_documents
from tests.documents.reading import letters, words_of_pdf
from tests.journeys.replays import INTERVIEWS, RECORDED, Replays

SOME = INTERVIEWS[:3]
TEAMS = [name if name in SOME else pytest.param(name, marks=pytest.mark.soak) for name in RECORDED]


def count_pages(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("name", TEAMS)
def test_a_team_s_brief_is_one_page_in_its_own_words_and_its_plan_eight(replays: Replays, name: str) -> None:
    team = replays.get(name).result
    made = render_documents(("brief.pdf", "plan.pdf"), team.assessment, team.plan, replays.knowledge)
    assert count_pages(made["brief.pdf"]) == 1
    shown = letters(words_of_pdf(made["brief.pdf"]))
    purpose = team.assessment.purpose
    assert purpose is not None and letters(purpose.quote)[:60] in shown
    for part in ("Decision asked", "Of whom", "By when", "Brings a year", "The way to live proof"):
        assert letters(part) in shown
    if len(team.plan.actions) <= 25:
        assert count_pages(made["plan.pdf"]) <= 8
