from collections.abc import Sequence

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.interview.turn import Untranslated
from bot.services.planning.plan_language import TEXTS_A_CALL, translate_plan
from bot.services.ports.core import AnalystResult
from tests.llm.matter import a_plan
from tests.support.fakes import FakeAnalyst


class Counting(FakeAnalyst):
    sizes: tuple[int, ...] = ()

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        self.sizes = (*self.sizes, len(texts))
        return await super().translate(texts)


async def test_a_plan_is_put_into_the_language_that_was_wished_for_text_by_text_and_says_what_stays() -> None:
    plan, analyst = a_plan(15), Counting()
    put, calls = await translate_plan(analyst, plan, "de")
    for before, after in zip(plan.actions, put.actions, strict=True):
        assert (after.title, after.exit) == (f"[de] {before.title}", f"[de] {before.exit}")
        assert after.because == before.because
    assert put.summary == tuple(f"[de] {sentence}" for sentence in plan.summary)
    assert [risk.title for risk in put.risks] == [f"[de] {risk.title}" for risk in plan.risks]
    assert (put.language, len(calls)) == ("de", len(analyst.sizes))
    assert "the rest stays English" in put.notes[-1]
    assert max(analyst.sizes) == TEXTS_A_CALL


@pytest.mark.parametrize("language", [None, "en", "en-GB"])
async def test_a_plan_in_english_is_not_translated(language: str | None) -> None:
    plan, analyst = a_plan(2), Counting()
    assert await translate_plan(analyst, plan, language) == (plan, ())
    assert analyst.sizes == ()


async def test_a_plan_that_can_not_be_translated_stays_whole_and_says_why() -> None:
    class Away(FakeAnalyst):
        async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
            raise AnalystUnavailable("The model does not answer.")

    class ByRule(FakeAnalyst):
        async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
            return AnalystResult(())

    for analyst, why in ((Away(), "does not answer"), (ByRule(), "no language model")):
        plan = a_plan(2)
        put, _ = await translate_plan(analyst, plan, "de")
        assert (put.actions, put.language) == (plan.actions, "en")
        assert why in put.notes[-1]
