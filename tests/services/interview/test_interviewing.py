from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, ProbeWish, Reading
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.interview import interview_commands, interviewing
from bot.services.interview.interviewing import Interviewing, Message
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst, FakeClock, FakeRedactor

DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


def a_desk(database: Database, knowledge: Knowledge, analyst: FakeAnalyst | None = None) -> Interviewing:
    return Interviewing(database.in_workspace("w1"), analyst or FakeAnalyst(), FakeRedactor(), FakeClock(), knowledge)


async def begun(desk: Interviewing) -> Interview:
    return await interviewing.begin(desk, "i1", Pilot(id="p1", name="FreightMatch"), (DANA,))


async def say(desk: Interviewing, text: str, by: Person = DANA) -> tuple[interviewing.Heard, ...]:
    await interviewing.keep(desk, "i1", Message(speaker=by, text=text))
    return await interviewing.read(desk, "i1")


def systems_from(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(Reading(criterion="systems", level=2, quotes=(turn.text,)),))


async def test_an_answer_is_kept_read_and_followed_by_the_next_question(
    database: Database, knowledge: Knowledge
) -> None:
    desk = a_desk(database, knowledge, FakeAnalyst(systems_from))
    await begun(desk)
    [heard] = await say(desk, "It reads SAP.")
    assert heard.interview.known == {"systems"}
    question = await interviewing.next_question(desk, "i1")
    assert question is not None
    assert question.criteria == ("data",)


