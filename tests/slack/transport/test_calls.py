"""How long is waited when Slack asks for a pause: what it says, within an hour, and half a minute where it doesn't."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.services.worker.handler import RetryLater
from bot.slack.transport.calls import translate_slack_errors


def refused(headers: dict[str, str]) -> SlackApiError:
    answer = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers=headers,
        status_code=429,
    )
    return SlackApiError("ratelimited", answer)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("asked", "seconds"), [("0", 1), ("1", 1), ("2", 2), ("3600", 3600), ("3601", 3600), (None, 30), ("soon", 30)]
)
def test_a_pause_is_kept_from_a_second_to_an_hour(asked: str | None, seconds: float) -> None:
    headers = {"Retry-After": asked} if asked is not None else {}
    with pytest.raises(RetryLater) as later, translate_slack_errors("chat.postMessage"):
        raise refused(headers)
    assert later.value.seconds == seconds
