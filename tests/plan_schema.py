"""The JSON schema of plan.json, made of the nouns and of what is written beside their fields."""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from bot.domain.core.model import Value
from bot.domain.plan.plan import ProductionPlan

TITLE = "Flightplan's production plan: plan.json"


def build_plan_schema() -> str:
    schema = ProductionPlan.model_json_schema(mode="serialization")
    models = {model.__name__: model for model in _iter_models(Value)}
    for name, definition in ((ProductionPlan.__name__, schema), *schema["$defs"].items()):
        for field, words in _iter_field_docstrings(models[name]) if name in models else ():
            if field in definition["properties"]:
                definition["properties"][field]["description"] = words
    whole = {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": TITLE}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _iter_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for below in model.__subclasses__():
        yield from _iter_models(below)


def _iter_field_docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """What stands below a field; those of the nouns that it builds on come first."""
    for base in model.__mro__:
        if issubclass(base, BaseModel) and base is not model and base is not BaseModel:
            yield from _iter_field_docstrings(base)
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(written, ast.ClassDef)
    for pair in pairwise(written.body):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=field)), ast.Expr(value=ast.Constant(value=str(words))):
                yield field, " ".join(words.split())
