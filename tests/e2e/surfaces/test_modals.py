"""Modals: what each asks for, what it does not let pass, and what comes of it."""

from sqlalchemy import select

from bot.storage.session.transaction import Transaction
from bot.storage.tables import metadata
from tests.e2e.app import App
from tests.e2e.scenes import CLAIMS, at_rest, card, opened, rated, start, talk, told
from tests.slack_stub import Channel, Message, SlackServer, User, View

# --- start a pilot -----------------------------------------------------------------------------------------


async def form(app: App, person: User, channel: Channel | None = None) -> View:
    return await opened(app, await person.command("/pilot", "start Freight", channel), person)


async def test_start_names_everybody_and_tells_each_where_they_will_be_asked(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User, *, freight: Channel
) -> None:
    view = await form(app, dana, freight)
    values = {
        "purpose": "Matches freight invoices",
        "leader": paolo,
        "participants": [dana, marta],
        "leaders": [paolo],
        "channel": None,
    }
    assert (await dana.submits(view, values)).ok
    await at_rest(app)
    assert slack.said(freight) == []
    for person in (dana, marta):
        opening = slack.said(person.dm)[0]
        assert "Only you and I read this thread." in opening.shown
    assert f"Asked {marta.mention}; nothing back yet." in slack.said(dana.dm)[1].shown
    (named,) = slack.said(paolo.dm)
    assert f"{dana.mention} named you for the AI pilot “Freight”" in named.shown
    assert "*Freight* · not assessed yet" in (await told(paolo, "status")).shown


