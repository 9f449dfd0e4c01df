"""Tokens of an interview, ours beside a plain chat agent's: python -m benchmarks.tokens [--before DIRECTORY] [PATH …]

Recorded teams (files, or folders of them) go through the whole program against a perfect reader; then a plain chat
agent is counted on the same talk, message by message: one system prompt with the criteria, their ladders and what to
do, the whole history each turn, its next question as text (ours), and at the end one JSON with a level, a sentence and
a quote a criterion and an action a gap, or all actions that our plan has (*whole*). `--before` names another checkout
of this project, which is measured in the same run.

Counted are the messages, four tokens around each, the form as its JSON schema, and what is written; tokens are
tiktoken's where it has its tables at hand (TIKTOKEN_CACHE_DIR), else a quarter of the characters, on both sides.
*Effective*: what a request begins with in common with an earlier one to the same model, in whole blocks of 128 and from
1,024 on, counts for a half or a tenth, as OpenAI bills its older and its newer models; a form stands before the
messages, as it does there. The first team finds an empty cache; in the average of the others it is warm. What runs side
by side is taken to find each other's beginnings, which holds once one interview went before.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tiktoken
from genai_prices import Usage, calc_price

from benchmarks.plain_agent import list_plain_calls, write_whole_plan
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.llm.perfect_reader import PerfectReader
from tests.support.model_server import ModelServer, Request

TEAMS = ROOT / "tests/evals/interviews"
BLOCK, LEAST = 128, 1024
AROUND_A_MESSAGE = 4
SHARES = (0.5, 0.1)
PRICED = "gpt-5-mini"
KINDS = {"MappingReturned": "mapping", "ReviewReturned": "review", "TailoringReturned": "plan"}
Encode = Callable[[str], Sequence[int]]


class Counted(NamedTuple):
    calls: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0

    def __add__(self, other: object) -> "Counted":
        assert isinstance(other, Counted)
        return Counted(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def weigh_input(self, share: float) -> float:
        return self.input - self.cached * (1 - share)


class Asked(NamedTuple):
    """A call of a model: what it begins with first."""

    kind: str
    parts: tuple[str, ...]
    answer: str


class Cache:
    """The beginnings that a model's service has at hand: those of all requests before, block by block."""

    def __init__(self) -> None:
        self._kept: set[int] = set()

    def find_and_keep(self, tokens: Sequence[int]) -> int:
        """How many tokens of its beginning were at hand."""
        chained, found = 0, 0
        for end in range(BLOCK, len(tokens) + 1, BLOCK):
            chained = hash((chained, tuple(tokens[end - BLOCK : end])))
            found = end if chained in self._kept and found == end - BLOCK else found
            self._kept.add(chained)
        return found if found >= LEAST else 0


def count_calls(calls: Iterable[Asked], cache: Cache, encode: Encode) -> dict[str, Counted]:
    counted: dict[str, Counted] = defaultdict(Counted)
    for call in calls:
        tokens = [token for part in call.parts for token in (*[-1] * AROUND_A_MESSAGE, *encode(part))]
        counted[call.kind] += Counted(1, len(tokens), cache.find_and_keep(tokens), len(encode(call.answer)))
    return counted


def replay(team: Path, code: Path) -> tuple[list[Asked], dict[str, Any]]:
    """Every call of the program in that checkout, and what came of the team."""
    reader = PerfectReader(team)
    with ModelServer(reader.reply) as server:
        environment = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "none", "MODEL": "openai:perfect"}
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "replay", str(team), "--analyst", "llm", "--json"],
            cwd=code,
            env={**os.environ, "DATABASE_URL": "sqlite://", **environment},
            capture_output=True,
            check=False,
        )
    if ran.returncode:
        raise SystemExit(f"{team.name}: {ran.stderr.decode()[-500:]}")
    calls = [_to_asked(*both) for both in zip(server.requests, reader.answered, strict=True)]
    told: dict[str, Any] = json.loads(ran.stdout)
    return calls, told


def _to_asked(request: Request, answer: str) -> Asked:
    form = json.dumps(request.body["response_format"]["json_schema"]["schema"], separators=(",", ":"))
    parts = (form, *(message["content"] for message in request.messages))
    return Asked(KINDS.get(request.form, request.form), parts, answer)


