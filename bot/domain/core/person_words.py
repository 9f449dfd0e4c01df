"""PersonWords: closed classes of words that tell who is meant: who speaks of themselves, and what is no name."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from bot.domain.core.model import Value
from bot.domain.core.names import has_case, parse_name

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[^,;:()–—、，；：]+")
_CONTRACTED_NOT = re.compile(r"n['’]t\b", re.I)
_MOST_WORDS_OF_A_NAME = 5
_LONGEST_PARTICLE = 3
"""Letters of what a name has in small letters: van, de, dos."""
_LONGEST_ABBREVIATION = 4
"""Letters of a lone word in capitals that is no name, as IT or HR."""
_LONGEST_UNSPACED_NAME = 6
"""Characters of a name in a script without capitals."""


class LanguageWords(Value):
    subject: tuple[str, ...]
    """The speaker as who acts."""
    own: tuple[str, ...] = ()
    """The speaker in any other part, and what is theirs."""
    deny: tuple[str, ...]
    link: tuple[str, ...] = ()
    """What may stand between a denial and the speaker."""
    before_noun: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    """What stands behind the speaker or a name where they have a part of the work; `…` for an object within."""
    holds_alone: tuple[str, ...] = ()
    """The same where the verb itself says that it is the speaker."""
    beside: tuple[str, ...] = ()
    """What may stand between who has it and that they do."""
    object_ends: tuple[str, ...] = ()
    sends_to: tuple[str, ...] = ()
    """What stands before a name to which a question is sent on."""
    sends_beside: tuple[str, ...] = ()
    """What may stand before that."""
    knows: tuple[str, ...] = ()
    """What stands behind the name of somebody who could answer."""

    @property
    def speaker(self) -> tuple[str, ...]:
        return (*self.subject, *self.own)

    @cached_property
    def is_spaced(self) -> bool:
        return has_case("".join(self.subject))

    @cached_property
    def sending_phrases(self) -> tuple[tuple[str, ...], ...]:
        """`sends_to` as words, the longest first."""
        return tuple(tuple(phrase.split()) for phrase in sorted(self.sends_to, key=len, reverse=True))

    def count_words(self, text: str, words: Sequence[str]) -> int:
        """How many of this language's words stand in a text. `words`: those of the text."""
        known = self._known
        return sum(word in known for word in words) if self.is_spaced else sum(word in text for word in known)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*self.speaker, *self.deny, *self.link, *self.before_noun, *self.nameless))

    def has_speaker(self, clause: str) -> bool:
        words = list_words(clause) if self.is_spaced else clause
        return any(word in words for word in self.speaker)

    def denies_speaker(self, clause: str) -> bool:
        """ "Not mine", "no soy yo", "I'm not the one": a denial and the speaker side by side."""
        if not self.is_spaced:
            return any(no + one in clause or one + no in clause for no in self.deny for one in self.speaker)
        words = [word for word in list_words(clause) if word not in self.link]
        return any(
            (first in self.deny and second in self.speaker)
            or (first in self.speaker and second in self.deny and self._ends_or_names(words[place + 2 :]))
            for place, (first, second) in enumerate(pairwise(words))
        )

    def _ends_or_names(self, rest: Sequence[str]) -> bool:
        """ "I'm not" and "I'm not the one", but not "I'm not sure"."""
        return not rest or rest[0] in self.before_noun


class PersonWords(Value):
    languages: dict[str, LanguageWords] = Field(default_factory=dict)
    acts: tuple[str, ...] = ()
    """Beginnings of words that tell of an act: signing, minutes, writing."""
    departments: tuple[str, ...] = ()
    work: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By the role's id: beginnings of words for what such a role has."""

    def speaks_of_self(self, sentence: str) -> bool:
        """Whether the speaker stands in it, and not only to say that it isn't them."""
        return any(spoken and not denied for spoken, denied in self._read_clauses(sentence))

    def denies_self(self, sentence: str) -> bool:
        """Whether the speaker stands in it only to say that it isn't them, or not theirs."""
        read = [denied for spoken, denied in self._read_clauses(sentence) if spoken]
        return bool(read) and all(read)

    def tells_act(self, sentence: str) -> bool:
        """Whether something was signed, written or put on record."""
        told = f" {' '.join(list_words(sentence))}"
        return any((f" {act}" if has_case(act) else act) in told for act in self.acts)

    def is_name(self, text: str) -> bool:
        """Whether it can be a person's name: no group, department or "someone in IT"."""
        words = parse_name(text).words
        if not words or len(words) > _MOST_WORDS_OF_A_NAME or any(not part.isalpha() for part in _split_parts(words)):
            return False
        if not has_case(text):
            return len("".join(words)) <= _LONGEST_UNSPACED_NAME and not any(w in text for w in self._heads_of_groups)
        if words[0].casefold() in self._heads_of_groups or any(w.casefold() in self.departments for w in words):
            return False
        if len(words) == 1 and words[0].isupper() and 1 < len(words[0]) <= _LONGEST_ABBREVIATION:
            return False
        return text.startswith("@") or _is_capitalised(words)

    def tells_work(self, heard: str) -> bool:
        """Whether something stands in it that a role has. `heard`: words with a space before each."""
        return any(begin in heard for begin in self._work_begins)

    def stands_before_noun(self, word: str) -> bool:
        """Whether what follows this word is a thing or a group rather than a name: "our", "die", "los"."""
        return any(word.casefold() in language.before_noun for language in self.languages.values())

    def find_language(self, sentence: str) -> LanguageWords | None:
        """Whose words stand in it most; None where none are known."""
        words = list_words(sentence)
        return max(self.languages.values(), key=lambda language: language.count_words(sentence, words), default=None)

    @cached_property
    def _heads_of_groups(self) -> frozenset[str]:
        """What a name never begins with."""
        return frozenset(
            word for words in self.languages.values() for word in (*words.before_noun, *words.nameless, *words.subject)
        )

    @cached_property
    def _work_begins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f" {begin}" for begins in self.work.values() for begin in begins))

    def _read_clauses(self, sentence: str) -> list[tuple[bool, bool]]:
        """Of each clause, whether the speaker stands in it, and whether that is denied."""
        language = self.find_language(sentence)
        if language is None:
            return []
        return [(language.has_speaker(clause), language.denies_speaker(clause)) for clause in split_clauses(sentence)]


def split_clauses(sentence: str) -> list[str]:
    return [match.group() for match in _CLAUSE.finditer(sentence)]


def list_words(text: str) -> list[str]:
    return _WORD.findall(_CONTRACTED_NOT.sub(" not", text).casefold())


def _split_parts(words: Sequence[str]) -> list[str]:
    """Hyphens, apostrophes and full stops are part of names."""
    return [part for word in words for part in re.split(r"[-'’.·・]", word) if part]


def _is_capitalised(words: Sequence[str]) -> bool:
    """But for what stands before a family name in small letters: van den Berg, d'Angelo."""
    bare = [re.sub(r"^[^\W\d_]{1,2}['’](?=\w)", "", word) for word in words]
    return not bare[-1][0].islower() and all(len(word) <= _LONGEST_PARTICLE for word in bare[:-1] if word[0].islower())