async def test_the_form_says_which_channel_is_filled_in_and_who_would_read_along(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    secret = slack.channel("secret", dana, kind="private")
    assert (
        f"Filled in already is <#{freight.id}>, where you are. It is public" in (await form(app, dana, freight)).shown
    )
    assert f"Filled in already is <#{secret.id}>, where you are. It is private" in (await form(app, dana, secret)).shown
    assert "Filled in already" not in (await form(app, dana)).shown


async def test_whether_each_is_asked_what_they_know_best_is_the_team_s_to_choose(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User
) -> None:
    await dana.submits(await form(app, dana), {"participants": [marta], "leader": paolo, "asking": "anyone"})
    await at_rest(app)
    (root,) = slack.said(marta.dm)
    await marta.says(marta.dm, "We match freight invoices.", root)
    await at_rest(app)
    assert {question.to for question in (await app.interview("freight-i1")).questions} == {None, marta.id}
    (told_him,) = slack.said(paolo.dm)
    assert "I ask you only what somebody leaves to you." in told_him.shown


async def test_start_without_a_name_says_so_and_keeps_nothing(app: App, slack: SlackServer, dana: User) -> None:
    view = await form(app, dana)
    for nothing in ("   ", "\u200b\u200b", "\u3164", " \u2800\u202e", "\x1b\x9b"):
        ack = await dana.submits(view, {"name": nothing})
        assert ack.errors == {"name": "Give the pilot a name that your team knows."}
    assert slack.view(dana) == view
    await at_rest(app)
    assert "You are in no pilot yet" in (await told(dana, "status")).shown


async def test_start_says_at_once_into_which_channel_the_app_cannot_get(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    secret, old = slack.channel("secret", dana, kind="private", bot=False), slack.channel("old", dana)
    old.archived = True
    view = await form(app, dana)
    ack = await dana.submits(view, {"channel": secret})
    assert ack.errors == {
        "channel": "I'm not in that channel and can't join by myself. Write /invite @Flightplan there, then try again."
    }
    ack = await dana.submits(view, {"channel": old})
    assert ack.errors == {"channel": "That channel is archived. Unarchive it, or choose another one."}
    await slack.invite_bot(secret)
    assert (await dana.submits(view, {"channel": secret})).errors == {}
    await at_rest(app)
    assert "Freight: from pilot to production" in slack.said(secret)[0].shown


async def test_start_joins_a_public_channel_by_itself(app: App, slack: SlackServer, dana: User) -> None:
    town = slack.channel("town", dana, bot=False)
    await dana.submits(await form(app, dana), {"channel": town})
    await at_rest(app)
    assert "Freight: from pilot to production" in slack.said(town)[0].shown


async def test_a_channel_that_slack_was_too_slow_to_tell_of_is_checked_again_when_the_pilot_starts(
    app: App, slack: SlackServer, dana: User
) -> None:
    secret = slack.channel("secret", dana, kind="private", bot=False)
    slack.slow_down("conversations.info", 30.0)
    assert (await dana.submits(await form(app, dana), {"channel": secret})).errors == {}
    await at_rest(app)
    assert "Freight was not started. I'm not in that channel" in slack.said(dana.dm)[0].shown
    assert "You are in no pilot yet" in (await told(dana, "status")).shown


async def test_guests_are_told_of_and_the_others_are_asked(app: App, slack: SlackServer, dana: User) -> None:
    gus = slack.user("gus", is_restricted=True)
    await dana.submits(await form(app, dana), {"participants": [dana, gus]})
    await at_rest(app)
    opening, warning = sorted(slack.said(dana.dm), key=lambda message: "can't write to" in message.shown)
    assert "Freight: from pilot to production" in opening.shown
    assert f"I can't write to {gus.mention} directly" in warning.shown


# --- ask a colleague, correct ------------------------------------------------------------------------------


async def test_a_colleague_is_asked_who_can_be(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await talk(app, dana, thread)
    view = await opened(app, await dana.clicks(slack.said(freight)[-1], "interview_ask_colleague"), dana)
    assert "I ask them this one question of _Freight_ and say that you named them." in view.shown
    robot, gus = slack.user("robot", is_bot=True), slack.user("gus", is_restricted=True)
    for whom, why in {
        dana: "That is you. Choose somebody else.",
        robot: "That is an app. Choose a person.",
        gus: "Gus is a guest, and Slack doesn't let guests talk to apps. Ask them yourself.",
    }.items():
        assert (await dana.submits(view, {"colleague": whom})).errors == {"colleague": why}
    assert (await dana.submits(view, {"colleague": eve, "note": "You ran it in <May>"})).errors == {}
    await at_rest(app)
    (asked,) = slack.said(eve.dm)
    assert f"{eve.mention}, {dana.mention} thinks you can answer this" in asked.shown
    assert f"{dana.mention} adds: “You ran it in &lt;May&gt;”" in asked.shown
    assert any(f"I've asked {eve.mention}" in message.shown for message in slack.said(freight))


async def test_only_the_speaker_corrects_and_an_empty_correction_does_not_pass(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    await dana.says(freight, CLAIMS[0], thread)
    await at_rest(app)
    noted = slack.said(freight)[-1]
    others = await marta.clicks(noted, "turn_correct") if "turn_correct" in visible_to(noted, marta) else None
    assert others is None or f"That answer is {dana.mention}'s to change" in (await opened(app, others, marta)).shown
    view = await opened(app, await dana.clicks(noted, "turn_correct"), dana)
    assert "You were asked: Tell me about the pilot" in view.shown
    assert (await dana.submits(view, {"answer_0": "  "})).errors == {
        "answer_0": "Write the new words, or close this and use Undo to take the answer back."
    }
    assert (await dana.submits(view, {"answer_0": "There is no owner. Nobody wants it."})).errors == {}
    await at_rest(app)
    interview = await app.interview("freight-i1")
    assert [turn.text for turn in interview.turns] == ["There is no owner. Nobody wants it."]
    assert "I signed the acceptance" not in "\n".join(message.shown for message in slack.said(freight))


def visible_to(message: Message, person: User) -> list[str]:
    elements = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    return [one["action_id"] for one in elements if person.id in one.get("visible_to_user_ids", [person.id])]


# --- why these ratings, challenge a rating -----------------------------------------------------------------


async def test_the_ratings_are_explained_with_level_quote_speaker_and_the_way_to_the_message(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    shown = await rated(app, dana, thread, freight)
    why = await opened(app, await marta.clicks(shown, "assessment_why"), marta)
    assert why.title == "Why these ratings"
    assert "*Owner* `▰▰▰▱` 3, designed" in why.shown
    assert "Rated at 3 because not all of this was said: “That leader runs it as part of regular" in why.shown
    said = next(message for message in slack.messages(freight) if message.text == CLAIMS[0])
    address = slack.slack.workspace.permalink(said).replace("&", "&amp;")
    assert f"“The P&amp;L is mine and I signed the acceptance in March.” {dana.mention}" in why.shown
    assert f"<{address}|see the message>" in why.shown
    assert "*Audit trail* `░░░░` unknown\nCan every decision be reconstructed" in why.shown


async def test_a_rating_is_challenged_from_the_ladder_and_stands_beside_it_with_who_when_and_why(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    shown = await rated(app, dana, thread, freight)
    view = await opened(app, await marta.clicks(shown, "assessment_challenge"), marta)
    assert "Choose one, and I show what each of its levels says." in view.shown
    assert (await marta.clicks(view, "criterion", "owner")).ok
    assert slack.view(marta) is view
    assert "`▰▰▰▱` 3: A named operational leader who carries the profit and loss has accepted it. *(rated here)*" in (
        view.shown
    )
    assert (await marta.clicks(view, "criterion", "systems")).ok
    assert "*(rated here)*" in view.shown and "A named operational leader" not in view.shown
    choice = {"criterion": "owner", "level": "1"}
    assert (await marta.submits(view, {**choice, "reason": " "})).errors == {
        "reason": "Say what makes you see it differently, so that others can check."
    }
    assert (await marta.submits(view, {**choice, "reason": "He signed for the trial <only>."})).ok
    told_at_once = slack.view(marta)
    assert told_at_once is not None and "Your view stands beside the rating" in told_at_once.shown
    await at_rest(app)
    said = slack.said(freight)[-1]
    assert said.thread_ts == thread.ts
    assert f"{marta.mention} challenges *Owner*: rated `▰▰▰▱` 3, designed, in their view `▰▱▱▱` 1, lab." in said.shown
    assert "“He signed for the trial &lt;only&gt;.”" in said.shown
    why = await opened(app, await dana.clicks(shown, "assessment_why"), dana)
    assert f"{marta.mention} challenged this on " in why.shown
    assert "in their view `▰▱▱▱` 1, lab. “He signed for the trial &lt;only&gt;.”" in why.shown
    assert "*Owner* `▰▰▰▱` 3, designed" in why.shown


async def test_from_home_the_ratings_and_the_challenge_open_on_top_of_the_pilot(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await rated(app, dana, thread, freight)
    await dana.opens_home()
    await at_rest(app)
    home = slack.home_of(dana)
    assert home is not None
    pilot = await opened(app, await dana.clicks(home, "pilot_open"), dana)
    why = await opened(app, await dana.clicks(pilot, "assessment_why"), dana)
    challenge = await opened(app, await dana.clicks(why, "assessment_challenge"), dana)
    assert [view.title for view in slack.views(dana)] == ["Freight", "Why these ratings", "Challenge a rating"]
    await dana.submits(challenge, {"criterion": "audit", "level": "unknown", "reason": "Nobody has looked at it."})
    kept = slack.view(dana)
    assert kept is not None and "Your view stands beside the rating" in kept.shown
    assert kept.body["clear_on_close"], "what lies under it is older than the challenge"
    await at_rest(app)
    assert "in their view `░░░░` unknown" in slack.said(freight)[-1].shown


async def test_a_slow_slack_costs_the_ladder_and_nothing_else(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    shown = await rated(app, dana, thread, freight)
    view = await opened(app, await dana.clicks(shown, "assessment_challenge"), dana)
    slack.fail("views.update", "hash_conflict")
    assert (await dana.clicks(view, "criterion", "owner")).ok
    assert (await dana.submits(view, {"criterion": "owner", "level": "2", "reason": "Informally."})).ok
    await at_rest(app)
    assert "challenges *Owner*" in slack.said(freight)[-1].shown
    assert card(app, freight) is shown


# --- add as evidence ---------------------------------------------------------------------------------------

WORDS = "Nothing is kept of what it decides, the audit log was never built."


async def proposed(app: App, person: User, message: Message) -> View:
    return await opened(app, await person.shortcut("add_evidence", message), person)


async def test_a_colleagues_message_counts_once_its_author_agreed(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    """The author sees neither the pilot nor its channel, only what is asked of them."""
    await start(app, dana, "Freight", freight)
    town = slack.channel("town", dana, eve)
    under = await dana.says(town, "How is the audit going?")
    said = await eve.says(town, f"{WORDS} {dana.mention} &lt;knows&gt;", under)
    view = await proposed(app, dana, said)
    assert f"{eve.mention}: “{WORDS} @Dana &lt;knows&gt;”" in view.shown
    assert f"I ask {eve.mention} first. It counts only once they agree." in view.shown
    assert (await dana.submits(view, {"pilot": await app.pilot_id()})).ok
    await at_rest(app)
    assert f"I've asked {eve.mention}. Until they agree, nothing" in slack.ephemerals(dana, town)[-1].shown
    (request,) = slack.said(eve.dm)
    assert f"{dana.mention} would like to use <{slack.slack.workspace.permalink(said)}|a message of yours>" in (
        request.shown.replace("&amp;", "&")
    )
    assert f"“{WORDS} @Dana &lt;knows&gt;”" in request.shown
    assert await heard(app) == []
    assert WORDS not in await everything_kept(app)
    assert (await eve.clicks(request, "evidence_consent")).ok
    await at_rest(app)
    assert await heard(app) == [(eve.id, f"{WORDS} @Dana <knows>")]
    assert request.shown == f":white_check_mark: {eve.mention} agreed: the message counts for _Freight_."
    assert "Eve" in slack.said(freight)[-1].shown
    assert "*Freight*" not in (await told(eve, "list")).shown


async def test_ones_own_message_counts_at_once(app: App, slack: SlackServer, dana: User, freight: Channel) -> None:
    await start(app, dana, "Freight", freight)
    said = await dana.says(freight, CLAIMS[0])
    view = await proposed(app, dana, said)
    assert "It is yours, so it counts at once" in view.shown
    assert (await dana.submits(view)).ok
    await at_rest(app)
    assert await heard(app) == [(dana.id, CLAIMS[0])]
    assert slack.said(dana.dm) == []


async def test_a_refusal_keeps_nothing_is_not_explained_and_is_not_asked_again(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, participants=[dana, marta])
    said = await marta.says(freight, WORDS)
    await dana.submits(await proposed(app, dana, said))
    await at_rest(app)
    (request,) = slack.said(marta.dm)
    assert (await marta.clicks(request, "evidence_refuse")).ok
    await at_rest(app)
    assert request.shown == "The message isn't used for _Freight_, and nothing of it was kept."
    assert await heard(app) == [] and WORDS not in await everything_kept(app)
    before = slack.ephemerals(dana)
    await dana.submits(await proposed(app, dana, said))
    await at_rest(app)
    (answer,) = slack.ephemerals(dana)[len(before) :]
    assert f"{marta.mention} was asked about this message already, and I don't ask twice." in answer.shown
    assert slack.said(marta.dm) == [request]


async def test_where_no_interview_is_open_nobody_is_asked_in_vain(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    said = await marta.says(freight, WORDS)
    view = await proposed(app, dana, said)
    assert "You are in no pilot yet" in view.shown and "submit" not in view.body
    thread = await start(app, dana, "Freight", freight)
    view = await proposed(app, dana, said)
    await rated(app, dana, thread, freight)
    assert (await dana.submits(view)).ok
    await at_rest(app)
    late = slack.ephemerals(dana)[-1]
    assert "the message counts only in the next one" in late.shown
    assert late.action_ids == ["pilot_again"]
    view = await proposed(app, dana, said)
    assert "Freight (assessed already)" in view.shown
    assert "it counts in the next assessment" in view.shown
    assert (await dana.submits(view)).ok, "the pilot of that channel is chosen already"
    await at_rest(app)
    assert slack.said(marta.dm) == []


async def test_an_apps_words_and_those_of_people_who_cannot_be_asked_are_no_evidence(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    gus = slack.user("gus", is_restricted=True)
    freight.members.add(gus.id)
    await start(app, dana, "Freight", freight)
    view = await proposed(app, dana, slack.said(freight)[0])
    assert "That message is an app's, not a person's" in view.shown and "submit" not in view.body
    view = await proposed(app, dana, await gus.says(freight, WORDS))
    assert f"{gus.mention} is a guest here, and Slack doesn't let guests talk to apps" in view.shown
    assert "submit" not in view.body


async def test_a_message_that_is_gone_before_its_author_agreed_does_not_count(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    said = await marta.says(freight, WORDS)
    await dana.submits(await proposed(app, dana, said))
    await at_rest(app)
    await marta.deletes(said)
    await marta.clicks(slack.said(marta.dm)[0], "evidence_consent")
    await at_rest(app)
    assert "I can't see that message" in slack.said(marta.dm)[-1].shown
    assert await heard(app) == []


async def heard(app: App) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in (await app.interview("freight-i1")).turns]


async def everything_kept(app: App) -> str:
    def read(tx: Transaction) -> str:
        tables = metadata.sorted_tables
        return "\n".join(str(tx.connection.execute(select(table)).all()) for table in tables)

    return await app.database.run(read)
