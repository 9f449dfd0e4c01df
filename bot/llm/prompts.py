"""The prompts: prompts/*.md loaded, checked, rendered and fingerprinted."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.core.phrases import spell_count
from bot.domain.framework.knowledge import Knowledge
from bot.llm.fencing import UntrustedText, fence_text

_PREFIX = "framework"
_CALL = "<!-- the call -->"
"""Parts what is the same in every call, and cached by the model's service, from what belongs to one call."""
_CRITERIA = "<!-- the criteria -->"
"""Parts, of what prompts begin with, how anything is read from what is read; not every call needs all of that."""
_FILE = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.S)


class PromptMessages(NamedTuple):
    system: str
    user: str


class FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: str
    variables: dict[str, str]
    """Name and meaning of everything that a call fills in."""


class PromptFile(NamedTuple):
    path: Path
    head: FrontMatter
    constant: str
    call: str


class Prompt:
    """One prompt file: the constant part is rendered once, the call's part for each call."""

    def __init__(self, file: PromptFile, constants: Mapping[str, object]) -> None:
        self.name = file.path.stem
        self.purpose = file.head.purpose
        self.variables = file.head.variables
        """By name, what each holds: nothing else of a pilot goes into a call."""
        self.system = _render_text(file.path, file.constant, constants)
        self._path = file.path
        self._call = _compile_template(file.path, file.call)
        self.fingerprint = hashlib.sha256(f"{self.system}\n{file.call}".encode()).hexdigest()[:12]

    def render(self, variables: Mapping[str, object]) -> PromptMessages:
        """The messages of one call. People's words among the variables are of type UntrustedText."""
        unknown = sorted(set(variables) - set(self.variables))
        if unknown:
            raise KnowledgeInvalid(f"{self._path}: variables: {', '.join(unknown)} is filled in but not declared.")
        return PromptMessages(system=self.system, user=_fill_template(self._path, self._call, variables))


class Prompts(NamedTuple):
    map_answer: Prompt
    review_pillar: Prompt
    answer_question: Prompt
    answer_inquiry: Prompt
    tailor_plan: Prompt
    translate: Prompt


def load_prompts(directory: Path, knowledge: Knowledge) -> Prompts:
    """Reads and checks every prompt. Raises KnowledgeInvalid with a line for each file in which something is wrong."""
    measure = {"framework": knowledge.framework}
    prefix = _load_prompt_file(directory / f"{_PREFIX}.md", given=measure)
    rules, _, criteria = _render_text(prefix.path, prefix.constant, measure).partition(_CRITERIA)
    constants = {
        "reading": rules.strip(),
        "framework": f"{rules.strip()}\n\n{criteria.strip()}".strip(),
        "measure": knowledge.framework,
        "passages": knowledge.passages,
    }
    loaded, problems = [], []
    for name in Prompts._fields:
        try:
            loaded.append(Prompt(_load_prompt_file(directory / f"{name}.md", given=constants), constants))
        except KnowledgeInvalid as invalid:
            problems.append(str(invalid))
    if problems:
        raise KnowledgeInvalid("\n".join(problems))
    return Prompts(*loaded)


def _load_prompt_file(path: Path, given: Mapping[str, object]) -> PromptFile:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeInvalid(f"{path}: cannot be read ({error}).") from error
    parts = _FILE.match(text)
    if parts is None:
        raise KnowledgeInvalid(f"{path}: must begin with front matter between two lines of ---.")
    constant, _, call = parts["body"].partition(_CALL)
    file = PromptFile(path, _parse_front_matter(path, parts["head"]), constant.strip(), call.strip())
    _check_variables(file, given)
    return file


def _parse_front_matter(path: Path, head: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(head))
    except yaml.YAMLError as error:
        raise KnowledgeInvalid(f"{path}: the front matter is not YAML ({error}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "front matter"
        raise KnowledgeInvalid(f"{path}: {key}: {first['msg']}.") from error


def _check_variables(file: PromptFile, given: Mapping[str, object]) -> None:
    foreign = sorted(_find_used_variables(file.path, file.constant) - set(given))
    if foreign:
        raise KnowledgeInvalid(f"{file.path}: the constant part uses {', '.join(foreign)}, which changes by the call.")
    used, declared = _find_used_variables(file.path, file.call), set(file.head.variables)
    if used - declared:
        raise KnowledgeInvalid(f"{file.path}: variables: {', '.join(sorted(used - declared))} is used but missing.")
    if declared - used:
        raise KnowledgeInvalid(f"{file.path}: variables: {', '.join(sorted(declared - used))} is never used.")


def _find_used_variables(path: Path, text: str) -> frozenset[str]:
    try:
        return _list_variables(text)
    except TemplateError as error:
        raise KnowledgeInvalid(f"{path}: {error}") from error


def _render_text(path: Path, text: str, variables: Mapping[str, object]) -> str:
    return _fill_template(path, _compile_template(path, text), variables)


def _compile_template(path: Path, text: str) -> Template:
    try:
        return _compile(text)
    except TemplateError as error:
        raise KnowledgeInvalid(f"{path}: {error}") from error


def _fill_template(path: Path, template: Template, variables: Mapping[str, object]) -> str:
    try:
        return template.render(**variables).strip("\n")
    except TemplateError as error:
        raise KnowledgeInvalid(f"{path}: {error}") from error


@cache
def _list_variables(text: str) -> frozenset[str]:
    """Once for each text, as it is compiled: a program looks at its prompts several times."""
    return frozenset(meta.find_undeclared_variables(_build_environment().parse(text)))


@cache
def _compile(text: str) -> Template:
    return _build_environment().from_string(text)


def _build_environment() -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  a model reads what it makes; people's words are fenced
        finalize=_refuse_unfenced,
    )
    environment.filters |= {"fenced": fence_text, "spelled": spell_count}
    return environment


def _refuse_unfenced(value: Any) -> Any:
    if isinstance(value, UntrustedText):
        raise TemplateError("people's words are printed without a fence: write {{ ... | fenced }}")
    return value
