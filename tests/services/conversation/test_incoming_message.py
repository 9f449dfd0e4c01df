from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedProbe
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation import interview_actions
from bot.services.conversation.incoming_message import IncomingMessage, handle_message
from bot.services.interview.cleaning import AnswerMessage
from bot.storage.engine.database import Database
from tests.support.fakes import CALL, FakeAnalyst
from tests.support.rooms import amend, build_deps, open_room, read_on, retract, say, waiting

DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


def systems_from(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(CriterionReading(criterion="systems", level=2, quotes=(turn.text,)),))


def intent_as_typed(turn: Turn) -> AnswerMapping:
    return AnswerMapping.model_validate({"intent": turn.text})


async def test_an_answer_is_kept_read_and_followed_by_the_next_question(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(systems_from)), DANA)
    [heard] = await say(room, "It reads SAP.")
    assert heard.interview.known_criteria == {"systems"}
    question = await waiting(room)
    assert question is not None
    assert question.criteria == ("data",)


async def test_secrets_are_gone_before_anything_is_stored_or_read(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst()
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "the password is hunter2")
    stored = await room.load_interview()
    assert stored.turns[0].text == "the password is [redacted: password]"
    assert "hunter2" not in "".join(analyst.read_turns)


async def test_hidden_characters_hide_no_secret(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    await say(room, "pass hun\u200bter2 ign\u00adore")
    assert (await room.load_interview()).turns[0].text == "pass [redacted: password] ignore"


async def test_a_secret_in_a_name_is_taken_out_too(database: Database, knowledge: Knowledge) -> None:
    hidden = DANA.model_copy(update={"name": "hunter2", "role": "hunter2"})
    room = await open_room(build_deps(database, knowledge), hidden, name="hunter2")
    assert "hunter2" not in (await room.load_interview()).model_dump_json()


async def test_an_amended_answer_loses_its_secrets_too(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    await say(room, "fine")
    assert (await amend(room, "t1", "hunter2 it is")).turns[0].text == "[redacted: password] it is"


async def test_an_answer_survives_a_model_that_is_down_and_is_read_at_the_next_try(
    database: Database, knowledge: Knowledge
) -> None:
    analyst = FakeAnalyst(systems_from, failures=[AnalystUnavailable("down")])
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    assert await say(room, "It reads SAP.") == ()
    assert [turn.text for turn in (await room.load_interview()).unread_turns] == ["It reads SAP."]
    assert (await read_on(room)).known_criteria == {"systems"}


async def test_what_failed_calls_cost_is_kept(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge, FakeAnalyst(failures=[AnalystUnavailable("down", (CALL,))]))
    await say(await open_room(deps, DANA), "It reads SAP.")
    assert await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("p1-i1")) == (CALL,)


async def test_words_edited_while_they_were_read_are_read_again(database: Database, knowledge: Knowledge) -> None:
    class EditedMeanwhile(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            if turn.revision == 0:
                await deps.transactions.run(
                    lambda uow: uow.interviews.save(uow.interviews.get("p1-i1").edit_turn("t1", "It only reads."))
                )
            return await super().map_answer(interview, turn, upcoming)

    deps = build_deps(database, knowledge, EditedMeanwhile(systems_from))
    room = await open_room(deps, DANA)
    assert await say(room, "It reads and writes.") == ()
    assert [item.quote for item in (await read_on(room)).evidence] == ["It only reads."]


async def test_a_question_back_is_answered_with_citations_of_the_framework_only(
    database: Database, knowledge: Knowledge
) -> None:
    mapping = AnswerMapping(intent="ask_back", question_back="What is an owner?")
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(lambda turn: mapping)), DANA)
    [heard] = await say(room, "What is an owner?")
    assert heard.answer is not None
    assert heard.answer.citations == ("ownership.owner",)
    assert heard.interview.is_awaiting_reply


async def test_a_question_back_that_could_not_be_answered_is_not_forgotten(
    database: Database, knowledge: Knowledge
) -> None:
    class DownAfterMapping(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            result = await super().map_answer(interview, turn, upcoming)
            if len(self.read_turns) == 1:
                self.failures.append(AnalystUnavailable("down"))
            return result

    analyst = DownAfterMapping(lambda turn: AnswerMapping(intent="ask_back"))
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    assert await say(room, "What is an owner?") == ()
    assert [turn.intent for turn in (await room.load_interview()).turns] == [None]
    assert [turn.intent for turn in (await read_on(room)).turns] == ["ask_back"]


@pytest.mark.parametrize("how", ["dont_know", "skip"])
async def test_typed_moves_count_like_buttons(how: str, database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(intent_as_typed)), DANA)
    await say(room, "answer")
    question = await waiting(room)
    assert question is not None
    [heard] = await say(room, how)
    assert (heard.interview.passes[-1].criteria, heard.interview.passes[-1].how) == (question.criteria, how)


