"""With a model the interview goes on in the language of the person; what they said stays, with English beside it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedProbe, QuestionWording
from bot.domain.interview.turn import Turn, Untranslated
from bot.services.interview.translating import FRAME
from bot.services.ports.core import AnalystResult
from bot.slack.blocks.interview import noted, questions
from bot.storage.engine.database import Database
from tests.support.builders import PAOLO
from tests.support.fakes import FakeAnalyst
from tests.support.rooms import build_deps, open_room, retract, say, waiting

DANA = Person(id="U1", name="Dana Reyes")
GERMAN = "Die Rechnungen kommen aus SAP, und Marta trägt sie von Hand ein."


def in_german(turn: Turn) -> AnswerMapping:
    reading = CriterionReading(criterion="systems", level=1, quotes=(turn.text,))
    return AnswerMapping(readings=(reading,), language="de")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


class Counting(FakeAnalyst):
    """Counts what it is asked to translate."""

    asked: tuple[Untranslated, ...] = ()

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        self.asked = (*self.asked, *texts)
        return await super().translate(texts)


async def test_the_next_question_and_our_own_words_are_in_the_persons_language(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(in_german)), DANA)
    [heard] = await say(room, GERMAN)
    asked = await waiting(room)
    assert asked is not None
    assert asked.text.startswith("[de] ")
    assert asked.why.startswith("[de] ")
    assert heard.interview.get_turn(heard.turn.id).language == "de"
    receipt = noted.build_answer_recorded_message(heard, knowledge.framework)
    assert receipt is not None
    assert receipt.blocks[0]["elements"][0]["text"].startswith("[de] Noted under")
    shown = questions.build_question_message(await room.load_interview(), asked, knowledge.framework)
    assert "[de] Why I ask: [de]" in str(shown.blocks)


async def test_a_question_that_the_model_worded_is_in_their_language_already(
    database: Database, knowledge: Knowledge
) -> None:
    def worded(turn: Turn) -> AnswerMapping:
        wording = QuestionWording(key="criterion:data", text="Welche Daten liest sie?")
        return in_german(turn).model_copy(update={"wordings": (wording,)})

    room = await open_room(build_deps(database, knowledge, FakeAnalyst(worded)), DANA)
    await say(room, GERMAN)
    asked = await waiting(room)
    assert asked is not None
    assert asked.text == "Welche Daten liest sie?"
    shown = questions.build_question_message(await room.load_interview(), asked, knowledge.framework)
    assert "[de] Why I ask: [de]" in str(shown.blocks)


async def test_a_quote_stays_as_it_was_said_with_its_english_beside_it(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(in_german)), DANA)
    [heard] = await say(room, GERMAN)
    [item] = heard.interview.evidence
    assert (item.sentence, item.translation) == (GERMAN, f"[en] {GERMAN}")
    assert GERMAN not in str((await retract(room, heard.turn.id)).translations)


async def test_each_of_our_texts_is_translated_once_a_language(database: Database, knowledge: Knowledge) -> None:
    analyst = Counting(in_german)
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    for _ in range(3):
        await say(room, GERMAN)
    ours = [one.text for one in analyst.asked if one.language == "de"]
    assert len(ours) == len(set(ours))
    assert set(FRAME) <= set(ours)


@pytest.mark.parametrize("language", ["en", "en-GB", None])
async def test_nothing_is_translated_for_whoever_writes_english(
    language: str | None, database: Database, knowledge: Knowledge
) -> None:
    analyst = Counting(lambda turn: AnswerMapping(language=language, probes=(ProposedProbe(criterion="data"),)))
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It reads SAP.")
    assert analyst.asked == ()


async def test_where_it_can_not_be_translated_the_interview_goes_on_in_english(
    database: Database, knowledge: Knowledge
) -> None:
    class NoTranslator(FakeAnalyst):
        async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
            raise AnalystUnavailable("The model does not answer.")

    room = await open_room(build_deps(database, knowledge, NoTranslator(in_german)), DANA)
    [heard] = await say(room, GERMAN)
    asked = await waiting(room)
    assert asked is not None
    assert not asked.text.startswith("[")
    assert heard.interview.evidence[0].translation == ""


async def test_what_all_read_is_in_the_language_that_they_share_and_else_in_the_guides(
    database: Database, knowledge: Knowledge
) -> None:
    def reads(turn: Turn) -> AnswerMapping:
        said = in_german(turn) if turn.text == GERMAN else in_german(turn).model_copy(update={"language": "en"})
        wording = QuestionWording(key="criterion:data", text=f"{said.language}: what data?")
        return said.model_copy(update={"wordings": (wording,)})

    room = await open_room(build_deps(database, knowledge, FakeAnalyst(reads)), DANA)
    await say(room, "It reads SAP.")
    await say(room, GERMAN, PAOLO)
    talk = await room.load_interview()
    assert (talk.find_language(), talk.find_language(PAOLO.id)) == (None, "de")
    assert talk.put_for(None, FRAME[0]) == FRAME[0]
    assert talk.put_for(PAOLO.id, FRAME[0]).startswith("[de] ")
    assert talk.find_adapted_wording("criterion:data") is None
    await say(room, GERMAN)
    talk = await room.load_interview()
    assert talk.find_language() == "de"
    assert talk.find_adapted_wording("criterion:data") == "de: what data?"
