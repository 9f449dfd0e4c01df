"""One structured call of a chat model: bounded in time and tries, one re-ask, every attempt accounted for."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Self, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError

from bot.domain.core.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, UnusableOutput
from bot.llm.model_config import Link, chat_model
from bot.llm.model_errors import Kind, Trouble, trouble_of
from bot.llm.prices import Tokens, price_of
from bot.llm.prompts import Prompt
from bot.llm.usage_ledger import Account, Tariff
from bot.llm.vocabulary import Vocabulary, json_schema
from bot.services.ports.core import Read

R = TypeVar("R", bound=BaseModel)

_CODE_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(?P<body>.*)\n\s*```\s*\Z", re.S)
_MOST_PROBLEMS = 5
_REASK = "This answer cannot be used: {complaint}\nAnswer again, completely and only in the form asked for."


class Patience(NamedTuple):
    """Seconds to wait before each further try. A wait that the service asks for is honoured up to a limit."""

    pauses: tuple[float, ...] = (1.0, 3.0, 9.0)
    longest_wait: float = 60.0

    @classmethod
    def of(cls, retries: int) -> Self:
        """So many further tries, each after three times the wait of the one before, up to 20 seconds."""
        return cls(tuple(min(20.0, 3.0**number) for number in range(retries)))


@dataclass(frozen=True)
class Form(Generic[R]):
    """What an answer must look like, and what makes a well-formed one doubtful: worth one re-ask, no failure."""

    returned: type[R]
    doubts: Callable[[R], str] = lambda returned: ""
    once: bool = False
    """Never re-asked: whoever asks counts the calls."""


class Reply(NamedTuple):
    """What came back. `trouble` says why there is no text."""

    text: str
    tokens: Tokens
    trouble: str = ""


class Answer(NamedTuple, Generic[R]):
    """A reply, read. `complaint` says what is wrong with it."""

    text: str
    good: R | None = None
    complaint: str = ""


class Chat:
    """A chat model that answers in a given form.

    The tries are made here and not in the provider's client: so each is accounted for, the waits are ours to set, and
    every provider that LangChain reaches is treated alike.
    """

    def __init__(self, link: Link, vocabulary: Vocabulary, patience: Patience) -> None:
        self.name = link.model
        self._link = link
        self._model = chat_model(link)
        self._tariff = Tariff(link.model, price_of(link.model, link.base_url))
        self._vocabulary = vocabulary
        self._patience = patience

    async def ask(self, prompt: Prompt, variables: dict[str, object], form: Form[R]) -> Read[R]:
        """The model's answer. Raises AnalystFailed, which carries the calls made so far."""
        said = prompt.render(variables)
        messages: list[BaseMessage] = [SystemMessage(said.system), HumanMessage(said.user)]
        account = Account(prompt, self._tariff)
        first = await self._answer(messages, form, account)
        if first.good is not None and (form.once or not first.complaint):
            return Read(first.good, account.calls)
        if form.once:
            raise UnusableOutput(f"The model {self.name} answered in a form that can't be used.", account.calls)
        second = await self._re_asked(messages, first, form, account)
        best = second.good if second.good is not None else first.good
        if best is None:
            raise UnusableOutput(
                f"The model {self.name} answered twice in a form that can't be used. What was said is kept. Try again,"
                " or choose another model.",
                account.calls,
            )
        return Read(best, account.calls)

    async def _re_asked(
        self, messages: list[BaseMessage], first: Answer[R], form: Form[R], account: Account
    ) -> Answer[R]:
        """Asked once more, told what was wrong. If that fails, a doubtful first answer is better than none."""
        again = [AIMessage(first.text or "(nothing)"), HumanMessage(_REASK.format(complaint=first.complaint))]
        try:
            return await self._answer([*messages, *again], form, account)
        except AnalystFailed:
            if first.good is None:
                raise
            return first

    async def _answer(self, messages: list[BaseMessage], form: Form[R], account: Account) -> Answer[R]:
        reply = await self._reply(messages, form, account)
        answer = _read(reply, form, self._vocabulary)
        if answer.complaint:
            account.amend(answer.complaint)
        return answer

    async def _reply(self, messages: list[BaseMessage], form: Form[R], account: Account) -> Reply:
        """One reply, in as many tries as our patience allows."""
        runnable = self._runnable(form)
        for pause in (*self._patience.pauses, None):
            started = time.perf_counter()
            try:
                async with asyncio.timeout(self._link.timeout):
                    reply = _reply_of((await runnable.ainvoke(messages))["raw"])
            except Exception as error:  # the providers' errors have no common root
                trouble = trouble_of(error)
                account.enter(trouble.tokens, time.perf_counter() - started, trouble.what)
                if trouble.kind is Kind.UNFIT:
                    return Reply("", trouble.tokens, trouble.what)
                await self._wait_or_give_up(trouble, pause, account, error)
            else:
                account.enter(reply.tokens, time.perf_counter() - started, "ok")
                return reply
        raise AssertionError("the last try returns or raises")

    async def _wait_or_give_up(self, trouble: Trouble, pause: float | None, account: Account, error: Exception) -> None:
        if trouble.kind is Kind.REJECTED:
            raise AnalystRejected(
                f"The service of the model {self.name} refuses: {trouble.what}.", account.calls
            ) from error
        wait = max(pause or 0.0, trouble.wait or 0.0)
        if pause is None or wait > self._patience.longest_wait:
            raise AnalystUnavailable(
                f"The model {self.name} can't be reached now: {trouble.what}. What was said is kept; try again later.",
                account.calls,
            ) from error
        await asyncio.sleep(wait)

    def _runnable(self, form: Form[R]) -> Any:
        schema = json_schema(form.returned, form.returned.__name__, self._vocabulary)
        strict = {"strict": True} if self._link.speaks_openai else {}
        return self._model.with_structured_output(schema, method="json_schema", include_raw=True, **strict)


def _reply_of(message: AIMessage) -> Reply:
    usage = message.usage_metadata
    cached = (usage.get("input_token_details", {}).get("cache_read") or 0) if usage else 0
    tokens = Tokens(usage["input_tokens"], cached, usage["output_tokens"]) if usage else Tokens()
    if message.additional_kwargs.get("refusal"):
        return Reply("", tokens, "the model refused to answer")
    text = json.dumps(message.tool_calls[0]["args"]) if message.tool_calls else message.text
    return Reply(text, tokens, "" if text.strip() else "the answer is empty")


def _read(reply: Reply, form: Form[R], vocabulary: Vocabulary) -> Answer[R]:
    """Strictly: a JSON parser that mends a truncated answer would hide what was lost."""
    if reply.trouble:
        return Answer("", complaint=reply.trouble)
    fence = _CODE_FENCE.match(reply.text)
    try:
        good = form.returned.model_validate_json(fence["body"] if fence else reply.text, context=vocabulary)
    except ValidationError as error:
        return Answer(reply.text, complaint=_told(error))
    return Answer(reply.text, good, form.doubts(good))


def _told(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_url=False, include_context=False)[:_MOST_PROBLEMS]
    told = [f"{'.'.join(map(str, p['loc'])) or 'the whole'}: {p['msg']}" for p in problems]
    return "it does not have the form asked for: " + "; ".join(told)
