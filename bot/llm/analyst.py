"""LangChainAnalyst: the Analyst that has a chat model read what people say."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.domain.assessment import Assessment
from bot.domain.errors import AnalystFailed
from bot.domain.framework import Pillar
from bot.domain.interview import Interview, Question, Turn
from bot.domain.knowledge import Knowledge
from bot.domain.mapping import AnswerMapping
from bot.domain.plan import Action, ProductionPlan, Tailoring
from bot.domain.questioning import Candidate
from bot.domain.rating import standings
from bot.domain.review import CitedAnswer, PillarReview
from bot.domain.usage import ModelCall
from bot.llm import briefs
from bot.llm.chains import Chat, Form, Patience
from bot.llm.links import Link
from bot.llm.prompts import Prompts, load_prompts
from bot.llm.schemas import AnswerReturned, HeadlineReturned, MappingReturned, ReviewReturned, TailoringReturned
from bot.llm.translation import (
    answer_of,
    doubts_about_headline,
    doubts_about_mapping,
    doubts_about_review,
    headline_of,
    mapping_of,
    review_of,
    tailoring_of,
    with_follow_up,
)
from bot.llm.vocabulary import Vocabulary
from bot.services.ports import Read

_ACTIONS_A_CALL = 15


class LangChainAnalyst:
    """Every method is one call of the model, but for a long plan, whose parts are worded side by side."""

    def __init__(self, knowledge: Knowledge, prompts: Prompts, chat: Chat) -> None:
        self.name = chat.name
        self._framework = knowledge.framework
        self._prompts = prompts
        self._chat = chat

    async def map_answer(self, interview: Interview, turn: Turn, upcoming: Sequence[Candidate]) -> Read[AnswerMapping]:
        brief = briefs.of_answer(self._framework, interview, turn, upcoming)
        form = Form(MappingReturned, lambda returned: doubts_about_mapping(returned, turn))
        heard = await self._chat.ask(self._prompts.map_answer, brief, form)
        return Read(with_follow_up(mapping_of(heard.value, turn), interview, turn), heard.calls)

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> Read[PillarReview]:
        """A pillar of which nothing is known needs no model to be unknown."""
        known = standings(self._framework, interview.evidence)
        expected = [criterion.id for criterion in pillar.criteria if criterion.id in known]
        if not expected:
            return Read(PillarReview())
        ids = [item.id for criterion in expected for item in known[criterion].evidence]
        form = Form(ReviewReturned, lambda returned: doubts_about_review(returned, expected, ids))
        brief = briefs.of_pillar(self._framework, pillar, interview)
        reviewed = await self._chat.ask(self._prompts.review_pillar, brief, form)
        return Read(review_of(reviewed.value), reviewed.calls)

    async def answer_question(self, asked: str, open_question: Question | None) -> Read[CitedAnswer]:
        brief = briefs.of_question(asked, open_question)
        answer = await self._chat.ask(self._prompts.answer_question, brief, Form(AnswerReturned))
        return Read(answer_of(answer.value), answer.calls)

    async def tailor_plan(self, plan: ProductionPlan, assessment: Assessment) -> Read[Tailoring]:
        parts = briefs.batches(plan.actions, _ACTIONS_A_CALL)
        tasks = [self._tailor(plan, assessment, part, number == 0) for number, part in enumerate(parts)]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        calls = tuple(call for result in results if isinstance(result, Read | AnalystFailed) for call in result.calls)
        tailored = [_value_or_raise(result, calls) for result in results]
        actions = tuple(action for part in tailored for action in part.actions)
        return Read(Tailoring(summary=tailored[0].summary, actions=actions), calls)

    async def headline(self, facts: Sequence[str]) -> Read[str]:
        form = Form(HeadlineReturned, lambda returned: doubts_about_headline(returned, facts))
        worded = await self._chat.ask(self._prompts.headline, briefs.of_digest(facts), form)
        return Read(headline_of(worded.value), worded.calls)

    async def _tailor(
        self, plan: ProductionPlan, assessment: Assessment, actions: Sequence[Action], wants_summary: bool
    ) -> Read[Tailoring]:
        brief = briefs.of_plan(plan, assessment, actions, wants_summary)
        tailored = await self._chat.ask(self._prompts.tailor_plan, brief, Form(TailoringReturned))
        return Read(tailoring_of(tailored.value, [action.id for action in actions]), tailored.calls)


def _value_or_raise(result: Read[Tailoring] | BaseException, calls: tuple[ModelCall, ...]) -> Tailoring:
    """A failed part fails the whole, which then carries the calls of all parts."""
    if isinstance(result, AnalystFailed):
        raise type(result)(str(result), calls) from result
    if isinstance(result, BaseException):
        raise result
    return result.value


def langchain_analyst(
    knowledge: Knowledge, prompts_dir: Path, link: Link, patience: Patience | None = None
) -> LangChainAnalyst:
    """Raises KnowledgeInvalid for a broken prompt and SettingsInvalid for a model that can't be built here."""
    prompts = load_prompts(prompts_dir, knowledge)
    return LangChainAnalyst(knowledge, prompts, Chat(link, Vocabulary.of(knowledge), patience or Patience()))
