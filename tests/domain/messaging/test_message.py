"""A message counts what was replaced in it; a source reads back what it wrote, and nothing else."""

from datetime import UTC, datetime

import pytest

from bot.domain.messaging.event import Claim, Event
from bot.domain.messaging.message import BotMessage, MessagePart, Place
from bot.domain.messaging.message_source import MessageSource

FIRST, SECOND = MessagePart(key="noted:t1", text="Noted."), MessagePart(key="question:q2", text="Who owns it?")
SAID = BotMessage(id="m1", place=Place(channel="C1"), parts=(FIRST, SECOND))


def test_each_change_of_a_part_is_a_revision_and_no_change_is_none() -> None:
    assert SAID.revision == 0
    assert SAID.replace_part(FIRST).revision == 0
    assert SAID.replace_part(FIRST.model_copy(update={"text": "Corrected."})).revision == 1
    assert SAID.remove_part("noted:t1").revision == 1
    assert SAID.remove_part("noted:t9").revision == 0
    assert SAID.replace_all_parts(SECOND).revision == 1


@pytest.mark.parametrize("thread", [None, "1.5"])
def test_a_source_is_read_back_from_its_key(thread: str | None) -> None:
    source = MessageSource("C1", "1.7", thread)
    assert MessageSource.from_key(source.source_key) == source


@pytest.mark.parametrize("key", [None, "", "C1", "C1:", ":1.7", "C1:1.7:1.5:9"])
def test_what_was_not_said_on_a_platform_has_no_source(key: str | None) -> None:
    assert MessageSource.from_key(key) is None


def test_what_a_worker_has_just_claimed_has_waited_no_time() -> None:
    event = Event(id="e1", lane="inbox", line="thread:C1:1.7", kind="message")
    claim = Claim(
        workspace_id="w1", event=event, owner="o", epoch=1, attempt=1, received_at=datetime(2026, 11, 2, tzinfo=UTC)
    )
    assert (claim.age, claim.tried) == (0.0, False)
