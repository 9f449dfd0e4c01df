"""The files of knowledge/, each read into its domain object or refused with everything that is wrong in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError
from pydantic import TypeAdapter, ValidationError

from bot.domain.core.person_words import PersonWords
from bot.domain.core.phrases import spell_count
from bot.domain.framework.framework import Framework
from bot.domain.framework.guide import Guide, Passage
from bot.domain.framework.inquiry_words import InquiryWords
from bot.domain.framework.known_risk import KnownRisks
from bot.domain.framework.practice import Practices
from bot.domain.framework.shared_remedy import SharedRemedies
from bot.domain.framework.strand import Strand
from bot.knowledge.problem import (
    FRAMEWORK,
    GUIDE,
    INQUIRIES,
    PASSAGES,
    PEOPLE,
    PRACTICES,
    REMEDIES,
    RISKS,
    STRAND,
    Problem,
)

T = TypeVar("T")
Location = tuple[int | str, ...]


class UnreadableFile(Exception):
    """A file that cannot become a domain object."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def read_framework(directory: Path) -> Framework:
    return _validate_content(FRAMEWORK, _load_yaml(directory, FRAMEWORK), TypeAdapter(Framework))


def read_guide(directory: Path) -> Guide:
    data = _load_yaml(directory, GUIDE)
    by_criterion = data.get("criteria")
    if isinstance(by_criterion, dict):
        entries = [_with_criterion(criterion, entry) for criterion, entry in by_criterion.items()]
        data = {**data, "criteria": entries}
    return _validate_content(GUIDE, data, TypeAdapter(Guide))


def read_practices(directory: Path) -> Practices:
    return _validate_content(PRACTICES, _load_yaml(directory, PRACTICES), TypeAdapter(Practices))


def read_shared_remedies(directory: Path) -> SharedRemedies:
    return _validate_content(REMEDIES, _load_yaml(directory, REMEDIES), TypeAdapter(SharedRemedies))


def read_person_words(directory: Path) -> PersonWords:
    """None at all where the directory is from before there were any."""
    if not (directory / PEOPLE).exists():
        return PersonWords()
    return _validate_content(PEOPLE, _load_yaml(directory, PEOPLE), TypeAdapter(PersonWords))


def read_inquiry_words(directory: Path) -> InquiryWords:
    """None at all where the directory is from before there were any."""
    if not (directory / INQUIRIES).exists():
        return InquiryWords()
    return _validate_content(INQUIRIES, _load_yaml(directory, INQUIRIES), TypeAdapter(InquiryWords))


def read_strand(directory: Path) -> Strand:
    """None at all where the directory is from before there was one."""
    if not (directory / STRAND).exists():
        return Strand()
    return _validate_content(STRAND, _load_yaml(directory, STRAND), TypeAdapter(Strand))


def read_known_risks(directory: Path) -> KnownRisks:
    """None at all where the directory is from before there were any."""
    if not (directory / RISKS).exists():
        return KnownRisks()
    return _validate_content(RISKS, _load_yaml(directory, RISKS), TypeAdapter(KnownRisks))


def read_passages(directory: Path, framework: Framework | None) -> tuple[Passage, ...]:
    """Counts and thresholds in them are the framework's; where that can't be read, they stand as written."""
    without_comments = re.sub(r"<!--.*?-->", "", _read_text(directory, PASSAGES), flags=re.S)
    if framework is not None:
        without_comments = _fill_in_framework(without_comments, framework)
    _, *blocks = re.split(r"^## ", without_comments, flags=re.M)
    return _validate_content(PASSAGES, [_parse_passage(block) for block in blocks], TypeAdapter(tuple[Passage, ...]))


def _fill_in_framework(text: str, framework: Framework) -> str:
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  what it makes is no HTML
    )
    environment.filters["spelled"] = spell_count
    try:
        return environment.from_string(text).render(framework=framework)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFile(Problem(PASSAGES, f"line {line}" if line else "", str(error))) from error


def _parse_passage(block: str) -> dict[str, object]:
    """An id, then lines of `Name: value`, then an empty line and the text."""
    head, *rest = re.split(r"\n[ \t]*\n", block, maxsplit=1)
    passage_id, *lines = head.splitlines()
    pairs = [line.partition(":") for line in lines]
    fields: dict[str, object] = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if "keywords" in fields:
        fields["keywords"] = [word.strip() for word in str(fields["keywords"]).split(",")]
    return {**fields, "id": passage_id.strip(), "text": " ".join("".join(rest).split())}


def _with_criterion(criterion: object, entry: object) -> object:
    return {**entry, "criterion": criterion} if isinstance(entry, dict) else entry


def _read_text(directory: Path, file: str) -> str:
    try:
        return (directory / file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(Problem(file, "", f"cannot be read: {error}")) from error


def _load_yaml(directory: Path, file: str) -> dict[str, object]:
    try:
        data = yaml.load(_read_text(directory, file), Loader=_LoaderWithoutTwins)  # noqa: S506  a safe one, too
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableFile(Problem(file, line, error.problem or "is not YAML")) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that no calendar has
        raise UnreadableFile(Problem(file, "", f"is not YAML: {error}")) from error
    if not isinstance(data, dict):
        raise UnreadableFile(Problem(file, "", "is not a mapping of keys to values"))
    return data


class _LoaderWithoutTwins(yaml.CSafeLoader):
    """Plain YAML would keep the last of two equal keys and say nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f'the key "{key.value}" stands twice', problem_mark=key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _validate_content(file: str, data: object, adapter: TypeAdapter[T]) -> T:
    blank = [Problem(file, _format_key(location, data), "is empty") for location in _find_blanks(data)]
    try:
        value = adapter.validate_python(data)
    except ValidationError as error:
        wrong = [Problem(file, _format_key(found["loc"], data), found["msg"]) for found in error.errors()]
        raise UnreadableFile(*wrong, *blank) from error
    if blank:
        raise UnreadableFile(*blank)
    return value


def _find_blanks(data: object, location: Location = ()) -> Iterator[Location]:
    """Where a text was left empty."""
    if isinstance(data, str) and not data.strip():
        yield location
    for step, inner in _list_children(data):
        yield from _find_blanks(inner, (*location, step))


def _list_children(data: object) -> Iterator[tuple[int | str, object]]:
    if isinstance(data, dict):
        yield from ((str(key), value) for key, value in data.items())
    elif isinstance(data, list):
        yield from enumerate(data)


def _format_key(location: Location, data: object) -> str:
    """The way to a value as a person would name it: an entry of a list by its id where it has one."""
    names = []
    for step in location:
        data = dict(_list_children(data)).get(step)
        names.append((isinstance(step, int) and _own_name(data)) or str(step))
    return ".".join(names)


def _own_name(entry: object) -> str:
    return str(entry.get("id") or entry.get("criterion") or "") if isinstance(entry, dict) else ""
