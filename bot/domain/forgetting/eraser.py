"""Eraser: takes somebody's words, and the person where they asked for it, out of any record, whatever its shape."""

import re
from collections.abc import Hashable
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from bot.domain.core.model import Value
from bot.domain.forgetting.forgotten_person import ForgottenPerson
from bot.domain.forgetting.withdrawn_words import WithdrawnWords

V = TypeVar("V", bound=Value)

_IDS = re.compile(r"id|key|source|\w+_ids?")
"""Fields that hold ids alone, which may look like a word of somebody's."""
_OF_BLOCKS = frozenset({"type", "style", "url", "private_metadata", "thread_ts", "ts"})
"""Fields of a message's blocks by which its platform knows how to show them."""
_ID = re.compile(r"[a-z]{1,2}\d+(?:[./_-]\w+)*|\w+[:/]\S+|\{.*\}", re.I | re.S)
"""What ids and references of ours look like, wherever they stand: t3, t3.f1, i1/t3, {"turn": "t3"}."""
_PRESSED = "button"
"""What stands on it are words of ours."""


class Eraser:
    def __init__(self, words: WithdrawnWords, person: ForgottenPerson | None = None) -> None:
        self.words = words
        self.person = person

    @property
    def stand_in(self) -> str:
        return self.words.stand_in

    def holds(self, text: str) -> bool:
        """Whether something of the words or of the person is in it."""
        named = self.person is not None and (self.person.is_named(text) or self.person.is_mentioned(text))
        return named or self.words.holds(text)

    def is_person(self, text: str | None) -> bool:
        return self.person is not None and self.person.is_named(text)

    def clean(self, record: V) -> V:
        """The record without them; itself where nothing of them is in it."""
        stored = record.model_dump(mode="json")
        cleaned = self.clean_tree(stored)
        return record if cleaned == stored else type(record).model_validate(cleaned)

    def clean_text(self, text: str) -> str:
        named = self.person.take_out(text) if self.person is not None else text
        return self.words.take_out(named)

    def clean_tree(self, value: Any, field: str = "") -> Any:
        """Of what JSON holds: every text in it, but for ids and kinds of ours; a person's id is replaced everywhere."""
        if isinstance(value, dict):
            pressed = value.get("type") == _PRESSED
            return {key: item if pressed else self.clean_tree(item, key) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean_tree(item, field) for item in value]
        return self._clean_leaf(value, field) if isinstance(value, str) else value

    def _clean_leaf(self, text: str, field: str) -> str:
        if self.person is not None and text == self.person.id:
            return self.person.alias
        if field in _OF_BLOCKS or _IDS.fullmatch(field) or (" " not in text and _ID.fullmatch(text)):
            return text
        return self.clean_text(text)


def list_literals(*nouns: type[BaseModel]) -> frozenset[str]:
    """The kinds, states and the like that stored nouns are written with: words of ours in any record."""
    found, seen, waiting = set[str](), set[object](), list[Any](nouns)
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            waiting += [field.annotation for field in kind.model_fields.values()]
        found |= {one for one in get_args(kind) if get_origin(kind) is Literal and isinstance(one, str)}
        waiting += [one for one in get_args(kind) if get_origin(kind) is not Literal and isinstance(one, Hashable)]
    return frozenset(found)
