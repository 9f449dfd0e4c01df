"""The local Slack is as strict as the real one: its Web API, tried with the real slack_sdk over real sockets."""

from typing import Any

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from tests.slack_stub import SlackServer, User, UserCannot
from tests.slack_stub.block_kit.sample_blocks import REFUSED, REFUSED_VIEWS, SHOWN, modal
from tests.slack_stub.sample import ana_fixture, app_of, by_socket, client_of, quiet, refused, slack_fixture  # noqa: F401


async def test_calls_are_refused_with_the_codes_of_slack(slack: SlackServer, ana: User) -> None:
    away, secret = slack.channel("away", ana, bot=False), slack.channel("secret", ana, kind="private", bot=False)
    here = slack.channel("here")
    expected: dict[str, tuple[str, dict[str, Any]]] = {
        "unknown_method": ("chat.shout", {}),
        "channel_not_found": ("chat.postMessage", {"channel": secret.id, "text": "x"}),
        "not_in_channel": ("chat.postMessage", {"channel": away.id, "text": "x"}),
        "method_not_supported_for_channel_type": ("conversations.join", {"channel": ana.dm.id}),
        "user_not_in_channel": ("chat.postEphemeral", {"channel": here.id, "user": ana.id, "text": "x"}),
        "no_text": ("chat.postMessage", {"channel": here.id}),
        "thread_not_found": ("chat.postMessage", {"channel": here.id, "text": "x", "thread_ts": "1.2"}),
        "msg_too_long": ("chat.postMessage", {"channel": here.id, "markdown_text": "x" * 12_001}),
        "invalid_metadata_format": ("chat.postMessage", {"channel": here.id, "text": "x", "metadata": {"a": 1}}),
        "message_not_found": ("chat.update", {"channel": here.id, "ts": "1.2", "text": "x"}),
        "user_not_found": ("users.info", {"user": "U999999"}),
        "invalid_trigger_id": ("views.open", {"trigger_id": "1.2", "view": modal()}),
        "not_found": ("views.update", {"view_id": "V9", "view": modal()}),
        "invalid_arguments": ("views.publish", {"user_id": ana.id, "view": modal()}),
        "thread_ts_required": ("agents.sessions.setStatus", {"channel_id": here.id, "status": "active"}),
        "file_not_found": ("files.completeUploadExternal", {"files": [{"id": "F9"}]}),
        "not_allowed_token_type": ("apps.connections.open", {}),
    }
    for code, (method, args) in expected.items():
        assert (await refused(slack, method, **args))["error"] == code
    assert {call.error for call in slack.refusals} == set(expected)
    assert (await refused(slack, "conversations.history", channel=away.id))["error"] == "not_in_channel"


async def test_tokens_and_scopes_are_checked(slack: SlackServer) -> None:
    assert (await refused(slack, "auth.test", token=""))["error"] == "not_authed"
    assert (await refused(slack, "auth.test", token="xoxb-wrong"))["error"] == "invalid_auth"
    lacking = await refused(slack, "users.info", token=slack.issue_token("chat:write"), user="U1")
    assert (lacking["error"], lacking["needed"], lacking["provided"]) == ("missing_scope", "users:read", "chat:write")
    answer = await client_of(slack).auth_test()
    assert "users:read" in answer.headers["x-oauth-scopes"].split(",")
    await slack.uninstall()
    assert (await refused(slack, "auth.test"))["error"] == "account_inactive"


@pytest.mark.parametrize("name", SHOWN)
async def test_blocks_within_the_limits_are_shown(slack: SlackServer, ana: User, name: str) -> None:
    await client_of(slack).chat_postMessage(channel=ana.id, text="x", blocks=SHOWN[name])
    assert len(slack.said(ana.dm)[0].blocks) == len(SHOWN[name])


async def test_blocks_over_the_limits_are_refused_with_a_pointer(slack: SlackServer, ana: User) -> None:
    for name, (blocks, words) in REFUSED.items():
        answer = await refused(slack, "chat.postMessage", channel=ana.id, text="x", blocks=blocks)
        assert answer["error"] == "invalid_blocks", name
        assert any(words in message for message in answer["response_metadata"]["messages"]), (name, answer)
    for name, (view, words) in REFUSED_VIEWS.items():
        answer = await refused(slack, "blocks.validate", token="", view=view)
        assert any(words in message for message in answer["response_metadata"]["messages"]), (name, answer)


async def test_threads_metadata_edits_and_deletions_are_kept(slack: SlackServer, ana: User) -> None:
    client, dm = client_of(slack), ana.dm.id
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    root = await client.chat_postMessage(channel=dm, text="root", metadata=metadata)
    reply = await client.chat_postMessage(channel=dm, text="reply", thread_ts=root["ts"])
    told = await client.conversations_history(channel=dm, include_all_metadata=True)
    assert [m["text"] for m in told["messages"]] == ["root"]
    assert (told["messages"][0]["metadata"], told["messages"][0]["reply_count"]) == (metadata, 1)
    assert "metadata" not in (await client.conversations_history(channel=dm))["messages"][0]
    await client.chat_update(channel=dm, ts=reply["ts"], text="better")
    assert (await client.conversations_replies(channel=dm, ts=root["ts"]))["messages"][1]["text"] == "better"
    await client.chat_delete(channel=dm, ts=root["ts"])
    thread = await client.conversations_replies(channel=dm, ts=root["ts"])
    assert [m.get("subtype") for m in thread["messages"]] == ["tombstone", None]
    link = await client.chat_getPermalink(channel=dm, message_ts=reply["ts"])
    assert f"thread_ts={root['ts']}" in link["permalink"]


