"""What a model might return, whole and valid, and the analyst that reads it from a server of ours."""

from typing import Any

from bot.domain.framework.knowledge import Knowledge
from bot.llm.analyst import LangChainAnalyst, build_langchain_analyst
from bot.llm.chains import ModelRetryPolicy
from bot.llm.models.model_config import ModelConfig, TimeBudgets
from tests.llm.own_prompts import OWN_PROMPTS
from tests.support.model_server import ModelServer

BUDGETS = TimeBudgets(15.0, 15.0)
KEY = "sk-test-0123456789abcdef"
SHORT_PATIENCE = ModelRetryPolicy(retries=2, first_wait=0.01)


def analyst_at(
    server: ModelServer, knowledge: Knowledge, *, patience: ModelRetryPolicy = SHORT_PATIENCE, **options: Any
) -> LangChainAnalyst:
    """`options`: of ModelConfig."""
    config = ModelConfig(**{"model": "gpt-test", "api_key": KEY, "base_url": server.url, "budgets": BUDGETS, **options})
    return build_langchain_analyst(knowledge, OWN_PROMPTS, config, patience)


def a_mapping(*readings: dict[str, Any], **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "intent": "answer",
        "readings": list(readings),
        "facts": [],
        "owners": [],
        "signals": [],
        "probes": [],
        "wording": None,
        "language": None,
        "colleague": None,
        "question_back": None,
    }
    return {**empty, **fields}


def a_reading(criterion: str, level: int | None, *quotes: str, **flags: bool) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "quotes": list(quotes),
        "reasoning": "What is met.",
        "level": level,
        "corrects": flags.get("corrects", False),
        "disputes": flags.get("disputes", False),
        "contradicts": None,
        "in_passing": flags.get("in_passing", False),
    }


def a_rating(criterion: str, level: int | None, *evidence_ids: str) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "evidence_ids": list(evidence_ids),
        "reasoning": "Step by step.",
        "level": level,
        "there": "This is there.",
        "lacks": "That is missing.",
        "unmet": "",
    }
