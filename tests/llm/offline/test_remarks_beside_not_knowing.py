"""By rule, who doesn't know the answer may say something else beside it: that is kept as a remark in passing."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.criterion_state import find_state
from bot.domain.interview.guards import guard_mapping
from bot.llm.offline.mapper import OfflineMapper
from tests.domain.talk import an_interview, asked, said
from tests.support.once import load_shipped_cues


def read(knowledge: Knowledge, text: str) -> AnswerMapping:
    talk = said(asked(an_interview(), "owner"), text)
    return OfflineMapper(load_shipped_cues(), knowledge.framework).map_turn(talk, talk.turns[-1])


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("I don't know, but the foreman signs every sheet", "decisions"),
        ("No idea, though results are pasted into SAP by hand", "systems"),
        ("Not sure, but there is a staffed exception queue with a runbook.", "exceptions"),
        ("No idea. The clerk exports a file from SAP by hand.", "systems"),
    ],
)
def test_a_remark_beside_not_knowing_is_kept_in_passing(knowledge: Knowledge, text: str, criterion: str) -> None:
    heard = read(knowledge, text)
    assert heard.intent == "dont_know"
    assert [(reading.criterion, reading.in_passing) for reading in heard.readings] == [(criterion, True)]


@pytest.mark.parametrize(
    "text", ["I don't know.", "No idea, sorry.", "I don't know, but I want to.", "Not sure, but maybe Paolo."]
)
def test_who_says_nothing_beside_it_is_quoted_for_nothing(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).readings == ()


def test_the_remark_counts_and_its_question_is_still_to_come(knowledge: Knowledge) -> None:
    text = "I don't know, but the foreman signs every sheet"
    talk = said(asked(an_interview(), "owner"), text)
    heard = guard_mapping(read(knowledge, text), talk.turns[-1], knowledge.framework).heard
    after = talk.record_findings("t1", 0, heard, "dont_know").skip_question("dont_know", by="U1", turn_id="t1")
    assert [(item.criterion, item.sentence) for item in after.evidence] == [("decisions", text)]
    assert find_state(after, "owner") != "known"
    assert "decisions" not in after.answered_criteria


def test_a_reply_to_something_else_is_kept_in_passing_and_its_own_question_stays(knowledge: Knowledge) -> None:
    talk = said(asked(an_interview(), "systems"), "The P&L is mine and I signed the acceptance in March.")
    heard = OfflineMapper(load_shipped_cues(), knowledge.framework).map_turn(talk, talk.turns[-1])
    assert [(reading.criterion, reading.in_passing) for reading in heard.readings] == [("owner", True)]
    assert [probe.criterion for probe in heard.probes] == ["systems"]


@pytest.mark.parametrize(
    ("asked_of", "text", "kept_for"),
    [
        ("volume", "A flagged meter goes to whoever of the four dispatchers is free, there's no rota.", "exceptions"),
        ("systems", "Every decision is logged with inputs and outputs, but nobody reviews it.", "audit"),
    ],
)
def test_a_denial_of_something_else_says_nothing_of_what_was_asked(
    knowledge: Knowledge, asked_of: str, text: str, kept_for: str
) -> None:
    talk = said(asked(an_interview(), asked_of), text)
    heard = OfflineMapper(load_shipped_cues(), knowledge.framework).map_turn(talk, talk.turns[-1])
    assert {reading.criterion for reading in heard.readings} <= {kept_for}
    assert all(reading.in_passing for reading in heard.readings)
    assert [probe.criterion for probe in heard.probes] == [asked_of]
