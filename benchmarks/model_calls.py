"""What a model is asked and what it answers: python -m benchmarks.model_calls [--before DIRECTORY] [FILE …]

Replays recorded teams through the whole program against a perfect reader (what it reads is their gold; it words every
question that it may), and counts calls and tokens. `--before` names another checkout of this project: the same is done
with its code and both are compared, as ratios. Tokens are tiktoken's where it has its tables at hand (it looks in
TIKTOKEN_CACHE_DIR), else a quarter of the characters. What changes is what follows the longest beginning, down to the
token, that a call has in common with an earlier one of the same team: a model's service caches such beginnings.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tiktoken
import yaml

from tests.conftest import ROOT
from tests.support.model_server import ModelServer, Reply, Request

TEAMS = ("freight-invoice-matching", "bank-kyc-triage", "hospital-discharge-letters")
_MESSAGE = re.compile(r"^# The message[^\n]*\n.*?^Text:\n(?P<said>(?:>[^\n]*\n?)+)", re.M | re.S)
_COMING = re.compile(r"^`(?P<key>(?:topic|criterion):[\w:.]+)` \([^)\n]*\)[^\n:]*: (?P<text>.+)$", re.M)
_EVIDENCE = re.compile(r"^(?P<id>\S+) \(turn ", re.M)
_REASONING = "The parts of the step are met by these words; for the next one nothing is said of how it is measured."
_TWO_SENTENCES = (
    "The results are keyed in by hand by the clerks. The next step lacks a connection that writes them back."
)


class Counted(NamedTuple):
    """Of one team, or of several together."""

    calls: int = 0
    input: int = 0
    changing: int = 0
    """Of the input of the mapping calls, what no earlier call began with."""
    told: int = 0
    """Of that input, what is not the same for all teams: their messages and what is known of them."""
    mappings: int = 0
    longest: int = 0
    """What changes in the mapping call in which most does."""
    output: int = 0
    written: int = 0
    """Of the output, what the mapping calls returned."""

    def add(self, other: "Counted") -> "Counted":
        summed = Counted(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))
        return summed._replace(longest=max(self.longest, other.longest))


class PerfectReader:
    """Answers for a recorded team by its gold, whatever the form of the answer is called or asks for beside that."""

    def __init__(self, team: Path) -> None:
        gold = yaml.safe_load(team.read_text(encoding="utf-8"))["gold"]
        self._levels: dict[str, int | None] = gold["levels"]
        self._quotes: dict[str, list[str]] = gold.get("quotes") or {}
        self.answered: list[str] = []

    def reply(self, request: Request) -> Reply:
        schema = request.body["response_format"]["json_schema"]["schema"]
        fields = schema["properties"]
        told = (
            self._map(request.user) if "readings" in fields else self._rate(request.user) if "ratings" in fields else {}
        )
        filled = {key: _fill(rule, schema, told.get(key)) for key, rule in fields.items()}
        self.answered.append(json.dumps(filled, ensure_ascii=False))
        return filled

    def _map(self, asked: str) -> dict[str, Any]:
        found = _MESSAGE.search(asked)
        said = _flatten(re.sub(r"^> ?", "", found["said"], flags=re.M)) if found else ""
        readings = [
            {"criterion": criterion, "level": level, "quotes": heard, "reasoning": _REASONING}
            for criterion, level in self._levels.items()
            if level is not None and (heard := [q for q in self._quotes.get(criterion, []) if _flatten(q) in said])
        ]
        wordings = [{"key": key, "text": text} for key, text in _COMING.findall(asked)]
        intent = "dont_know" if said.casefold().startswith("i don't know") else "answer"
        return {"intent": intent, "readings": readings, "wordings": wordings}

    def _rate(self, asked: str) -> dict[str, Any]:
        parts = re.split(r"^## `(\w+)`.*$", asked, flags=re.M)
        return {
            "ratings": [
                {
                    "criterion": criterion,
                    "level": self._levels.get(criterion),
                    "evidence_ids": _EVIDENCE.findall(body),
                    "reasoning": _REASONING,
                    "rationale": _TWO_SENTENCES,
                }
                for criterion, body in zip(parts[1::2], parts[2::2], strict=True)
            ]
        }


def _fill(rule: dict[str, Any], schema: dict[str, Any], told: Any = None) -> Any:
    """What was told, or the least that the rule allows."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rsplit("/", 1)[-1]]
    if rule.get("type") == "array":
        return [_fill(rule["items"], schema, item) for item in told or []]
    if rule.get("type") == "object":
        return {key: _fill(inner, schema, (told or {}).get(key)) for key, inner in rule["properties"].items()}
    if told is not None or "anyOf" in rule:
        return told
    return rule["enum"][0] if "enum" in rule else {"string": "", "boolean": False}.get(rule.get("type", ""), 0)


