"""Names: how somebody's name is read in the forms in which people and platforms write it."""

import re
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from unicodedata import category, combining, normalize

from nameparser import Lexicon, Parser

_TITLES = {"herrn", "pan", "pana", "panu", "panem", "pani", "panią", "mlle"}
"""Forms of address that the parser's own list leaves out."""
_PARSER = Parser(lexicon=Lexicon.default().add(titles=_TITLES))
_ASIDE = re.compile(r"\s*(?:[(\[{|]|\s[-–—/@~•·]\s|,(?=[^,]*\s(?:of|for|at|and|&)\s)).*", re.S)
"""What platforms put behind a name: "(EXT)", "[Contractor]", "| Sales", " - OOO", ", Head of Sales"."""
_BEFORE = re.compile(r"\A(?:\s*[(\[{][^)\]}]*[)\]}]|(?:EXT|Ext|EXTERN|EXTERNAL|External)\b[.:-]?(?=\s*\S))\s*")
"""And before it: "[EXT]", "(Guest)"."""
_SIGNS = re.compile(r":[a-z0-9_+'-]+:")
"""Emoji by their names."""
_POSSESSIVE = re.compile(r"['’]s?$")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_FRENCH_MR = "m."
"""Read as a title, not as an initial: who is meant is the same unless two have that family name."""


class NameParts(NamedTuple):
    """As written; empty where the name has no such part. A single word is a given name, unless a title precedes it or
    it is written without capitals, family name first."""

    title: str
    given: str
    middle: str
    family: str

    @property
    def words(self) -> tuple[str, ...]:
        """The name without its title."""
        return (*self.given.split(), *self.middle.split(), *self.family.split())


@lru_cache(maxsize=4096)
def parse_name(name: str) -> NameParts:
    written = _POSSESSIVE.sub("", _strip_asides(name.strip().removeprefix("@"))).strip()
    read = _PARSER.parse(_put_given_first(written))
    if not has_case(written):
        space = " " if " " in written else ""
        return NameParts(
            read.title, "", "", space.join(part for part in (read.family, read.middle, read.given) if part)
        )
    given, family = read.given, read.family
    if given.casefold() == _FRENCH_MR and family:
        return NameParts(given, "", read.middle, family)
    if given.isupper() and len(given) > 2 and family and not family.isupper() and not read.middle:
        given, family = family, given  # as in MÜLLER Anna
    return NameParts(read.title, given, read.middle, family)


def format_full_name(name: str) -> str:
    """As it is said: "Müller, Anna (EXT)" is Anna Müller, "Müller, Prof. Dr. Anna" is Prof. Dr. Anna Müller."""
    parts = parse_name(name)
    return " ".join(filter(None, (parts.title, *parts.words))) if parts.words else name.strip()


def _strip_asides(name: str) -> str:
    """As it is without them, where nothing else is left."""
    bare = "".join(char for char in _SIGNS.sub(" ", name) if category(char) != "So")
    return _ASIDE.sub("", _BEFORE.sub("", bare)).strip() or name


def _put_given_first(name: str) -> str:
    """DE LA CRUZ Maria: of several words in capitals before the others, the family name."""
    words = name.split()
    capitals = list(takewhile(lambda word: word.isupper() and len(word) > 1 and "." not in word, words))
    rest = words[len(capitals) :]
    return f"{' '.join(capitals)}, {' '.join(rest)}" if len(capitals) > 1 and rest and "," not in name else name


def has_case(text: str) -> bool:
    """Whether its script knows capitals: Han, Kana, Hangul, Arabic and others don't."""
    return text.upper() != text.lower()


@lru_cache(maxsize=8192)
def fold_name(text: str) -> frozenset[str]:
    """A name's spellings without case and diacritics: Müller is Muller, and Mueller."""
    lower = normalize("NFC", text).casefold()
    return frozenset({_strip_marks(lower), _strip_marks(lower.translate(_GERMAN))})


def _strip_marks(text: str) -> str:
    bare = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return " ".join(bare.translate(_UNDECOMPOSED).split())


def is_same_name(one: str, other: str) -> bool:
    return bool(one and other) and not fold_name(one).isdisjoint(fold_name(other))


def fits_name(known: str, wanted: str) -> bool:
    """Whether both can be the same person's: one tells a part of the other, or they agree but for initials."""
    theirs, told = parse_name(known).words, parse_name(wanted).words
    if _is_part_of(told, theirs) or (len(theirs) == 1 and _is_part_of(theirs, told)):
        return True
    if len(told) > 1 and len(theirs) > 1:
        return _agrees_with(told[0], theirs[0]) and _agrees_with(told[-1], theirs[-1])
    return len(told) == len(theirs) == 1 and _begins_with_family(theirs[0], told[0])


def fits_given_name(known: str, wanted: str) -> bool:
    told = parse_name(wanted)
    return not told.family and not told.title and is_same_name(parse_name(known).given, told.given)


def _is_part_of(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether they stand in it side by side: a family name of two, or one without its "van"."""
    places = range(len(many) - len(few) + 1) if few else ()
    return any(all(map(is_same_name, few, many[place:])) for place in places)


def _agrees_with(one: str, other: str) -> bool:
    return is_same_name(one, other) or _is_initial_of(one, other) or _is_initial_of(other, one)


def _is_initial_of(short: str, name: str) -> bool:
    letter = short.rstrip(".")
    return len(letter) == 1 and any(full.startswith(one) for full in fold_name(name) for one in fold_name(letter))


def _begins_with_family(name: str, family: str) -> bool:
    """Names written without spaces and case begin with the family name: 田中 is 田中太郎."""
    return not has_case(family) and name.startswith(family)
