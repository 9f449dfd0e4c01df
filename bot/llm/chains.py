"""One structured call of a chat model: bounded in time and tries, one re-ask, every attempt accounted for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_any,
    stop_before_delay,
    wait_exponential,
)

from bot.domain.core.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, UnusableOutput
from bot.llm.masking import MaskedText, Masker, NoMasker, PersonalDataMasker
from bot.llm.models.model_config import ModelConfig
from bot.llm.models.model_errors import (
    EffortRefused,
    FormRefused,
    ModelRejects,
    ModelTrouble,
    PassingTrouble,
    UnreadableReply,
)
from bot.llm.models.model_gate import ModelGate
from bot.llm.models.model_service import FormRequest, ModelReply, ModelService, OutputMethod
from bot.llm.models.reply_text import extract_json
from bot.llm.models.usage_ledger import UsageLedger
from bot.llm.prompts import Prompt
from bot.llm.vocabulary import AllowedIds, build_json_schema
from bot.services.ports.core import AnalystResult
from bot.services.ports.tracing import get_tracer

R = TypeVar("R", bound=BaseModel)

_MOST_PROBLEMS = 5
_REASK = "This answer cannot be used: {complaint}\nAnswer again, completely and only in the form asked for."


class ModelRetryPolicy(NamedTuple):
    """How often a call is tried again. Each wait (in seconds) is three times the one before, and no shorter than the
    service asks for; where it would outlast the time that the call has in all, the last failure stands."""

    retries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 20.0

    def build_retrying(self, budget: float, pause: Callable[[float], Awaitable[None]], *, once: bool) -> AsyncRetrying:
        """Raises the last failure. `budget`: seconds for all tries together; `pause` waits between them."""
        growing = wait_exponential(self.first_wait, self.longest_wait, exp_base=3)
        return AsyncRetrying(
            retry=retry_if_exception_type(PassingTrouble),
            wait=lambda state: max(growing(state), _get_asked_wait(state)),
            stop=stop_any(stop_after_attempt(1 if once else self.retries + 1), stop_before_delay(budget)),
            sleep=pause,
            reraise=True,
        )


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
    quick: bool = False
    """Little thought is enough for it."""
    long: bool = False
    """Nobody waits in a conversation for it, and it may take minutes."""


class ParsedReply(NamedTuple, Generic[R]):
    """A reply, read. `complaint` says what is wrong with it."""

    text: str
    good: R | None = None
    complaint: str = ""
    ignores_form: bool = False
    """It was written to its end, in another form than was asked for."""


class Chat:
    """A chat model that answers in a given form.

    The tries are made here and not in the provider's client: so each is accounted for, the waits are ours to set, and
    every provider that LangChain reaches is treated alike.
    """

    def __init__(self, link: ModelConfig, vocabulary: AllowedIds, patience: ModelRetryPolicy) -> None:
        self.name = link.model
        self._link = link
        self._gate = ModelGate(link.model, link.concurrency)
        self._service = ModelService(link, self._gate.note_headers)
        self._vocabulary = vocabulary
        self._patience = patience
        self._masker: Masker = PersonalDataMasker(link.mask) if link.mask else NoMasker()
        self._may_look_for_ways = True

    async def ask(self, prompt: Prompt, variables: dict[str, object], form: OutputSchema[R]) -> AnalystResult[R]:
        """The model's answer. Raises AnalystFailed, which carries the calls made so far."""
        said = prompt.render(variables)
        masked = self._masker.mask(said.user)
        messages = (SystemMessage(said.system), HumanMessage(masked.text))
        call = _Call(form, messages, UsageLedger(prompt, self._link), masked)
        method = began = self._service.method
        answer = await self._ask_in_one_way(call, method)
        while answer.good is None and answer.ignores_form and not form.once and self._may_look_for_ways:
            if (other := method.next_best) is None:
                self._may_look_for_ways = False  # it is the model, not the way of asking
                break
            method, answer = other, await self._try_another_way(call, other, answer)
        if answer.good is None:
            raise UnusableOutput(
                f"The model {self.name} answers in a form that can't be used. What was said is kept. Try again,"
                " or choose another model.",
                call.account.calls,
            )
        if method is not began:
            self._service.settle_method(method, "answers did not keep to the form")
        return AnalystResult(answer.good, call.account.calls)

    async def _try_another_way(
        self, call: "_Call[R]", method: OutputMethod, before: "ParsedReply[R]"
    ) -> "ParsedReply[R]":
        """Where the service refuses that way, what the model answered before stands."""
        try:
            return await self._ask_in_one_way(call, method)
        except AnalystRejected:
            return before

    async def _ask_in_one_way(self, call: "_Call[R]", method: OutputMethod) -> "ParsedReply[R]":
        """Asked once more, told what was wrong. A doubtful first answer is better than none."""
        first = await self._request_answer(call, method)
        if call.form.once or (first.good is not None and not first.complaint):
            return first
        again = [
            AIMessage(first.text or "(nothing)"),
            HumanMessage(_REASK.format(complaint=call.masked.hide(first.complaint))),
        ]
        try:
            second = await self._request_answer(call._replace(messages=(*call.messages, *again)), method)
        except AnalystFailed:
            if first.good is None:
                raise
            return first
        return second if second.good is not None or first.good is None else first

    async def _request_answer(self, call: "_Call[R]", method: OutputMethod) -> "ParsedReply[R]":
        reply = await self._request_reply(call, method)
        answer = _parse_reply(reply, call, self._vocabulary)
        if answer.complaint:
            call.account.update_last_outcome(answer.complaint)
        return answer

    async def _request_reply(self, call: "_Call[R]", method: OutputMethod) -> ModelReply:
        """One reply, in as many ways as the service refuses."""
        try:
            return await self._try_until_answered(call, method)
        except UnreadableReply as trouble:
            return ModelReply("", trouble.tokens, str(trouble))
        except EffortRefused as trouble:
            if self._service.stop_sending_effort():
                return await self._request_reply(call, method)
            raise self._reject(call, trouble) from trouble.__cause__
        except FormRefused as trouble:
            if method.next_best is None:
                raise self._reject(call, trouble) from trouble.__cause__
            if method is self._service.method:
                self._service.settle_method(method.next_best, str(trouble))
            return await self._request_reply(call, method.next_best)
        except ModelRejects as trouble:
            raise self._reject(call, trouble) from trouble.__cause__
        except PassingTrouble as trouble:
            told = f"The model {self.name} can't be reached now: {trouble}. What was said is kept; try again later."
            raise AnalystUnavailable(told, call.account.calls, trouble.wait) from trouble.__cause__

    async def _try_until_answered(self, call: "_Call[R]", method: OutputMethod) -> ModelReply:
        """In as many tries as our patience and its time allow. Raises ModelTrouble."""
        budget = self._link.budgets.get_seconds(long=call.form.long)
        async with self._gate.enter(budget, long=call.form.long) as is_probe:
            deadline = asyncio.get_running_loop().time() + budget
            retrying = self._patience.build_retrying(budget, self._gate.pause, once=is_probe)
            return await retrying(self._try_once, call, method, deadline)

    def _reject(self, call: "_Call[R]", trouble: ModelRejects) -> AnalystRejected:
        return AnalystRejected(f"The service of the model {self.name} refuses: {trouble}.", call.account.calls)

    async def _try_once(self, call: "_Call[R]", method: OutputMethod, deadline: float) -> ModelReply:
        """Raises ModelTrouble."""
        schema = build_json_schema(call.form.returned, call.form.returned.__name__, self._vocabulary)
        asked = FormRequest(call.messages, schema, method, deadline, call.form.quick)
        started = time.perf_counter()
        try:
            with get_tracer().open_span("call model", {"model": self.name, "form": call.form.returned.__name__}, None):
                reply = await self._service.request(asked)
        except ModelTrouble as trouble:
            call.account.record_call(trouble.tokens, time.perf_counter() - started, str(trouble))
            self._gate.note_trouble(trouble)
            raise
        self._gate.note_answer(reply.tokens)
        call.account.record_call(reply.tokens, time.perf_counter() - started, "ok")
        return reply


class _Call(NamedTuple, Generic[R]):
    """One question to the model, from the first try to the last."""

    form: OutputSchema[R]
    messages: tuple[BaseMessage, ...]
    account: UsageLedger
    masked: MaskedText


def _parse_reply(reply: ModelReply, call: _Call[R], vocabulary: AllowedIds) -> ParsedReply[R]:
    """Strictly: a JSON parser that mends a truncated answer would hide what was lost."""
    if reply.trouble:
        return ParsedReply("", complaint=reply.trouble)
    try:
        good = call.form.returned.model_validate_json(call.masked.restore(extract_json(reply.text)), context=vocabulary)
    except ValidationError as error:
        return ParsedReply(reply.text, complaint=_describe_validation_error(error), ignores_form=True)
    return ParsedReply(reply.text, good, call.form.doubts(good))


def _describe_validation_error(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_url=False, include_context=False)[:_MOST_PROBLEMS]
    told = [f"{'.'.join(map(str, p['loc'])) or 'the whole'}: {p['msg']}" for p in problems]
    return "it does not have the form asked for: " + "; ".join(told)
