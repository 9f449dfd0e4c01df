"""Vocabulary: the ids a model may use, offered to it as enums and checked again in what it returns."""

from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from bot.domain.framework.knowledge import Knowledge

_ONE_OF = "x-one-of"


class AllowedIds(NamedTuple):
    """The ids that knowledge/ defines."""

    criteria: tuple[str, ...]
    traps: tuple[str, ...]
    passages: tuple[str, ...]

    @classmethod
    def from_knowledge(cls, knowledge: Knowledge) -> "AllowedIds":
        framework = knowledge.framework
        return cls(
            criteria=framework.criterion_ids,
            traps=tuple(trap.id for trap in framework.traps),
            passages=tuple(passage.id for passage in knowledge.passages),
        )


class OneOf:
    """Marks a string that must be one of a part of the vocabulary, which is known only at run time."""

    def __init__(self, part: str) -> None:
        self.part = part

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check_allowed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), _ONE_OF: self.part}

    def _check_allowed(self, value: str, info: ValidationInfo) -> str:
        allowed: tuple[str, ...] = getattr(info.context, self.part)
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value


@cache
def build_json_schema(model: type[BaseModel], name: str, vocabulary: AllowedIds) -> dict[str, Any]:
    """The model's JSON schema, with the vocabulary's enums, as structured output wants it: each of them once. It is the
    same object each time, and not to be changed."""
    plain = _link_enums(_generate_schema(model))
    used = [part for part in AllowedIds._fields if _build_link(part) in _list_links(plain)]
    enums = {part: {"type": "string", "enum": list(getattr(vocabulary, part))} for part in used}
    defs = {"$defs": {**plain.get("$defs", {}), **enums}} if enums else {}
    return {"title": name, "description": (model.__doc__ or name).splitlines()[0], **plain, **defs}


@cache
def _generate_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Once: it takes longer than all else that a call of a model costs here."""
    return model.model_json_schema()


def _link_enums(schema: dict[str, Any]) -> dict[str, Any]:
    """Links to enums in place of their names, and none of pydantic's titles and docstrings, which only cost tokens."""
    if part := schema.get(_ONE_OF):
        return {"$ref": _build_link(part)}
    kept = {key: value for key, value in schema.items() if key != "title"}
    if kept.get("type") == "object":
        kept.pop("description", None)
    return {key: _link_nested(key, value) for key, value in kept.items()}


def _link_nested(key: str, value: Any) -> Any:
    if key in {"properties", "$defs"}:
        return {name: _link_enums(inner) for name, inner in value.items()}
    if isinstance(value, dict):
        return _link_enums(value)
    if isinstance(value, list):
        return [_link_enums(item) if isinstance(item, dict) else item for item in value]
    return value


def _build_link(part: str) -> str:
    return f"#/$defs/{part}"


def _list_links(value: Any) -> frozenset[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return frozenset(own).union(*map(_list_links, value.values()))
    return frozenset().union(*map(_list_links, value)) if isinstance(value, list) else frozenset()