async def test_rate_limits_strike_one_channel_and_name_the_wait(slack: SlackServer, ana: User) -> None:
    other = slack.channel("other")
    storm = slack.rate_limit("chat.postMessage", other, count=2, retry_after=0)
    await client_of(slack).chat_postMessage(channel=ana.id, text="through")
    patient = client_of(slack, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)])
    await patient.chat_postMessage(channel=other.id, text="at last")
    assert storm.struck == 2
    assert [call.status for call in slack.calls("chat.postMessage")] == [200, 429, 429, 200]


async def test_a_lost_answer_leaves_the_message_standing(slack: SlackServer, ana: User) -> None:
    """slack_sdk's default handler posts again: what an outbox has to guard against."""
    slack.lose_answer("chat.postMessage")
    await client_of(slack).chat_postMessage(channel=ana.id, text="once?")
    assert [message.text for message in slack.said(ana.dm)] == ["once?", "once?"]


async def test_a_stream_grows_until_it_ends_or_is_stopped(slack: SlackServer, ana: User) -> None:
    async with by_socket(slack, quiet(slack)):
        asked = await ana.says(ana.dm, "analyse")
        client = client_of(slack)
        place: dict[str, Any] = {"channel": ana.dm.id, "thread_ts": asked.ts}
        streamer = await client.chat_stream(**place, buffer_size=1)
        await streamer.append(markdown_text="half ")
        open_ts = slack.said(ana.dm)[0].ts
        taken = await refused(slack, "chat.update", channel=ana.dm.id, ts=open_ts, text="x")
        assert taken["error"] == "streaming_state_conflict"
        await streamer.append(markdown_text="done")
        await streamer.stop(session_status="suspended")
        session = slack.session(asked)
        assert (slack.said(ana.dm)[0].text, session and session.statuses) == ("half done", ["processing", "suspended"])
        with pytest.raises(UserCannot):
            await ana.stops(asked)
        second = await client.chat_startStream(**place, markdown_text="again")
        await ana.stops(asked)
        late = await refused(slack, "chat.appendStream", channel=ana.dm.id, ts=second["ts"], markdown_text="x")
        assert late["error"] == "stopped_by_user"
        assert slack.events("agent_session_stopped")[0].event["streaming_message_ts"] == [second["ts"]]


async def test_files_and_canvases_are_kept(slack: SlackServer, ana: User) -> None:
    client = client_of(slack)
    await client.files_upload_v2(channel=ana.dm.id, content="plan", filename="plan.md", initial_comment="Here")
    assert (slack.files[0].content, slack.said(ana.dm)[0].files[0]["name"]) == (b"plan", "plan.md")
    made = await client.canvases_create(title="P", document_content={"type": "markdown", "markdown": "# A\n\none"})
    canvas = made["canvas_id"]
    found = await client.canvases_sections_lookup(canvas_id=canvas, criteria={"contains_text": "one"})
    two = {"type": "markdown", "markdown": "two"}
    change = {"operation": "replace", "section_id": found["sections"][0]["id"], "document_content": two}
    await client.canvases_edit(canvas_id=canvas, changes=[change])
    assert slack.canvases[0].markdown == "# A\n\ntwo"
    assert (await refused(slack, "canvases.edit", canvas_id=canvas, changes=[change] * 2))[
        "error"
    ] == "invalid_arguments"
    await client.files_delete(file=slack.files[0].id)
    await client.canvases_delete(canvas_id=canvas)
    assert (slack.files, slack.canvases, slack.said(ana.dm)[0].files) == ([], [], [])
    assert (await refused(slack, "files.delete", file="F9"))["error"] == "file_not_found"


async def test_people_are_seen_with_their_zone_team_and_rights(slack: SlackServer, ana: User) -> None:
    guest, stranger = slack.user("gus", is_restricted=True), slack.user("eve", team_id="T0OTHER")
    client = client_of(slack)
    assert (await client.users_info(user=ana.id))["user"]["tz"] == "Europe/Paris"
    assert (await client.users_info(user=guest.id))["user"]["is_restricted"]
    assert (await client.users_info(user=stranger.id))["user"]["team_id"] == "T0OTHER"
    with pytest.raises(UserCannot, match="guests cannot use apps"):
        await guest.opens_dm()
    members = [user["name"] async for page in await client.users_list(limit=2) for user in page["members"]]
    assert members == ["sample", "ana", "gus", "eve"]
    opened = await client.conversations_open(users=[ana.id])
    assert opened["channel"]["id"] == ana.dm.id


async def test_a_trigger_expires(slack: SlackServer, ana: User) -> None:
    app, triggers = app_of(slack), []

    @app.shortcut("keep")
    async def keep(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        triggers.append((body["trigger_id"], body["message"]["text"]))

    async with by_socket(slack, app):
        slack.timing.trigger = 0.0
        said = await ana.says(ana.dm, "worth keeping")
        assert (await ana.shortcut("keep", said)).ok
    late = await refused(slack, "views.open", trigger_id=triggers[0][0], view=modal())
    assert (late["error"], triggers[0][1]) == ("expired_trigger_id", "worth keeping")