async def test_secrets_are_gone_before_anything_is_stored_or_read(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst()
    desk = a_desk(database, knowledge, analyst)
    await begun(desk)
    kept = await interviewing.keep(desk, "i1", Message(speaker=DANA, text="the password is hunter2"))
    await interviewing.read(desk, "i1")
    assert kept.redacted == ("a password",)
    stored = await interviewing.load(desk.transactions, "i1")
    assert "hunter2" not in stored.turns[0].text + "".join(analyst.read_turns)


async def test_hidden_characters_hide_no_secret(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge)
    await begun(desk)
    kept = await interviewing.keep(desk, "i1", Message(speaker=DANA, text="pass hun\u200bter2 ign\u00adore"))
    assert kept.turn.text == "pass [redacted: password] ignore"


async def test_a_secret_in_a_name_is_taken_out_too(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge)
    started = await interviewing.begin(desk, "i1", Pilot(id="p1", name="hunter2"), (DANA,))
    assert "hunter2" not in started.pilot.name


async def test_an_amended_answer_loses_its_secrets_too(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge)
    await begun(desk)
    await say(desk, "fine")
    amended = await interview_commands.amend(desk.transactions, "i1", "t1", "hunter2 it is", FakeRedactor())
    assert "hunter2" not in amended.interview.turns[0].text
    assert amended.redacted == ("a password",)


async def test_an_answer_survives_a_model_that_is_down_and_is_read_at_the_next_try(
    database: Database, knowledge: Knowledge
) -> None:
    desk = a_desk(database, knowledge, FakeAnalyst(systems_from, failures=[AnalystUnavailable("down")]))
    await begun(desk)
    with pytest.raises(AnalystUnavailable):
        await say(desk, "It reads SAP.")
    waiting = await interviewing.load(desk.transactions, "i1")
    assert [turn.text for turn in waiting.unmapped] == ["It reads SAP."]
    [heard] = await interviewing.read(desk, "i1")
    assert heard.interview.known == {"systems"}


async def test_what_failed_calls_cost_is_kept(database: Database, knowledge: Knowledge) -> None:
    from tests.support.fakes import CALL  # noqa: PLC0415

    desk = a_desk(database, knowledge, FakeAnalyst(failures=[AnalystUnavailable("down", (CALL,))]))
    await begun(desk)
    with pytest.raises(AnalystUnavailable):
        await say(desk, "It reads SAP.")
    assert await desk.transactions.run(lambda uow: uow.calls.of("i1")) == (CALL,)


async def test_words_edited_while_they_were_read_are_read_again(database: Database, knowledge: Knowledge) -> None:
    class EditedMeanwhile(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            if turn.revision == 0:
                await interview_commands.amend(desk.transactions, "i1", turn.id, "It only reads.", FakeRedactor())
            return await super().map_answer(interview, turn, upcoming)

    desk = a_desk(database, knowledge, EditedMeanwhile(systems_from))
    await begun(desk)
    heard = await say(desk, "It reads and writes.")
    assert [item.quote for item in heard[-1].interview.evidence] == ["It only reads."]


async def test_a_question_back_is_answered_with_citations_of_the_framework_only(
    database: Database, knowledge: Knowledge
) -> None:
    mapping = AnswerMapping(intent="ask_back", question_back="What is an owner?")
    desk = a_desk(database, knowledge, FakeAnalyst(lambda turn: mapping))
    await begun(desk)
    [heard] = await say(desk, "What is an owner?")
    assert heard.answer is not None
    assert heard.answer.citations == ("ownership.owner",)
    assert heard.interview.awaits_reply


async def test_a_question_back_that_could_not_be_answered_is_not_forgotten(
    database: Database, knowledge: Knowledge
) -> None:
    class DownAfterMapping(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            result = await super().map_answer(interview, turn, upcoming)
            if len(self.read_turns) == 1:
                self.failures.append(AnalystUnavailable("down"))
            return result

    desk = a_desk(database, knowledge, DownAfterMapping(lambda turn: AnswerMapping(intent="ask_back")))
    await begun(desk)
    with pytest.raises(AnalystUnavailable):
        await say(desk, "What is an owner?")
    [heard] = await interviewing.read(desk, "i1")
    assert heard.answer is not None


@pytest.mark.parametrize(("intent", "how"), [("dont_know", "dont_know"), ("skip", "skip")])
async def test_typed_moves_count_like_buttons(intent: str, how: str, database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge, FakeAnalyst(lambda turn: AnswerMapping.model_validate({"intent": intent})))
    await begun(desk)
    await say(desk, "hello")
    question = await interviewing.next_question(desk, "i1")
    assert question is not None
    [heard] = await say(desk, "pass")
    assert heard.interview.passes[-1].criteria == question.criteria
    assert heard.interview.passes[-1].how == how


async def test_a_colleague_who_is_named_joins_and_the_question_waits_for_them(
    database: Database, knowledge: Knowledge
) -> None:
    named = AnswerMapping(intent="ask_colleague", colleague="Marta")
    desk = a_desk(database, knowledge, FakeAnalyst(lambda turn: named if "Marta" in turn.text else AnswerMapping()))
    await begun(desk)
    await say(desk, "hello")
    question = await interviewing.next_question(desk, "i1")
    [heard] = await say(desk, "Ask Marta")
    assert question is not None
    assert heard.colleague is not None
    assert heard.colleague in heard.interview.people
    left = await interviewing.next_question(desk, "i1", heard.colleague.id)
    assert left is not None
    assert left.criteria[0] in question.criteria


async def test_saying_pause_pauses_and_saying_finish_ends(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge, FakeAnalyst(lambda turn: AnswerMapping.model_validate({"intent": turn.text})))
    await begun(desk)
    [paused] = await say(desk, "pause")
    assert paused.interview.status == "paused"
    assert await interviewing.next_question(desk, "i1") is None
    await interview_commands.resume(desk.transactions, "i1")
    [ended] = await say(desk, "finish")
    assert ended.interview.status == "closed"


async def test_every_speaker_keeps_their_own_words(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge, FakeAnalyst(systems_from))
    await begun(desk)
    await say(desk, "It reads SAP.")
    [heard] = await say(desk, "It reads Oracle.", PAOLO)
    assert [(item.speaker, item.quote) for item in heard.interview.evidence] == [
        ("U1", "It reads SAP."),
        ("U2", "It reads Oracle."),
    ]
    assert PAOLO in heard.interview.people


async def test_a_message_delivered_twice_is_one_turn(database: Database, knowledge: Knowledge) -> None:
    desk = a_desk(database, knowledge)
    await begun(desk)
    message = Message(speaker=DANA, text="hello", source="C1:1.2")
    first = await interviewing.keep(desk, "i1", message)
    again = await interviewing.keep(desk, "i1", message)
    assert first.turn == again.turn
    assert len((await interviewing.load(desk.transactions, "i1")).turns) == 1


async def test_taking_back_an_answer_removes_it_and_a_vague_one_gets_its_probe(
    database: Database, knowledge: Knowledge
) -> None:
    vague = AnswerMapping(probes=(ProbeWish(criterion="volume", text="How many cases went through yesterday?"),))
    desk = a_desk(database, knowledge, FakeAnalyst(lambda turn: vague if "scales" in turn.text else systems_from(turn)))
    await begun(desk)
    await say(desk, "It reads SAP.")
    after = await interview_commands.retract(desk.transactions, "i1", "t1")
    assert after.known == frozenset()
    while (question := await interviewing.next_question(desk, "i1")) is not None:
        if question.criteria == ("volume",):
            break
        await interview_commands.let_go(desk.transactions, "i1", "skip", "U1")
    await say(desk, "It scales.")
    probe = await interviewing.next_question(desk, "i1")
    assert probe is not None
    assert (probe.kind, probe.text) == ("probe", "How many cases went through yesterday?")
