"""How each prompt was last evaluated with a model: prompts/evaluated.yaml, compared with the prompts, and written."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.domain.core.errors import InvalidInput, KnowledgeInvalid
from bot.llm.prompts import Prompt

_FILE = "evaluated.yaml"
_HEAD = """\
# How each prompt was last evaluated with a model; `python -m bot evaluate DIR --analyst llm --record` writes it.
# null: never. A prompt with another fingerprint by now (reworded, or the framework in it has changed) counts as not
# evaluated. Results are by the folder of recorded teams, and tell what came of all prompts together.
"""

Result = Mapping[str, float | None]


class PromptEvaluation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    fingerprint: str
    """Of the prompt as it was evaluated."""
    model: str
    date: date
    """Of the latest result."""
    results: dict[str, dict[str, float | None]]
    """By the name of the folder of recorded teams."""


_KEPT = TypeAdapter(dict[str, PromptEvaluation | None])


class PromptStatus(NamedTuple):
    """A prompt as it is now, beside its last evaluation."""

    name: str
    fingerprint: str
    last: PromptEvaluation | None

    @property
    def is_evaluated(self) -> bool:
        return self.last is not None and self.last.fingerprint == self.fingerprint

    def describe(self) -> str:
        """One line for an operator."""
        if self.last is None:
            return f"{self.name}: never evaluated with a model"
        how = f"evaluated with {self.last.model} on {self.last.date}"
        return f"{self.name}: {how}" if self.is_evaluated else f"{self.name}: changed since it was {how}"


class PromptRecords:
    """The file beside the prompts. Both methods raise KnowledgeInvalid where it does not hold together."""

    def __init__(self, directory: Path, prompts: Sequence[Prompt]) -> None:
        self._path = directory / _FILE
        self._prompts = prompts

    def list_statuses(self) -> tuple[PromptStatus, ...]:
        kept = self._load_evaluations()
        return tuple(PromptStatus(prompt.name, prompt.fingerprint, kept.get(prompt.name)) for prompt in self._prompts)

    def record(self, teams: str, model: str, on: date, results: Mapping[str, Result]) -> None:
        """Keeps the result by prompt on a folder of teams; what other prompts were given stays.

        What the same wording and model made of other teams stays as well. Raises InvalidInput where it can't be kept.
        """
        kept: dict[str, object] = {}
        for status in self.list_statuses():
            last = status.last.model_dump(mode="json") if status.last else None
            if status.name in results:
                others = (
                    status.last.results if status.last and status.is_evaluated and status.last.model == model else {}
                )
                by_teams = {**others, teams: dict(results[status.name])}
                last = {"fingerprint": status.fingerprint, "model": model, "date": on.isoformat(), "results": by_teams}
            kept[status.name] = last
        try:
            self._path.write_text(_HEAD + yaml.safe_dump(kept, sort_keys=False, width=120), encoding="utf-8")
        except OSError as error:
            raise InvalidInput(f"{self._path}: cannot be written ({error.strerror}).") from error

    def _load_evaluations(self) -> Mapping[str, PromptEvaluation | None]:
        if not self._path.exists():
            return {}
        try:
            kept = _KEPT.validate_python(yaml.safe_load(self._path.read_text(encoding="utf-8")) or {})
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise KnowledgeInvalid(f"{self._path}: cannot be read ({error}).") from error
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"])) or "the file"
            raise KnowledgeInvalid(f"{self._path}: {key}: {first['msg']}.") from error
        if foreign := sorted(kept.keys() - {prompt.name for prompt in self._prompts}):
            raise KnowledgeInvalid(f"{self._path}: {', '.join(foreign)}: there is no such prompt.")
        return kept
