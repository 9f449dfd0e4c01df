"""Account: every call made for one answer, whether it was of use or not, and what it cost."""

from genai_prices import Usage, calc_price

from bot.domain.core.usage import ModelCall
from bot.llm.models.model_config import ModelConfig
from bot.llm.models.tokens import Tokens
from bot.llm.prompts import Prompt

_LONGEST_OUTCOME = 200


class UsageLedger:
    def __init__(self, prompt: Prompt, link: ModelConfig) -> None:
        self._prompt = prompt
        self._link = link
        self._calls: list[ModelCall] = []

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        return tuple(self._calls)

    def record_call(self, tokens: Tokens, seconds: float, outcome: str) -> None:
        self._calls.append(
            ModelCall(
                prompt=self._prompt.name,
                fingerprint=self._prompt.fingerprint,
                model=self._link.model,
                outcome=_shorten_outcome(outcome),
                input_tokens=tokens.input,
                cached_tokens=tokens.cached,
                output_tokens=tokens.output,
                cost=calculate_cost(tokens, self._link),
                seconds=round(seconds, 3),
            )
        )

    def update_last_outcome(self, outcome: str) -> None:
        """Says of the latest call what its answer turned out to be."""
        self._calls[-1] = self._calls[-1].model_copy(update={"outcome": _shorten_outcome(outcome)})


def _shorten_outcome(outcome: str) -> str:
    """The first line only: what follows may quote people."""
    return outcome.partition("\n")[0][:_LONGEST_OUTCOME]


def calculate_cost(tokens: Tokens, link: ModelConfig) -> float | None:
    """US dollars, by the list price of the service that is asked; None where nobody lists one."""
    counted = Usage(input_tokens=tokens.input, cache_read_tokens=tokens.cached, output_tokens=tokens.output)
    try:
        if link.base_url:
            price = calc_price(counted, link.name, provider_api_url=link.base_url)
        else:
            price = calc_price(counted, link.name, provider_id=link.provider)
    except LookupError:
        return None
    return round(float(price.total_price), 6)
