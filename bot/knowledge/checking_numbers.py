"""Whether every number that exits and gates speak of as agreed has its row, and every row its place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.framework.framework import Framework
from bot.domain.framework.practice import LibraryNumber, Practices
from bot.domain.framework.spoken_numbers import list_unnamed_numbers, locate_numbers
from bot.knowledge.problem import FRAMEWORK, PRACTICES, Problem, find_duplicates

_MEASURES = ("volume", "service_level", "peak")


class _Speaking(NamedTuple):
    """A text that speaks of numbers, and the ids that stand beside it."""

    file: str
    key: str
    text: str
    ids: Sequence[str]


def number_problems(library: Practices, framework: Framework) -> Iterator[Problem]:
    """None where a library holds no numbers: it is from before there were any."""
    if not library.numbers:
        return
    yield from find_duplicates(PRACTICES, "numbers", (number.id for number in library.numbers))
    for number in library.numbers:
        yield from _find_dangling(number, library, framework)
    texts = list(_iter_texts(library, framework))
    for speaking in texts:
        yield from _find_unspoken(speaking, library)
    used = {number for speaking in texts for number in speaking.ids}
    for number in library.numbers:
        if number.id not in used:
            yield Problem(PRACTICES, f"numbers.{number.id}", "no exit and no gate speaks of it")


def speaks_of_numbers(text: str) -> bool:
    """Whether a text that names no number calls one agreed, a target or a limit."""
    return bool(list_unnamed_numbers(text, ()))


def _find_dangling(number: LibraryNumber, library: Practices, framework: Framework) -> Iterator[Problem]:
    key = f"numbers.{number.id}"
    if number.role not in {role.id for role in library.roles}:
        yield Problem(PRACTICES, f"{key}.role", f'no role "{number.role}"')
    if number.metric is not None and number.metric not in (*framework.criterion_ids, *_MEASURES):
        yield Problem(PRACTICES, f"{key}.metric", f'no metric "{number.metric}"')


def _iter_texts(library: Practices, framework: Framework) -> Iterator[_Speaking]:
    for practice in library.practices:
        yield _Speaking(PRACTICES, f"practices.{practice.id}", practice.exit, practice.numbers)
    for phase in framework.phases:
        yield _Speaking(FRAMEWORK, f"phases.{phase.id}.gate", "\n".join(phase.gate.texts), phase.gate.numbers)
        yield _Speaking(FRAMEWORK, f"phases.{phase.id}.gate.stop", phase.gate.stop_when, phase.gate.stop_numbers)


def _find_unspoken(speaking: _Speaking, library: Practices) -> Iterator[Problem]:
    known = {number.id: number for number in library.numbers}
    key = f"{speaking.key}.numbers"
    for missing in (number for number in speaking.ids if number not in known):
        yield Problem(speaking.file, key, f'no number "{missing}"')
    numbers = [known[number] for number in speaking.ids if number in known]
    located = {place.id for place in locate_numbers(speaking.text, numbers)}
    for number in numbers:
        if number.id not in located:
            yield Problem(speaking.file, key, f'none of the phrases of "{number.id}" stands there, in this order')
    for word in list_unnamed_numbers(speaking.text, numbers):
        yield Problem(speaking.file, key, f'"{word}" speaks of a number that is not among them')
