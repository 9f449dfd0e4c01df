"""ModelService: one try of a chat model, asked for a form in the way that its service takes, as it is learnt."""

import asyncio
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import structlog
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage

from bot.llm.models.model_config import ModelConfig, NoteHeaders, build_chat_model, is_thinking_by_choice
from bot.llm.models.model_errors import FormRefused, classify_error
from bot.llm.models.tokens import Tokens

_QUICK = "low"
"""How much is thought where the form leads the way already."""
_JSON_ONLY = "\n\nAnswer with one JSON object and nothing else, valid by this JSON schema:\n"

_log = structlog.get_logger(__name__)


class OutputMethod(StrEnum):
    """The ways of asking for a form, best first, as LangChain calls them."""

    JSON_SCHEMA = "json_schema"
    TOOL_CALLING = "function_calling"
    JSON_MODE = "json_mode"

    @property
    def next_best(self) -> "OutputMethod | None":
        every = list(OutputMethod)
        return next(iter(every[every.index(self) + 1 :]), None)


class FormRequest(NamedTuple):
    """What is asked of a model in one try."""

    messages: Sequence[BaseMessage]
    """The system's first."""
    schema: dict[str, Any]
    method: OutputMethod
    deadline: float
    """By the event loop's clock."""
    quick: bool = False
    """Little thought is enough."""


class ModelReply(NamedTuple):
    """What came back. `trouble` says why there is no text."""

    text: str
    tokens: Tokens
    trouble: str = ""


class ModelService:
    """`method`: the way of asking that is known to work, or that nothing speaks against yet."""

    def __init__(self, config: ModelConfig, note_headers: NoteHeaders | None = None) -> None:
        self.method = OutputMethod.JSON_SCHEMA
        self._config = config
        self._note_headers = note_headers
        self._takes_effort = True
        self._runnables: dict[tuple[str, OutputMethod, str | None], tuple[dict[str, Any], Any]] = {}
        """By form, way and effort, each with the schema it was built of: to build one takes as long as to send it."""
        self._models: dict[str | None, BaseChatModel] = {None: build_chat_model(config, None, note_headers)}

    async def request(self, asked: FormRequest) -> ModelReply:
        """Raises ModelTrouble."""
        runnable = self._get_runnable(asked)
        messages = _add_schema(asked) if asked.method is OutputMethod.JSON_MODE else list(asked.messages)
        try:
            async with asyncio.timeout_at(asked.deadline):
                answered = await runnable.ainvoke(messages)
        except Exception as error:  # the providers' errors have no common root
            raise classify_error(error, self._config.ways) from error
        return _read_reply(answered["raw"])

    def settle_method(self, method: OutputMethod, why: str) -> None:
        """From here on it is asked in this way; said once to the operator."""
        if method is not self.method:
            self.method = method
            _log.warning("the model is asked in another way", model=self._config.model, way=method.value, why=why)

    def stop_sending_effort(self) -> bool:
        """False where none was sent."""
        was, self._takes_effort = self._takes_effort, False
        if was:
            _log.warning("the model takes no reasoning effort", model=self._config.model)
        return was

    def _get_runnable(self, asked: FormRequest) -> Any:
        effort = self._choose_effort(asked.quick)
        key = (str(asked.schema.get("title")), asked.method, effort)
        schema, runnable = self._runnables.get(key, (None, None))
        if schema is not asked.schema:
            runnable = self._build_runnable(asked, self._get_model(effort))
            self._runnables[key] = (asked.schema, runnable)
        return runnable

    def _build_runnable(self, asked: FormRequest, model: BaseChatModel) -> Any:
        strictly = self._config.ways.by_openai_client and asked.method is OutputMethod.JSON_SCHEMA
        options: dict[str, Any] = {"strict": True} if strictly else {}
        try:
            return model.with_structured_output(asked.schema, method=asked.method.value, include_raw=True, **options)
        except (ValueError, TypeError, NotImplementedError) as error:
            raise FormRefused(f"its package knows no {asked.method.value}") from error

    def _choose_effort(self, quick: bool) -> str | None:
        effort = self._config.effort
        if effort is None and quick and is_thinking_by_choice(self._models[None], _QUICK):
            effort = _QUICK
        return effort if self._takes_effort else None

    def _get_model(self, effort: str | None) -> BaseChatModel:
        if effort not in self._models:
            self._models[effort] = build_chat_model(self._config, effort, self._note_headers)
        return self._models[effort]


def _add_schema(asked: FormRequest) -> list[BaseMessage]:
    """Behind all that is constant, so that it stays constant."""
    system, *others = asked.messages
    return [SystemMessage(f"{system.text}{_JSON_ONLY}{json.dumps(asked.schema, ensure_ascii=False)}"), *others]


def _read_reply(message: AIMessage) -> ModelReply:
    usage = message.usage_metadata
    cached = (usage.get("input_token_details", {}).get("cache_read") or 0) if usage else 0
    tokens = Tokens(usage["input_tokens"], cached, usage["output_tokens"]) if usage else Tokens()
    if message.additional_kwargs.get("refusal"):
        return ModelReply("", tokens, "the model refused to answer")
    text = _read_tool_call(message) or message.text
    return ModelReply(text, tokens, "" if text.strip() else "the answer is empty")


def _read_tool_call(message: AIMessage) -> str:
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    return (message.invalid_tool_calls[0]["args"] or "") if message.invalid_tool_calls else ""
