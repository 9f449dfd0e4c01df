"""A wording's words as they are compared, and those that may stand in it beside the library's."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.lexicon.calendars import extract_calendar, is_calendar_name
from bot.domain.lexicon.english import LINKS, TURNS, can_name_a_thing, stem
from bot.domain.lexicon.numbers import normalize_number, read_spelled
from bot.domain.lexicon.said import SaidWords
from bot.domain.tailoring.fabrication_check import to_unit

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)|\d[\d.,]*%?|[^\W\d_][\w&'’.]*\w|[^\W\d_]")
FOR_ALL = "each"
_ALIKE = dict.fromkeys(("every", "all", "everyone", "everybody", "whole"), FOR_ALL)
_ALIKE |= {"cannot": "not", "can't": "not", "won't": "not"}
"""Who or what has to be there in full is said in many ways; a list of the team's own stands for it, a name doesn't."""
_ORDER = frozenset({"st", "nd", "rd", "th"})
_PART_OF_IT = re.compile(r"\bamong (?:them|these|those)\b", re.I)
"""Only says that something is one of what was told right before: included."""
RHYTHMS = frozenset({"hourly", "daily", "nightly", "weekly", "monthly", "quarterly", "yearly"})


class Token(NamedTuple):
    key: str
    """What it is compared by: its stem, "#60" or "month-10"."""
    text: str

    @property
    def links(self) -> bool:
        return self.text.casefold() in LINKS


class KnownTerms(NamedTuple):
    """What may stand in a wording beside the library's words."""

    said: SaidWords
    """Everything that was said."""
    proven: frozenset[str] = frozenset()
    """The keys of terms that were said where they are claimed to be, perhaps in another language."""
    unproven: frozenset[str] = frozenset()
    """Of terms that weren't."""

    def allow(self, token: Token) -> bool:
        if token.text.casefold() in TURNS:
            return False
        if token.key in self.proven:
            return True
        named = token.key.startswith("#") or can_name_a_thing(token.text)
        return named and token.key not in self.unproven and self.said.holds(token.key)


def split_into_tokens(text: str) -> tuple[Token, ...]:
    read = read_spelled(_PART_OF_IT.sub("included", text.replace("’", "'")))
    return tuple(token for match in _TOKEN.finditer(read) for token in _read_word(match.group(), read[match.end() :]))


def _read_word(word: str, rest: str) -> Iterable[Token]:
    folded = word.casefold()
    if word[0].isdigit():
        value = folded if folded[-2:] in _ORDER else normalize_number(word.rstrip(".,"))
        return (Token(f"#{value}", word),)
    if folded in RHYTHMS and not _describes(rest):
        return Token(FOR_ALL, FOR_ALL), Token(stem(to_unit(folded)), word)
    if folded.endswith("n't") and folded not in _ALIKE:
        return Token(stem(folded[:-3]), folded[:-3]), Token("not", word)
    if is_calendar_name(word):
        return (Token(next(iter(extract_calendar(word))), word),)
    return (Token(_ALIKE.get(folded) or stem(word), word),)


def _describes(rest: str) -> bool:
    """Whether a word follows that it belongs to, as in "daily tool"."""
    following = re.match(r"\s+([^\W\d_]+)", rest)
    return following is not None and following.group(1).casefold() not in LINKS
