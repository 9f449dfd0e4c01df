"""Whatever a model's service does to an answer: it is told, the answer is kept, and is read once all is well."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.support.model_failures import FAILURES, see_failure

SET_ASIDE = {"prose in place of JSON", "JSON that is cut off", "a refusal"}
READ_AT_ONCE = {"`<think>…</think>`, prose and a code fence around the JSON"}


@pytest.mark.parametrize("name", FAILURES)
async def test_nothing_said_is_lost_to_a_service_in_trouble(name: str, knowledge: Knowledge) -> None:
    seen = await see_failure(FAILURES[name], knowledge)
    if name in READ_AT_ONCE:
        assert (seen.told, seen.then) == ("", "read")
    else:
        assert seen.told and seen.logged
        assert seen.then == ("unread, set aside" if name in SET_ASIDE else "unread, waits")
    assert seen.later == "read"


async def test_a_web_page_names_the_address(knowledge: Knowledge) -> None:
    seen = await see_failure(FAILURES["200 and an HTML page"], knowledge)
    assert "OPENAI_BASE_URL" in seen.logged
