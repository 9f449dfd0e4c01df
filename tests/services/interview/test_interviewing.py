from collections.abc import Iterator

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedProbe
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.interview import interview_commands, interviewing
from bot.services.interview.interviewing import AnswerMessage, InterviewDependencies
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst, FakeClock, FakeRedactor

DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as database:
        yield database


def build_deps(database: Database, knowledge: Knowledge, analyst: FakeAnalyst | None = None) -> InterviewDependencies:
    return InterviewDependencies(
        database.in_workspace("w1"), analyst or FakeAnalyst(), FakeRedactor(), FakeClock(), knowledge
    )


async def begun(deps: InterviewDependencies) -> Interview:
    return await interviewing.begin_interview(deps, "i1", Pilot(id="p1", name="FreightMatch"), (DANA,))


async def say(deps: InterviewDependencies, text: str, by: Person = DANA) -> tuple[interviewing.TurnOutcome, ...]:
    await interviewing.store_answer(deps, "i1", AnswerMessage(speaker=by, text=text))
    return await interviewing.read_unread_turns(deps, "i1")


def systems_from(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(CriterionReading(criterion="systems", level=2, quotes=(turn.text,)),))


async def test_an_answer_is_kept_read_and_followed_by_the_next_question(
    database: Database, knowledge: Knowledge
) -> None:
    deps = build_deps(database, knowledge, FakeAnalyst(systems_from))
    await begun(deps)
    [heard] = await say(deps, "It reads SAP.")
    assert heard.interview.known_criteria == {"systems"}
    question = await interviewing.ask_next_question(deps, "i1")
    assert question is not None
    assert question.criteria == ("data",)


async def test_secrets_are_gone_before_anything_is_stored_or_read(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst()
    deps = build_deps(database, knowledge, analyst)
    await begun(deps)
    kept = await interviewing.store_answer(deps, "i1", AnswerMessage(speaker=DANA, text="the password is hunter2"))
    await interviewing.read_unread_turns(deps, "i1")
    assert kept.redacted == ("a password",)
    stored = await interviewing.load_interview(deps.transactions, "i1")
    assert "hunter2" not in stored.turns[0].text + "".join(analyst.read_turns)


async def test_hidden_characters_hide_no_secret(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge)
    await begun(deps)
    kept = await interviewing.store_answer(
        deps, "i1", AnswerMessage(speaker=DANA, text="pass hun\u200bter2 ign\u00adore")
    )
    assert kept.turn.text == "pass [redacted: password] ignore"


async def test_a_secret_in_a_name_is_taken_out_too(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge)
    started = await interviewing.begin_interview(deps, "i1", Pilot(id="p1", name="hunter2"), (DANA,))
    assert "hunter2" not in started.pilot.name


async def test_an_amended_answer_loses_its_secrets_too(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge)
    await begun(deps)
    await say(deps, "fine")
    amended = await interview_commands.amend_answer(deps.transactions, "i1", "t1", "hunter2 it is", FakeRedactor())
    assert "hunter2" not in amended.interview.turns[0].text
    assert amended.redacted == ("a password",)


async def test_an_answer_survives_a_model_that_is_down_and_is_read_at_the_next_try(
    database: Database, knowledge: Knowledge
) -> None:
    deps = build_deps(database, knowledge, FakeAnalyst(systems_from, failures=[AnalystUnavailable("down")]))
    await begun(deps)
    with pytest.raises(AnalystUnavailable):
        await say(deps, "It reads SAP.")
    waiting = await interviewing.load_interview(deps.transactions, "i1")
    assert [turn.text for turn in waiting.unread_turns] == ["It reads SAP."]
    [heard] = await interviewing.read_unread_turns(deps, "i1")
    assert heard.interview.known_criteria == {"systems"}


async def test_what_failed_calls_cost_is_kept(database: Database, knowledge: Knowledge) -> None:
    from tests.support.fakes import CALL  # noqa: PLC0415

    deps = build_deps(database, knowledge, FakeAnalyst(failures=[AnalystUnavailable("down", (CALL,))]))
    await begun(deps)
    with pytest.raises(AnalystUnavailable):
        await say(deps, "It reads SAP.")
    assert await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("i1")) == (CALL,)


async def test_words_edited_while_they_were_read_are_read_again(database: Database, knowledge: Knowledge) -> None:
    class EditedMeanwhile(FakeAnalyst):
        async def map_answer(self, interview, turn, upcoming):  # type: ignore[no-untyped-def]
            if turn.revision == 0:
                await interview_commands.amend_answer(
                    deps.transactions, "i1", turn.id, "It only reads.", FakeRedactor()
                )
            return await super().map_answer(interview, turn, upcoming)

    deps = build_deps(database, knowledge, EditedMeanwhile(systems_from))
    await begun(deps)
    heard = await say(deps, "It reads and writes.")
    assert [item.quote for item in heard[-1].interview.evidence] == ["It only reads."]


