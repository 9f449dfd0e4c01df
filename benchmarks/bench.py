"""What the app carries on this machine, in one run: python -m benchmarks.bench [--checkout DIR] [--short]

The table of what it is to carry, on SQLite and on PostgreSQL, each row with its aim: acks beside a bare Bolt, turns by
rule and with a model, one worker and two, a model that takes two seconds or hangs, late turns, starts; tokens of an
interview beside a plain chat agent's. Each program runs alone, and says at its head what it measures. Writes
out/bench.md, out/bench.json and out/bench.png.
"""

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from benchmarks.table import ROWS, write_table
from tests.conftest import ROOT

DATABASES = {"SQLite": [], "PostgreSQL": ["--postgresql"]}
TEAMS = [f"tests/evals/interviews/{name}.yaml" for name in ("freight-invoice-matching", "bank-kyc-triage")]
OUT = Path("out")
COLOURS = ("#1f3a5f", "#c98a3d")


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Each in a process of its own, and one after the other: they would measure each other."""
    print(f"{module} {' '.join(arguments)} …", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{module}", "--json", *arguments]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def measure(checkout: str, *, short: bool) -> dict[str, Any]:
    return {name: measure_on(name, ["--checkout", checkout], kind, short=short) for name, kind in DATABASES.items()}


def measure_on(database: str, where: list[str], kind: list[str], *, short: bool) -> dict[str, Any]:
    """What runs in our own process is left out of another checkout."""
    seconds, turns, rates = ("10", "120", ["5"]) if short else ("30", "480", ["5", "20"])
    crowd = ["--people", "48", "--turns", turns]
    found = {
        "acks": run("acks", "--seconds", seconds, *where, *kind),
        "turns by rule": run("throughput", "--turns", turns, *where, *kind),
        "turns with a model": run("throughput", "--turns", turns, "--model", *where, *kind),
        "turns of 48": run("throughput", *crowd, "--processes", "1", *where, *kind),
        "waiting": run("waiting", "--rates", *rates, "--hang", *where, *kind),
        "start": run("start", *where, *kind),
    }
    if database == "PostgreSQL":
        for count, name in ((1, "one slowed"), (2, "two slowed")):
            found[name] = run("throughput", *crowd, "--slowed", "--processes", str(count), *where, *kind)
    if not short and where[1] == str(ROOT):
        found["late turns"] = run("turns", "--turns", "300", *kind)
    return found


def draw(found: dict[str, Any], path: Path) -> None:
    """Each row as times what it is to reach: what stands left of the line is reached."""
    rows = [row for row in ROWS if row.aim < float("inf")]
    figure = Figure(figsize=(9, 0.4 * len(rows)), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(found)
    for number, (name, each) in enumerate(found.items()):
        places = [place + number * height for place in range(len(rows))]
        bars = axes.barh(places, [row.compare(each) for row in rows], height, color=COLOURS[number], label=name)
        axes.bar_label(bars, [row.describe(each).strip("*") for row in rows], padding=3, fontsize=6)
    axes.set_yticks([place + 0.4 - height / 2 for place in range(len(rows))], [row.what for row in rows])
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_title("Times what is aimed at: left of the line it is reached", fontsize=9, loc="left")
    axes.tick_params(labelsize=7)
    axes.invert_yaxis()
    axes.legend(fontsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what the app carries on this machine.")
    parser.add_argument("--checkout", default=str(ROOT), help="another checkout of this project")
    parser.add_argument("--short", action="store_true")
    wanted = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    found = measure(wanted.checkout, short=wanted.short)
    other = [] if wanted.checkout == str(ROOT) else ["--before", wanted.checkout]
    tokens = run("tokens", *(TEAMS if wanted.short else ()), *other)
    told = {"day": date.today().isoformat(), "found": found, "tokens": tokens}
    (OUT / "bench.json").write_text(json.dumps(told, indent=1))
    (OUT / "bench.md").write_text(table := write_table(found, tokens["now"]["warm"]))
    draw(found, OUT / "bench.png")
    print(f"{table}\nWritten to out/bench.md, out/bench.json and out/bench.png.")


if __name__ == "__main__":
    main()
