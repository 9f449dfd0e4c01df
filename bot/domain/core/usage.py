"""ModelCall: what one call of a model cost, and which prompt and model it was."""

from bot.domain.core.model import Value


class ModelCall(Value):
    """Tokens as the service counted them; cost in US dollars, None where no price is known; duration in seconds."""

    prompt: str
    fingerprint: str
    """Of the prompt's text: the same prompt has the same fingerprint."""
    model: str
    outcome: str
    """`ok`, or what was wrong with the answer."""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
