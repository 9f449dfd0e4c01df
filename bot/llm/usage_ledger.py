"""Account: every call made for one answer, whether it was of use or not."""

from typing import NamedTuple

from bot.domain.core.usage import ModelCall
from bot.llm.prices import Price, Tokens, calculate_cost
from bot.llm.prompts import Prompt

_LONGEST_OUTCOME = 200


class PriceList(NamedTuple):
    """Whose tokens are counted, and what they cost."""

    model: str
    price: Price | None


class UsageLedger:
    def __init__(self, prompt: Prompt, tariff: PriceList) -> None:
        self._prompt = prompt
        self._tariff = tariff
        self._calls: list[ModelCall] = []

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        return tuple(self._calls)

    def record_call(self, tokens: Tokens, seconds: float, outcome: str) -> None:
        self._calls.append(
            ModelCall(
                prompt=self._prompt.name,
                fingerprint=self._prompt.fingerprint,
                model=self._tariff.model,
                outcome=_shorten_outcome(outcome),
                input_tokens=tokens.input,
                cached_tokens=tokens.cached,
                output_tokens=tokens.output,
                cost=calculate_cost(tokens, self._tariff.price),
                seconds=round(seconds, 3),
            )
        )

    def update_last_outcome(self, outcome: str) -> None:
        """Says of the latest call what its answer turned out to be."""
        self._calls[-1] = self._calls[-1].model_copy(update={"outcome": _shorten_outcome(outcome)})


def _shorten_outcome(outcome: str) -> str:
    """The first line only: what follows may quote people."""
    return outcome.partition("\n")[0][:_LONGEST_OUTCOME]