def measure(teams: Sequence[Path], code: Path, encode: Encode) -> Iterator[dict[str, Counted]]:
    """A team: our calls by kind, the plain agent's, and what those are where its plan is as long as ours."""
    knowledge = load_knowledge(ROOT / "knowledge")
    ours, theirs = Cache(), Cache()
    for team in teams:
        calls, told = replay(team, code)
        plain = [Asked("plain", *call) for call in list_plain_calls(knowledge, team, told)]
        counted = count_calls(plain, theirs, encode)["plain"]
        longer = len(encode(write_whole_plan(told))) - len(encode(plain[-1].answer))
        whole = counted._replace(output=counted.output + longer)
        yield {**count_calls(calls, ours, encode), "plain": counted, "plain, whole": whole}


def list_teams(paths: Sequence[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    return [file.resolve() for file in files]


def choose_encoder() -> Encode:
    try:
        table = tiktoken.get_encoding("o200k_base")
    except Exception as error:  # whatever keeps it from its tables
        print(f"Tokens are estimated: {type(error).__name__}.", file=sys.stderr)
        return lambda text: [hash(text[place : place + 4]) for place in range(0, len(text), 4)]
    return lambda text: table.encode(text, disallowed_special=())


def describe(counted: Counted, teams: int) -> dict[str, float]:
    """Of one interview, and what it costs in US dollars by the list price of one model."""
    used = Usage(input_tokens=counted.input, cache_read_tokens=counted.cached, output_tokens=counted.output)
    price = calc_price(used, PRICED, provider_id="openai").total_price
    weighed = {f"in_at_{share}": counted.weigh_input(share) / teams for share in SHARES}
    plain = {"calls": counted.calls / teams, "in": counted.input / teams}
    return {**plain, **weighed, "out": counted.output / teams, "dollars": float(price) / teams}


def summarise(measured: Sequence[dict[str, Counted]]) -> dict[str, dict[str, float]]:
    """Rows of one interview, by what was counted; the plain agents' are followed by how many times theirs ours is. None
    where nothing was measured."""
    if not measured:
        return {}
    names = sorted({name for team in measured for name in team}, key=lambda name: (name.startswith("plain"), name))
    sums = {name: sum((team.get(name, Counted()) for team in measured), Counted()) for name in names}
    plain = [name for name in names if name.startswith("plain")]
    ours = sum((counted for name, counted in sums.items() if name not in plain), Counted())
    rows = {name: describe(sums[name], len(measured)) for name in names if name not in plain}
    rows["ours"] = describe(ours, len(measured))
    for name in plain:
        rows[name] = describe(sums[name], len(measured))
        rows[f"times {name}"] = {key: rows["ours"][key] / value for key, value in rows[name].items()}
    return rows


def print_rows(label: str, rows: dict[str, dict[str, float]]) -> None:
    for name, row in rows.items():
        if name.startswith("times"):
            print(f"| {label} | {name} | " + " | ".join(f"{value:.2f}" for value in row.values()) + " |")
        else:
            *numbers, dollars = row.values()
            print(f"| {label} | {name} | " + " | ".join(f"{n:,.0f}" for n in numbers) + f" | {dollars:.4f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts the tokens of an interview beside a plain chat agent's.")
    parser.add_argument("paths", nargs="*", type=Path, default=[TEAMS], help="recorded teams, or folders of them")
    parser.add_argument("--before", type=Path, help="another checkout of this project, to compare with")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    encode, teams, found = choose_encoder(), list_teams(wanted.paths), {}
    for label, code in (("before", wanted.before), ("now", ROOT)):
        if code is not None:
            measured = list(measure(teams, code.resolve(), encode))
            found[label] = {"cold": summarise(measured[:1]), "warm": summarise(measured[1:])}
    if wanted.json:
        print(json.dumps(found))
        return
    print(f"| | an interview | calls | in | in at .5 | in at .1 | out | $ ({PRICED}) |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for label, both in found.items():
        for state, rows in both.items():
            print_rows(f"{label}, {state}", rows)


if __name__ == "__main__":
    main()
