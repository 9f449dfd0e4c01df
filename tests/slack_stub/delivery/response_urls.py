"""What an app answers to a command or a click: through its response URL, or inside the acknowledgement."""

from tests.slack_stub.block_kit.checks import require_blocks
from tests.slack_stub.methods.chat import remove
from tests.slack_stub.slack import MOST_TEXT, Slack
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json, Message
from tests.slack_stub.state.shapes import message_json

ANSWER_FIELDS = ("text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts")


def answer(slack: Slack, key: str, given: Json) -> None:
    """One post to a response URL."""
    url = slack.triggers.use_url(key)
    if given.get("delete_original"):
        _delete(slack, url.message)
    elif given.get("replace_original") and url.message is not None:
        _replace(slack, url.message, checked(slack, given))
    else:
        thread_ts = given.get("thread_ts")
        say(slack, url.channel, url.user, {**given, "thread_ts": thread_ts})


def say(slack: Slack, channel: str, user: str, given: Json) -> Message:
    """Ephemeral, unless the app says that the whole channel shall see it."""
    content = checked(slack, given)
    thread_ts = given.get("thread_ts")
    if given.get("response_type") == "in_channel":
        return slack.post_as_bot(channel, **content, thread_ts=thread_ts)
    return slack.whisper(channel, user, **content, thread_ts=thread_ts)


def checked(slack: Slack, given: Json) -> Json:
    blocks, text = given.get("blocks") or [], str(given.get("text") or "")
    require_blocks(blocks, slack.workspace.files)
    if not (blocks or text or given.get("attachments")):
        raise SlackError("no_text")
    return {"text": text[:MOST_TEXT], "blocks": list(blocks)}


def _replace(slack: Slack, message: Message, content: Json) -> None:
    previous = message_json(message, slack.workspace)
    slack.workspace.name_blocks(content["blocks"])
    message.text, message.blocks = content["text"], content["blocks"]
    if message.to is None:
        slack.happenings.changed(message, previous)


def _delete(slack: Slack, message: Message | None) -> None:
    if message is None:
        raise SlackError("invalid_arguments", ["[ERROR] there is no original message"])
    if message.to is None:
        remove(slack, message)
    elif message in slack.workspace.ephemerals:
        slack.workspace.ephemerals.remove(message)
