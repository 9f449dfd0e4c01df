import re
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.transport.installation_check import read_bot_scopes
from tests.conftest import ROOT

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "agent_session_stopped": "chat:write",
    "user_change": "users:read",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_shared": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_unshared": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "group_unarchive": "groups:read",
}
SCOPES_OF_CALL: dict[str, tuple[str, ...]] = {
    "agents.sessions.setStatus": ("chat:write",),
    "apps.connections.open": (),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.test": (),
    "bots.info": ("users:read",),
    "canvases.create": ("canvases:write",),
    "canvases.delete": ("canvases:write",),
    "canvases.edit": ("canvases:write",),
    "canvases.sections.lookup": ("canvases:read",),
    "chat.appendStream": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.startStream": ("chat:write",),
    "chat.stopStream": ("chat:write",),
    "chat.update": ("chat:write",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.join": ("channels:join",),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "dnd.info": ("dnd:read",),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "usergroups.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
BY_ANOTHER_NAME = {"files_upload_v2": {"files.getUploadURLExternal", "files.completeUploadExternal"}}
"""What slack_sdk makes several calls of."""
OF_AN_AGENT = "assistant:write"


def test_it_asks_for_the_scopes_of_its_events_and_calls_and_no_more() -> None:
    of_calls = {scope for scopes in SCOPES_OF_CALL.values() for scope in scopes}
    assert set(read_bot_scopes(ROOT / "manifest.json")) == {
        *SCOPE_OF_EVENT.values(),
        *of_calls,
        "commands",
        OF_AN_AGENT,
    }


def test_no_other_call_stands_in_the_code() -> None:
    """slack_sdk's methods by their names; and what is called by its name in a text."""
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    used = {name for name in re.findall(r"client\.([a-z]+_\w+)", code) if name in vars(AsyncWebClient)}
    named = set(re.findall(r"\b(?:api_call|_call_slack)\(.*?\"([a-zA-Z.]+)\"", code))
    calls = named | {call for name in used for call in BY_ANOTHER_NAME.get(name, {name.replace("_", ".")})}
    assert calls == set(SCOPES_OF_CALL)


def test_every_event_it_subscribes_to_has_its_scope(manifest: dict[str, Any]) -> None:
    without = {"app_home_opened", "app_uninstalled", "tokens_revoked"}
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == {*SCOPE_OF_EVENT, *without}


def test_it_is_an_agent_with_prompts_a_home_and_messages(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    prompts = features["agent_view"]["suggested_prompts"]
    assert 3 <= len(prompts) <= 4 and all(prompt["title"] and prompt["message"] for prompt in prompts)
    assert "assistant_view" not in features
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_its_command_hears_people_by_id_and_its_shortcut_fits_on_the_menu(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]
    (shortcut,) = manifest["features"]["shortcuts"]
    assert (command["command"], command["should_escape"]) == ("/pilot", True)
    assert (shortcut["callback_id"], shortcut["type"]) == ("add_evidence", "message")
    assert len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150


def test_its_words_keep_to_slacks_limits(manifest: dict[str, Any]) -> None:
    shown, agent = manifest["display_information"], manifest["features"]["agent_view"]
    assert (
        len(shown["name"]) <= 35 and len(shown["description"]) <= 140 and 174 <= len(shown["long_description"]) <= 4000
    )
    assert len(agent["agent_description"]) <= 300


def test_nothing_of_one_installation_is_in_it(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] and settings["interactivity"]["is_enabled"]
    assert not settings["org_deploy_enabled"]
    assert "request_url" not in str(manifest)
