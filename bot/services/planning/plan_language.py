"""The language of a plan: its own texts, put into the language that was wished for; names, dates and quotes stay."""

from collections.abc import Iterator

from bot.domain.core.errors import AnalystFailed
from bot.domain.core.usage import ModelCall
from bot.domain.interview.turn import Untranslated, is_foreign
from bot.domain.plan.plan import ProductionPlan
from bot.services.ports.core import Analyst

TEXTS_A_CALL = 40
_RISK_TEXTS = ("title", "why", "first_sign", "answer")
_STAYS = "The actions, risks and summary were translated into the language {language}; the rest stays English."
_KEPT = "The plan is in English: it could not be put into the language {language}"


async def translate_plan(
    analyst: Analyst, plan: ProductionPlan, language: str | None
) -> tuple[ProductionPlan, tuple[ModelCall, ...]]:
    """The plan in that language; as it is where no other is wished for, or the analyst can't. Its notes say which."""
    if language is None or not is_foreign(language):
        return plan, ()
    texts = tuple(_list_texts(plan))
    read: tuple[str, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    for start in range(0, len(texts), TEXTS_A_CALL):
        wanted = [Untranslated(text=text, language=language) for text in texts[start : start + TEXTS_A_CALL]]
        try:
            translated = await analyst.translate(wanted)
        except AnalystFailed as failure:
            return _add_note(plan, f"{_KEPT.format(language=language)}: {failure}"), (*calls, *failure.calls)
        read, calls = (*read, *translated.value), (*calls, *translated.calls)
    if len(read) != len(texts):
        return _add_note(plan, f"{_KEPT.format(language=language)}: no language model is set up."), calls
    put = _replace_texts(plan, iter(read)).model_copy(update={"language": language})
    return _add_note(put, _STAYS.format(language=language)), calls


def _list_texts(plan: ProductionPlan) -> Iterator[str]:
    yield from plan.summary
    for action in plan.actions:
        yield from (action.title, action.deliverable, action.exit)
    for risk in plan.risks:
        yield from (getattr(risk, field) for field in _RISK_TEXTS)


def _replace_texts(plan: ProductionPlan, texts: Iterator[str]) -> ProductionPlan:
    """In the order in which they were listed."""
    summary = tuple(next(texts) for _ in plan.summary)
    actions = tuple(
        action.model_copy(update={"title": next(texts), "deliverable": next(texts), "exit": next(texts)})
        for action in plan.actions
    )
    risks = tuple(risk.model_copy(update={field: next(texts) for field in _RISK_TEXTS}) for risk in plan.risks)
    return plan.model_copy(update={"summary": summary, "actions": actions, "risks": risks})


def _add_note(plan: ProductionPlan, note: str) -> ProductionPlan:
    return plan.model_copy(update={"notes": (*plan.notes, note)})
