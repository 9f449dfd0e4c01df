"""One structured call of a chat model: bounded in time and tries, one re-ask, every attempt accounted for."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError

from bot.domain.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, SettingsInvalid, UnusableOutput
from bot.domain.usage import ModelCall
from bot.llm.prices import Tokens, cost_of, price_of
from bot.llm.prompts import Prompt
from bot.llm.trouble import Kind, Trouble, trouble_of
from bot.llm.vocabulary import Vocabulary, json_schema
from bot.services.ports import Read

R = TypeVar("R", bound=BaseModel)

_CODE_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(?P<body>.*)\n\s*```\s*\Z", re.S)
_MOST_COMPLAINTS = 5
_REASK = "This answer cannot be used: {complaint}\nAnswer again, completely and only in the form asked for."


class Link(NamedTuple):
    """How to reach a model. `model` is a name, or `provider:name`; OpenAI's interface is the default."""

    model: str
    api_key: str | None = None
    base_url: str | None = None
    timeout: float = 60.0
    """Seconds that one try may take."""


class Patience(NamedTuple):
    """How long to wait before each further try; a wait that the service asks for is honoured up to a limit."""

    pauses: tuple[float, ...] = (1.0, 4.0, 12.0)
    longest_wait: float = 60.0


@dataclass(frozen=True)
class Form(Generic[R]):
    """What an answer must look like, and what makes a well-formed one doubtful (one more try, then taken as it is)."""

    returned: type[R]
    doubts: Callable[[R], str] = lambda returned: ""


class Reply(NamedTuple):
    text: str
    tokens: Tokens
    trouble: str = ""


class Unfit(Exception):
    """An answer that cannot be read; the text tells the model why."""


class Chat:
    """A chat model that answers in a given form.

    The tries are counted here and not in the provider's client: so each is accounted for, the waits are ours to set,
    and it works the same for every provider that LangChain reaches.
    """

    def __init__(self, link: Link, vocabulary: Vocabulary, patience: Patience = Patience()) -> None:
        self.name = link.model
        self._model = _chat_model(link)
        self._native = _speaks_openai(link.model)
        self._price = price_of(link.model, link.base_url)
        self._timeout = link.timeout
        self._vocabulary = vocabulary
        self._patience = patience

    async def ask(self, prompt: Prompt, variables: dict[str, object], form: Form[R]) -> Read[R]:
        """The model's answer. Raises AnalystFailed, which carries the calls made so far."""
        said = prompt.render(variables)
        messages: list[BaseMessage] = [SystemMessage(said.system), HumanMessage(said.user)]
        book = _Book(prompt, self.name, self._price)
        first = await self._answer(messages, form, book)
        if first.good is not None and not first.complaint:
            return Read(first.good, book.calls)
        messages += [AIMessage(first.text or "(nothing)"), HumanMessage(_REASK.format(complaint=first.complaint))]
        second = await self._again(messages, form, book, first.good)
        best = first.good if second.good is None else second.good
        if best is None:
            raise UnusableOutput(
                f"The model {self.name} answered twice in a form that cannot be used ({second.short}). What was said"
                " is kept; try again, or choose another model.",
                book.calls,
            )
        return Read(best, book.calls)

    async def _again(
        self, messages: list[BaseMessage], form: Form[R], book: "_Book", fallback: R | None
    ) -> "_Answer[R]":
        """A doubtful answer is better than none when the second try fails outright."""
        try:
            return await self._answer(messages, form, book)
        except AnalystFailed:
            if fallback is None:
                raise
            return _Answer(None, "", "")

    async def _answer(self, messages: list[BaseMessage], form: Form[R], book: "_Book") -> "_Answer[R]":
        reply = await self._reply(messages, form, book)
        try:
            if reply.trouble:
                raise Unfit(reply.trouble)
            good = _read(reply.text, form.returned, self._vocabulary)
        except Unfit as unfit:
            book.amend(_first_line(str(unfit)))
            return _Answer(None, reply.text, str(unfit))
        doubt = form.doubts(good)
        if doubt:
            book.amend(_first_line(doubt))
        return _Answer(good, reply.text, doubt)

    async def _reply(self, messages: list[BaseMessage], form: Form[R], book: "_Book") -> Reply:
        """One reply, however many tries it takes within our patience."""
        runnable = self._runnable(form)
        for pause in (*self._patience.pauses, None):
            started = time.perf_counter()
            try:
                async with asyncio.timeout(self._timeout):
                    reply = _reply_of((await runnable.ainvoke(messages))["raw"])
            except Exception as error:  # the providers' errors have no common root
                trouble = trouble_of(error)
                book.enter(trouble.tokens, time.perf_counter() - started, trouble.what)
                if trouble.kind is Kind.UNFIT:
                    return Reply("", trouble.tokens, trouble.what)
                await self._wait_or_give_up(trouble, pause, book, error)
            else:
                book.enter(reply.tokens, time.perf_counter() - started, "ok")
                return reply
        raise AssertionError("the last try returns or raises")

    async def _wait_or_give_up(
        self, trouble: Trouble, pause: float | None, book: "_Book", error: Exception
    ) -> None:
        if trouble.kind is Kind.REJECTED:
            raise AnalystRejected(f"The service of model {self.name} refuses: {trouble.what}.", book.calls) from error
        wait = max(pause or 0.0, trouble.wait or 0.0)
        if pause is None or wait > self._patience.longest_wait:
            raise AnalystUnavailable(
                f"The model {self.name} cannot be reached now: {trouble.what} (tries: {book.tries}). What was said is"
                " kept; try again in a few minutes.",
                book.calls,
            ) from error
        await asyncio.sleep(wait)

    def _runnable(self, form: Form[R]) -> Any:
        schema = json_schema(form.returned, form.returned.__name__, self._vocabulary)
        strict = {"strict": True} if self._native else {}
        return self._model.with_structured_output(schema, method="json_schema", include_raw=True, **strict)


