"""How long after a message its edit may still stand in for it, where the message itself was never heard."""

from typing import Any

import pytest

from bot.slack.inbound.payloads import BotIdentity, QueuedEvent, parse_event


def edited(seconds: float) -> dict[str, Any]:
    """In somebody's direct messages, so long after it was said."""
    before = {"type": "message", "user": "U1", "ts": "1764590000.000000", "text": "Marta owns it."}
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "channel_type": "im",
        "event_ts": f"{1764590000 + seconds:.6f}",
        "message": {**before, "text": "Paolo owns it."},
        "previous_message": before,
    }
    return {"event_id": "Ev1", "event": event}


@pytest.mark.parametrize(("seconds", "stands_in"), [(60, True), (86_399, True), (86_400, False)])
def test_an_edit_within_a_day_stands_in_for_its_message(seconds: float, stands_in: bool) -> None:
    heard = parse_event(edited(seconds), BotIdentity("U0FLIGHT"))
    assert isinstance(heard, QueuedEvent)
    assert heard.event.kind == "edited"
    assert (heard.instead is not None) == stands_in
