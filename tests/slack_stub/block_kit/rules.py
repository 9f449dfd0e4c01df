"""A small language for shapes: what a JSON value may be, and what Slack says when it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack_stub.state.records import Json

Rule = Callable[[Any, str, "Findings"], None]


@dataclass
class Findings:
    """What is wrong, in Slack's words; `files` are the ids an image may refer to."""

    files: frozenset[str] = frozenset()
    messages: list[str] = field(default_factory=list)

    def add(self, problem: str, at: str) -> None:
        self.messages.append(f"[ERROR] {problem} [json-pointer:{at}]")


def anything(value: Any, at: str, findings: Findings) -> None:
    """No limits known."""


def string(longest: int, shortest: int = 1) -> Rule:
    def check(value: Any, at: str, findings: Findings) -> None:
        if not isinstance(value, str):
            findings.add("must provide a string", at)
        elif len(value) > longest:
            findings.add(f"must be less than {longest + 1} characters", at)
        elif len(value) < shortest:
            findings.add(f"must be more than {shortest - 1} characters", at)

    return check


def whole(lowest: int, highest: int) -> Rule:
    def check(value: Any, at: str, findings: Findings) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            findings.add("must provide an integer", at)
        elif not lowest <= value <= highest:
            findings.add(f"must be between {lowest} and {highest}", at)

    return check


def number(value: Any, at: str, findings: Findings) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        findings.add("must provide a number", at)


def positive(value: Any, at: str, findings: Findings) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        findings.add("must be more than 0", at)


def flag(value: Any, at: str, findings: Findings) -> None:
    if not isinstance(value, bool):
        findings.add("must be a valid boolean", at)


def choice(*values: str) -> Rule:
    def check(value: Any, at: str, findings: Findings) -> None:
        if value not in values:
            findings.add(f"must be one of: {', '.join(values)}", at)

    return check


def listing(item: Rule, most: int, least: int = 1) -> Rule:
    def check(value: Any, at: str, findings: Findings) -> None:
        if not isinstance(value, list):
            findings.add("must be an array", at)
            return
        if len(value) > most:
            findings.add(f"no more than {most} items allowed", at)
        if len(value) < least:
            findings.add(f"no fewer than {least} items allowed", at)
        for position, member in enumerate(value):
            item(member, f"{at}/{position}", findings)

    return check


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            findings.add("must be an object", at)
            return
        for name in required.keys() - value.keys():
            findings.add(f"missing required field: {name}", at)
        for name, inner in value.items():
            if name in known:
                known[name](inner, f"{at}/{name}", findings)
            elif name != "type":
                findings.add(f"invalid additional property: {name}", at)

    return check


def by_type(table: Mapping[str, Rule]) -> Rule:
    """An object whose `type` decides what it must look like."""

    def check(value: Any, at: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            findings.add("must be an object", at)
        elif "type" not in value:
            findings.add("missing required field: type", at)
        elif value["type"] not in table:
            findings.add(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            table[value["type"]](value, at, findings)

    return check


def also(first: Rule, *others: Rule) -> Rule:
    """All of these; the others look only at objects."""

    def check(value: Any, at: str, findings: Findings) -> None:
        first(value, at, findings)
        if isinstance(value, dict):
            for other in others:
                other(value, at, findings)

    return check


def one_of(*names: str) -> Rule:
    """Exactly one of these fields."""

    def check(value: Json, at: str, findings: Findings) -> None:
        if sum(name in value for name in names) != 1:
            findings.add(f"must define exactly one of: {', '.join(names)}", at)

    return check


def some_of(*names: str) -> Rule:
    """At least one of these fields, and not an empty one."""

    def check(value: Json, at: str, findings: Findings) -> None:
        if not any(value.get(name) for name in names):
            findings.add(f"must define at least one of: {', '.join(names)}", at)

    return check


def plain(longest: int) -> Rule:
    fields = record({"text": string(longest)}, {"emoji": flag})
    return by_type({"plain_text": fields})


def text(longest: int) -> Rule:
    mrkdwn = record({"text": string(longest)}, {"verbatim": flag})
    return by_type({"plain_text": record({"text": string(longest)}, {"emoji": flag}), "mrkdwn": mrkdwn})
