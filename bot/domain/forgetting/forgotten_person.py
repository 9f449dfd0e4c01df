"""ForgottenPerson: who asked to be forgotten: by which id and names they are known, and what stands there instead."""

import hashlib
import re
from collections.abc import Iterable
from functools import cached_property

from bot.domain.core.model import Value
from bot.domain.core.names import format_full_name, parse_name
from bot.domain.core.people import Person

SOMEBODY = "somebody who asked to be forgotten"
_SHORTEST_NAME = 3
"""Letters of a word that is looked for as a name by itself."""
_STEM = "forgotten-"


class ForgottenPerson(Value):
    id: str
    alias: str
    """Stands for the id: what several records tell of the same person stays together, and leads to nobody."""
    names: tuple[str, ...] = ()
    """In running text, the longest first."""

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        """A mention of Slack's, with what it may show beside the id; or a name that stands as a word of its own."""
        mention = rf"<@{re.escape(self.id)}(?:\|[^>]*)?>"
        names = [rf"@?(?<!\w){re.escape(name)}(?!\w)" for name in self.names]
        return re.compile("|".join([mention, *names]))

    def is_named(self, text: str | None) -> bool:
        """Whether the whole text is their id or a name of theirs."""
        return text is not None and (text == self.id or text in self.names)

    def is_mentioned(self, text: str) -> bool:
        return self._in_text.search(text) is not None

    def take_out(self, text: str) -> str:
        """In running text what was put in stands in brackets: nobody said it."""
        if text == self.id:
            return self.alias
        return SOMEBODY if text in self.names else self._in_text.sub(f"[{SOMEBODY}]", text)


def build_forgotten_person(
    person_id: str, known: Iterable[Person], others: Iterable[Person], key: str
) -> ForgottenPerson:
    """`known`: this person as records name them. `others`: a name that is theirs too tells nothing by itself.

    `key`: of their wish, by which the same wish gives the same alias.
    """
    names = {name for one in known for name in _list_names(one.name) if one.id == person_id}
    shared = {name for one in others if one.id != person_id for name in _list_names(one.name)}
    own = sorted(names - shared - {person_id}, key=len, reverse=True)
    mark = hashlib.sha256(f"{key}:{person_id}".encode()).hexdigest()[:10]
    return ForgottenPerson(id=person_id, alias=f"{_STEM}{mark}", names=tuple(own))


def _list_names(name: str) -> set[str]:
    parts = parse_name(name)
    single = {word for word in (parts.given, parts.family) if len(word) >= _SHORTEST_NAME}
    return {whole for whole in (name.strip(), format_full_name(name)) if whole} | single
