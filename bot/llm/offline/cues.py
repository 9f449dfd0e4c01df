"""Cues: how people talk about a pilot, loaded from knowledge/cues.yaml, checked and compiled."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.llm.offline.patterns import Pattern, PatternInvalid, Terms

_FILE = "cues.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKS = ("negation", "not_negation", "hope", "later", "elsewhere", "contrast", "ignorance", "nobody")


class _FacetEntry(Value):
    cues: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    now: bool = False


class _Row(Value):
    level: Level
    when: tuple[str, ...] = Field(min_length=1)
    lacking: int = Field(default=0, ge=0, le=1)


class _CriterionEntry(Value):
    topic: tuple[str, ...]
    facets: dict[str, _FacetEntry]
    ladder: tuple[_Row, ...] = Field(min_length=1)
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
    cues: Pattern | None
    plain: Pattern | None
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
class Row:
    level: Level
    terms: tuple[Term, ...]
    lacking: int
    """How many of the things wanted may go unsaid: people who have it all seldom recite it all."""


@dataclass(frozen=True)
class CriterionCues:
    topic: Pattern
    facets: dict[str, Facet]
    ladder: tuple[Row, ...]
    volunteered: tuple[Level, ...]
    """The levels that are read even where nobody asked."""


@dataclass(frozen=True)
class Cues:
    version: str
    common_words: frozenset[str]
    """Words that tell nothing about what a question asks."""
    marks: dict[str, Pattern]
    criteria: dict[str, CriterionCues]
    turns: dict[str, Pattern]
    signals: dict[str, Pattern]
    facts: dict[str, Pattern]


def load_cues(directory: Path) -> Cues:
    """Reads and checks cues.yaml of `directory`. Raises KnowledgeInvalid, naming the file and the key."""
    path = directory / _FILE
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as exc:
        raise KnowledgeInvalid(f"{path}: cannot be read ({exc.strerror}).") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise KnowledgeInvalid(f"{path}: is not YAML: {' '.join(str(exc).split())}") from exc
    return _Compiler(path).compiled(content)


class _Compiler:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._terms = Terms({})

    def compiled(self, content: Any) -> Cues:
        file = self._validated(content)
        self._terms = Terms(file.terms)
        self._require(file.marks, _MARKS, "marks")
        shared = {name: self._facet(f"facets.{name}", name, entry, own=False) for name, entry in file.facets.items()}
        return Cues(
            version=file.version,
            common_words=frozenset(file.common_words),
            marks=self._patterns("marks", file.marks),
            criteria={name: self._criterion(name, entry, shared) for name, entry in file.criteria.items()},
            turns=self._patterns("turns", file.turns),
            signals=self._patterns("signals", file.signals),
            facts=self._patterns("facts", file.facts),
        )

    def _validated(self, content: Any) -> _File:
        try:
            return _File.model_validate(content)
        except ValidationError as exc:
            first = exc.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the file"
            raise KnowledgeInvalid(f"{self._path}: {key}: {first['msg']}") from exc

    def _require(self, entries: dict[str, tuple[str, ...]], names: tuple[str, ...], key: str) -> None:
        for name in names:
            if name not in entries:
                raise KnowledgeInvalid(f"{self._path}: {key}.{name}: is missing.")

    def _patterns(self, key: str, entries: dict[str, tuple[str, ...]]) -> dict[str, Pattern]:
        return {name: self._pattern(f"{key}.{name}", cues) for name, cues in entries.items()}

    def _pattern(self, key: str, cues: tuple[str, ...]) -> Pattern:
        try:
            return self._terms.pattern(cues)
        except PatternInvalid as exc:
            raise KnowledgeInvalid(f"{self._path}: {key}: {exc}") from exc

    def _facet(self, key: str, name: str, entry: _FacetEntry, *, own: bool) -> Facet:
        if not entry.cues and not entry.plain:
            raise KnowledgeInvalid(f"{self._path}: {key}: has neither cues nor plain cues.")
        cues = self._pattern(f"{key}.cues", entry.cues) if entry.cues else None
        plain = self._pattern(f"{key}.plain", entry.plain) if entry.plain else None
        return Facet(name=name, cues=cues, plain=plain, now=entry.now, own=own)

    def _criterion(self, name: str, entry: _CriterionEntry, shared: dict[str, Facet]) -> CriterionCues:
        key = f"criteria.{name}"
        own = {facet: self._facet(f"{key}.facets.{facet}", facet, e, own=True) for facet, e in entry.facets.items()}
        facets = shared | own
        return CriterionCues(
            topic=self._pattern(f"{key}.topic", entry.topic),
            facets=facets,
            ladder=tuple(self._row(f"{key}.ladder[{i}]", row, facets) for i, row in enumerate(entry.ladder)),
            volunteered=entry.volunteered,
        )

    def _row(self, key: str, row: _Row, facets: dict[str, Facet]) -> Row:
        terms = tuple(_term(text) for text in row.when)
        for facet in {f.lstrip("-") for term in terms for together in term.alternatives for f in together}:
            if facet not in facets:
                raise KnowledgeInvalid(f"{self._path}: {key}: there is no facet {facet}.")
        return Row(level=row.level, terms=terms, lacking=row.lacking)


def _term(text: str) -> Term:
    absent = text.startswith("not ")
    alternatives = re.split(r"\s*\|\s*", text.removeprefix("not ").strip())
    return Term(tuple(tuple(alternative.split("+")) for alternative in alternatives), absent)
