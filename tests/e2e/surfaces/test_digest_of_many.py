"""Who leads more pilots than can be read while Slack waits is told at once that it comes, and gets it after that."""

from datetime import timedelta

from bot.domain.core.people import Person
from bot.services.ports.core import UnitOfWork
from tests.e2e.app import App
from tests.e2e.plans import last
from tests.e2e.scenes import at_rest, opened, told
from tests.slack_stub import SlackServer, User
from tests.support.builders import MONDAY
from tests.support.teams import a_team, store

MANY = 101


async def test_portfolio_and_preview_of_many_come_after_the_ack(app: App, slack: SlackServer, dana: User) -> None:
    people = (Person(id=dana.id, name="Dana Marsh"),)
    plain = {"lead": dana.id, "owner": dana.id, "participants": (), "leaders": (), "channel": None, "people": people}

    def work(uow: UnitOfWork) -> None:
        for number in range(MANY):
            store(uow, a_team(f"Pilot {number}", created_at=MONDAY + timedelta(minutes=number), **plain))

    await app.database.in_workspace(slack.slack.workspace.team_id).run(work)
    assert "It comes in a moment" in (await told(dana, "portfolio")).shown
    await at_rest(app)
    assert "*101 pilots: 101 not rated yet.*" in last(app, dana).shown
    settings = await opened(app, await dana.command("/pilot", "digest"), dana)
    coming = await opened(app, await dana.clicks(settings, "digest_preview"), dana)
    assert "I'm reading 101 pilots" in coming.shown
    await at_rest(app)
    assert "your 101 pilots" in last(app, dana).shown and last(app, dana).action_ids == []
