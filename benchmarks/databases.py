"""Databases to measure on: an empty one, gone with what was measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres_server import PostgresServer


@contextmanager
def opened(*, postgresql: bool) -> Iterator[str]:
    """Its address: a file, or a database on a private server of the tests, which never waits for the disk."""
    if not postgresql:
        with tempfile.TemporaryDirectory() as directory:
            yield f"sqlite:///{directory}/measured.db"
        return
    server = PostgresServer()
    try:
        yield server.create()
    finally:
        server.stop()
