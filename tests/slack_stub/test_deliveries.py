"""What reaches the app and what people can do: tried with the real slack_bolt, by sockets and by signed HTTP."""

import asyncio
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack_stub import SlackServer, User, UserCannot
from tests.slack_stub.block_kit.sample_blocks import FEEDBACK, actions, button, field, modal, section, select
from tests.slack_stub.sample import ana_fixture, app_of, by_http, by_socket, client_of, quiet, refused, slack_fixture  # noqa: F401


async def test_events_follow_subscription_membership_and_mention(slack: SlackServer, ana: User) -> None:
    here, away = slack.channel("here", ana), slack.channel("away", ana, bot=False)
    private = slack.channel("private", ana, kind="private")
    async with by_socket(slack, quiet(slack)):
        said = await ana.says(here, f"{slack.bot_mention} hello")
        await ana.says(away, f"{slack.bot_mention} hello")
        await ana.says(private, "psst", thread_ts=None)
        await ana.edits(said, "changed")
        await ana.deletes(said)
        await slack.settled()
    told = [(one.event["type"], one.event.get("subtype"), one.event["channel"]) for one in slack.events()]
    assert told == [
        ("message", None, here.id),
        ("app_mention", None, here.id),
        ("message", None, private.id),
        ("message", "message_changed", here.id),
        ("message", "message_deleted", here.id),
    ]
    assert all(delivery.acked for delivery in slack.events())


async def test_an_unacknowledged_event_comes_again_with_its_reason(slack: SlackServer, ana: User) -> None:
    app, seen = app_of(slack), []

    @app.event("message")
    async def hear(body: dict[str, Any], request: Any) -> None:
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    @app.middleware
    async def fail_twice(next: Any) -> None:  # noqa: A002
        slack_calls.append(1)
        if len(slack_calls) < 3:
            raise RuntimeError("no database")
        await next()

    slack_calls: list[int] = []
    async with by_socket(slack, app, connections=2):
        slack.timing.ack = 0.4
        await ana.says(ana.dm, "hello")
        await slack.settled()
    delivery = slack.events("message")[0]
    assert [attempt.reason for attempt in delivery.attempts] == ["timeout", "timeout", ""]
    assert seen == [(delivery.event_id, ["2"])]


async def test_dropped_sockets_lose_nothing_and_come_back(slack: SlackServer, ana: User) -> None:
    app, deafness = quiet(slack), asyncio.Event()

    @app.middleware
    async def stall_once(next: Any) -> None:  # noqa: A002
        first = not deafness.is_set()
        deafness.set()
        await asyncio.sleep(60 if first else 0)
        await next()

    async with by_socket(slack, app, ping=0.2):
        await ana.says(ana.dm, "half heard")
        await deafness.wait()
        with slack.refusing_connections():
            assert await slack.drop_sockets() == 1
            await ana.says(ana.dm, "into the void")
            assert slack.connections == 0
        await slack.settled()
        assert slack.events("message")[0].attempts[0].reason == "connection_failed"
        await slack.ask_to_reconnect()
        await slack.until(lambda: slack.slack.sockets.opened >= 3)
        await ana.says(ana.dm, "again")
        await slack.settled()
    assert all(delivery.acked for delivery in slack.events("message"))


async def test_events_can_be_held_reordered_copied_and_repeated(slack: SlackServer, ana: User) -> None:
    app, heard = app_of(slack), []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    async with by_socket(slack, app):
        with slack.holding() as held:
            await ana.says(ana.dm, "one")
            await ana.says(ana.dm, "two")
            held.reverse()
        await slack.until(lambda: heard == ["two", "one"])
        with slack.copying():
            await ana.says(ana.dm, "three")
        await slack.redeliver(held[0])
        await slack.until(lambda: sorted(heard) == ["one", "three", "three", "two", "two"])


