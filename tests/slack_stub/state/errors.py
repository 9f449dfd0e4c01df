"""How a call fails: with Slack's error code, or because a real person could not do what a test asks."""

from collections.abc import Sequence
from typing import Any


class SlackError(Exception):
    """A Web API call that Slack refuses; `body` is what it answers."""

    def __init__(self, code: str, messages: Sequence[str] = (), **details: Any) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error": code, **details}
        if messages:
            self.body["response_metadata"] = {"messages": list(messages)}


class UserCannot(AssertionError):
    """A test lets a user do what Slack's client would not offer: click a button that is not there."""
