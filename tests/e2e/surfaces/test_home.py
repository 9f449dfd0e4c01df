"""App Home: what waits for me, my pilots with where they stand, what I can do next; and kept fresh."""

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, opened, plan_asked_for, rated, start, talk, told
from tests.slack_stub import Channel, SlackServer, User, View


async def home_of(app: App, person: User) -> View:
    """As it is shown when they open it."""
    await person.opens_home()
    await at_rest(app)
    return seen(app, person)


def seen(app: App, person: User) -> View:
    """As it is by now, without their opening it again."""
    home = app.slack.home_of(person)
    assert home is not None, app.slack.story()
    return home


async def test_whoever_is_in_no_pilot_reads_what_this_is_and_starts_one_there(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    home = await home_of(app, dana)
    assert "I'm Flightplan, an AI assistant." in home.shown
    assert home.action_ids == ["pilot_start"]
    view = await opened(app, await dana.clicks(home, "pilot_start"), dana)
    assert view.title == "Start a pilot"
    assert (await dana.submits(view, {"name": "Freight", "channel": freight})).ok
    await at_rest(app)
    assert "Freight: from pilot to production" in slack.said(freight)[0].shown
    assert "*Freight* · not assessed yet" in seen(app, dana).shown


async def test_open_questions_are_those_of_ones_own_interviews_with_the_way_there(
    app: App, slack: SlackServer, dana: User, marta: User, *, paolo: User, eve: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta], leaders=[paolo])
    home = await home_of(app, marta)
    assert "*1 question for you*\nTell me about the pilot in your own words" in home.shown
    assert "_Freight_ · interview under way, 0 of 15 known" in home.shown
    (answer,) = (block["accessory"] for block in home.blocks if "accessory" in block and "url" in block["accessory"])
    assert answer["text"]["text"] == "Answer"
    assert answer["url"].endswith(f"/archives/{freight.id}/p{thread.ts.replace('.', '')}")
    assert (await marta.clicks(home, "open_thread")).ok
    leader = await home_of(app, paolo)
    assert "question for you" not in leader.shown and "*Freight* · not assessed yet" in leader.shown
    assert "Freight" not in (await home_of(app, eve)).shown


async def test_it_is_fresh_after_every_answer_pause_and_resumption(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    for person in (dana, marta):
        await home_of(app, person)
    await talk(app, dana, thread)
    for person in (dana, marta):
        assert "interview under way, 2 of 15 known" in seen(app, person).shown
        assert "Tell me about the pilot" not in seen(app, person).shown
    await told(dana, "pause", freight)
    await at_rest(app)
    paused = seen(app, marta)
    assert "interview paused" in paused.shown
    assert (await marta.clicks(paused, "interview_resume")).ok
    await at_rest(app)
    assert "interview under way" in seen(app, marta).shown
    assert f"{marta.mention} resumed the interview." in slack.said(freight)[-1].shown


async def test_a_question_left_to_somebody_is_theirs_and_no_longer_the_others(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    """Whoever is asked in sees the question and the pilot's name, and nothing else of it."""
    thread = await start(app, dana, "Freight", freight)
    await talk(app, dana, thread)
    for person in (dana, eve):
        await home_of(app, person)
    asked = slack.said(freight)[-1]
    view = await opened(app, await dana.clicks(asked, "interview_ask_colleague"), dana)
    words = view.shown.splitlines()[0].strip("*")
    assert words in seen(app, dana).shown
    await dana.submits(view, {"colleague": eve})
    await at_rest(app)
    left = seen(app, eve).shown
    assert "*1 question for you*" in left and "“Freight” · left to you by a colleague" in left
    assert "of 15 known" not in left and "*1 pilot*" not in left
    assert words not in seen(app, dana).shown


async def test_my_pilots_show_stage_trend_and_what_to_do_next(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    assert "Next: go on with the interview (0 of 15 known)" in (await home_of(app, dana)).shown
    await rated(app, dana, thread, freight)
    assessed = seen(app, dana)
    assert "*Freight* · can't be rated yet" in assessed.shown
    assert "Ownership `▰▱▱▱`" in assessed.shown and "Next: go on with the interview" in assessed.shown
    pilot = await opened(app, await dana.clicks(assessed, "pilot_open"), dana)
    assert pilot.title == "Freight" and "*Freight can't be rated yet.*" in pilot.shown
    assert "12 not asked yet" in pilot.shown and pilot.shown.count("`▰▱▱▱` *Ownership*") == 1
    await plan_asked_for(app, dana, pilot)
    await at_rest(app)
    assert "Next: Find out" in seen(app, dana).shown
    await told(dana, "start Freight", freight)
    await at_rest(app)
    await dana.says(freight, "The P&L is mine and I signed the acceptance in March.", slack.said(freight)[-1])
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    again = seen(app, dana).shown
    assert "*Freight* · can't be rated yet" in again
    assert "Nothing changed since" in again, "what was said before still counts"


async def test_a_pilot_of_which_nothing_is_known_is_not_called_a_lab(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    await told(dana, "finish", freight)
    await at_rest(app)
    assert "*Freight can't be rated yet.*" in slack.said(freight)[-1].shown
    for shown in (
        (await home_of(app, dana)).shown,
        (await told(dana, "status")).shown,
        (await told(dana, "list")).shown,
    ):
        assert "*Freight* · can't be rated yet" in shown


async def test_those_one_is_asked_in_come_first_and_strangers_pilots_not_at_all(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, participants=[marta])
    await start(app, dana, "Dispatch", slack.channel("dispatch", dana), participants=[dana])
    await start(app, marta, "Claims", slack.channel("claims", marta), participants=[marta])
    shown = (await home_of(app, dana)).shown
    assert shown.index("*Dispatch*") < shown.index("*Freight*")
    assert "Claims" not in shown and "*2 pilots*" in shown