async def test_a_colleague_who_is_named_joins_and_the_question_waits_for_them(
    database: Database, knowledge: Knowledge
) -> None:
    named = AnswerMapping(intent="ask_colleague", colleague="Marta")
    analyst = FakeAnalyst(lambda turn: named if "Marta" in turn.text else AnswerMapping())
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "hello")
    question = await waiting(room)
    [heard] = await say(room, "Ask Marta")
    assert question is not None
    assert heard.colleague is not None
    assert heard.colleague in heard.interview.people
    room.seat(heard.colleague)
    interview = await room.load_interview()
    left = [asked for asked in interview.pending_questions if asked.to == heard.colleague.id]
    assert [asked.criteria[0] for asked in left] == [question.criteria[0]]


async def test_saying_pause_pauses_and_whoever_wants_to_finish_is_asked_first(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(intent_as_typed)), DANA)
    [paused] = await say(room, "pause")
    assert paused.interview.status == "paused"
    assert len((await room.load_interview()).questions) == 1
    await room.act(lambda uow, click, interview: interview_actions.resume_and_ask(uow, room.deps, click, interview))
    [wanted] = await say(room, "finish")
    assert wanted.interview.status == "open"
    await room.act(lambda uow, click, interview: interview_actions.finish_early(uow, room.deps, click, interview))
    assert (await room.load_interview()).status == "closed"


async def test_every_speaker_keeps_their_own_words(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(systems_from)), DANA)
    await say(room, "It reads SAP.")
    room.seat(PAOLO)
    [heard] = await say(room, "It reads Oracle.")
    assert [(item.speaker, item.quote) for item in heard.interview.evidence] == [
        ("U1", "It reads SAP."),
        ("U2", "It reads Oracle."),
    ]
    assert PAOLO in heard.interview.people


async def test_a_message_delivered_twice_is_one_turn(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    now = room.deps.clock.now()
    message = IncomingMessage(MessageSource("terminal", f"{now.timestamp():.6f}", room.thread.ts), "U1", "hi", now, now)
    for _ in range(2):
        await room.commit(await handle_message(room.deps, room.thread, message))
    assert len((await room.load_interview()).turns) == 1


async def test_taking_back_an_answer_removes_it_and_a_vague_one_gets_its_probe(
    database: Database, knowledge: Knowledge
) -> None:
    vague = AnswerMapping(probes=(ProposedProbe(criterion="volume", text="How many cases went through yesterday?"),))
    analyst = FakeAnalyst(lambda turn: vague if "scales" in turn.text else systems_from(turn))
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It reads SAP.")
    assert (await retract(room, "t1")).known_criteria == frozenset()
    while (question := await waiting(room)) is not None and question.criteria != ("volume",):
        asked = question
        await room.act(
            lambda uow, click, interview, asked=asked: interview_actions.skip_question(  # type: ignore[misc]
                uow, room.deps, click, asked, "skip", interview
            )
        )
    await say(room, "It scales.")
    probe = await waiting(room)
    assert probe is not None
    assert (probe.kind, probe.text) == ("probe", "How many cases went through yesterday?")


async def test_what_is_said_in_one_go_is_read_in_order_and_asked_on_after_the_last_of_it(
    database: Database, knowledge: Knowledge
) -> None:
    analyst = FakeAnalyst(systems_from)
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It checks invoices.")
    question = await waiting(room)
    assert question is not None
    await room.hear(AnswerMessage(DANA, "It reads SAP."), AnswerMessage(PAOLO, "And Oracle."))
    interview = await room.load_interview()
    assert analyst.read_turns == ["It checks invoices.", "It reads SAP.", "And Oracle."]
    assert [turn.question_id for turn in interview.turns[1:]] == [question.id, question.id]
    assert len(interview.questions) == 3


async def test_the_next_question_is_worded_only_with_the_last_of_what_is_said_in_one_go(
    database: Database, knowledge: Knowledge
) -> None:
    to_word: list[int] = []

    class Counting(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            to_word.append(len(upcoming))
            return await super().map_answer(interview, turn, upcoming)

    room = await open_room(build_deps(database, knowledge, Counting()), DANA)
    await say(room, "It checks invoices.")
    await room.hear(AnswerMessage(DANA, "It reads SAP."), AnswerMessage(PAOLO, "And Oracle."))
    assert to_word == [1, 0, 1]
