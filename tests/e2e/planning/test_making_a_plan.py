"""The plan is asked for with its first day, its hands and its holidays, and comes to where the team talks."""

from datetime import date, timedelta

from bot.domain.plan.plan import ProductionPlan
from tests.e2e.app import App
from tests.e2e.scenes import at_rest, opened, rated, start, told
from tests.slack_stub import Channel, Message, SlackServer, User


async def a_card(app: App, dana: User, channel: Channel) -> Message:
    return await rated(app, dana, await start(app, dana, "Freight", channel), channel)


async def plans(app: App) -> tuple[ProductionPlan, ...]:
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    pilot = await app.pilot_id()
    return await transactions.run(lambda uow: uow.plans.list_for_pilot(pilot))


async def test_the_form_begins_next_monday_with_three_people_where_the_asking_person_is(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    card = await a_card(app, dana, freight)
    view = await opened(app, await dana.clicks(card, "plan_make"), dana)
    fields = {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}
    day = date.fromisoformat(fields["start"]["initial_date"])
    assert day.weekday() == 0 and timedelta(0) < day - date.today() <= timedelta(days=8)
    assert fields["team_size"]["initial_option"]["value"] == "3"
    assert fields["country"]["initial_option"]["text"]["text"] == "Germany"
    assert (await dana.submits(view)).ok
    await at_rest(app)
    (plan,) = await plans(app)
    assert (plan.start, plan.team_size) == (day, 3)
    assert plan.days_off.country is not None and plan.days_off.country.code == "DE"
    assert any(
        "weeks to find out what is not known, then a new assessment" in message.shown for message in slack.said(freight)
    ), slack.story()


async def test_what_is_filled_in_is_what_is_planned_and_too_few_hands_move_gates(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    card = await a_card(app, dana, freight)
    view = await opened(app, await dana.clicks(card, "plan_make"), dana)
    day = date.today() + timedelta(days=30)
    gone = await dana.submits(view, {"start": (date.today() - timedelta(days=3)).isoformat()})
    assert gone.errors == {"start": "That day has gone by. Choose today or a later one."}
    frozen = {"freeze_first": (day + timedelta(days=20)).isoformat(), "freeze_last": day.isoformat()}
    turned = await dana.submits(view, {"start": day.isoformat(), **frozen})
    assert turned.errors == {"freeze_last": "That is before the day it begins."}
    frozen = {"freeze_first": frozen["freeze_last"], "freeze_last": frozen["freeze_first"]}
    lots = await dana.submits(view, {"start": day.isoformat(), "day_rate": "lots"})
    assert lots.errors == {"day_rate": "lots is no day rate. Write it as 800 EUR, with the currency's three letters."}
    stakes = {"risk": ["impact=high", "people=low"], "day_rate": "800 EUR"}
    wished = {"start": day.isoformat(), "team_size": "1", "country": None, **frozen, **stakes}
    assert (await dana.submits(view, wished)).ok
    await at_rest(app)
    (plan,) = await plans(app)
    assert plan.start >= day and plan.team_size == 1 and plan.days_off.country is None
    assert all(action.start > day + timedelta(days=20) for action in plan.actions)
    assert plan.risk_answers.tier == "high"
    assert plan.value_case.plan_cost == plan.value_case.person_days * 800


async def test_an_assessment_is_planned_once_and_by_those_who_take_part(
    app: App, slack: SlackServer, dana: User, paolo: User, freight: Channel
) -> None:
    card = await a_card(app, dana, freight)
    view = await opened(app, await paolo.clicks(card, "plan_make"), paolo)
    assert "Only Dana can have a plan made. Nothing was changed." in view.shown
    mine = await opened(app, await dana.clicks(card, "plan_make"), dana)
    assert (await dana.submits(mine)).ok
    await at_rest(app)
    assert not any("plan_make" in message.action_ids for message in slack.said(freight))
    assert len(await plans(app)) == 1
    assert "weeks to find out what is not known, then a new assessment" in (await told(dana, "plan", freight)).shown
