"""Short-lived permissions: trigger ids that open one view, response URLs that take five posts."""

import time
import uuid
from dataclasses import dataclass

from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Message, View
from tests.slack_stub.state.timing import Timing


@dataclass
class Trigger:
    user: str
    view: View | None
    born: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an app may answer a command or a click; `message` is what was clicked."""

    channel: str
    user: str
    message: Message | None
    born: float
    uses: int = 0


class Triggers:
    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def issue(self, user: str, view: View | None = None) -> str:
        trigger_id = f"{int(time.time())}.{uuid.uuid4().hex}"
        self._triggers[trigger_id] = Trigger(user, view, time.monotonic())
        return trigger_id

    def use(self, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.timing.trigger:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def issue_url(self, channel: str, user: str, message: Message | None = None) -> str:
        key = uuid.uuid4().hex
        self._urls[key] = ResponseUrl(channel, user, message, time.monotonic())
        return key

    def use_url(self, key: str) -> ResponseUrl:
        url = self._urls.get(key)
        if url is None or time.monotonic() - url.born > self.timing.response_url:
            raise SlackError("expired_url")
        if url.uses >= self.timing.response_url_uses:
            raise SlackError("used_url")
        url.uses += 1
        return url
