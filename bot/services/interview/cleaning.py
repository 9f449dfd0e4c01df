"""What may be kept of what people say: no secrets, no hidden characters, and no more than is read of a message."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.people import Person
from bot.domain.interview.message_length import cut_message
from bot.services.ports.dependencies import Dependencies


class AnswerMessage(NamedTuple):
    """Something a person said, as an edge hands it over."""

    speaker: Person
    text: str
    source: str | None = None
    """The message's key on its platform; the same one twice is kept once."""
    unasked: bool = False
    """Said of their own accord, not as a reply to the open question."""
    said_at: datetime | None = None
    """When it was said; None: now."""
    heard_at: datetime | None = None
    """When it reached us: a question asked later was not what it answers. None: now."""
    unseen: frozenset[str] = frozenset()
    """Ids of the questions that could not be read yet when it was said."""
    changed_at: datetime | None = None
    """When it was last edited on its platform; None: never."""
    cut: str = ""
    """What people are told where it is longer than what is read of one."""


def redact_message(deps: Dependencies, message: AnswerMessage) -> tuple[AnswerMessage, tuple[str, ...]]:
    """The message as it may be kept, and the kinds of secrets that were taken out."""
    clean = deps.redactor.redact(strip_invisible(message.text))
    read, told = cut_message(clean.text)
    return message._replace(text=read, speaker=redact_person(deps, message.speaker), cut=told), clean.kinds


def merge_kinds(*kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Each kind of secret once, for people to be told of."""
    return tuple(dict.fromkeys(kind for some in kinds for kind in some))


def redact_words(deps: Dependencies, words: str) -> str:
    """A name, a role or a title as it may be kept."""
    return deps.redactor.redact(strip_invisible(words)).text.strip()


def redact_person(deps: Dependencies, person: Person) -> Person:
    """As they may be kept; who goes by their name has it for an id."""
    name, role = redact_words(deps, person.name), redact_words(deps, person.role)
    known_by = name if person.id == person.name else person.id
    return person.model_copy(update={"id": known_by, "name": name, "role": role})
