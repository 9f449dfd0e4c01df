"""Account: every call made for one answer, whether it was of use or not."""

from typing import NamedTuple

from bot.domain.core.usage import ModelCall
from bot.llm.prices import Price, Tokens, cost_of
from bot.llm.prompts import Prompt

_LONGEST_OUTCOME = 200


class Tariff(NamedTuple):
    """Whose tokens are counted, and what they cost."""

    model: str
    price: Price | None


class Account:
    def __init__(self, prompt: Prompt, tariff: Tariff) -> None:
        self._prompt = prompt
        self._tariff = tariff
        self._calls: list[ModelCall] = []

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        return tuple(self._calls)

    def enter(self, tokens: Tokens, seconds: float, outcome: str) -> None:
        self._calls.append(
            ModelCall(
                prompt=self._prompt.name,
                fingerprint=self._prompt.fingerprint,
                model=self._tariff.model,
                outcome=_short(outcome),
                input_tokens=tokens.input,
                cached_tokens=tokens.cached,
                output_tokens=tokens.output,
                cost=cost_of(tokens, self._tariff.price),
                seconds=round(seconds, 3),
            )
        )

    def amend(self, outcome: str) -> None:
        """Says of the latest call what its answer turned out to be."""
        self._calls[-1] = self._calls[-1].model_copy(update={"outcome": _short(outcome)})


def _short(outcome: str) -> str:
    """The first line only: what follows may quote people."""
    return outcome.partition("\n")[0][:_LONGEST_OUTCOME]