async def test_a_question_back_is_answered_with_citations_of_the_framework_only(
    database: Database, knowledge: Knowledge
) -> None:
    mapping = AnswerMapping(intent="ask_back", question_back="What is an owner?")
    deps = build_deps(database, knowledge, FakeAnalyst(lambda turn: mapping))
    await begun(deps)
    [heard] = await say(deps, "What is an owner?")
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

    deps = build_deps(database, knowledge, DownAfterMapping(lambda turn: AnswerMapping(intent="ask_back")))
    await begun(deps)
    with pytest.raises(AnalystUnavailable):
        await say(deps, "What is an owner?")
    [heard] = await interviewing.read_unread_turns(deps, "i1")
    assert heard.answer is not None


@pytest.mark.parametrize(("intent", "how"), [("dont_know", "dont_know"), ("skip", "skip")])
async def test_typed_moves_count_like_buttons(intent: str, how: str, database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge, FakeAnalyst(lambda turn: AnswerMapping.model_validate({"intent": intent})))
    await begun(deps)
    await say(deps, "hello")
    question = await interviewing.ask_next_question(deps, "i1")
    assert question is not None
    [heard] = await say(deps, "pass")
    assert heard.interview.passes[-1].criteria == question.criteria
    assert heard.interview.passes[-1].how == how


async def test_a_colleague_who_is_named_joins_and_the_question_waits_for_them(
    database: Database, knowledge: Knowledge
) -> None:
    named = AnswerMapping(intent="ask_colleague", colleague="Marta")
    deps = build_deps(database, knowledge, FakeAnalyst(lambda turn: named if "Marta" in turn.text else AnswerMapping()))
    await begun(deps)
    await say(deps, "hello")
    question = await interviewing.ask_next_question(deps, "i1")
    [heard] = await say(deps, "Ask Marta")
    assert question is not None
    assert heard.colleague is not None
    assert heard.colleague in heard.interview.people
    left = await interviewing.ask_next_question(deps, "i1", heard.colleague.id)
    assert left is not None
    assert left.criteria[0] in question.criteria


async def test_saying_pause_pauses_and_saying_finish_ends(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(
        database, knowledge, FakeAnalyst(lambda turn: AnswerMapping.model_validate({"intent": turn.text}))
    )
    await begun(deps)
    [paused] = await say(deps, "pause")
    assert paused.interview.status == "paused"
    assert await interviewing.ask_next_question(deps, "i1") is None
    await interview_commands.resume_interview(deps.transactions, "i1")
    [ended] = await say(deps, "finish")
    assert ended.interview.status == "closed"


async def test_every_speaker_keeps_their_own_words(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge, FakeAnalyst(systems_from))
    await begun(deps)
    await say(deps, "It reads SAP.")
    [heard] = await say(deps, "It reads Oracle.", PAOLO)
    assert [(item.speaker, item.quote) for item in heard.interview.evidence] == [
        ("U1", "It reads SAP."),
        ("U2", "It reads Oracle."),
    ]
    assert PAOLO in heard.interview.people


async def test_a_message_delivered_twice_is_one_turn(database: Database, knowledge: Knowledge) -> None:
    deps = build_deps(database, knowledge)
    await begun(deps)
    message = AnswerMessage(speaker=DANA, text="hello", source="C1:1.2")
    first = await interviewing.store_answer(deps, "i1", message)
    again = await interviewing.store_answer(deps, "i1", message)
    assert first.turn == again.turn
    assert len((await interviewing.load_interview(deps.transactions, "i1")).turns) == 1


async def test_taking_back_an_answer_removes_it_and_a_vague_one_gets_its_probe(
    database: Database, knowledge: Knowledge
) -> None:
    vague = AnswerMapping(probes=(ProposedProbe(criterion="volume", text="How many cases went through yesterday?"),))
    deps = build_deps(
        database, knowledge, FakeAnalyst(lambda turn: vague if "scales" in turn.text else systems_from(turn))
    )
    await begun(deps)
    await say(deps, "It reads SAP.")
    after = await interview_commands.retract_answer(deps.transactions, "i1", "t1")
    assert after.known_criteria == frozenset()
    while (question := await interviewing.ask_next_question(deps, "i1")) is not None:
        if question.criteria == ("volume",):
            break
        await interview_commands.skip_open_question(deps.transactions, "i1", "skip", "U1")
    await say(deps, "It scales.")
    probe = await interviewing.ask_next_question(deps, "i1")
    assert probe is not None
    assert (probe.kind, probe.text) == ("probe", "How many cases went through yesterday?")
