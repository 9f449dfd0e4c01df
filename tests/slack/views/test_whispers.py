import pytest

from bot.domain.core.errors import SlackUnavailable
from bot.domain.messaging.message import Place
from tests.slack.conftest import Outbox, a_posting, section
from tests.slack_stub import Channel, SlackServer


async def test_a_whisper_reaches_one_person(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    pilots = slack.channel("pilots", ana)
    body = {"channel": pilots.id, "person": ana.id, "thread": None, "text": "psst", "blocks": [section("psst")]}
    await outbox.work("whisper", body)
    assert [one.text for one in slack.ephemerals(ana, pilots)] == ["psst"]


async def test_a_whisper_to_somebody_elsewhere_becomes_one_direct_message(
    slack: SlackServer, outbox: Outbox, pilots: Channel
) -> None:
    bela = slack.user("bela")
    body = {"channel": pilots.id, "person": bela.id, "thread": None, "text": "psst", "blocks": [section("psst")]}
    slack.lose_answer("chat.postMessage")
    with pytest.raises(SlackUnavailable):
        await outbox.work("whisper", body)
    await outbox.work("whisper", body, attempt=2)
    assert [one.text for one in slack.said(bela.dm)] == ["psst"]


async def test_in_direct_messages_a_whisper_is_an_ordinary_message(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    root = await outbox.post(a_posting("root", place=Place(person=ana.id)))
    said = {"person": ana.id, "text": "psst", "blocks": [section("psst")]}
    await outbox.work("whisper", {"channel": ana.dm.id, "thread": root.ts, **said}, event_id="w1")
    await outbox.work("whisper", {"channel": ana.id, "thread": None, **said}, event_id="w2")
    await outbox.work("whisper", {"channel": ana.id, "thread": None, **said}, attempt=2, event_id="w2")
    assert [message.thread_ts for message in slack.said(ana.dm)] == [None, root.ts, None]
    assert slack.ephemerals(ana) == []


async def test_home_is_made_when_it_is_shown_and_without_charts_where_there_are_none(
    slack: SlackServer, outbox: Outbox
) -> None:
    ana = slack.user("ana")
    await outbox.work("home", {"person": ana.id})
    slack.fail("views.publish", "invalid_arguments")
    bela = slack.user("bela")
    await outbox.work("home", {"person": bela.id})
    shown = [slack.home_of(person) for person in (ana, bela)]
    assert [[block["type"] for block in view.blocks] for view in shown if view] == [
        ["section", "data_visualization"],
        ["section"],
    ]


async def test_a_home_that_nobody_can_see_is_no_failure(slack: SlackServer, outbox: Outbox) -> None:
    await outbox.work("home", {"person": "U999999"})
    assert slack.calls("views.publish")[0].error == "user_not_found"
