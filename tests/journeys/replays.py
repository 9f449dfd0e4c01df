"""Recorded teams, replayed by the rules alone with what ships: each once for all tests of a run."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from bot.bootstrap import build_pipeline
from bot.console.evaluation import Evaluation, evaluate_replays
from bot.console.recording import Recording, load_recording
from bot.console.replay import ReplayResult, replay_recording
from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.terms import PlanOptions
from bot.llm.offline.analyst import OfflineAnalyst
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.support.databases import create_sqlite
from tests.support.once import load_shipped_cues, once

RECORDED = {path.stem: path for path in sorted((ROOT / "tests/evals").glob("*/*.yaml"))}
INTERVIEWS = tuple(name for name, path in RECORDED.items() if path.parent.name == "interviews")
WISH = PlanOptions(start=date(2026, 12, 7), team_size=3, country="NL")


class Replayed(NamedTuple):
    result: ReplayResult
    stored: bytes
    """The file of the database in which it took place."""


class Replays:
    def __init__(self, knowledge: Knowledge, factory: pytest.TempPathFactory) -> None:
        self.knowledge = knowledge
        self._factory = factory

    def get(self, name: str) -> Replayed:
        return once(self._factory, f"replay-{name}", lambda: self._replay(name))

    def load(self, name: str) -> Recording:
        return load_recording(RECORDED[name], self.knowledge.framework)

    @contextmanager
    def open_database(self, name: str) -> Iterator[Database]:
        """As it stood when the replay was through; what is written to it, nobody else sees."""
        with TemporaryDirectory() as folder:
            file = Path(folder, "flightplan.db")
            file.write_bytes(self.get(name).stored)
            with Database(f"sqlite:///{file}") as database:
                yield database

    def evaluate(self, names: Iterable[str]) -> Evaluation:
        """As `evaluate` does with a folder of them."""
        told = [(self.load(name), self.get(name).result) for name in names]
        pillars = {p.id: tuple(c.id for c in p.criteria) for p in self.knowledge.framework.pillars}
        with_gold = [(recording, recording.gold, result) for recording, result in told if recording.gold is not None]
        return evaluate_replays("offline", pillars, with_gold)

    def _replay(self, name: str) -> Replayed:
        folder: Path = self._factory.mktemp("replay")
        analyst = OfflineAnalyst(self.knowledge, load_shipped_cues())
        with Database(create_sqlite(folder)) as database:
            pipeline = build_pipeline(self.knowledge, analyst, database)
            result = asyncio.run(replay_recording(pipeline, self.load(name), WISH))
        return Replayed(result, (folder / "flightplan.db").read_bytes())
