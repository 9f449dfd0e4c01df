"""Traces: every place in which a word could be left behind, looked at from outside."""

import asyncio
import json
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.e2e.app import App
from tests.slack_stub import SlackServer


def find_traces(app: App, database_url: str, word: str) -> list[str]:
    """Where the word still stands: in the database, byte for byte, and in what the platform shows of ours."""
    return [*_find_in_database(database_url, word), *find_shown(app.slack, word)]


async def find_lasting_traces(app: App, database_url: str, word: str, but: str = "nowhere") -> list[str]:
    """What is left of it a few seconds later: the files are cleared when there is nothing else to do. `but`: not in
    places named so."""
    for _ in range(100):
        if not (left := [place for place in find_traces(app, database_url, word) if but not in place]):
            break
        await asyncio.sleep(0.05)
    return left


def find_shown(slack: SlackServer, word: str) -> list[str]:
    """What people wrote themselves is theirs, and stays."""
    shown = {
        f"message {message.ts} in {channel.name or channel.id}": json.dumps([message.text, message.blocks])
        for channel in slack.slack.workspace.channels.values()
        for message in channel.messages.values()
        if message.bot_id
    }
    shown |= {f"canvas {canvas.id}": canvas.markdown for canvas in slack.canvases}
    shown |= {f"home of {person}": json.dumps(view.blocks) for person, view in slack.slack.workspace.homes.items()}
    return [place for place, text in shown.items() if word.casefold() in text.casefold()]


def _find_in_database(database_url: str, word: str) -> list[str]:
    if make_url(database_url).get_backend_name() == "sqlite":
        file = Path(make_url(database_url).database or "")
        beside = [file.with_name(f"{file.name}{ending}") for ending in ("", "-wal", "-shm", "-journal", ".lock")]
        needle = word.casefold().encode()
        return [one.name for one in beside if one.exists() and needle in one.read_bytes().lower()]
    with psycopg.connect(database_url) as connection:
        named = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        query = sql.SQL("SELECT count(*) FROM {} AS found WHERE found::text ILIKE %s")
        counts = {
            name: connection.execute(query.format(sql.Identifier(name)), [f"%{word}%"]).fetchone() for (name,) in named
        }
    return [f"{name}: {count[0]}" for name, count in counts.items() if count and count[0]]
