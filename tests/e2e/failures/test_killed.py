"""Kill -9 at the worst moments, then a start: no answer is lost, no question asked twice, nobody kept waiting.

Those moments are tried each day; moments by chance under `make soak`.
"""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.interview.interview import Interview
from bot.storage.engine.database import Database
from tests.e2e.app import find_interview, sqlite
from tests.e2e.conversation import (
    ANSWERS,
    FREIGHT,
    STORY,
    begun,
    nobody_is_kept_waiting,
    nothing_is_doubled,
    transcript,
)
from tests.e2e.process import serving
from tests.e2e.scenes import all_at_rest
from tests.slack_stub import Fault, Message, SlackServer, User

LONG = 60.0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "serve.log"


async def moved_on(slack: SlackServer, thread: Message, answers: int) -> None:
    """So many answers were followed by something in this thread, and it waits for the next."""

    def waits() -> bool:
        session = slack.session(thread)
        return len(_replies(slack, thread)) >= answers and session is not None and session.status == "suspended"

    await slack.until(waits)


def _replies(slack: SlackServer, thread: Message) -> list[Message]:
    where = slack.slack.workspace.channels[thread.channel]
    return [message for message in slack.said(where, thread) if message.is_reply]


async def interview_in(database_url: str, slack: SlackServer, interview_id: str = FREIGHT) -> Interview:
    with Database(database_url) as database:
        return await find_interview(database, slack, interview_id)


async def each_answer_counts_once(slack: SlackServer, database_url: str, person: User) -> None:
    """To the question that it was said to."""
    interview = await interview_in(database_url, slack)
    assert transcript(interview) == [(f"q{number}", text) for number, text in enumerate(ANSWERS)]
    nothing_is_doubled(slack, interview, person.dm)
    nobody_is_kept_waiting(slack)


MOMENTS: dict[str, Callable[[SlackServer], Fault]] = {
    "between the ack and the reading": lambda slack: slack.slow_down("agents.sessions.setStatus", LONG),
    "while it is read": lambda slack: slack.answer_late("agents.sessions.setStatus", LONG),
    "between the reading and the reply": lambda slack: slack.slow_down("chat.postMessage", LONG),
    "between the reply and the noting of its ts": lambda slack: slack.answer_late("chat.postMessage", LONG),
}


async def test_whenever_it_is_killed_every_answer_counts_and_every_question_is_asked_once(
    slack: SlackServer, ana: User, database_url: str, log: Path
) -> None:
    root = None
    for number, (text, moment) in enumerate(zip(ANSWERS, MOMENTS.values(), strict=True)):
        async with serving(slack, database_url, log) as app:
            root = root or await begun(slack, ana)
            await moved_on(slack, root, number)
            fault = moment(slack)
            await ana.says(ana.dm, text, root)
            await slack.until(lambda fault=fault: fault.struck)  # type: ignore[misc]
            await app.kill()
    assert root is not None
    async with serving(slack, database_url, log) as app:
        await moved_on(slack, root, len(ANSWERS))
        assert await app.stop() == 0
    await each_answer_counts_once(slack, database_url, ana)


async def test_the_app_as_operators_start_it_goes_on_where_it_was_killed(
    slack: SlackServer, ana: User, tmp_path: Path, log: Path
) -> None:
    url = sqlite(tmp_path)
    async with serving(slack, url, log, everyday=True) as app:
        root = await begun(slack, ana)
        await ana.says(ana.dm, STORY, root)
        await slack.settled()
        await app.kill()
    async with serving(slack, url, log, everyday=True) as app:
        await moved_on(slack, root, 1)
        assert await app.stop() == 0
    interview = await interview_in(url, slack)
    assert transcript(interview) == [("q0", STORY)]
    nothing_is_doubled(slack, interview, ana.dm)


@pytest.mark.soak
async def test_killed_at_any_moment_it_goes_on(slack: SlackServer, ana: User, tmp_path: Path, log: Path) -> None:
    url = sqlite(tmp_path)
    root = None
    for text in ANSWERS[:3]:
        async with serving(slack, url, log) as app:
            root = root or await begun(slack, ana)
            await ana.says(ana.dm, text, root)
            await asyncio.sleep(random.uniform(0, 0.15))
            await app.kill()
    assert root is not None
    async with serving(slack, url, log) as app:
        await all_at_rest(slack, url)
        await app.stop()
    await everything_counts(slack, url, ana, root)


@pytest.mark.soak
async def test_two_side_by_side_take_over_from_each_other(
    slack: SlackServer, ana: User, dana: User, postgres_url: str, log: Path
) -> None:
    async with serving(slack, postgres_url, log) as steady:
        hers, theirs = await begun(slack, ana), await begun(slack, dana, name="Claims")
        for text in ANSWERS[:3]:
            async with serving(slack, postgres_url, log) as other:
                await ana.says(ana.dm, text, hers)
                await dana.says(dana.dm, text, theirs)
                await asyncio.sleep(random.uniform(0, 0.15))
                await other.kill()
        await all_at_rest(slack, postgres_url)
        await steady.stop()
    await everything_counts(slack, postgres_url, ana, hers)
    await everything_counts(slack, postgres_url, dana, theirs, "claims-i1")


async def everything_counts(
    slack: SlackServer, database_url: str, person: User, root: Message, interview_id: str = FREIGHT
) -> None:
    """Who answers faster than they are asked is heard all the same, once, in order."""
    interview = await interview_in(database_url, slack, interview_id)
    assert [turn.text for turn in interview.turns] == list(ANSWERS[:3])
    assert interview.unread_turns == ()
    assert interview.pending_questions, "nothing is asked any more"
    nothing_is_doubled(slack, interview, person.dm)
    nobody_is_kept_waiting(slack)
