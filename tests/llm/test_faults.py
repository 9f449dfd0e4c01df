"""The real chain over real sockets, against a server that fails in every way a model's service does."""

import asyncio
import json
import time
from typing import Any

import pytest

from bot.domain.core.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, SettingsInvalid, UnusableOutput
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.guards import guard_mapping
from bot.domain.interview.turn import Untranslated
from bot.llm.chains import ModelRetryPolicy
from bot.llm.models.model_config import ModelConfig, TimeBudgets, build_chat_model
from bot.llm.models.model_errors import PassingTrouble
from bot.services.ports.core import AnalystResult
from tests.domain.talk import an_interview, said
from tests.llm.replies import KEY, a_mapping, a_reading, analyst_at
from tests.support.model_server import Fails, Garbles, ModelServer, NoChoices, Reply, Resets, Says, Stalls

TEXT = "We do not write back to SAP. Nightly CSV export, then someone pastes it."
INTERVIEW = said(an_interview(), TEXT)
GOOD = a_mapping(a_reading("systems", 1, "Nightly CSV export, then someone pastes it."))
LONG = 15.0
TRUNCATED = json.dumps(GOOD)[:-40]


async def mapped(server: ModelServer, knowledge: Knowledge, **options: Any) -> AnalystResult[AnswerMapping]:
    return await analyst_at(server, knowledge, **options).map_answer(INTERVIEW, INTERVIEW.turns[-1], ())


async def failure(server: ModelServer, knowledge: Knowledge, **options: Any) -> AnalystFailed:
    with pytest.raises(AnalystFailed) as caught:
        await mapped(server, knowledge, **options)
    return caught.value


UNUSABLE: dict[str, Reply] = {
    "prose": "They export a CSV file, so I would say level 1.",
    "truncated JSON": TRUNCATED,
    "JSON cut off at the length limit": Says(TRUNCATED, finish="length"),
    "a criterion that doesn't exist": a_mapping(a_reading("vibes", 1, "Nightly CSV export")),
    "a level that doesn't exist": a_mapping(a_reading("systems", 7, "Nightly CSV export")),
    "an intent that doesn't exist": a_mapping(intent="chat"),
    "a missing field": {key: value for key, value in GOOD.items() if key != "facts"},
    "a field too many": {**GOOD, "mood": "good"},
    "a list instead of an object": "[]",
    "a refusal": Says(None, refusal="I can't help with that."),
    "a content filter": Says("", finish="content_filter"),
}
TOLD_BY_THE_SERVICE = {name for name, reply in UNUSABLE.items() if isinstance(reply, Says)}
"""What ended otherwise than by the model's own will: another way of asking changes nothing."""


