"""Who sees more than twenty pilots turns pages, where they stand: in a list, and in Home."""

from datetime import timedelta

from bot.domain.core.people import Person
from bot.services.ports.core import UnitOfWork
from tests.e2e.app import App
from tests.e2e.scenes import at_rest, told
from tests.slack_stub import SlackServer, User
from tests.support.builders import MONDAY
from tests.support.teams import a_team, store

MANY = 45


async def lead_many(app: App, slack: SlackServer, lead: User) -> None:
    plain = {"lead": lead.id, "owner": None, "participants": (), "leaders": (), "channel": None}
    people = (Person(id=lead.id, name="Dana Marsh"),)

    def work(uow: UnitOfWork) -> None:
        for number in range(1, MANY + 1):
            begun = MONDAY + timedelta(minutes=number)
            store(uow, a_team(f"Pilot {number}", created_at=begun, people=people, **plain))

    await app.database.in_workspace(slack.slack.workspace.team_id).run(work)


async def test_a_list_is_turned_in_place(app: App, slack: SlackServer, dana: User) -> None:
    await lead_many(app, slack, dana)
    first = await told(dana, "list")
    assert "*45 pilots you may see* · 1 to 20 of 45" in first.shown
    assert "*Pilot 45*" in first.shown and "*Pilot 25*" not in first.shown
    await dana.clicks(first, "pilot_list")
    await at_rest(app)
    (second,) = [one for one in slack.ephemerals(dana) if "you may see" in one.shown]
    assert "· 21 to 40 of 45" in second.shown and "*Pilot 25*" in second.shown and "*Pilot 45*" not in second.shown
    await dana.clicks(second, "pilot_list")
    await at_rest(app)
    (last,) = [one for one in slack.ephemerals(dana) if "you may see" in one.shown]
    assert "· 41 to 45 of 45" in last.shown and "pilot_list" not in last.action_ids
    await dana.clicks(last, "pilot_list_back")
    await at_rest(app)
    assert any("· 21 to 40 of 45" in one.shown for one in slack.ephemerals(dana))


async def test_home_is_turned_in_place(app: App, slack: SlackServer, dana: User) -> None:
    await lead_many(app, slack, dana)
    await dana.opens_home()
    await at_rest(app)
    home = slack.home_of(dana)
    assert home is not None and "*45 pilots* · 1 to 20 of 45" in home.shown
    await dana.clicks(home, "home_pilots")
    await at_rest(app)
    turned = slack.home_of(dana)
    assert turned is not None and "*45 pilots* · 21 to 40 of 45" in turned.shown
    assert "*Pilot 25*" in turned.shown and "home_pilots_back" in turned.action_ids
