"""What guests say counts, and is marked as a guest's wherever it is shown."""

import json

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, card, opened, rated, start, talk, told
from tests.slack_stub import Channel, SlackServer, User

SAID = "It runs on a cleaned extract of last year."


async def test_a_guests_words_bear_their_mark_in_the_thread_the_reasons_and_the_record(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    gus = slack.user("gus", is_restricted=True, real_name="Gus Lund")
    freight.members.add(gus.id)
    thread = await start(app, dana, "Freight", freight, participants=[dana, gus])
    await talk(app, dana, thread)
    await gus.says(freight, SAID, thread)
    await at_rest(app)
    assert "(Gus (guest))" in "\n".join(message.shown for message in slack.said(freight))
    await told(dana, "finish", freight)
    await at_rest(app)
    why = (await opened(app, await dana.clicks(card(app, freight), "assessment_why"), dana)).shown
    assert f"“{SAID}” {gus.mention} (guest)" in why
    assert f"{dana.mention} (guest)" not in why
    acme, pilot = app.database.in_workspace("T0ACME"), await app.pilot_id()
    (made,) = await acme.run(lambda uow: uow.assessments.list_for_pilot(pilot))
    kept = json.loads(made.model_dump_json())
    assert [person["id"] for person in kept["people"] if person["guest"]] == [gus.id]


async def test_whoever_became_a_guest_since_they_answered_is_marked_at_the_next_rating(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    await marta.says(freight, SAID, thread)
    await at_rest(app)
    marta.person.is_restricted = True
    shown = await rated(app, dana, thread, freight)
    why = (await opened(app, await dana.clicks(shown, "assessment_why"), dana)).shown
    assert f"“{SAID}” {marta.mention} (guest)" in why
