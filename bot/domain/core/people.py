"""Person and Pilot: who answers, and the AI initiative they answer for."""

import hashlib
from collections.abc import Iterable

from bot.domain.core.model import Value


class Person(Value):
    id: str
    name: str
    role: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.id


class Pilot(Value):
    id: str
    name: str


def find_person(people: Iterable[Person], text: str) -> Person | None:
    """Who is meant by an id, a full name or a first name; nobody when a first name fits several."""
    wanted = text.strip().casefold()
    known = tuple(people)
    exact = (p for p in known if wanted in {p.id.casefold(), p.name.casefold()})
    first = [p for p in known if wanted == p.first_name.casefold()]
    return next(exact, first.pop() if len(first) == 1 else None)


def slugify_name(name: str) -> str:
    """A short id from a name; a digest where the name has no letters or digits of ours."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold()).split())
    return plain or hashlib.sha256(name.encode()).hexdigest()[:8]
