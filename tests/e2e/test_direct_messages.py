"""What people write into their direct messages, in a thread or beside it, reaches the interview it belongs to."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.domain.knowledge import Knowledge
from tests.conftest import ROOT
from tests.e2e.app import App, running, sqlite
from tests.e2e.slack_server import Channel, Message, SlackServer, Timing, User


@pytest.fixture(name="slack")
def slack_with_our_manifest() -> Iterator[SlackServer]:
    with SlackServer(json.loads((ROOT / "manifest.json").read_text()), Timing(ack=1.5)) as server:
        yield server


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    async with running(slack, knowledge, sqlite(tmp_path)) as running_app:
        yield running_app


async def started(slack: SlackServer, lead: User, name: str) -> Message:
    """A pilot whose interview is in the lead's direct messages; gives back the opening."""
    await lead.command("/pilot", f"start {name}")
    view = slack.view(lead)
    assert view is not None
    await lead.submits(view, {"participants": [lead]})
    return await heard(slack, lead.dm, "Tell me about the pilot")


async def heard(slack: SlackServer, channel: Channel, words: str) -> Message:
    return await slack.until(lambda: next((m for m in slack.said(channel) if words in m.shown), None), 5)


async def test_a_colleague_may_answer_beside_the_message_that_asked_them(slack: SlackServer, app: App) -> None:
    dana, marta = slack.user("dana"), slack.user("marta")
    opening = await started(slack, dana, "KYC triage")
    await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.", opening)
    asked = await slack.until(lambda: next((m for m in slack.said(dana.dm) if "Ask a colleague" in m.shown), None), 5)
    await dana.clicks(asked, "interview_ask_colleague")
    form = slack.view(dana)
    assert form is not None
    await dana.submits(form, {"colleague": marta})
    await heard(slack, marta.dm, "thinks you know this best")

    answer = await marta.says(marta.dm, "The score ends up in Excel and I type it into the case system by hand.")

    reply = await slack.until(lambda: slack.last(marta.dm, answer), 5)
    assert "Noted under" in reply.shown
    interview = await app.interview("kyc-triage-i1")
    assert [turn.speaker for turn in interview.turns] == [dana.id, marta.id]
