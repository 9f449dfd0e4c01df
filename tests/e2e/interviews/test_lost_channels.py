"""The channel of an interview is archived or loses the app: the lead is told at once, and commands say the truth."""

import pytest

from tests.e2e.app import App
from tests.e2e.conversation import STORY
from tests.e2e.scenes import at_rest, start, told
from tests.slack_stub import Channel, SlackServer, User


async def happens(slack: SlackServer, kind: str, channel: Channel) -> None:
    """To the channel, as Slack tells it."""
    event = {"type": kind, "channel": channel.id, "user": "U1", "event_ts": slack.slack.workspace.new_ts()}
    await slack.call(lambda: slack.slack.happenings.tell(event))


def notices(slack: SlackServer, lead: User, words: str) -> list[str]:
    return [message.shown for message in slack.said(lead.dm) if words in message.shown]


@pytest.mark.parametrize("heard", [True, False], ids=["Slack says so", "found when next written to"])
async def test_an_archived_channel_is_told_to_the_lead_once_and_resume_and_finish_say_the_truth(
    app: App, slack: SlackServer, dana: User, freight: Channel, *, heard: bool
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await dana.says(freight, STORY, thread)
    await at_rest(app)
    freight.archived = True
    if heard:
        await happens(slack, "channel_archive", freight)
    else:
        await told(dana, "pause freight")
    await at_rest(app)
    assert len(notices(slack, dana, "was archived")) == 1
    assert (await app.interview("freight-i1")).status == "paused"
    for command in ("resume freight", "finish freight"):
        answer = await told(dana, command)
        assert "is archived" in answer.shown and "Unarchive it" in answer.shown
    assert (await app.interview("freight-i1")).status == "paused"
    freight.archived = False
    if heard:
        await happens(slack, "channel_unarchive", freight)
        await at_rest(app)
    await told(dana, "resume freight")
    await at_rest(app)
    assert len(notices(slack, dana, "can be read and written in again")) == 1
    assert (await app.interview("freight-i1")).status == "open"


async def test_a_channel_that_became_private_is_told_and_only_its_members_see_the_pilot(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    freight.kind = "private"
    await happens(slack, "channel_convert_to_private", freight)
    assert notices(slack, dana, "is private now") == [], "no event of its own: a message says it"
    event = {"type": "message", "subtype": "channel_convert_to_private", "channel": freight.id, "event_ts": "9.9"}
    await slack.call(lambda: slack.slack.happenings._emit(event, False))
    await at_rest(app)
    assert len(notices(slack, dana, "is private now")) == 1
