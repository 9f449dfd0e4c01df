"""A model that hangs under many: each is told soon that what they said is saved, and it is read once it is back."""

from pathlib import Path

from bot.domain.framework.knowledge import Knowledge
from bot.llm.models.model_config import TimeBudgets
from tests.e2e.app import running, sqlite
from tests.e2e.conversation import STORY, begun
from tests.llm.replies import a_mapping, analyst_at
from tests.slack_stub import Channel, Message, SlackServer, User
from tests.support.model_server import ModelServer, Reply, Request, Stalls

PEOPLE = 8


class Service:
    """Answers, or hangs."""

    def __init__(self) -> None:
        self.reply: Reply = Stalls(60.0)

    def __call__(self, request: Request) -> Reply:
        return self.reply


TOLD = "I couldn't reach the language model. What you said is saved"


def is_told(slack: SlackServer, dm: Channel, root: Message) -> bool:
    return [TOLD in one.shown for one in slack.said(dm, root)].count(True) == 1


def is_asked_next(slack: SlackServer, dm: Channel, root: Message) -> bool:
    return "interview_dont_know" in slack.said(dm, root)[-1].action_ids


async def say_all(slack: SlackServer) -> list[tuple[Channel, Message]]:
    people: list[User] = [slack.user(f"person{number}") for number in range(PEOPLE)]
    threads = [(one.dm, await begun(slack, one, name=f"Of {one.id}")) for one in people]
    for one, (dm, root) in zip(people, threads, strict=True):
        await one.says(dm, STORY, root)
    return threads


async def test_more_people_than_workers_wait_for_a_model_that_hangs_and_all_are_told_and_read_later(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    service = Service()
    with ModelServer(service) as server:
        analyst = analyst_at(server, knowledge, budgets=TimeBudgets(0.5, 15.0))
        async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst):
            threads = await say_all(slack)
            for dm, root in threads:
                await slack.until(lambda dm=dm, root=root: is_told(slack, dm, root))  # type: ignore[misc]
            service.reply = a_mapping()
            for dm, root in threads:
                await slack.until(lambda dm=dm, root=root: is_asked_next(slack, dm, root))  # type: ignore[misc]
