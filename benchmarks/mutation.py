"""Which constants could be changed without a test noticing: each in turn is changed a little and the tests are run.

    python -m benchmarks.mutation [--kinds numbers,elements,texts,bounds] [--tests tests/domain …] [bot/domain/… …]

`thresholds` are the numbers of named constants alone.

Only examples count: what a property finds on one day it may miss on another. Exit code 1 if a mutant lives.
"""

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import sys
import types
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

SECONDS = 60
"""Of the processor: a mutant that takes longer never ends, and was noticed."""
_BOUNDS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_NEVER = "(?!)"
"""As a regular expression: matches nothing."""


class Mutant(NamedTuple):
    module: Path
    line: int
    change: str
    apply: Callable[[], None]
    """Changes the module's tree in place."""


# --- what is changed ----------------------------------------------------------------------------------


def list_mutants(module: Path, tree: ast.Module, kinds: Sequence[str]) -> Iterator[Mutant]:
    if "numbers" in kinds:
        yield from _iter_numbers(module, tree)
    for node in ast.walk(tree):
        if "bounds" in kinds and isinstance(node, ast.Compare):
            yield from _iter_bounds(module, node)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and _is_constant(statement):
            yield from _iter_constant(module, statement.value or statement, kinds)


def _is_constant(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return all(ast.unparse(target).replace("_", "").replace(", ", "").strip("()").isupper() for target in targets)


def _iter_numbers(module: Path, tree: ast.AST) -> Iterator[Mutant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            yield from _iter_values(module, node, _other_numbers(node.value))


def _other_numbers(number: float) -> tuple[float, ...]:
    if isinstance(number, int):
        return number - 1, number + 1
    return (number * 0.9, number * 1.1) if number else (-0.05, 0.05)


def _iter_values(module: Path, node: ast.Constant, others: Iterable[object]) -> Iterator[Mutant]:
    for other in others:
        change = f"{_shorten(node.value)} → {_shorten(other)}"
        yield Mutant(module, node.lineno, change, lambda other=other: setattr(node, "value", other))


def _iter_bounds(module: Path, node: ast.Compare) -> Iterator[Mutant]:
    for place, operator in enumerate(node.ops):
        if other := _BOUNDS.get(type(operator)):
            change = f"{ast.unparse(node)}: {type(operator).__name__} → {other.__name__}"
            yield Mutant(module, node.lineno, change, lambda at=place, to=other: node.ops.__setitem__(at, to()))


def _iter_constant(module: Path, value: ast.AST, kinds: Sequence[str]) -> Iterator[Mutant]:
    if "thresholds" in kinds:
        yield from _iter_numbers(module, value)
    for node in ast.walk(value):
        if "elements" in kinds and isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            yield from _iter_without_element(module, node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _iter_text(module, node, value, kinds)


def _iter_without_element(module: Path, node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Iterator[Mutant]:
    lists = [node.keys, node.values] if isinstance(node, ast.Dict) else [node.elts]
    for place, gone in enumerate(lists[-1]):
        key = lists[0][place]
        change = f"without {_shorten(ast.unparse(key or gone))}"
        yield Mutant(module, gone.lineno, change, lambda at=place: [items.pop(at) for items in lists])


def _iter_text(module: Path, node: ast.Constant, constant: ast.AST, kinds: Sequence[str]) -> Iterator[Mutant]:
    called = ast.unparse(constant.func) if isinstance(constant, ast.Call) else ""
    text: str = node.value
    if "re.compile" in called or "|" in text:
        spans = _list_alternatives(text) if "patterns" in kinds else []
        yield from _iter_values(module, node, [f"{text[:start]}{_NEVER}{text[end:]}" for start, end in spans])
    elif "split" in called or "word_set" in called:
        words = text.split() if "words" in kinds else []
        for at, word in enumerate(words):
            rest = " ".join((*words[:at], *words[at + 1 :], ""))
            yield Mutant(module, node.lineno, f"without {word}", lambda rest=rest: setattr(node, "value", rest))
    elif "texts" in kinds:
        yield from _iter_values(module, node, [f"{text}~"])


def _list_alternatives(pattern: str) -> list[tuple[int, int]]:
    """Where in a regular expression stands something that could stand there or not: `b` in `a(?:b|c)`."""
    found, groups, at, in_class = [], [[0]], 0, False
    while at <= len(pattern):
        here = pattern[at : at + 1]
        if here == "\\":
            at += 2
            continue
        if in_class:
            in_class = here != "]"
        elif here == "[":
            in_class, at = True, at + (pattern[at + 1 : at + 2] in {"]", "^"})
        elif here == "(":
            groups.append([at + 3 if pattern[at : at + 3] == "(?:" else at + 1])
        elif here in {"|", ")", ""} and groups:
            groups[-1].append(at)
            if here != "|":
                starts = groups.pop()
                if len(starts) > 2:
                    found += [(a + (n > 0), b) for n, (a, b) in enumerate(pairwise(starts))]
        at += 1
    return [(start, end) for start, end in found if start < end]


def _shorten(thing: object) -> str:
    text = repr(thing) if not isinstance(thing, str) else thing
    at = max(0, text.find(_NEVER) - 30) if _NEVER in text else 0
    return text[at : at + 80].replace("\n", "⏎")


# --- whether a test notices ---------------------------------------------------------------------------


class _MutatedLoader(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Imports the one module from its changed tree."""

    def __init__(self, module: Path, tree: ast.Module) -> None:
        self._name, self._path, self._tree = _name_module(module), module, tree

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        exec(compile(ast.fix_missing_locations(self._tree), str(self._path), "exec"), module.__dict__)


def _import_all(tests: Sequence[str]) -> None:
    """Once, before the first fork: a fork imports again only what the changed module reaches."""
    for module in sorted(path for root in tests for path in Path(root).rglob("test_*.py")):
        importlib.import_module(_name_module(module))


def _name_module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def _list_dependents(changed: str) -> list[str]:
    """Which imported modules have to be imported again, the changed one among them."""
    reached, waiting = set[str](), {changed}
    while waiting:
        reached |= waiting
        waiting = {name for name, imported in _read_imports().items() if imported & waiting} - reached
    return [name for name in _read_imports() if name in reached]


def _forget_modules(names: Iterable[str]) -> None:
    for name in names:
        del sys.modules[name]
        package, _, own = name.rpartition(".")
        vars(sys.modules.get(package, types.ModuleType(""))).pop(own, None)


@cache
def _read_imports() -> dict[str, set[str]]:
    ours = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in {"bot", "tests"}}
    return {name: set(_iter_imports(module, ours)) for name, module in ours.items()}


def _iter_imports(module: types.ModuleType, ours: Container[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (whole for name in node.names if (whole := f"{node.module}.{name.name}") in ours)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def start_mutant(mutant: Mutant, tree: ast.Module, stages: Sequence[Sequence[str]]) -> int:
    """The id of a process that ends with 0 if all tests pass."""
    if process := os.fork():
        return process
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        mutant.apply()
        _forget_modules(_list_dependents(_name_module(mutant.module)))
        sys.meta_path.insert(0, _MutatedLoader(mutant.module, tree))
        code = 0 if all(_all_pass(stage) for stage in stages) else 1
    finally:
        os._exit(code)


def _all_pass(paths: Sequence[str]) -> bool:
    quiet = ("-x", "-q", "-Wignore::pytest.PytestAssertRewriteWarning", "-m", "not hypothesis")
    plain = (f"-pno:{plugin}" for plugin in ("randomly", "xdist", "cacheprovider"))
    return pytest.main([*quiet, *plain, *paths]) in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


def list_stages(module: Path, tests: Sequence[str]) -> list[list[str]]:
    """The tests of the module's own room first: most mutants go no further."""
    own = Path("tests", *module.parts[1:-1])
    mirrored = own / f"test_{module.name}"
    nearest = [str(path) for path in (mirrored, own) if path.exists()][:1]
    return [nearest, list(tests)] if nearest else [list(tests)]


def find_survivors(modules: Sequence[Path], kinds: Sequence[str], tests: Sequence[str], jobs: int) -> Counter[str]:
    """Prints what lives; counts by package."""
    counts: Counter[str] = Counter()
    running: dict[int, Mutant] = {}

    def await_one() -> None:
        process, status = os.wait()
        mutant = running.pop(process)
        package = str(mutant.module.parent)
        counts[f"{package} all"] += 1
        if status == 0:
            counts[f"{package} alive"] += 1
            print(f"{mutant.module}:{mutant.line}: {mutant.change}", flush=True)

    for module in modules:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        stages = list_stages(module, tests)
        mutants = list(list_mutants(module, tree, kinds))
        unchanged = Mutant(module, 0, "", lambda: None)
        if mutants and start_mutant(unchanged, tree, stages) and os.wait()[1]:
            raise SystemExit(f"{module}: the tests fail as it is.")
        for mutant in mutants:
            if len(running) >= jobs:
                await_one()
            running[start_mutant(mutant, tree, stages)] = mutant
        while running:
            await_one()
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=["bot/domain"])
    parser.add_argument("--kinds", default="numbers,elements,texts,bounds")
    parser.add_argument("--tests", nargs="+", default=["tests/domain", "tests/wording"])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    given = parser.parse_args()
    roots = [Path(path) for path in given.paths]
    modules = sorted(m for root in roots for m in ([root] if root.is_file() else root.rglob("*.py")))
    kinds = given.kinds.split(",")
    if given.list:
        for module in modules:
            for mutant in list_mutants(module, ast.parse(module.read_text(encoding="utf-8")), kinds):
                print(f"{mutant.module}:{mutant.line}: {mutant.change}")
        return 0
    _import_all(given.tests)
    _read_imports()
    counts = find_survivors(modules, kinds, given.tests, given.jobs)
    for package in sorted({key.rsplit(" ", 1)[0] for key in counts}):
        alive = counts[f"{package} alive"]
        print(f"{package}: {counts[f'{package} all']} mutants, {alive} alive")
    return int(any(key.endswith(" alive") and count for key, count in counts.items()))


if __name__ == "__main__":
    sys.exit(main())
