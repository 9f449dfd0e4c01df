"""Sixty free questions by search and with models that lie, as a table: python -m benchmarks.inquiries

Every question of tests/inquiries is asked of the seeded workspace, by the rules alone and with each kind of model
behind real HTTP. A row: how many questions are answered, how many claims there are, how many of them lead nowhere, how
many answers name what the asker may not see, and how many claims say what no entry carries. The last three must be 0.
"""

import asyncio
import time
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.inquiries.asking import Asking, Heard, ask, load_questions, open_workspace
from tests.inquiries.liars import FAILURES, LIARS, a_copier, list_strange
from tests.inquiries.workspace import tell_pilots
from tests.llm.replies import analyst_at
from tests.seeded.telling import Told
from tests.support.model_server import ModelServer, Script


class Row(NamedTuple):
    name: str
    answered: int
    as_expected: int
    untold: int
    claims: int
    unlinked: int
    leaks: int
    made_up: int
    milliseconds: float
    """Median of a question."""


def build_row(name: str, heard: Sequence[Heard], pilots: Sequence[Told], seconds: float, *, lies: bool) -> Row:
    claims = [claim for one in heard for claim in one.answer.claims]
    of_record = [one for one in heard if one.asked.kind == "answered"]
    return Row(
        name,
        sum(one.answer.is_told for one in heard),
        sum(one.cites_what_is_expected for one in of_record),
        sum(not one.answer.is_told for one in heard if one.asked.kind == "untold"),
        len(claims),
        sum(not all(entry.address or entry.passage for entry in claim.entries) for claim in claims),
        sum(bool(list_strange(one, pilots)) for one in heard),
        sum(bool(claim.text) for claim in claims) if lies else 0,
        1000 * seconds,
    )


async def ask_of(
    script: Script | None, questions: Sequence[Asking], pilots: Sequence[Told], knowledge: Knowledge
) -> tuple[list[Heard], float]:
    """What came back, and the seconds of a question."""
    if script is None:
        return await time_all(questions, pilots, knowledge)
    with ModelServer(script) as server:
        return await time_all(questions, pilots, knowledge, server)


async def time_all(
    questions: Sequence[Asking], pilots: Sequence[Told], knowledge: Knowledge, server: ModelServer | None = None
) -> tuple[list[Heard], float]:
    analyst = analyst_at(server, knowledge) if server is not None else None
    async with open_workspace(pilots, knowledge, analyst) as deps:
        took, heard = [], []
        for one in questions:
            began = time.perf_counter()
            heard.append(await ask(deps, one))
            took.append(time.perf_counter() - began)
    return heard, median(took)


async def main() -> None:
    knowledge = load_knowledge(ROOT / "knowledge")
    pilots, questions = tell_pilots(knowledge), load_questions()
    print("| by | answered of 60 | as expected of 30 | untold of 10 | claims | unlinked | leaks | made up | ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for script in (None, a_copier, *LIARS, *FAILURES):
        heard, seconds = await ask_of(script, questions, pilots, knowledge)
        name = "search" if script is None else script.__name__.replace("_", " ")
        row = build_row(name, heard, pilots, seconds, lies=script in LIARS)
        print("| " + " | ".join(f"{value:.0f}" if isinstance(value, float) else str(value) for value in row) + " |")


if __name__ == "__main__":
    asyncio.run(main())
