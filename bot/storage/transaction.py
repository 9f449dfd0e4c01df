"""Transaction: the connection and the moment of one transaction, and what has to follow its commit."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.event import Lane


class Transaction:
    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.erased = False
        """Whether somebody's words were taken out: the database then also clears its traces of them."""
        self.filled: set[Lane] = set()
        """Lanes that got something to work: whoever waits for it is woken."""
