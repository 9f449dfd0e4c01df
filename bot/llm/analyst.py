"""LangChainAnalyst: the Analyst that has a chat model read what people say."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.domain.asking.questioning import CandidateQuestion, is_bare_dont_know
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import build_standings
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.errors import AnalystFailed, UnusableOutput
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.llm import plan_variables, prompt_variables
from bot.llm.chains import Chat, ModelRetryPolicy, OutputSchema
from bot.llm.models.model_config import ModelConfig
from bot.llm.prompts import Prompts, load_prompts
from bot.llm.rewording import Original, to_tailoring
from bot.llm.schemas import (
    AnswerReturned,
    InquiryReturned,
    MappingReturned,
    ReviewReturned,
    TailoringReturned,
    TranslationsReturned,
)
from bot.llm.translation import (
    add_follow_up_probes,
    doubts_about_mapping,
    doubts_about_review,
    doubts_about_translations,
    to_answer_mapping,
    to_cited_answer,
    to_pillar_review,
    to_worded_answer,
)
from bot.llm.vocabulary import AllowedIds
from bot.services.ports.core import AnalystResult

_ACTIONS_A_CALL, _MOST_CALLS = 30, 3
_MOST_QUICK_TEXTS = 10
"""More to translate are a plan's, for which nobody waits in a conversation."""


class TailoringTask(NamedTuple):
    """What one call of the wording of a plan is about."""

    original: Original
    brief: prompt_variables.PromptVariables


class LangChainAnalyst:
    """Every method is one call of the model, but for a long plan, whose parts are worded side by side, and for what
    needs none."""

    reads_by_rule = False

    def __init__(self, knowledge: Knowledge, prompts: Prompts, chat: Chat) -> None:
        self.name = chat.name
        self._framework = knowledge.framework
        self._guide = knowledge.guide
        self._prompts = prompts
        self._chat = chat

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        if is_bare_dont_know(self._guide, turn.text):
            return AnalystResult(AnswerMapping(intent="dont_know"))
        brief = prompt_variables.build_mapping_variables(self._framework, interview, turn, upcoming)
        form = OutputSchema(MappingReturned, lambda returned: doubts_about_mapping(returned, turn), quick=True)
        heard = await self._chat.ask(self._prompts.map_answer, brief, form)
        mapping = to_answer_mapping(heard.value, turn, upcoming)
        return AnalystResult(add_follow_up_probes(mapping, interview, turn), heard.calls)

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        """A pillar of which nothing is known needs no model to be unknown."""
        known = build_standings(self._framework, interview.evidence)
        expected = [c.id for c in pillar.criteria if c.id in known and known[c.id].is_ratable]
        if not expected:
            return AnalystResult(PillarReview())
        ids = [item.id for criterion in expected for item in known[criterion].evidence]
        form = OutputSchema(ReviewReturned, lambda returned: doubts_about_review(returned, expected, ids), long=True)
        brief = prompt_variables.build_review_variables(self._framework, pillar, interview)
        reviewed = await self._chat.ask(self._prompts.review_pillar, brief, form)
        return AnalystResult(to_pillar_review(reviewed.value, self._guide), reviewed.calls)

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        brief = prompt_variables.build_question_variables(asked, open_question)
        answer = await self._chat.ask(self._prompts.answer_question, brief, OutputSchema(AnswerReturned))
        return AnalystResult(to_cited_answer(answer.value), answer.calls)

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        brief = prompt_variables.build_inquiry_variables(asked, given)
        form = OutputSchema(InquiryReturned, once=True, quick=True)
        answer = await self._chat.ask(self._prompts.answer_inquiry, brief, form)
        return AnalystResult(to_worded_answer(answer.value), answer.calls)

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        long = len(texts) > _MOST_QUICK_TEXTS
        form = OutputSchema(
            TranslationsReturned, lambda r: doubts_about_translations(r, len(texts)), quick=True, long=long
        )
        brief = prompt_variables.build_translation_variables(texts)
        translated = await self._chat.ask(self._prompts.translate, brief, form)
        return AnalystResult(tuple(" ".join(text.split()) for text in translated.value.texts), translated.calls)

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        """A long plan is worded in parts, side by side. What of it fails is left out; raises only where all of it did.

        A part that came back unusable is asked for once more while that makes no more than three calls in all.
        """
        parts = plan_variables.split_into_batches(plan.actions, _ACTIONS_A_CALL, _MOST_CALLS)
        matter = plan_variables.PlanMatter(plan, assessment, interview)
        tasks = [
            TailoringTask(
                Original(part, () if n else plan.risks), plan_variables.build_tailoring_variables(matter, part, n == 0)
            )
            for n, part in enumerate(parts)
        ]
        worded = await self._tailor_parts(tasks)
        again = [n for n, result in enumerate(worded) if isinstance(result, UnusableOutput)][: _MOST_CALLS - len(parts)]
        second = await self._tailor_parts([tasks[n] for n in again])
        calls = tuple(call for result in (*worded, *second) for call in result.calls)
        final = dict(enumerate(worded)) | dict(zip(again, second, strict=True))
        return AnalystResult(_merge_tailorings([final[n] for n in range(len(parts))], calls), calls)

    async def _tailor_parts(self, tasks: Sequence[TailoringTask]) -> list[AnalystResult[Tailoring] | AnalystFailed]:
        results = await asyncio.gather(*(self._tailor_part(task) for task in tasks), return_exceptions=True)
        unexpected = (r for r in results if isinstance(r, BaseException) and not isinstance(r, AnalystFailed))
        for failure in unexpected:
            raise failure
        return [result for result in results if isinstance(result, AnalystResult | AnalystFailed)]

    async def _tailor_part(self, task: TailoringTask) -> AnalystResult[Tailoring]:
        form = OutputSchema(TailoringReturned, once=True, long=True)
        tailored = await self._chat.ask(self._prompts.tailor_plan, task.brief, form)
        return AnalystResult(to_tailoring(tailored.value, task.original), tailored.calls)


def _merge_tailorings(
    results: Sequence[AnalystResult[Tailoring] | AnalystFailed], calls: tuple[ModelCall, ...]
) -> Tailoring:
    """The parts as one. Where every part failed, the first failure, which then carries the calls of all."""
    worded = [result.value for result in results if isinstance(result, AnalystResult)]
    failed = [result for result in results if isinstance(result, AnalystFailed)]
    if failed and not worded:
        raise type(failed[0])(str(failed[0]), calls) from failed[0]
    return Tailoring(
        summary=next((part.summary for part in worded if part.summary), ()),
        actions=tuple(action for part in worded for action in part.actions),
        risks=tuple(risk for part in worded for risk in part.risks),
        trouble=str(failed[0]) if failed else "",
    )


def build_langchain_analyst(
    knowledge: Knowledge, prompts_dir: Path, link: ModelConfig, patience: ModelRetryPolicy | None = None
) -> LangChainAnalyst:
    """Raises KnowledgeInvalid for a broken prompt and SettingsInvalid for a model that can't be built here."""
    prompts = load_prompts(prompts_dir, knowledge)
    return LangChainAnalyst(
        knowledge, prompts, Chat(link, AllowedIds.from_knowledge(knowledge), patience or ModelRetryPolicy())
    )
