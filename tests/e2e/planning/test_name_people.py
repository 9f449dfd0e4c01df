"""The people of a plan are named in one form: by who is in Slack, by name, with how much of their week they have."""

from bot.domain.actions.progress import ActionStatus
from tests.e2e.app import App
from tests.e2e.plans import last, listed, plan_message, planned, progress
from tests.e2e.scenes import at_rest, opened
from tests.slack_stub import Channel, Message, User


async def held(app: App, role: str) -> list[ActionStatus]:
    return [one for one in (await progress(app)).standings if one.action.role == role]


async def test_whoever_is_named_gets_the_actions_of_the_role_and_is_asked_whether_that_is_right(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    plan = await planned(app, dana, freight, dana, whole=True)
    role = next(one.action.role for one in (await progress(app)).standings if one.action.person_name is None)
    form = await opened(app, await dana.clicks(plan, "plan_people"), dana)
    form = await opened(app, await dana.clicks(form, "more_people", ["all_roles", "details"]), dana)
    ack = await dana.submits(form, {f"person_{role}": marta, f"share_{role}": "20"})
    assert ack.ok and not ack.errors, ack
    await at_rest(app)
    theirs = await held(app, role)
    assert theirs and {(one.owner, one.accepted) for one in theirs} == {(marta.id, False)}
    assert marta.mention in plan_message(app, freight).shown
    asked = last(app, marta)
    assert dana.mention in asked.shown and {"action_accept", "action_update"} & set(asked.action_ids)
    assert marta.person.real_name in (await listed(app, dana)).shown


async def test_nobody_is_named_twice_for_one_role_and_an_empty_form_says_so(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    plan = await planned(app, dana, freight, dana, whole=True)
    role = next(one.action.role for one in (await progress(app)).standings if one.action.person_name is None)
    form = await opened(app, await dana.clicks(plan, "plan_people"), dana)
    view = await opened(app, await dana.clicks(form, "more_people", ["all_roles", "details"]), dana)
    both = await dana.submits(view, {f"person_{role}": marta, f"name_{role}": "Somebody else"})
    assert both.errors == {f"name_{role}": "Choose somebody or write a name, not both."}
    none = await dana.submits(view, {})
    assert list((none.errors or {}).values()) == ["Name somebody, or close the form."]
    await at_rest(app)
    assert not [one for one in await held(app, role) if one.action.person_name]


async def named(app: App, dana: User, plan: Message, marta: User, role: str) -> None:
    form = await opened(app, await dana.clicks(plan, "plan_people"), dana)
    form = await opened(app, await dana.clicks(form, "more_people", ["all_roles", "details"]), dana)
    await dana.submits(form, {f"person_{role}": marta})
    await at_rest(app)


async def test_whoever_stops_requests_has_what_they_accepted_and_is_named_and_handed_nothing_more(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    plan = await planned(app, dana, freight, dana, whole=True)
    free = [one for one in (await progress(app)).standings if one.action.person_name is None]
    first, *_, second = dict.fromkeys(one.action.role for one in free)
    await named(app, dana, plan, marta, first)
    asked, given = last(app, marta), await held(app, first)
    if len(given) > 1:
        await marta.clicks(asked, "action_accept_all")
    else:
        await marta.clicks(asked, "action_accept")
    await at_rest(app)
    assert {one.accepted for one in await held(app, first)} == {True}
    await named(app, dana, plan_message(app, freight), marta, second)
    await marta.clicks(last(app, marta), "requests_stop")
    await at_rest(app)
    assert {(one.owner, one.accepted) for one in await held(app, first)} == {(marta.id, True)}
    assert {one.owner for one in await held(app, second)} == {None}
    (told,) = [m.shown for m in app.slack.said(dana.dm) if "I don't ask" in m.shown]
    assert f"I don't ask {marta.mention} to take actions of _Freight_" in told and "stays theirs" in told
    before = len(app.slack.said(marta.dm))
    await named(app, dana, plan_message(app, freight), marta, second)
    assert {one.owner for one in await held(app, second)} == {None}
    assert len(app.slack.said(marta.dm)) == before, "nothing reaches her"
    assert "doesn't want to be asked by you" in "".join(m.shown for m in app.slack.ephemerals(dana))
