"""What the manifest asks for is what the app uses: seen by the local Slack while a pilot goes all its ways."""

import logging
from typing import Any

import pytest

from tests.e2e.app import App
from tests.e2e.scenes import CLAIMS, at_rest, opened, rated, start, told
from tests.slack.transport.test_manifest import SCOPE_OF_EVENT, SCOPES_OF_CALL
from tests.slack_stub import Channel, SlackServer, User

NOT_SEEN_HERE = {
    "canvases:read": "asked when a plan's canvas is renewed, once something happens to an action",
    "assistant:write": "Slack gives it to every agent",
    "dnd:read": "asked before somebody is reminded, hours later",
    "usergroups:read": "asked when somebody mentions a group",
}


async def test_all_that_a_pilot_brings_about_needs_exactly_the_scopes_of_the_manifest(
    app: App, slack: SlackServer, manifest: dict[str, Any], dana: User, marta: User, *, freight: Channel
) -> None:
    town = slack.channel("town", dana, marta, bot=False)
    secret = slack.channel("secret", dana, marta, kind="private")
    for channel in (town, secret, None):
        name = channel.name.title() if channel else "Quiet"
        await start(app, dana, name, channel)
    await dana.opens_home()
    under = await dana.says(secret, "How is the audit?")
    for channel, message in (
        (town, await marta.says(town, CLAIMS[0])),
        (secret, await marta.says(secret, CLAIMS[1], under)),
    ):
        view = await opened(app, await dana.shortcut("add_evidence", message), dana)
        await dana.submits(view, {"pilot": await app.pilot_id(channel.name)})
        await at_rest(app)
    for request in slack.said(marta.dm):
        await marta.clicks(request, "evidence_consent")
        await at_rest(app)
    thread = await start(app, dana, "Freight", freight)
    shown = await rated(app, dana, thread, freight)
    await dana.submits(await opened(app, await dana.clicks(shown, "plan_make"), dana))
    await at_rest(app)
    why = await opened(app, await dana.clicks(shown, "assessment_why"), dana)
    challenge = await opened(app, await dana.clicks(why, "assessment_challenge"), dana)
    await dana.clicks(challenge, "criterion", "owner")
    await dana.clicks(await told(dana, "plan Freight"), "plan_actions")
    await at_rest(app)
    assert slack.refusals == []
    asked = set(manifest["oauth_config"]["scopes"]["bot"])
    assert asked - slack.scopes_used - set(SCOPE_OF_EVENT.values()) - {"commands"} == set(NOT_SEEN_HERE)
    assert slack.methods_used <= set(SCOPES_OF_CALL)


async def test_every_command_shortcut_and_event_of_the_manifest_is_listened_to(
    app: App,
    slack: SlackServer,
    manifest: dict[str, Any],
    dana: User,
    freight: Channel,
    *,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for command in manifest["features"]["slash_commands"]:
        assert (await dana.command(command["command"], "help", freight)).message is not None
    said = await dana.says(freight, "Worth keeping")
    for shortcut in manifest["features"]["shortcuts"]:
        assert (await opened(app, await dana.shortcut(shortcut["callback_id"], said), dana)).title == shortcut["name"]
    caplog.set_level(logging.INFO)
    await slack.uninstall()
    await slack.settled()
    assert all(delivery.acked for delivery in slack.events())
    assert "uninstalled" in caplog.text and "nothing listens to" not in caplog.text