async def test_http_deliveries_are_signed_and_repeated(slack: SlackServer, ana: User) -> None:
    app, calls = app_of(slack), []

    @app.middleware
    async def fail_once(request: Any, next: Any) -> None:  # noqa: A002
        calls.append(request.headers.get("x-slack-retry-reason"))
        if len(calls) == 1:
            raise RuntimeError("no database")
        await next()

    @app.event("message")
    async def hear() -> None:
        pass

    async with by_http(slack, app):
        await ana.says(ana.dm, "hello")
        await slack.settled()
        assert (calls, slack.events()[0].attempts[0].status) == ([None, ["http_error"]], 500)
        for forgery in ({"secret": "wrong"}, {"secret": None, "age": 600}):
            with slack.forging(**forgery):
                await ana.says(ana.dm, "forged")
                await slack.settled()
            assert {attempt.status for attempt in slack.events()[-1].attempts} == {401}
            assert slack.events()[-1].given_up
    assert len(calls) == 2


async def test_a_command_is_answered_in_its_acknowledgement(slack: SlackServer, ana: User) -> None:
    app, texts = app_of(slack), []

    @app.command("/pilot")
    async def pilot(ack: Any, command: dict[str, str]) -> None:
        texts.append(command["text"])
        if command["text"] != "sleep":
            await ack(blocks=[section("x" * (3001 if command["text"] == "long" else 3000))])

    async with by_http(slack, app):
        assert (await ana.command("/pilot", "start @ana")).ok
        assert slack.ephemerals(ana)[0].shown == "x" * 3000
        too_long = await ana.command("/pilot", "long")
        assert (too_long.ok, too_long.complaint) == (False, "invalid_command_response")
        slack.timing.ack = 0.2
        assert (await ana.command("/pilot", "sleep")).complaint == "operation_timeout"
    assert texts[0] == f"start <@{ana.id}|ana>"
    with pytest.raises(UserCannot):
        await ana.command("/unknown")


async def test_a_modal_is_opened_corrected_pushed_and_submitted(slack: SlackServer, ana: User) -> None:
    app, triggers = app_of(slack), []

    @app.action("open")
    async def open_it(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        triggers.append(body["trigger_id"])
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("name"), callback_id="start"))

    @app.view("start")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        name = view["state"]["values"]["name"]["name_text"]["value"]
        steps: dict[str, dict[str, Any]] = {
            "short": {"response_action": "errors", "errors": {"name": "Too short"}},
            "wrong": {"response_action": "errors", "errors": {"nothing": "No such block"}},
            "more": {"response_action": "push", "view": modal(section(), callback_id="start")},
        }
        await ack(**steps.get(name, {}))

    async with by_socket(slack, app):
        sent = await client_of(slack).chat_postMessage(channel=ana.id, text="x", blocks=[actions(button("open"))])
        message = slack.said(ana.dm)[0]
        assert message.ts == sent["ts"]
        assert (await ana.clicks(message, "open")).ok
        form = await slack.until(lambda: slack.view(ana))
        assert form is not None
        assert (await ana.submits(form, {"name": "short"})).errors == {"name": "Too short"}
        assert (await ana.submits(form, {"name": "wrong"})).complaint == "trouble_connecting"
        with pytest.raises(UserCannot):
            await ana.submits(form, {})
        await ana.submits(form, {"name": "more"})
        assert [view.previous_id for view in slack.views(ana)] == [None, form.id]
        await ana.closes(slack.views(ana)[1])
        assert (await ana.submits(form, {"name": "fine"})).ok
        assert slack.views(ana) == []
    used = await refused(slack, "views.open", trigger_id=triggers[0], view=modal())
    assert used["error"] == "exchanged_trigger_id"


