"""Person and Pilot: who answers, and the AI initiative they answer for."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.domain.core.model import Value
from bot.domain.core.names import fits_given_name, fits_name, fold_name, format_full_name, has_case, parse_name

_TOKEN = re.compile(r"@?[^\W_][\w.'’-]*")
_MOST_WORDS_OF_A_MENTION = 4
GUEST_MARK = " (guest)"


class Person(Value):
    id: str
    name: str
    role: str = ""
    guest: bool = False
    """Invited to some channels only."""

    @property
    def byline(self) -> str:
        """As whoever said something is named beside it."""
        return f"{self.first_name}{self.mark}"

    @property
    def full_byline(self) -> str:
        return f"{self.display_name}{self.mark}"

    @property
    def mark(self) -> str:
        """What readers have to know of whoever said something; empty for a colleague."""
        return GUEST_MARK if self.guest else ""

    @property
    def first_name(self) -> str:
        """The given name; where there is none, as of "Herr Aigner", the name as it is."""
        parts = parse_name(self.name)
        return parts.given or ("" if parts.title else parts.family) or self.name.strip() or self.id

    @property
    def display_name(self) -> str:
        """The name as it is said: "Müller, Anna (EXT)" is Anna Müller."""
        return format_full_name(self.name) or self.id


class Pilot(Value):
    id: str
    name: str


def find_person(people: Iterable[Person], text: str) -> Person | None:
    """Who is meant by an id or a name, in whatever form it is written; nobody when it fits several."""
    wanted = fold_name(text.strip().removeprefix("@"))
    known = tuple({person.id: person for person in people}.values())
    for fitting in (
        [p for p in known if not wanted.isdisjoint(fold_name(p.id) | fold_name(p.name))],
        [p for p in known if fits_given_name(p.name, text)],
        [p for p in known if fits_name(p.name, text)],
    ):
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


class Mention(NamedTuple):
    text: str
    """As it is written there."""
    person: Person


def find_mentions(people: Iterable[Person], text: str) -> tuple[Mention, ...]:
    """Whom of these people a text names, each once, by the longest form of their name that stands in it."""
    known = tuple(people)
    found: dict[str, Mention] = {}
    for words in _list_phrases(text):
        fitting = find_person(known, words)
        if fitting is None or len(parse_name(words).words) > max(1, len(parse_name(fitting.name).words)):
            continue
        if not any(words in mention.text for mention in found.values()):
            found.setdefault(fitting.id, Mention(words, fitting))
    unspaced = (person for person in known if not has_case(person.name) and person.name and person.name in text)
    for person in unspaced:
        found.setdefault(person.id, Mention(person.name, person))
    return tuple(found.values())


def _list_phrases(text: str) -> Iterator[str]:
    """What may be a name: words in a row that begins and ends with a capital, a handle, the longest rows first."""
    tokens = list(_TOKEN.finditer(text))
    for length in range(_MOST_WORDS_OF_A_MENTION, 0, -1):
        for row in (tokens[place : place + length] for place in range(len(tokens) - length + 1)):
            words = text[row[0].start() : row[-1].end()].rstrip("'’-")
            if _may_be_name(words):
                yield words


def _may_be_name(words: str) -> bool:
    last = words.rsplit(maxsplit=1)[-1]
    return words.startswith("@") or (len(words) > 1 and (not last[0].islower()) and not last[0].isdigit())


def build_pilot_id(name: str, seed: str) -> str:
    """The name in short, and a mark that nobody can foresee: an id that is taken would tell of a pilot that is hidden.

    `seed`: unlike that of any other pilot; the same one gives the same id.
    """
    return f"{slugify_name(name)}-{hashlib.sha256(seed.encode()).hexdigest()[:8]}"


def slugify_name(name: str) -> str:
    """A short id from a name; a digest where the name has no letters or digits of ours."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold()).split())
    return plain or hashlib.sha256(name.encode()).hexdigest()[:8]
