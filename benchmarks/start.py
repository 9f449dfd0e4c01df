"""How long a start takes: python -m benchmarks.start [--checkout DIR] [--postgresql] [--json]

The app as operators start it, over HTTP and by rule, on a database that is there already; from the command to the first
answer at `/healthz`.
"""

import argparse
import asyncio
import json
import logging
import os
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.databases import opened
from tests.conftest import ROOT
from tests.e2e.serving import free_port, launched, settings
from tests.slack_stub import SlackServer, Timing

STARTS, LOOK = 8, 0.02


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


async def start(slack: SlackServer, directory: Path, url: str, checkout: Path) -> float:
    """Seconds."""
    port = free_port()
    env = settings(slack, PORT=str(port), DATABASE_URL=url, PYTHONPATH=str(checkout))
    began = time.monotonic()
    process = await launched(directory, env, "--http", "--analyst", "offline")
    try:
        while not await asyncio.to_thread(is_ready, port):  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(LOOK)
        took = time.monotonic() - began
        await process.told_to_stop()
        return took
    finally:
        await process.killed()


async def measure(url: str, checkout: Path) -> list[float]:
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing()) as slack, tempfile.TemporaryDirectory() as directory:
        found = [await start(slack, Path(directory), url, checkout) for _ in range(STARTS + 1)]
    return found[1:]  # the first makes the database


def main() -> None:
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description="Measures how long a start takes.")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another checkout of this project")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with opened(postgresql=wanted.postgresql) as url:
        seconds = asyncio.run(measure(url, wanted.checkout))
    if wanted.json:
        print(json.dumps({"seconds": seconds, "median": median(seconds), "load": os.getloadavg()[0]}))
        return
    print(f"{min(seconds):.2f} to {max(seconds):.2f} s, median {median(seconds):.2f}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