async def test_an_ephemeral_message_is_clicked_and_replaced_through_its_url(slack: SlackServer, ana: User) -> None:
    app, urls, bodies = app_of(slack), [], []

    @app.action("pick")
    async def picked(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        urls.append(body["response_url"])
        bodies.append(body)
        await respond(text=body["actions"][0]["selected_option"]["value"], replace_original=True)

    bob = slack.user("bob")
    here = slack.channel("here", ana, bob)
    async with by_socket(slack, app):
        blocks = [actions(select(), button("own", visible_to_user_ids=[bob.id]))]
        await client_of(slack).chat_postEphemeral(channel=here.id, user=ana.id, text="x", blocks=blocks)
        whisper = slack.ephemerals(ana, here)[0]
        for wrong in ("gone", "own"):
            with pytest.raises(UserCannot):
                await ana.clicks(whisper, wrong)
        with pytest.raises(UserCannot):
            await bob.clicks(whisper, "pick", "o1")
        assert (await ana.clicks(whisper, "pick", "o1")).ok
        await slack.until(lambda: whisper.text == "o1")
    assert "message" not in bodies[0]
    hook = AsyncWebhookClient(urls[0])
    assert [(await hook.send(text="x")).status_code for _ in range(5)] == [200, 200, 200, 200, 404]


async def test_home_is_one_per_person_and_guarded_by_its_hash(slack: SlackServer, ana: User) -> None:
    app = app_of(slack)

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Yours")]})

    async with by_socket(slack, app):
        await ana.opens_home()
        home = await slack.until(lambda: slack.home_of(ana))
        assert home is not None
        view = {"type": "home", "blocks": [section("Newer")]}
        stale = home.hash
        await client_of(slack).views_publish(user_id=ana.id, view=view, hash=stale)
        assert (await refused(slack, "views.publish", user_id=ana.id, view=view, hash=stale))[
            "error"
        ] == "hash_conflict"
        assert home.shown == "Newer"


async def test_deaf_sockets_swallow_events_until_another_connection_takes_them(slack: SlackServer, ana: User) -> None:
    async with by_socket(slack, quiet(slack)):
        await slack.deafen_sockets()
        slack.timing.ack = 0.4
        async with by_socket(slack, quiet(slack)):
            await ana.says(ana.dm, "anybody there?")
            await slack.settled()
    swallowed, *_, taken = [attempt.reason for attempt in slack.events("message")[0].attempts]
    assert (swallowed, taken) == ("timeout", "")


async def test_what_nobody_edited_still_looks_like_a_change(slack: SlackServer, ana: User) -> None:
    """Unfurled links, and the app's own messages: both reach a listener that takes every change for an edit."""
    async with by_socket(slack, quiet(slack)):
        said = await ana.says(ana.dm, "see https://example.com")
        await slack.unfurl(said, "https://example.com")
        own = await client_of(slack).chat_postMessage(channel=ana.dm.id, text="own", thread_ts=said.ts)
        await client_of(slack).chat_update(channel=ana.dm.id, ts=own["ts"], text="own, better")
        await ana.deletes(said)
        await slack.settled()
    changes = [one.event["message"] for one in slack.events("message", "message_changed")]
    assert [change["text"] for change in changes] == [said.text, "own, better", "This message was deleted."]
    assert [("edited" in change, change.get("bot_id")) for change in changes] == [
        (False, None),
        (True, slack.app.bot_id),
        (False, None),
    ]


async def test_a_person_is_picked_and_thumbs_are_turned(slack: SlackServer, ana: User) -> None:
    app, heard = app_of(slack), []

    async def act(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        heard.append(action.get("selected_user") or action["value"])

    app.action("who")(act)
    app.action("feedback")(act)
    bob = slack.user("bob")
    who = {"type": "users_select", "action_id": "who"}
    async with by_socket(slack, app, connections=2):
        await client_of(slack).chat_postMessage(channel=ana.id, text="x", blocks=[actions(who), FEEDBACK])
        await ana.clicks(slack.said(ana.dm)[0], "who", bob)
        await ana.clicks(slack.said(ana.dm)[0], "feedback", "negative")
        await slack.until(lambda: heard == [bob.id, "down"])
    assert {"chat:write"} == slack.scopes_used
    nobody = await ana.clicks(slack.said(ana.dm)[0], "who", bob)
    assert nobody.complaint == "dispatch_failed"
