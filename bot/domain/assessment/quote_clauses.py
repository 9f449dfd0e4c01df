"""Clauses: what each part of a sentence claims, whether it denies it, and how far it speaks."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.domain.assessment.clause_breaks import split_at_breaks
from bot.domain.lexicon.calendars import extract_calendar, extract_said_calendar, is_calendar_name
from bot.domain.lexicon.content_words import extract_content_words, is_word_said
from bot.domain.lexicon.english import LINKS, TURNS, split_words, stem
from bot.domain.lexicon.numbers import NUMBER, READ_LANGUAGES, iter_numbers, normalize_number, read_spelled
from bot.domain.lexicon.said import SaidWords
from bot.domain.quotation.languages import find_denial
from bot.domain.quotation.scope import find_scopes, is_scope_word

_NO_DENIAL = re.compile(r"\b(?:no later than|not only|no more than|not more than|no less than|no fewer than)\b", re.I)
_NOBODY = re.compile(r"\bno one\b", re.I)
_CONDITION = re.compile(
    r"\bif (?:we|they|you|i) (?:get|find|have)\b"
    r"|\b(?:if|once|as soon as)\b.{0,40}\b(?:agrees?|approves?|signs?|says? yes)\b"
    r"|\bwenn wir\b.{0,40}\b(?:bekommen|kriegen|haben)\b"
    r"|\bsi (?:conseguimos|nos dan|tenemos)\b|\bsi on (?:obtient|a)\b",
    re.I,
)
_RHYTHM = re.compile(r"(?:dai|night|week|month|quarter|year)ly", re.I)
_ENDINGS = "er or ment al ur atur ion ation it ity ing ly y ness ist ship anc enc abl ful iv"
_DERIVED = frozenset(_ENDINGS.split())
_SHORTEST_ROOT = 4
"""Letters that sign and signature, own and owner's other forms, have in common at least."""
_NONE_OF = re.compile(
    r"\s+(?:of\s+)?(?:(?:the|those|these|them|our|my|your|their|his|her)\s+)?(?:[\w-]+\s+)?"
    r"(?:what|that|which|who|whom|whose|where)\b"
    r"|\s+of\s+(?:\w+\s+){1,3}?(?:\w+ed|known|held|kept|sent|left|made|seen|found|given|written|told)\b",
    re.I,
)
"""After "none" or "nobody": what is meant is told in a clause of its own."""
_AUXILIARY = re.compile(
    r"\b(?:has|have|had|is|are|was|were|does|do|did|can|could|will|would|may|might|must|should)\b(?:\s+be(?:en)?\b)?",
    re.I,
)
_SUBJECTS = frozenset({"none", "nobody", "nothing", "no"})
_ACTS = (
    ("ask", "question", "put raise pose bring come"),
    ("decide", "decision", "make take reach"),
    ("choose", "choice", "make"),
    ("complain", "complaint", "make raise file"),
    ("respond", "response", "give send"),
)
"""What is done, and the noun with its verbs that say the same: a question is put."""
_LONGEST_ANSWER = 3
"""Words of a "no, never" that answers the question right before it."""


class Claim(NamedTuple):
    """One thing that a clause says: what it is compared by, and as it stands there."""

    key: str
    text: str

    @property
    def is_measured(self) -> bool:
        """Whether it is a number or a day."""
        return self.key.startswith(("#", "month-", "weekday-"))


class SaidText(NamedTuple):
    """Words that were said, to hold claims against."""

    said: SaidWords
    words: frozenset[str]

    @classmethod
    def from_text(cls, text: str) -> "SaidText":
        return cls(SaidWords.from_texts([text]), frozenset(word.casefold() for word in split_words(text)))

    def holds(self, claim: Claim, language: str) -> bool:
        if claim.is_measured:
            return self.said.holds(claim.key)
        if language != "en":
            return is_word_said(claim.text, self.words, language)
        derived = any(_share_root(claim.key, other) for other in self.said.claims)
        noun, verbs = _stem_acts().get(claim.key, ("", frozenset()))
        acted = noun in self.said.claims and bool(verbs & self.said.claims)
        return derived or acted or self.said.holds_name(claim.text)


@cache
def _stem_acts() -> dict[str, tuple[str, frozenset[str]]]:
    """Not when this is imported: the dictionary behind it takes a third of a second and 33 MB."""
    return {stem(act): (stem(noun), frozenset(map(stem, verbs.split()))) for act, noun, verbs in _ACTS}


