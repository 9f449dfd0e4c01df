"""Cues: how people talk about a pilot, loaded from knowledge/cues.yaml, checked and compiled."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from cachetools import TTLCache
from pydantic import Field, ValidationError

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.llm.offline.patterns import CuePattern, CueTerms, PatternInvalid

_FILE = "cues.yaml"
_TURNS, _LIFETIME = 32, 30.0
"""How many turns' sentences are kept, and for how many seconds: as long as a turn is being read."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKS = (
    "negation",
    "not_negation",
    "hope",
    "later",
    "elsewhere",
    "contrast",
    "ignorance",
    "nobody",
    "doubt",
    "taken_back",
)


class _FacetEntry(Value):
    cues: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    now: bool = False


class _RowEntry(Value):
    level: Level
    when: tuple[str, ...] = Field(min_length=1)
    lacking: int = Field(default=0, ge=0, le=1)


class _CriterionEntry(Value):
    topic: tuple[str, ...]
    facets: dict[str, _FacetEntry]
    ladder: tuple[_RowEntry, ...] = Field(min_length=1)
    volunteered: tuple[Level, ...] = ()


class _File(Value):
    version: str
    common_words: tuple[str, ...]
    terms: dict[str, str]
    marks: dict[str, tuple[str, ...]]
    facets: dict[str, _FacetEntry]
    criteria: dict[str, _CriterionEntry]
    turns: dict[str, tuple[str, ...]]
    signals: dict[str, tuple[str, ...]]
    facts: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Facet:
    """Something a sentence can say: `cues` may be negated, `plain` cues carry their own negation."""

    name: str
    cues: CuePattern | None
    plain: CuePattern | None
    now: bool
    """Whether a plan for later does not count."""
    own: bool
    """Whether it belongs to one criterion alone."""


@dataclass(frozen=True)
class Term:
    """One entry of a row's `when`: alternatives, each a set of facets that must stand in one sentence."""

    alternatives: tuple[tuple[str, ...], ...]
    absent: bool


@dataclass(frozen=True)
class LadderRow:
    level: Level
    terms: tuple[Term, ...]
    lacking: int
    """How many of the things wanted may go unsaid: people who have it all seldom recite it all."""


@dataclass(frozen=True)
class CriterionCues:
    topic: CuePattern
    facets: dict[str, Facet]
    ladder: tuple[LadderRow, ...]
    volunteered: tuple[Level, ...]
    """The levels that are read even where nobody asked."""


@dataclass(frozen=True)
class Cues:
    version: str
    common_words: frozenset[str]
    """Words that tell nothing about what a question asks."""
    marks: dict[str, CuePattern]
    criteria: dict[str, CriterionCues]
    turns: dict[str, CuePattern]
    signals: dict[str, CuePattern]
    facts: dict[str, CuePattern]
    lately_read: TTLCache[Any, Any] = field(
        default_factory=lambda: TTLCache(_TURNS, _LIFETIME), compare=False, repr=False
    )
    """The sentences of the turns that were read last: of one turn they are asked for a dozen times."""


def load_cues(directory: Path) -> Cues:
    """Reads and checks cues.yaml of `directory`. Raises KnowledgeInvalid, naming the file and the key."""
    path = directory / _FILE
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  a safe one, written in C
    except OSError as exc:
        raise KnowledgeInvalid(f"{path}: cannot be read ({exc.strerror}).") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise KnowledgeInvalid(f"{path}: is not YAML: {' '.join(str(exc).split())}") from exc
    return _Compiler(path).compile_cues(content)


class _Compiler:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._terms = CueTerms({})

    def compile_cues(self, content: Any) -> Cues:
        file = self._validate_file(content)
        self._terms = CueTerms(file.terms)
        self._require_entries(file.marks, _MARKS, "marks")
        shared = {
            name: self._compile_facet(f"facets.{name}", name, entry, own=False) for name, entry in file.facets.items()
        }
        return Cues(
            version=file.version,
            common_words=frozenset(file.common_words),
            marks=self._compile_patterns("marks", file.marks),
            criteria={name: self._compile_criterion(name, entry, shared) for name, entry in file.criteria.items()},
            turns=self._compile_patterns("turns", file.turns),
            signals=self._compile_patterns("signals", file.signals),
            facts=self._compile_patterns("facts", file.facts),
        )

    def _validate_file(self, content: Any) -> _File:
        try:
            return _File.model_validate(content)
        except ValidationError as exc:
            first = exc.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the file"
            raise KnowledgeInvalid(f"{self._path}: {key}: {first['msg']}") from exc

    def _require_entries(self, entries: dict[str, tuple[str, ...]], names: tuple[str, ...], key: str) -> None:
        for name in names:
            if name not in entries:
                raise KnowledgeInvalid(f"{self._path}: {key}.{name}: is missing.")

    def _compile_patterns(self, key: str, entries: dict[str, tuple[str, ...]]) -> dict[str, CuePattern]:
        return {name: self._compile_pattern(f"{key}.{name}", cues) for name, cues in entries.items()}

    def _compile_pattern(self, key: str, cues: tuple[str, ...]) -> CuePattern:
        try:
            return self._terms.build_pattern(cues)
        except PatternInvalid as exc:
            raise KnowledgeInvalid(f"{self._path}: {key}: {exc}") from exc

    def _compile_facet(self, key: str, name: str, entry: _FacetEntry, *, own: bool) -> Facet:
        if not entry.cues and not entry.plain:
            raise KnowledgeInvalid(f"{self._path}: {key}: has neither cues nor plain cues.")
        cues = self._compile_pattern(f"{key}.cues", entry.cues) if entry.cues else None
        plain = self._compile_pattern(f"{key}.plain", entry.plain) if entry.plain else None
        return Facet(name=name, cues=cues, plain=plain, now=entry.now, own=own)

    def _compile_criterion(self, name: str, entry: _CriterionEntry, shared: dict[str, Facet]) -> CriterionCues:
        key = f"criteria.{name}"
        own = {
            facet: self._compile_facet(f"{key}.facets.{facet}", facet, e, own=True) for facet, e in entry.facets.items()
        }
        facets = shared | own
        return CriterionCues(
            topic=self._compile_pattern(f"{key}.topic", entry.topic),
            facets=facets,
            ladder=tuple(self._compile_row(f"{key}.ladder[{i}]", row, facets) for i, row in enumerate(entry.ladder)),
            volunteered=entry.volunteered,
        )

    def _compile_row(self, key: str, row: _RowEntry, facets: dict[str, Facet]) -> LadderRow:
        terms = tuple(_parse_term(text) for text in row.when)
        for facet in {f.lstrip("-") for term in terms for together in term.alternatives for f in together}:
            if facet not in facets:
                raise KnowledgeInvalid(f"{self._path}: {key}: there is no facet {facet}.")
        return LadderRow(level=row.level, terms=terms, lacking=row.lacking)


def _parse_term(text: str) -> Term:
    absent = text.startswith("not ")
    alternatives = re.split(r"\s*\|\s*", text.removeprefix("not ").strip())
    return Term(tuple(tuple(alternative.split("+")) for alternative in alternatives), absent)
