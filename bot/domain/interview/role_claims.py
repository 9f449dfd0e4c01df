"""Role claims: who said that they have a part of the work, or was named for it, read from a sentence outright."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.core.people import Person, find_mentions
from bot.domain.core.person_words import LanguageWords, PersonWords, list_words, split_clauses
from bot.domain.quotation.sentences import split_sentences

_LONGEST_OBJECT = 6
_OBJECT = "…"
_SELF = None


class Said(NamedTuple):
    """A text, and who said it."""

    text: str
    speaker: str


class RoleClaim(NamedTuple):
    role: str
    person: str
    """Id of one of the people."""
    is_own: bool


def list_role_claims(said: Sequence[Said], people: Sequence[Person], words: PersonWords) -> tuple[RoleClaim, ...]:
    """Each once, in the order in which they were said. What is denied, asked or wished claims nothing."""
    reader = _ClaimReader(people, words)
    return tuple(dict.fromkeys(claim for one in said for claim in reader.read(one)))


class _ClaimReader:
    def __init__(self, people: Sequence[Person], words: PersonWords) -> None:
        self._people = people
        self._words = words

    def read(self, said: Said) -> Iterator[RoleClaim]:
        for span in split_sentences(said.text):
            sentence = span.extract_from(said.text)
            clauses = self._list_telling_clauses(sentence)
            language = self._words.find_language(sentence) if clauses else None
            if language is None:
                continue
            for clause in clauses:
                yield from self._read_clause(clause, language, said.speaker)

    def _list_telling_clauses(self, sentence: str) -> list[str]:
        """Those that name any work at all; of most sentences there is none, and nothing else has to be asked."""
        if sentence.rstrip().endswith("?"):
            return []
        return [clause for clause in split_clauses(sentence) if self._words.tells_work(_join_words(list_words(clause)))]

    def _read_clause(self, clause: str, language: LanguageWords, speaker: str) -> Iterator[RoleClaim]:
        heard = list_words(clause)
        if any(word in language.deny for word in heard):
            return
        for person, rest in self._iter_holders(clause, heard, language):
            role = self._find_role(_extract_object(rest, language))
            if role is not None:
                yield RoleClaim(role, person or speaker, person in {_SELF, speaker})

    def _iter_holders(
        self, clause: str, heard: list[str], language: LanguageWords
    ) -> Iterator[tuple[str | None, list[str]]]:
        """Who stands in it as who has something, with the words from what they do on."""
        for place, word in enumerate(heard):
            if word in language.subject:
                yield from _iter_held(_SELF, heard[place + 1 :], language.holds, language.beside)
        yield from _iter_held(_SELF, heard, language.holds_alone, language.beside)
        for mention in find_mentions(self._people, clause):
            name = list_words(mention.text)
            ends = (n + len(name) for n in range(len(heard)) if heard[n : n + len(name)] == name)
            for end in ends:
                yield from _iter_held(mention.person.id, heard[end:], language.holds, language.beside)

    def _find_role(self, told: Sequence[str]) -> str | None:
        """The one role that has such a thing; None where two have it."""
        text = _join_words(told)
        fitting = [role for role, begins in self._words.work.items() if any(f" {begin}" in text for begin in begins)]
        return fitting[0] if len(fitting) == 1 else None


def _join_words(words: Sequence[str]) -> str:
    return f" {' '.join(words)}"


def _iter_held(
    person: str | None, rest: list[str], phrases: Sequence[str], beside: Sequence[str]
) -> Iterator[tuple[str | None, list[str]]]:
    skipped = next((n for n, word in enumerate(rest) if word not in beside), len(rest))
    for start in range(skipped + 1):
        for phrase in phrases:
            before, _, after = phrase.partition(_OBJECT)
            first, last = before.split(), after.split()
            told = rest[start + len(first) :]
            if rest[start : start + len(first)] == first and _contains(told, last):
                yield person, told


def _contains(told: Sequence[str], last: Sequence[str]) -> bool:
    return all(word in told[: _LONGEST_OBJECT + len(last)] for word in last)


def _extract_object(told: Sequence[str], language: LanguageWords) -> Sequence[str]:
    """What they have: the words up to the next that begins something else."""
    end = next((n for n, word in enumerate(told) if word in language.object_ends), len(told))
    return told[: min(end, _LONGEST_OBJECT)]
