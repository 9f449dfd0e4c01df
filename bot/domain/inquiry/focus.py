"""Focus: which of the pilots and people on record a question is about, and which of its words are left then."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.core.names import fold_name
from bot.domain.core.people import Person, Pilot, find_mentions
from bot.domain.inquiry.inquiry import Inquiry
from bot.domain.inquiry.reading import names_pilot
from bot.domain.inquiry.record import Record
from bot.domain.lexicon.english import split_words

_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class Focus(NamedTuple):
    pilots: tuple[Pilot, ...]
    """Those that are named; else all on record."""
    is_named: bool
    """Whether a pilot is named by its whole name."""
    people: tuple[Person, ...]
    terms: tuple[str, ...]
    """The words that name no pilot or person on record: what else the question is about."""

    @property
    def pilot_ids(self) -> frozenset[str]:
        return frozenset(pilot.id for pilot in self.pilots)


def find_focus(inquiry: Inquiry, record: Record, usual: str = "") -> Focus:
    """A part of a name counts only where nothing else is left that the question could be about: another pilot's name
    may hold the same word, and whether there is another one is nobody's to learn here. `usual`: id of the pilot that is
    meant where none is named."""
    people = _find_people(inquiry.text, record.people)
    terms = _drop_words(inquiry.terms, (word for person in people for word in person.name.split()))
    whole = _keep_longest([pilot for pilot in record.pilots if names_pilot(inquiry.text, pilot)])
    if whole:
        left = _drop_words(terms, (word for pilot in whole for word in split_words(pilot.name)))
        return Focus(tuple(whole), True, people, left)
    wanted = {term.casefold() for term in terms}
    partly = [p for p in record.pilots if wanted and wanted <= {word.casefold() for word in split_words(p.name)}]
    if partly:
        return Focus(tuple(partly), False, people, ())
    own = tuple(pilot for pilot in record.pilots if pilot.id == usual)
    return Focus(own or record.pilots, False, people, terms)


def _keep_longest(pilots: list[Pilot]) -> list[Pilot]:
    """Not Dispatch, where Dispatch North is named."""
    return [p for p in pilots if not any(p.name != other.name and names_pilot(other.name, p) for other in pilots)]


def _find_people(text: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Also where a name is written small, or a script runs it into other words."""
    known = tuple(people)
    named = {mention.person.id for mention in find_mentions(known, text)}
    words = {word.casefold() for word in split_words(text)}
    firsts = [person.first_name.casefold() for person in known]
    for person in known:
        first = person.first_name.casefold()
        alone = firsts.count(first) == 1
        if alone and (first in words or (_UNSPACED.search(text) and person.first_name in text)):
            named.add(person.id)
    return tuple(person for person in known if person.id in named)


def _drop_words(terms: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    names = frozenset(form for word in words for form in fold_name(word))
    return tuple(term for term in terms if fold_name(term.removesuffix("'s")).isdisjoint(names))
