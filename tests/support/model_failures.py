"""What a model's service may do to an answer, over real HTTP, and what people see of it: a table for docs/models.md."""

import io
import json
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rich.console import Console
from structlog.testing import capture_logs

from bot.console.interview.room import Room
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.llm.models.model_config import TimeBudgets
from bot.storage.engine.database import Database
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.support.builders import DANA
from tests.support.model_server import Fails, Garbles, ModelServer, NoChoices, Reply, Resets, Says
from tests.support.rooms import build_deps, read_on, say

SAID = "Nightly CSV export, then someone pastes it."
GOOD = a_mapping(a_reading("systems", 1, SAID))
_JSON = "application/json"
_WRAPPED = f"<think>It is pasted, so 1.</think>\nHere it is:\n```json\n{json.dumps(GOOD)}\n```"
_BODY = '{"intent": "answer", "readings": [], "facts": [], "owners": [], "signals": [], "probes": [], "wording": null'

FAILURES: Mapping[str, Reply] = {
    "429 or 503": Fails(503),
    "the connection is cut": Resets(),
    '200 and `{"error": …, "code": 502}`': Garbles('{"error": {"message": "upstream", "code": 502}}', _JSON),
    "200 and an HTML page": Garbles(),
    "200 and `null`": Garbles("null", _JSON),
    "200 and no choice": NoChoices(),
    "200 and `content: null`": Says(None),
    "401": Fails(401),
    "404": Fails(404, code="model_not_found"),
    "prose in place of JSON": "I would say level 1.",
    "JSON that is cut off": Says(_BODY, finish="length"),
    "a refusal": Says(None, refusal="No."),
    "`<think>…</think>`, prose and a code fence around the JSON": _WRAPPED,
}


class Seen(NamedTuple):
    told: str
    """What the person read right after they had answered; empty where nothing was amiss."""
    logged: str
    """What the operator finds in the log."""
    then: str
    """What had become of the answer."""
    later: str
    """And once the service was well again and somebody had asked for another try."""


async def see_failure(reply: Reply, knowledge: Knowledge) -> Seen:
    """An answer is given while the service does nothing but this; then it is well again, and is asked once more."""
    well: list[bool] = []
    screen = io.StringIO()
    with (
        ModelServer(lambda request: GOOD if well else reply) as server,
        TemporaryDirectory() as folder,
        Database(f"sqlite:///{Path(folder) / 'flightplan.db'}") as database,
    ):
        deps = build_deps(database, knowledge, analyst_at(server, knowledge, budgets=TimeBudgets(120.0, 120.0)))
        room = Room(deps, Console(file=screen, width=1000), Pilot(id="p1", name="FreightMatch"))
        await room.open_interview((DANA,))
        with capture_logs() as logs:
            await say(room, SAID)
        told, then = screen.getvalue(), await _describe_answer(room)
        well.append(True)
        await room.run(lambda uow: uow.interviews.save(uow.interviews.get(room.interview_id).retry_turn("t1")))
        await read_on(room)
        return Seen(_find_notice(told), _find_cause(logs), then, await _describe_answer(room))


async def _describe_answer(room: Room) -> str:
    interview = await room.load_interview()
    if interview.known_criteria:
        return "read"
    states = {"said": "unread, waits", "unreadable": "unread, set aside", "mapped": "lost", "retracted": "lost"}
    return states[interview.turns[0].state]


def _find_notice(screen: str) -> str:
    lines = (" ".join(line.split()) for line in screen.splitlines())
    return next((line for line in lines if "saved" in line or "couldn't read" in line), "")


def _find_cause(logs: list[MutableMapping[str, Any]]) -> str:
    return next((str(log["why"]).partition(": ")[2] for log in logs if log["event"] == "the analyst failed"), "")


async def describe_failures(knowledge: Knowledge) -> list[str]:
    """The rows of the table."""
    rows = [
        "| what the service answers with | what the person reads | the answer is then | and later |",
        "| --- | --- | --- | --- |",
    ]
    for name, reply in FAILURES.items():
        seen = await see_failure(reply, knowledge)
        rows.append(f"| {name} | {seen.told or 'nothing of it'} | {seen.then} | {seen.later} |")
    return rows
