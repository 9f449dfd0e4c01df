"""A replay ends, whatever the recorded team says and however it is read."""

import asyncio
import io
from collections.abc import Sequence
from datetime import date

import pytest
from rich.console import Console

from bot.bootstrap import build_pipeline
from bot.console.overview import build_replay_summary
from bot.console.recording import RecordedAnswer, Recording
from bot.console.replay import ReplayResult, replay_recording
from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.review import PillarReview
from bot.domain.core.people import Person
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, Intent
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.planning.terms import PlanOptions
from bot.llm.offline.analyst import OfflineAnalyst
from bot.services.ports.core import AnalystResult
from bot.storage.engine.database import Database
from tests.support.once import load_shipped_cues

WISH = PlanOptions(start=date(2026, 12, 7))
DEE, MARTA = Person(id="U1", name="Dee Patterson", role="Lead"), Person(id="U2", name="Marta Silva", role="Head")
MORE_THAN_ENOUGH = 200
"""Questions, where nobody ever answers: each criterion is asked, probed and let go."""


class AlwaysTakesItFor(OfflineAnalyst):
    """Reads whatever is said as one thing."""

    intent: Intent = "other"

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        return AnalystResult(AnswerMapping(intent=self.intent, colleague=turn.text.split()[-1]))


def a_recording(opening: str, **answers: tuple[RecordedAnswer, ...]) -> Recording:
    said = RecordedAnswer(by=DEE.id, text=opening)
    return Recording(id="r1", pilot="FreightMatch", people=(DEE, MARTA), opening=said, answers=answers)


@pytest.fixture
def offline(knowledge: Knowledge) -> OfflineAnalyst:
    return OfflineAnalyst(knowledge, load_shipped_cues())


class Screen(io.StringIO):
    """Refuses to show more questions than anybody would ask."""

    questions = 0

    def write(self, text: str) -> int:
        self.questions += text.count("why I ask")
        assert self.questions <= MORE_THAN_ENOUGH, "It asks for ever."
        return super().write(text)


async def replayed(
    knowledge: Knowledge, analyst: OfflineAnalyst, recording: Recording, screen: Screen | None = None
) -> ReplayResult:
    with Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(knowledge, analyst, database)
        return await replay_recording(pipeline, recording, WISH, Console(file=screen or Screen(), width=1000))


@pytest.mark.parametrize("opening", ["ok", "👍", "What do you mean by a pilot?", "Who are you?", "I don't know"])
def test_an_opening_that_answers_nothing_is_let_go(knowledge: Knowledge, offline: OfflineAnalyst, opening: str) -> None:
    systems = (RecordedAnswer(by=MARTA.id, text="Nothing is connected: a clerk exports a file from SAP by hand."),)
    result = asyncio.run(replayed(knowledge, offline, a_recording(opening, systems=systems)))
    assert result.assessment.get_rating("systems").level is not None
    assert {turn.text for turn in result.interview.turns} >= {opening, systems[0].text}


@pytest.mark.parametrize("intent", ["other", "ask_back", "ask_colleague", "skip", "answer"])
def test_a_team_of_which_nothing_is_taken_for_an_answer_is_through_in_the_end(
    knowledge: Knowledge, intent: Intent
) -> None:
    analyst = AlwaysTakesItFor(knowledge, load_shipped_cues())
    analyst.intent = intent
    answers = {c: (RecordedAnswer(by=DEE.id, text="Ask Marta"),) for c in knowledge.framework.criterion_ids}
    result = asyncio.run(replayed(knowledge, analyst, a_recording("Ask Marta", **answers)))
    assert result.interview.status == "closed"
    assert not any(rating.is_known for rating in result.assessment.ratings)


class SaysWhatNobodySaid(OfflineAnalyst):
    """Reviews by rule, and tells of each rating what was never said."""

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        reviewed = (await super().review_pillar(pillar, interview)).value
        told = [rating.model_copy(update={"there": "Oracle is connected."}) for rating in reviewed.ratings]
        return AnalystResult(PillarReview(ratings=tuple(told)))


def test_a_sentence_of_the_review_that_is_left_out_is_told_in_the_summary_with_the_word(knowledge: Knowledge) -> None:
    analyst = SaysWhatNobodySaid(knowledge, load_shipped_cues())
    said = RecordedAnswer(by=MARTA.id, text="Nothing is connected: a clerk exports a file from SAP by hand.")
    result = asyncio.run(replayed(knowledge, analyst, a_recording("It matches invoices.", systems=(said,))))
    assert {"what": "systems, there: Oracle is connected.", "why": "nobody said it: Oracle"} in build_replay_summary(
        result
    )["refused"]


def test_a_name_with_orders_to_the_terminal_is_shown_and_changes_nothing_there(
    knowledge: Knowledge, offline: OfflineAnalyst
) -> None:
    eve = DEE.model_copy(update={"name": "E\x1bve Patter\x9bson\x07", "role": "Le\x1b[2Jad"})
    told = a_recording("It matches invoices.\x1b[8m")
    screen = Screen()
    asyncio.run(replayed(knowledge, offline, told.model_copy(update={"people": (eve, MARTA)}), screen))
    assert "Eve Patterson (Le[2Jad)" in screen.getvalue()
    assert not {"\x1b", "\x07", "\x9b"} & set(screen.getvalue())
