"""One structured call of a chat model: bounded in time and tries, one re-ask, every attempt accounted for."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

from bot.domain.core.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, UnusableOutput
from bot.llm.model_config import ModelConfig, build_chat_model
from bot.llm.model_errors import ModelRejects, PassingTrouble, UnreadableReply, classify_error
from bot.llm.prompts import Prompt
from bot.llm.usage_ledger import Tokens, UsageLedger
from bot.llm.vocabulary import AllowedIds, build_json_schema
from bot.services.ports.core import AnalystResult

R = TypeVar("R", bound=BaseModel)

_CODE_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(?P<body>.*)\n\s*```\s*\Z", re.S)
_MOST_PROBLEMS = 5
_REASK = "This answer cannot be used: {complaint}\nAnswer again, completely and only in the form asked for."


class ModelRetryPolicy(NamedTuple):
    """How often a call is tried again. Each wait (in seconds) is three times the one before; one that the service
    asks for is honoured up to a limit."""

    retries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 20.0
    patience: float = 60.0

    def build_retrying(self) -> AsyncRetrying:
        """Raises the last failure."""
        growing = wait_exponential(self.first_wait, self.longest_wait, exp_base=3)
        return AsyncRetrying(
            retry=retry_if_exception_type(PassingTrouble),
            wait=lambda state: max(growing(state), _get_asked_wait(state)),
            stop=self._should_stop,
            reraise=True,
        )

    def _should_stop(self, state: RetryCallState) -> bool:
        return state.attempt_number > self.retries or state.upcoming_sleep > self.patience


def _get_asked_wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    return failure.wait if isinstance(failure, PassingTrouble) else 0.0


@dataclass(frozen=True)
class OutputSchema(Generic[R]):
    """What an answer must look like, and what makes a well-formed one doubtful: worth one re-ask, no failure."""

    returned: type[R]
    doubts: Callable[[R], str] = lambda returned: ""
    once: bool = False
    """Never re-asked: whoever asks counts the calls."""


class ModelReply(NamedTuple):
    """What came back. `trouble` says why there is no text."""

    text: str
    tokens: Tokens
    trouble: str = ""


class ParsedReply(NamedTuple, Generic[R]):
    """A reply, read. `complaint` says what is wrong with it."""

    text: str
    good: R | None = None
    complaint: str = ""


class Chat:
    """A chat model that answers in a given form.

    The tries are made here and not in the provider's client: so each is accounted for, the waits are ours to set, and
    every provider that LangChain reaches is treated alike.
    """

    def __init__(self, link: ModelConfig, vocabulary: AllowedIds, patience: ModelRetryPolicy) -> None:
        self.name = link.model
        self._link = link
        self._model = build_chat_model(link)
        self._vocabulary = vocabulary
        self._patience = patience

    async def ask(self, prompt: Prompt, variables: dict[str, object], form: OutputSchema[R]) -> AnalystResult[R]:
        """The model's answer. Raises AnalystFailed, which carries the calls made so far."""
        said = prompt.render(variables)
        messages: list[BaseMessage] = [SystemMessage(said.system), HumanMessage(said.user)]
        account = UsageLedger(prompt, self._link)
        first = await self._request_answer(messages, form, account)
        if first.good is not None and (form.once or not first.complaint):
            return AnalystResult(first.good, account.calls)
        if form.once:
            raise UnusableOutput(f"The model {self.name} answered in a form that can't be used.", account.calls)
        second = await self._ask_again(messages, first, form, account)
        best = second.good if second.good is not None else first.good
        if best is None:
            raise UnusableOutput(
                f"The model {self.name} answered twice in a form that can't be used. What was said is kept. Try again,"
                " or choose another model.",
                account.calls,
            )
        return AnalystResult(best, account.calls)

    async def _ask_again(
        self, messages: list[BaseMessage], first: ParsedReply[R], form: OutputSchema[R], account: UsageLedger
    ) -> ParsedReply[R]:
        """Asked once more, told what was wrong. If that fails, a doubtful first answer is better than none."""
        again = [AIMessage(first.text or "(nothing)"), HumanMessage(_REASK.format(complaint=first.complaint))]
        try:
            return await self._request_answer([*messages, *again], form, account)
        except AnalystFailed:
            if first.good is None:
                raise
            return first

    async def _request_answer(
        self, messages: list[BaseMessage], form: OutputSchema[R], account: UsageLedger
    ) -> ParsedReply[R]:
        reply = await self._request_reply(messages, form, account)
        answer = _parse_reply(reply, form, self._vocabulary)
        if answer.complaint:
            account.update_last_outcome(answer.complaint)
        return answer

    async def _request_reply(
        self, messages: list[BaseMessage], form: OutputSchema[R], account: UsageLedger
    ) -> ModelReply:
        """One reply, in as many tries as our patience allows."""
        retrying, runnable = self._patience.build_retrying(), self._build_runnable(form)
        try:
            return await retrying(self._try_once, runnable, messages, account)
        except UnreadableReply as trouble:
            return ModelReply("", trouble.tokens, str(trouble))
        except ModelRejects as trouble:
            told = f"The service of the model {self.name} refuses: {trouble}."
            raise AnalystRejected(told, account.calls) from trouble.__cause__
        except PassingTrouble as trouble:
            told = f"The model {self.name} can't be reached now: {trouble}. What was said is kept; try again later."
            raise AnalystUnavailable(told, account.calls) from trouble.__cause__

    async def _try_once(self, runnable: Any, messages: list[BaseMessage], account: UsageLedger) -> ModelReply:
        """Raises ModelTrouble."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._link.timeout):
                reply = _reply_from_message((await runnable.ainvoke(messages))["raw"])
        except Exception as error:  # the providers' errors have no common root
            trouble = classify_error(error)
            account.record_call(trouble.tokens, time.perf_counter() - started, str(trouble))
            raise trouble from error
        account.record_call(reply.tokens, time.perf_counter() - started, "ok")
        return reply

    def _build_runnable(self, form: OutputSchema[R]) -> Any:
        schema = build_json_schema(form.returned, form.returned.__name__, self._vocabulary)
        strict = {"strict": True} if self._link.is_openai_compatible else {}
        return self._model.with_structured_output(schema, method="json_schema", include_raw=True, **strict)


def _reply_from_message(message: AIMessage) -> ModelReply:
    usage = message.usage_metadata
    cached = (usage.get("input_token_details", {}).get("cache_read") or 0) if usage else 0
    tokens = Tokens(usage["input_tokens"], cached, usage["output_tokens"]) if usage else Tokens()
    if message.additional_kwargs.get("refusal"):
        return ModelReply("", tokens, "the model refused to answer")
    text = json.dumps(message.tool_calls[0]["args"]) if message.tool_calls else message.text
    return ModelReply(text, tokens, "" if text.strip() else "the answer is empty")


def _parse_reply(reply: ModelReply, form: OutputSchema[R], vocabulary: AllowedIds) -> ParsedReply[R]:
    """Strictly: a JSON parser that mends a truncated answer would hide what was lost."""
    if reply.trouble:
        return ParsedReply("", complaint=reply.trouble)
    fence = _CODE_FENCE.match(reply.text)
    try:
        good = form.returned.model_validate_json(fence["body"] if fence else reply.text, context=vocabulary)
    except ValidationError as error:
        return ParsedReply(reply.text, complaint=_describe_validation_error(error))
    return ParsedReply(reply.text, good, form.doubts(good))


def _describe_validation_error(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_url=False, include_context=False)[:_MOST_PROBLEMS]
    told = [f"{'.'.join(map(str, p['loc'])) or 'the whole'}: {p['msg']}" for p in problems]
    return "it does not have the form asked for: " + "; ".join(told)