def _flatten(text: str) -> str:
    return " ".join(text.split())


def replay(team: Path, code: Path, encode: Callable[[str], Sequence[int]]) -> Counted:
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
    return _count(server.requests, reader.answered, encode)


def _count(requests: Sequence[Request], answered: Sequence[str], encode: Callable[[str], Sequence[int]]) -> Counted:
    asked = [encode(f"{request.system}\n{request.user}") for request in requests]
    written = [len(encode(answer)) for answer in answered]
    maps = [number for number, request in enumerate(requests) if "Mapping" in request.form]
    changing = list(_list_changing([asked[number] for number in maps]))
    return Counted(
        calls=len(requests),
        input=sum(map(len, asked)),
        changing=sum(changing),
        told=sum(len(encode(requests[number].user)) for number in maps),
        mappings=len(maps),
        longest=max(changing, default=0),
        output=sum(written),
        written=sum(written[number] for number in maps),
    )


def _list_changing(calls: Sequence[Sequence[int]]) -> Iterator[int]:
    """The first call has nothing before it but what all teams share: that of the second stands for it."""
    for number, call in enumerate(calls[1:], start=1):
        yield len(call) - max(_count_common(call, earlier) for earlier in calls[:number])


def _count_common(one: Sequence[int], other: Sequence[int]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))


def _choose_encoder() -> Callable[[str], Sequence[int]]:
    try:
        table = tiktoken.get_encoding("o200k_base")
    except Exception as error:  # whatever keeps it from its tables
        print(f"Tokens are estimated: {type(error).__name__}.")
        return lambda text: [hash(text[place : place + 4]) for place in range(0, len(text), 4)]
    return lambda text: table.encode(text, disallowed_special=())


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts what a model is asked and answers.")
    parser.add_argument("teams", nargs="*", type=Path)
    parser.add_argument("--before", type=Path, help="another checkout of this project, to compare with")
    options = parser.parse_args()
    teams = options.teams or [ROOT / f"tests/evals/interviews/{name}.yaml" for name in TEAMS]
    encode, counted = _choose_encoder(), {}
    for label, code in (("before", options.before), ("now", ROOT)):
        if code is not None:
            counted[label] = Counted()
            for team in teams:
                counted[label] = counted[label].add(replay(team.resolve(), code, encode))
            _print_figures(label, counted[label], len(teams))
    if "before" in counted:
        _print_ratios(counted["before"], counted["now"])


def _print_figures(label: str, all_: Counted, teams: int) -> None:
    each = all_.changing / max(1, all_.mappings - teams)
    print(f"{label:<7} {all_.calls} calls ({all_.mappings} mappings), {all_.input} tokens in, {all_.output} out")
    told = all_.told / max(1, all_.mappings)
    print(f"{'':<7} a mapping: {told:.0f} tokens of the team, of which {each:.0f} are new, {all_.longest} at most")
    print(f"{'':<7} all mappings: {all_.written} tokens out")


def _print_ratios(before: Counted, now: Counted) -> None:
    for name in ("calls", "mappings", "input", "told", "changing", "output", "written"):
        print(f"{name:<9} {getattr(now, name) / max(1, getattr(before, name)) - 1:+.0%}")


if __name__ == "__main__":
    main()
