"""Turns of an interview, one after the other, and what each asks of the database until everything has come to rest."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, event

from tests.e2e.app import App
from tests.e2e.conversation import SAP, STORY, begun
from tests.e2e.scenes import at_rest
from tests.slack_stub import User


class Cost(NamedTuple):
    """Of one turn."""

    queries: int
    writes: int
    commits: int
    cpu: float
    """Milliseconds."""


def count_statements(app: App) -> Counter[str]:
    """From now on, by what they begin with; without the looks by which a test waits for rest."""
    counted: Counter[str] = Counter()

    @event.listens_for(app.database.engine, "before_cursor_execute")
    def count(conn: Connection, _cursor: object, statement: str, _given: object, context: Any, _many: bool) -> None:
        conn.info["by_test"] = context is not None and context.execution_options.get("by_test", False)
        if not conn.info["by_test"]:
            counted[statement.split(maxsplit=1)[0]] += 1

    @event.listens_for(app.database.engine, "commit")
    def commit(conn: Connection) -> None:
        if not conn.info["by_test"]:
            counted["COMMIT"] += 1

    return counted


async def play_turns(app: App, person: User, turns: int) -> AsyncIterator[Cost]:
    """The first tells the story; then it is answered, and told one thing more after the other."""
    root = await begun(app.slack, person)
    await at_rest(app)
    counted = count_statements(app)
    for number in range(turns):
        told = (STORY, SAP)[number] if number < 2 else f"Case {number} of each morning is checked by hand, as all are."
        counted.clear()
        begin, before = time.process_time(), len(app.slack.said(person.dm, root))
        await person.says(person.dm, told, root)
        await app.slack.until(lambda before=before: len(app.slack.said(person.dm, root)) > before)  # type: ignore[misc]
        await at_rest(app)
        writes = sum(counted[kind] for kind in ("INSERT", "UPDATE", "DELETE"))
        yield Cost(counted["SELECT"], writes, counted["COMMIT"], 1000 * (time.process_time() - begin))
