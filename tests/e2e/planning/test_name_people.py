"""The people of a plan are named in one form: by who is in Slack, by name, with how much of their week they have."""

from bot.domain.actions.progress import ActionStatus
from tests.e2e.app import App
from tests.e2e.plans import last, listed, plan_message, planned, progress
from tests.e2e.scenes import at_rest, opened
from tests.slack_stub import Channel, User


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
