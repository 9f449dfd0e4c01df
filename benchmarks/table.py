"""The table of what the app is to carry: each row with what was measured on each database, and what it is to reach."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Found = Mapping[str, Any]
"""What the programs said that measured on one database, by name."""


class Row(NamedTuple):
    what: str
    read: Callable[[Found], float]
    """Raises KeyError where it was not measured."""
    aim: float
    unit: str = ""
    at_least: bool = False
    """Else at most."""

    def is_reached(self, value: float) -> bool:
        return value >= self.aim if self.at_least else value <= self.aim

    def find(self, found: Found) -> float | None:
        try:
            return self.read(found)
        except KeyError:
            return None

    def compare(self, found: Found) -> float:
        """Times its aim; above 1 it is missed. 0 where it was not measured."""
        if not (value := self.find(found)):
            return 0.0
        return self.aim / value if self.at_least else value / self.aim

    def describe(self, found: Found) -> str:
        """What misses its aim is printed boldly."""
        if (value := self.find(found)) is None:
            return "–"
        said = f"{value:.{3 if value < 0.1 else 2 if value < 10 else 1 if value < 100 else 0}f}"
        return said if self.is_reached(value) else f"**{said}**"


def read_ack(kind: str, cut: str) -> Callable[[Found], float]:
    return lambda found: float(found["acks"]["milliseconds"][kind][cut])


def read_waiting(what: str) -> Callable[[Found], float]:
    return lambda found: float(found["waiting"][what])


def read_number(program: str, what: str) -> Callable[[Found], float]:
    return lambda found: float(found[program][what])


def compare_bursts(found: Found) -> float:
    acks = found["acks"]["milliseconds"]
    return float(acks["burst, while worked"]["p99"] / acks["bare Bolt, burst"]["p99"])


def compare_processes(found: Found) -> float:
    return float(found["two slowed"]["turns_a_second"] / found["one slowed"]["turns_a_second"])


def compare_turns(found: Found) -> float:
    return float(found["late turns"]["300"]["cpu"] / found["late turns"]["10"]["cpu"])


def read_worker_memory(found: Found) -> float:
    return float(max(found["turns with a model"]["megabytes"]))


ROWS = (
    Row("ack at 20 a second, while worked, p50", read_ack("while worked", "p50"), 5, "ms"),
    Row("ack at 20 a second, while worked, p99", read_ack("while worked", "p99"), 20, "ms"),
    Row("bare Bolt beside it, p99", read_ack("bare Bolt, quiet", "p99"), float("inf"), "ms"),
    Row("burst of 500, p99", read_ack("burst, while worked", "p99"), float("inf"), "ms"),
    Row("a burst of 500, p99, times bare Bolt's", compare_bursts, 2),
    Row("CPU of a turn by rule, 12 people", read_number("turns by rule", "cpu"), 25, "ms"),
    Row("CPU of a turn with a model that answers at once", read_number("turns with a model", "cpu"), 25, "ms"),
    Row("CPU of a turn by rule, 48 people", read_number("turns of 48", "cpu"), 25, "ms"),
    Row("turns a second, one worker", read_number("turns of 48", "turns_a_second"), 30, at_least=True),
    Row("two workers of a quarter of a core, times one", compare_processes, 1.8, at_least=True),
    Row("model of 2 s, 5 answers/s: next question, p50", read_waiting("5/s: next question, p50"), 2.3, "s"),
    Row("the same, p99", read_waiting("5/s: next question, p99"), 3, "s"),
    Row("model of 2 s, 20 answers/s: next question, p50", read_waiting("20/s: next question, p50"), 2.3, "s"),
    Row("the same, p99", read_waiting("20/s: next question, p99"), 3, "s"),
    Row("acks at those 20 answers a second, p99", read_waiting("20/s: acks, p99"), 0.02, "s"),
    Row("model hangs, 8 people: all are told within", read_waiting("hangs: told that the model is away"), 15, "s"),
    Row("back again: all are read within", read_waiting("well again: all are read"), float("inf"), "s"),
    Row("CPU of turn 300, times that of turn 10", compare_turns, 2),
    Row("ready after, median", read_number("start", "median"), 1.5, "s"),
    Row("memory of a worker after its turns, with a model", read_worker_memory, 150, "MB"),
)
TOKENS = (
    Row("tokens in of an interview, times a plain agent's", read_number("times plain", "in"), 1.2),
    Row("in effect, where a cached one counts for a tenth", read_number("times plain", "in_at_0.1"), 1.3),
    Row("tokens out", read_number("times plain", "out"), 1.5),
)


def write_table(found: Mapping[str, Found], tokens: Found) -> str:
    """Markdown. `found`: by database. `tokens`: of a warm cache."""
    lines = [f"| | {' | '.join(found)} | to reach |", f"| --- |{' --- |' * (len(found) + 1)}"]
    for row in ROWS:
        told = " | ".join(row.describe(each) for each in found.values())
        lines.append(f"| {row.what} | {told} | {describe_aim(row)} |")
    lines += [
        f"| {row.what} | {row.describe(tokens)} |{' |' * (len(found) - 1)} {describe_aim(row)} |" for row in TOKENS
    ]
    return "\n".join(lines)


def describe_aim(row: Row) -> str:
    if row.aim == float("inf"):
        return row.unit
    return " ".join(filter(None, ("at least" if row.at_least else "at most", f"{row.aim:g}", row.unit)))
