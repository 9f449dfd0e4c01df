"""Warm: what each process of the program does once at its start, done before it is forked: imports, rules, words."""

import asyncio
from datetime import date

import langchain_openai  # noqa: F401

import bot.console.commands
import bot.console.inbox
import bot.console.interview.chat
import bot.console.leader_reports
import bot.documents.files
import bot.llm.analyst
import bot.serving
import bot.storage.engine.postgres  # noqa: F401
from bot.bootstrap import build_pipeline
from bot.console.recording import load_recording
from bot.console.replay import replay_recording
from bot.domain.planning.terms import PlanOptions
from bot.knowledge import load_knowledge
from bot.llm.offline.analyst import OfflineAnalyst
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.support.once import load_shipped_cues


def replay_a_team() -> None:
    """So that patterns, dictionaries and calendars are there: all that is kept for the life of a process."""
    knowledge = load_knowledge(ROOT / "knowledge")
    analyst = OfflineAnalyst(knowledge, load_shipped_cues())
    recording = load_recording(ROOT / "tests/evals/interviews/freight-invoice-matching.yaml", knowledge.framework)
    with Database("sqlite:///:memory:") as database:
        pipeline = build_pipeline(knowledge, analyst, database)
        asyncio.run(replay_recording(pipeline, recording, PlanOptions(start=date(2026, 12, 7))))


replay_a_team()
