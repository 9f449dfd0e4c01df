"""InquiryWords: by which words of many languages a free question is told from an answer, and what it asks for."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, Self, get_args

from pydantic import Field

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework

InquiryKind = Literal[
    "help",
    "standing",
    "held_back",
    "owner",
    "said",
    "first_steps",
    "measuring",
    "comparison",
    "changes",
    "gates",
    "disagreements",
    "search",
]
"""`search`: whatever else is asked."""
KINDS: tuple[InquiryKind, ...] = get_args(InquiryKind)

_GAP = "…"
_WITHIN = r"[^.;!?]{1,60}?"
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class InquiryLanguage(Value):
    """The words of one language; `…` stands for some words within a phrase."""

    asks: tuple[str, ...]
    """What a question begins with."""
    polite: tuple[str, ...] = ()
    """What may stand before it."""
    empty: tuple[str, ...] = ()
    """Words that name nothing in particular: the pilot, please, at the moment."""
    help: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    first_steps: tuple[str, ...] = ()
    measuring: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    """What a wish to talk to a human begins with."""

    def list_phrases(self, kind: InquiryKind) -> tuple[str, ...]:
        phrases: tuple[str, ...] = () if kind == "search" else getattr(self, kind)
        return phrases


class FoundPhrase(NamedTuple):
    phrase: str
    start: int
    """Where in the text it begins."""
    language: str

    @property
    def words(self) -> tuple[str, ...]:
        """Its own words, written small, without those in its gap."""
        return tuple(_WORD.findall(self.phrase.casefold()))

    @property
    def length(self) -> int:
        """Letters: how much of a text it says."""
        return len("".join(self.words))


class InquiryWords(Value):
    languages: Mapping[str, InquiryLanguage] = Field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """By the id of a criterion or a pillar, what it is called in questions, in any language."""

    def fit_to(self, framework: Framework) -> Self:
        """With the names of what this framework asks about, and without topics that it doesn't have."""
        named = {pillar.id: pillar.name for pillar in framework.pillars}
        named |= {criterion.id: criterion.name for criterion in framework.criteria}
        topics = {
            key: tuple(dict.fromkeys((name.casefold(), *self.topics.get(key, ())))) for key, name in named.items()
        }
        return self.model_copy(update={"topics": topics})

    def find_phrases(self, kind: InquiryKind, text: str) -> tuple["FoundPhrase", ...]:
        """Which of its phrases stand in the text, whatever their language."""
        return tuple(
            FoundPhrase(phrase, found.start(), code)
            for code, language in self.languages.items()
            for phrase in language.list_phrases(kind)
            if (found := compile_phrase(phrase).search(text))
        )

    def list_empty_words(self) -> frozenset[str]:
        return frozenset(word for language in self.languages.values() for word in language.empty)

    def list_topics(self, text: str) -> tuple[str, ...]:
        """Ids of what the text names."""
        return tuple(
            topic for topic, names in self.topics.items() if any(compile_phrase(name).search(text) for name in names)
        )

    def begins_with_asking(self, sentence: str) -> bool:
        """Whether it begins as questions do, perhaps after a courtesy."""
        return any(_compile_start(language).match(sentence) for language in self.languages.values())

    def begins_with_person_request(self, sentence: str) -> bool:
        """Whether it begins as one does that asks for a human, perhaps after a courtesy."""
        return any(
            not _compile_polite(language).sub("", sentence[: found.start()]).strip(" \t\n,.¡¿!-–")
            for language in self.languages.values()
            for phrase in language.person
            if (found := compile_phrase(phrase).search(sentence))
        )


@lru_cache(maxsize=2048)
def compile_phrase(phrase: str) -> re.Pattern[str]:
    parts = [re.escape(part.strip()).replace(r"\ ", r"\s+") for part in phrase.split(_GAP)]
    body = _WITHIN.join(part for part in parts if part)
    return re.compile(body if _UNSPACED.search(phrase) else rf"(?<!\w){body}(?!\w)", re.I)


@lru_cache(maxsize=64)
def _compile_polite(language: InquiryLanguage) -> re.Pattern[str]:
    polite = "|".join(map(re.escape, sorted(language.polite, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{polite})(?!\w)" if polite else r"(?!)", re.I)


@lru_cache(maxsize=64)
def _compile_start(language: InquiryLanguage) -> re.Pattern[str]:
    polite = "|".join(map(re.escape, sorted(language.polite, key=len, reverse=True)))
    asks = "|".join(map(re.escape, sorted(language.asks, key=len, reverse=True)))
    return re.compile(rf"\W*(?:(?:{polite})\W+)*(?:{asks})(?!\w)" if polite else rf"\W*(?:{asks})(?!\w)", re.I)
