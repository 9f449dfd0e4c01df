"""How a service is asked for a form: by JSON schema, else by a tool, else in the prompt; found out once."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.core.errors import AnalystRejected, UnusableOutput
from bot.domain.framework.knowledge import Knowledge
from bot.llm.analyst import LangChainAnalyst
from tests.domain.talk import an_interview, said
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.support.model_server import Fails, ModelServer, Reply, Request

INTERVIEW = said(an_interview(), "Nightly CSV export, then someone pastes it.")
GOOD = a_mapping(a_reading("systems", 1, "Nightly CSV export"))
NO_SCHEMA = Fails(400, message="This response_format type is unavailable now")
NO_TOOLS = Fails(422, message="Tool choice is not supported by this server")


async def ask(analyst: LangChainAnalyst) -> int:
    """How many calls it took."""
    return len((await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())).calls)


def knows_only(way: str, otherwise: Reply | dict[str, Reply]) -> Any:
    def script(request: Request) -> Reply:
        if request.way == way:
            return GOOD
        return otherwise[request.way] if isinstance(otherwise, dict) and request.way in otherwise else otherwise

    return script


async def test_a_service_that_takes_a_schema_is_given_one(knowledge: Knowledge) -> None:
    with ModelServer([GOOD]) as server:
        await ask(analyst_at(server, knowledge))
    assert [request.way for request in server.requests] == ["json_schema"]


@pytest.mark.parametrize(
    "refusal", [NO_SCHEMA, Fails(422, message="unknown field json_schema"), Fails(501, message="grammar")]
)
async def test_where_a_schema_is_refused_a_tool_is_called_and_that_is_remembered(
    refusal: Reply, knowledge: Knowledge
) -> None:
    with ModelServer(knows_only("tool", refusal)) as server, capture_logs() as logs:
        analyst = analyst_at(server, knowledge)
        assert [await ask(analyst), await ask(analyst)] == [2, 1]
    assert [request.way for request in server.requests] == ["json_schema", "tool", "tool"]
    assert [log["way"] for log in logs if log["event"] == "the model is asked in another way"] == ["function_calling"]


async def test_where_tools_are_refused_too_the_schema_stands_in_the_prompt(knowledge: Knowledge) -> None:
    refusals: dict[str, Reply] = {"json_schema": NO_SCHEMA, "tool": NO_TOOLS}
    with ModelServer(knows_only("json_object", refusals)) as server:
        analyst = analyst_at(server, knowledge)
        assert [await ask(analyst), await ask(analyst)] == [3, 1]
    last = server.requests[-1]
    assert '"readings"' in last.system and '"systems"' in last.system
    assert last.system == server.requests[-2].system, "what is constant stays so"
    assert last.form == "MappingReturned"


async def test_a_service_that_takes_none_of_it_refuses(knowledge: Knowledge) -> None:
    with (
        ModelServer(lambda request: NO_SCHEMA) as server,
        pytest.raises(AnalystRejected, match="structured outputs") as failed,
    ):
        await ask(analyst_at(server, knowledge))
    assert len(server.requests) == len(failed.value.calls) == 3


@pytest.mark.parametrize("ignoring", ["They export a file: level 1.", {"level": 1}, "[]"])
async def test_a_schema_that_is_ignored_twice_is_asked_for_by_a_tool_from_then_on(
    ignoring: Reply, knowledge: Knowledge
) -> None:
    with ModelServer(knows_only("tool", ignoring)) as server:
        analyst = analyst_at(server, knowledge)
        assert [await ask(analyst), await ask(analyst)] == [3, 1]
    assert [request.way for request in server.requests] == ["json_schema"] * 2 + ["tool"] * 2


async def test_a_tool_that_is_not_called_is_followed_by_the_prompt_alone(knowledge: Knowledge) -> None:
    with ModelServer(knows_only("json_object", "I would say level 1.")) as server:
        analyst = analyst_at(server, knowledge)
        assert [await ask(analyst), await ask(analyst)] == [5, 1]


async def test_other_ways_are_looked_for_once_and_not_for_every_answer(knowledge: Knowledge) -> None:
    with ModelServer(lambda request: "Hello.") as server:
        analyst = analyst_at(server, knowledge)
        for calls in (6, 2):
            with pytest.raises(UnusableOutput) as failed:
                await ask(analyst)
            assert len(failed.value.calls) == calls
    assert server.requests[-1].way == "json_schema"


async def test_a_refusal_of_other_ways_is_not_told_in_place_of_what_the_model_said(knowledge: Knowledge) -> None:
    def script(request: Request) -> Reply:
        return "Hello." if request.way == "json_schema" else Fails(400)

    with ModelServer(script) as server, pytest.raises(UnusableOutput):
        await ask(analyst_at(server, knowledge))


@pytest.mark.parametrize(("effort", "sent"), [(None, None), ("minimal", "minimal")])
async def test_an_effort_is_sent_where_it_was_set_or_the_model_is_known_to_take_it(
    effort: str | None, sent: str | None, knowledge: Knowledge
) -> None:
    with ModelServer([GOOD]) as server:
        await ask(analyst_at(server, knowledge, effort=effort))
    assert server.requests[0].body.get("reasoning_effort") == sent


async def test_little_thought_is_asked_for_where_an_answer_is_mapped_and_nowhere_else(knowledge: Knowledge) -> None:
    told: Reply = {"passages": [], "text": "My notes don't say."}
    with ModelServer([GOOD, told]) as server:
        analyst = analyst_at(server, knowledge, model="openai:gpt-5-mini")
        await ask(analyst)
        await analyst.answer_question("What is an owner?", None)
    assert [request.body.get("reasoning_effort") for request in server.requests] == ["low", None]


async def test_a_model_that_refuses_an_effort_is_sent_none_from_then_on(knowledge: Knowledge) -> None:
    def script(request: Request) -> Reply:
        refused = Fails(400, message="Unsupported parameter: 'reasoning_effort'")
        return refused if "reasoning_effort" in request.body else GOOD

    with ModelServer(script) as server, capture_logs() as logs:
        analyst = analyst_at(server, knowledge, effort="high")
        assert [await ask(analyst), await ask(analyst)] == [2, 1]
    assert len([log for log in logs if log["event"] == "the model takes no reasoning effort"]) == 1
