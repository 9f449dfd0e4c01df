"""What every noun of the domain is: a frozen value that refuses unknown fields."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from bot.domain.core.invisible_characters import has_surrogates, replace_surrogates


class Value(BaseModel):
    """Its texts can be stored and sent, whatever came in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _replace_surrogates(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not has_surrogates(given.values()):
            return given
        return {key: replace_surrogates(value) if isinstance(value, str) else value for key, value in given.items()}