@pytest.mark.parametrize("reply", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_an_unusable_answer_is_asked_for_again_once_and_then_read(reply: Reply, knowledge: Knowledge) -> None:
    with ModelServer([reply, GOOD]) as server:
        heard = await mapped(server, knowledge)
    assert [reading.criterion for reading in heard.value.readings] == ["systems"]
    assert len(server.requests) == len(heard.calls) == 2
    assert heard.calls[0].outcome != "ok"
    assert heard.calls[1].outcome == "ok"


@pytest.mark.parametrize("name", UNUSABLE)
async def test_an_answer_that_stays_unusable_is_unusable_output_whatever_way_it_is_asked_for(
    name: str, knowledge: Knowledge
) -> None:
    with ModelServer(lambda request: UNUSABLE[name]) as server:
        failed = await failure(server, knowledge)
    assert isinstance(failed, UnusableOutput)
    assert len(server.requests) == len(failed.calls) == (2 if name in TOLD_BY_THE_SERVICE else 6)


@pytest.mark.parametrize("reply", [Says("{", finish="length"), Says(None, refusal="No.")])
async def test_the_tokens_of_an_unusable_answer_are_kept(reply: Reply, knowledge: Knowledge) -> None:
    with ModelServer([reply, reply]) as server:
        failed = await failure(server, knowledge)
    assert [(c.input_tokens, c.cached_tokens, c.output_tokens) for c in failed.calls] == [(1000, 600, 50)] * 2


async def test_the_re_ask_shows_the_model_its_answer_and_what_is_wrong_with_it(knowledge: Knowledge) -> None:
    with ModelServer([a_mapping(a_reading("vibes", 1, "Nightly CSV export")), GOOD]) as server:
        await mapped(server, knowledge)
    first, second = server.requests
    assert second.messages[:2] == first.messages
    assert "vibes" in second.messages[2]["content"]
    assert "readings.0.criterion: Value error, must be one of systems, data" in second.last


async def test_an_answer_in_a_code_fence_is_read_as_it_is(knowledge: Knowledge) -> None:
    with ModelServer([f"```json\n{json.dumps(GOOD)}\n```"]) as server:
        heard = await mapped(server, knowledge)
    assert len(heard.value.readings) == len(heard.calls) == 1


async def test_an_invented_quote_is_asked_about_once_and_a_mended_one_is_taken(knowledge: Knowledge) -> None:
    invented = a_mapping(a_reading("systems", 3, "We write to SAP over its API."))
    with ModelServer([invented, GOOD]) as server:
        heard = await mapped(server, knowledge)
    assert heard.value.readings[0].level == 1
    assert "> We write to SAP over its API." in server.requests[1].last
    assert heard.calls[0].outcome.startswith("these quotes do not stand in the message")


async def test_a_quote_invented_twice_is_handed_on_and_the_guard_refuses_it(knowledge: Knowledge) -> None:
    invented = a_mapping(a_reading("systems", 3, "We write to SAP over its API."))
    with ModelServer([invented, invented]) as server:
        heard = await mapped(server, knowledge)
    guarded = guard_mapping(heard.value, INTERVIEW.turns[-1], knowledge.framework)
    assert guarded.heard.evidence == ()
    assert [refusal.why for refusal in guarded.refusals] == ["the quote does not stand in the turn"]


async def test_what_was_readable_is_kept_when_the_re_ask_about_quotes_fails(knowledge: Knowledge) -> None:
    half = a_mapping(a_reading("systems", 1, "Nightly CSV export"), a_reading("data", 3, "A live feed."))
    with ModelServer([half, *[Fails(500)] * 3]) as server:
        heard = await mapped(server, knowledge)
    assert [reading.criterion for reading in heard.value.readings] == ["systems", "data"]
    assert len(heard.calls) == 4


async def test_a_reading_whose_quote_left_a_not_out_is_asked_again_with_the_whole_sentence(
    knowledge: Knowledge,
) -> None:
    first, second = (
        a_reading("systems", 3, "write back to SAP"),
        a_reading("systems", 0, "We do not write back to SAP."),
    )
    with ModelServer([a_mapping(first), a_mapping(second)]) as server:
        heard = await mapped(server, knowledge)
    assert "read each whole sentence again" in server.requests[1].body["messages"][-1]["content"]
    assert "> We do not write back to SAP." in server.requests[1].body["messages"][-1]["content"]
    [evidence] = guard_mapping(heard.value, INTERVIEW.turns[-1], knowledge.framework).heard.evidence
    assert (evidence.level, evidence.quote) == (0, "We do not write back to SAP.")


async def test_a_reading_that_stays_is_kept_and_shown_with_the_word_that_was_left_out(knowledge: Knowledge) -> None:
    with ModelServer([a_mapping(a_reading("systems", 3, "write back to SAP"))]) as server:
        heard = await mapped(server, knowledge)
    assert len(heard.calls) == 2
    [evidence] = guard_mapping(heard.value, INTERVIEW.turns[-1], knowledge.framework).heard.evidence
    assert evidence.quote == "We do not write back to SAP."


JSON = "application/json"
PASSING: dict[str, Reply] = {
    **{str(status): Fails(status) for status in (408, 409, 425, 429, 500, 503)},
    "a connection reset": Resets(),
    "a success that holds an error": Garbles('{"error": {"message": "upstream", "code": 502}}', JSON),
    "a success that holds an error in words": Garbles('{"error": "upstream"}', JSON),
    "a web page": Garbles(),
    "a web page that says it is JSON": Garbles(content_type=JSON),
    "a word": Garbles("Bad gateway", "text/plain"),
    "null": Garbles("null", JSON),
    "nothing at all": Garbles("", JSON),
    "an object without choices": Garbles("{}", JSON),
    "choices that are null": Garbles('{"object": "chat.completion", "choices": null}', JSON),
    "a message that is null": Garbles(
        '{"object": "chat.completion", "choices": [{"index": 0, "message": null}]}', JSON
    ),
    "a body cut off": Garbles('{"id": "c1", "choi', JSON),
    "no choice": NoChoices(),
    "an empty message": Says(""),
    "no content": Says(None),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_passing_trouble_is_tried_again_until_it_has_passed(fault: Reply, knowledge: Knowledge) -> None:
    with ModelServer([fault, fault, GOOD]) as server:
        heard = await mapped(server, knowledge)
    assert len(heard.value.readings) == 1
    assert len(server.requests) == len(heard.calls) == 3
    assert [call.outcome == "ok" for call in heard.calls] == [False, False, True]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_trouble_that_does_not_pass_is_analyst_unavailable(fault: Reply, knowledge: Knowledge) -> None:
    with ModelServer([fault] * 9) as server:
        failed = await failure(server, knowledge)
    assert isinstance(failed, AnalystUnavailable)
    assert len(server.requests) == len(failed.calls) == 3
    assert "What was said is kept" in str(failed)


async def test_a_model_that_does_not_answer_in_time_is_analyst_unavailable(knowledge: Knowledge) -> None:
    with ModelServer([Stalls()] * 9) as server:
        failed = await failure(server, knowledge, budgets=TimeBudgets(0.1, LONG))
    assert isinstance(failed, AnalystUnavailable)
    (call,) = failed.calls
    assert call.outcome.startswith("it did not answer in time") and "MODEL_TIMEOUT" in call.outcome
    assert call.seconds >= 0.09


async def test_a_try_that_hangs_takes_what_is_left_of_the_time_for_all_of_them(knowledge: Knowledge) -> None:
    with ModelServer([Fails(503), Stalls(), GOOD]) as server:
        failed = await failure(server, knowledge, budgets=TimeBudgets(2.0, LONG))
    assert isinstance(failed, AnalystUnavailable)
    assert len(server.requests) == len(failed.calls) == 2


def texts(count: int) -> list[Untranslated]:
    return [Untranslated(text=f"Text {number}.", language="de") for number in range(count)]


@pytest.mark.parametrize(("count", "is_read"), [(10, False), (11, True)])
async def test_what_nobody_waits_for_in_a_conversation_has_more_time(
    count: int, is_read: bool, knowledge: Knowledge
) -> None:
    """A plan's texts are many."""
    with ModelServer(lambda request: {"texts": [f"Text {number}" for number in range(count)]}) as server:
        analyst = analyst_at(server, knowledge, budgets=TimeBudgets(0.000_001, LONG))
        if is_read:
            assert len((await analyst.translate(texts(count))).value) == count
            return
        with pytest.raises(AnalystUnavailable):
            await analyst.translate(texts(count))


async def test_the_wait_that_the_service_asks_for_is_honoured(knowledge: Knowledge) -> None:
    with ModelServer([Fails(429, headers={"retry-after": "0.3"}), GOOD]) as server:
        started = time.perf_counter()
        await mapped(server, knowledge)
    assert time.perf_counter() - started >= 0.3


async def test_nobody_is_kept_waiting_longer_than_a_call_may_take(knowledge: Knowledge) -> None:
    with ModelServer([Fails(429, headers={"retry-after": "3600"}), GOOD]) as server:
        failed = await failure(server, knowledge)
    assert isinstance(failed, AnalystUnavailable)
    assert len(server.requests) == 1


REFUSED = {
    "a wrong key": (Fails(401, message=f"Incorrect API key provided: {KEY}"), "OPENAI_API_KEY"),
    "a key without permission": (Fails(403), "permissions"),
    "an unknown model": (Fails(404, code="model_not_found"), "MODEL"),
    "no structured outputs": (Fails(400), "structured outputs"),
    "a request too long": (Fails(400, code="context_length_exceeded", message="context_length_exceeded"), "context"),
    "no money left": (Fails(429, code="insufficient_quota"), "billing"),
    "a status nobody knows": (Fails(418), "(418)"),
    "the last status that is no error of the service": (Fails(499), "(499)"),
    "a wrong key, told as a success": (Garbles('{"error": {"message": "no", "code": 401}}', JSON), "OPENAI_API_KEY"),
}


@pytest.mark.parametrize(("fault", "advice"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_refusal_of_the_service_is_analyst_rejected_at_once_and_says_what_to_check(
    fault: Reply, advice: str, knowledge: Knowledge
) -> None:
    with ModelServer([fault, GOOD]) as server:
        failed = await failure(server, knowledge)
    assert isinstance(failed, AnalystRejected)
    assert advice in str(failed)
    assert len(server.requests) == len(failed.calls) == 1


async def test_no_error_and_no_call_ever_shows_the_key(knowledge: Knowledge) -> None:
    with ModelServer([Fails(401, message=f"Incorrect API key provided: {KEY}")]) as server:
        failed = await failure(server, knowledge)
    assert KEY not in f"{failed} {failed.calls}"


async def test_the_foreign_error_stays_attached_for_whoever_debugs(knowledge: Knowledge) -> None:
    with ModelServer([Fails(401)]) as server:
        failed = await failure(server, knowledge)
    assert failed.__cause__ is not None


async def test_a_service_that_is_not_there_is_analyst_unavailable(knowledge: Knowledge) -> None:
    with ModelServer([]) as server:
        pass
    failed = await failure(server, knowledge)
    assert isinstance(failed, AnalystUnavailable)


def test_a_second_event_loop_finds_no_connection_of_the_first(knowledge: Knowledge) -> None:
    with ModelServer([GOOD, GOOD]) as server:
        analyst = analyst_at(server, knowledge)
        for _ in range(2):
            asyncio.run(analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ()))
    assert len(server.requests) == 2


def test_a_model_without_a_key_or_an_address_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsInvalid, match="OPENAI_API_KEY"):
        build_chat_model(ModelConfig(model="gpt-4.1"))


async def test_a_web_page_in_place_of_an_answer_names_the_address_to_the_operator(knowledge: Knowledge) -> None:
    with ModelServer([Garbles()] * 3) as server:
        failed = await failure(server, knowledge)
    assert "web page. If this stays, check OPENAI_BASE_URL" in str(failed)


@pytest.mark.parametrize("model", ["anthropic:claude-test", "nobody:nothing"])
def test_a_provider_that_cannot_be_used_here_is_a_wrong_setting(model: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"MODEL: {model}"):
        build_chat_model(ModelConfig(model=model))


def test_an_address_makes_any_name_a_model_of_a_compatible_server() -> None:
    assert build_chat_model(ModelConfig(model="llama3:8b", base_url="http://127.0.0.1:9/v1")).get_name() == "ChatOpenAI"


@pytest.mark.parametrize(("model", "temperature"), [("gpt-4.1-mini", 0), ("openai:gpt-4o", 0), ("gpt-5-mini", None)])
def test_a_model_that_can_be_steadied_is_and_no_other(model: str, temperature: float | None) -> None:
    assert vars(build_chat_model(ModelConfig(model=model, api_key=KEY)))["temperature"] == temperature


async def test_patience_waits_longer_each_time() -> None:
    assert await waits(ModelRetryPolicy(retries=4)) == [1.0, 3.0, 9.0, 20.0]
    assert await waits(ModelRetryPolicy(retries=0)) == []


@pytest.mark.parametrize(("budget", "waited"), [(9.0, [1.0, 3.0]), (9.5, [1.0, 3.0, 9.0])])
async def test_no_wait_outlasts_the_time_that_a_call_has(budget: float, waited: list[float]) -> None:
    assert await waits(ModelRetryPolicy(retries=4), budget) == waited


async def waits(patience: ModelRetryPolicy, budget: float = 1000.0) -> list[float]:
    """Before each further try of a call that never succeeds."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    async def fail() -> None:
        raise PassingTrouble("down")

    with pytest.raises(PassingTrouble):
        await patience.build_retrying(budget, wait, once=False)(fail)
    return waited