class _Answer(NamedTuple, Generic[R]):
    good: R | None
    text: str
    complaint: str

    @property
    def short(self) -> str:
        return _first_line(self.complaint)


class _Book:
    """The calls made for one answer."""

    def __init__(self, prompt: Prompt, model: str, price: Any) -> None:
        self._prompt, self._model, self._price = prompt, model, price
        self._calls: list[ModelCall] = []

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        return tuple(self._calls)

    @property
    def tries(self) -> int:
        return len(self._calls)

    def enter(self, tokens: Tokens, seconds: float, outcome: str) -> None:
        self._calls.append(
            ModelCall(
                prompt=self._prompt.name,
                fingerprint=self._prompt.fingerprint,
                model=self._model,
                outcome=outcome,
                input_tokens=tokens.input,
                cached_tokens=tokens.cached,
                output_tokens=tokens.output,
                cost=cost_of(tokens, self._price),
                seconds=round(seconds, 3),
            )
        )

    def amend(self, outcome: str) -> None:
        """Says of the latest call what its answer turned out to be."""
        self._calls[-1] = self._calls[-1].model_copy(update={"outcome": outcome})


def _speaks_openai(model: str) -> bool:
    return ":" not in model or model.startswith("openai:")


def _chat_model(link: Link) -> BaseChatModel:
    """Raises SettingsInvalid when no such model can be built here."""
    given: dict[str, Any] = {"api_key": link.api_key, "base_url": link.base_url}
    options: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if _speaks_openai(link.model):
        # A connection kept open would outlive the event loop that it belongs to.
        options |= {"model_provider": "openai", "default_headers": {"Connection": "close"}}
    try:
        return init_chat_model(link.model.removeprefix("openai:"), timeout=link.timeout, max_retries=0, **options)
    except ImportError as error:
        raise SettingsInvalid(f"MODEL: {link.model} needs a package that is not installed ({error.name}).") from error
    except Exception as error:  # each provider refuses its settings in its own way
        raise SettingsInvalid(
            f"MODEL: {link.model} cannot be used; check the name, OPENAI_API_KEY and OPENAI_BASE_URL."
        ) from error


def _reply_of(message: AIMessage) -> Reply:
    usage = message.usage_metadata
    cached = usage.get("input_token_details", {}).get("cache_read") or 0 if usage else 0
    tokens = Tokens(usage["input_tokens"], cached, usage["output_tokens"]) if usage else Tokens()
    if message.additional_kwargs.get("refusal"):
        return Reply("", tokens, "the model refused to answer")
    text = json.dumps(message.tool_calls[0]["args"]) if message.tool_calls else message.text
    return Reply(text, tokens, "" if text.strip() else "the answer is empty")


def _read(text: str, returned: type[R], vocabulary: Vocabulary) -> R:
    """Strictly: a JSON parser that mends a truncated answer would hide what was lost."""
    fence = _CODE_FENCE.match(text)
    try:
        return returned.model_validate_json(fence["body"] if fence else text, context=vocabulary)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
        told = [f"{'.'.join(map(str, p['loc'])) or 'the whole'}: {p['msg']}" for p in problems[:_MOST_COMPLAINTS]]
        raise Unfit("it does not have the form asked for: " + "; ".join(told)) from error


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:200]
