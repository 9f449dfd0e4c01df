"""What the app carries on this machine, in one run: python -m benchmarks.bench [--checkout DIR] [--short]

Acks beside a bare Bolt, and turns a second, by rule and with a model that answers at once, on SQLite and on PostgreSQL;
tokens of an interview beside a plain chat agent's, of two recorded teams.
Writes out/bench.json and out/bench.png. The other benchmarks say what they measure at their heads.
"""

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.conftest import ROOT

DATABASES = {"SQLite": [], "PostgreSQL": ["--postgresql"]}
TEAMS = [f"tests/evals/interviews/{name}.yaml" for name in ("freight-invoice-matching", "bank-kyc-triage")]
OUT = Path("out")
INK, SOFT = "#1f3a5f", "#c9d3e0"


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Each in a process of its own, and one after the other: they would measure each other."""
    print(f"{module} {' '.join(arguments)} …", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{module}", "--json", *arguments]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def measure(checkout: str, *, short: bool) -> dict[str, Any]:
    where = ["--checkout", checkout]
    seconds, turns = ("10", "120") if short else ("30", "480")
    return {
        name: {
            "acks": run("acks", "--seconds", seconds, *where, *kind),
            "turns by rule": run("throughput", "--turns", turns, *where, *kind),
            "turns with a model": run("throughput", "--turns", turns, "--model", *where, *kind),
        }
        for name, kind in DATABASES.items()
    }


def draw(found: dict[str, Any], path: Path) -> None:
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    acks = {
        f"{name}: {kind}": told["acks"]["milliseconds"][kind]["p99"]
        for name, told in found.items()
        for kind in told["acks"]["milliseconds"]
    }
    draw_bars(left, "Acks, 99th percentile, ms", acks, "bare")
    cpu = {
        f"{name}: {kind}": told[kind]["cpu"]
        for name, told in found.items()
        for kind in told
        if kind.startswith("turns")
    }
    draw_bars(right, "A turn, ms of a processor", cpu, "none")
    figure.savefig(path, dpi=150)


def draw_bars(axes: Axes, title: str, values: dict[str, float], soft: str) -> None:
    """Those that have this word in their names are drawn softly: they are what is compared with."""
    colours = [SOFT if soft in name else INK for name in values]
    bars = axes.barh(list(values), list(values.values()), color=colours)
    axes.bar_label(bars, fmt="%.0f", padding=3, fontsize=7)
    axes.set_title(title, fontsize=9, loc="left")
    axes.tick_params(labelsize=7)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what the app carries on this machine.")
    parser.add_argument("--checkout", default=str(ROOT), help="another checkout of this project")
    parser.add_argument("--short", action="store_true")
    wanted = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    found = measure(wanted.checkout, short=wanted.short)
    other = [] if wanted.checkout == str(ROOT) else ["--before", wanted.checkout]
    tokens = run("tokens", *TEAMS, *other)
    told = {"day": date.today().isoformat(), "found": found, "tokens": tokens}
    (OUT / "bench.json").write_text(json.dumps(told, indent=1))
    draw(found, OUT / "bench.png")
    print("Written to out/bench.json and out/bench.png.")


if __name__ == "__main__":
    main()
