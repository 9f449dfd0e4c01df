"""A model that is slow: whoever waits is told once that what they said is saved, and after that only what was read."""

from dataclasses import replace
from pathlib import Path

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import QUICK, running, sqlite
from tests.e2e.conversation import STORY, begun
from tests.e2e.scenes import at_rest
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Channel, Message, SlackServer, User


def shows(slack: SlackServer, dm: Channel, root: Message, words: str) -> bool:
    return any(words in message.shown for message in slack.said(dm, root))


async def test_whoever_waits_long_is_told_once_that_it_is_saved(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, dana: User, marta: User
) -> None:
    analyst = TroubledAnalyst(knowledge)
    analyst.slow = True
    tempo = replace(QUICK, reading=0.05)
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst, tempo=tempo) as app:
        threads = [(person.dm, await begun(slack, person, name=f"Of {person.id}")) for person in (dana, marta)]
        for person, (dm, root) in zip((dana, marta), threads, strict=True):
            await person.says(dm, STORY, root)
        for dm, root in threads:
            await slack.until(lambda dm=dm, root=root: shows(slack, dm, root, "What you said is saved"))  # type: ignore[misc]
        analyst.slow = False
        await at_rest(app)
        for dm, root in threads:
            assert shows(slack, dm, root, "That took the language model longer than usual.")
            assert not shows(slack, dm, root, "What you said is saved")
            assert "interview_dont_know" in slack.said(dm, root)[-1].action_ids


async def test_nobody_is_told_so_of_one_that_answers_in_time(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, dana: User
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path), analyst=TroubledAnalyst(knowledge)) as app:
        root = await begun(slack, dana)
        await dana.says(dana.dm, STORY, root)
        await at_rest(app)
        assert not shows(slack, dana.dm, root, "longer than usual")
