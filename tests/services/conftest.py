"""Use cases are tested on a real SQLite file."""

from tests.storage.conftest import acme, database, file

__all__ = ["acme", "database", "file"]
