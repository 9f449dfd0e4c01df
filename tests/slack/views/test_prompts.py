"""What we suggest to ask is understood wherever it is asked: in the thread of an interview it is no answer."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.reading import is_about_the_record, read_inquiry
from bot.slack.views.prompts import ACTIONS, HOW, MINE, WHERE


@pytest.mark.parametrize("asked", [MINE, WHERE, ACTIONS, "What holds Claims triage back?"])
def test_what_is_suggested_is_a_question_to_the_record(shipped_knowledge: Knowledge, asked: str) -> None:
    assert is_about_the_record(asked, shipped_knowledge.inquiry_words)


@pytest.mark.parametrize(
    "asked", ["what is still open?", "Which questions are left?", "What do you still need from me?"]
)
def test_so_is_what_people_ask_about_the_interview_itself(shipped_knowledge: Knowledge, asked: str) -> None:
    assert read_inquiry(asked, shipped_knowledge.inquiry_words).kind == "standing"
    assert is_about_the_record(asked, shipped_knowledge.inquiry_words)


def test_how_it_works_is_a_call_for_help(shipped_knowledge: Knowledge) -> None:
    found = read_inquiry(HOW, shipped_knowledge.inquiry_words)
    assert (found.kind, found.terms) == ("help", ())