def _share_root(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = long.removeprefix(short)
    return one == other or (len(short) >= _SHORTEST_ROOT and long.startswith(short) and rest in _DERIVED)


class Clause(NamedTuple):
    """`denial`: the word that denies it, else empty. `focus`: what it denies first."""

    claims: tuple[Claim, ...]
    text: SaidText
    language: str
    scopes: frozenset[str]
    denial: str = ""
    focus: Claim | None = None

    def holds(self, claim: Claim, language: str) -> bool:
        return self.text.holds(claim, language)

    def add_speaker(self, name: str) -> "Clause":
        """For what somebody says of themselves: it may be told of them by name."""
        return self._replace(text=SaidText.from_text(f"{self.text.said.folded} {name}"))

    def is_focus(self, claim: Claim, language: str) -> bool:
        return self.focus is not None and SaidText.from_text(self.focus.text).holds(claim, language)


def split_into_clauses(text: str, language: str) -> tuple[Clause, ...]:
    """In their order. A question says nothing for certain; where a "no" follows, it denies."""
    plain = _NOBODY.sub("nobody", _NO_DENIAL.sub("", text.replace("’", "'")))
    unsure = {"unsure"} if _CONDITION.search(plain) else set[str]()
    found: list[Clause] = []
    asked = False
    for piece in split_at_breaks(plain, language):
        clause = _build_clause(piece, language, frozenset(unsure))
        if asked and clause.denial and len(piece.split()) <= _LONGEST_ANSWER:
            found[-1] = found[-1]._replace(denial=clause.denial, scopes=found[-1].scopes - {"unsure"})
        asked = piece.rstrip().endswith("?")
        found.append(clause._replace(scopes=clause.scopes | {"unsure"}) if asked else clause)
    return tuple(found)


def _build_clause(piece: str, language: str, scopes: frozenset[str]) -> Clause:
    claims = tuple(_iter_claims(piece, language))
    denial = find_denial(piece, language)
    focus = _find_focus(piece, denial, language) if denial else None
    found = find_scopes(piece, language) | scopes
    word = denial.group() if denial else ""
    return Clause(claims, SaidText.from_text(piece), language, found, word, focus)


def _find_focus(piece: str, denial: re.Match[str], language: str) -> Claim | None:
    """What is claimed of "none of what …", else the first that is claimed after the denial, else the last before it."""
    rest = piece[denial.end() :]
    after = [*_iter_claims(rest, language)]
    before = [*_iter_claims(piece[: denial.start()], language)]
    predicate = _find_predicate(rest) if language == "en" and denial.group().casefold() in _SUBJECTS else None
    return predicate or (after[0] if after else before[-1] if before else None)


def _find_predicate(rest: str) -> Claim | None:
    """Behind the clause that tells who or what "none" is of."""
    start = _NONE_OF.match(rest)
    verbs = [*_AUXILIARY.finditer(rest, start.end())] if start else []
    told = [verb for verb in verbs if start and any(_iter_english(rest[start.end() : verb.start()]))]
    claims = [claim for verb in told[:2] if (claim := next(_iter_english(rest[verb.end() :]), None))]
    return claims[-1] if claims else None


def _iter_claims(text: str, language: str) -> Iterator[Claim]:
    return _iter_english(text) if language == "en" else _iter_foreign(text, language)


def _iter_english(text: str) -> Iterator[Claim]:
    yield from (Claim(f"#{value}", written) for value, written in iter_numbers(text))
    for word in split_words(read_spelled(text)):
        if is_calendar_name(word):
            yield from (Claim(day, word) for day in extract_calendar(word))
        elif rhythm := _RHYTHM.fullmatch(word):
            yield Claim(stem(rhythm.group()), word)
        elif not is_scope_word(word, "en"):
            yield from (Claim(stem(part), part) for part in re.split("[-/]", word) if _claims_something(part))


def _claims_something(word: str) -> bool:
    return bool(word) and word.casefold() not in LINKS | TURNS and find_denial(word, "en") is None


def _iter_foreign(text: str, language: str) -> Iterator[Claim]:
    read = read_spelled(text, language) if language in READ_LANGUAGES else text
    numbers = (normalize_number(match.group()) for match in NUMBER.finditer(read))
    yield from (Claim(f"#{number}", number) for number in numbers if number != "1")
    yield from (Claim(day, day) for day in extract_said_calendar(text))
    for word in extract_content_words(text, language):
        if not is_scope_word(word, language) and find_denial(word, language) is None:
            yield Claim(word.casefold(), word)
