"""What people write into their direct messages, in a thread or beside it, reaches the interview it belongs to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.scenes import at_rest, card, opened, start, talk, told
from tests.slack_stub import Message, SlackServer


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    async with running(slack, knowledge, sqlite(tmp_path)) as running_app:
        yield running_app


def last_in(app: App, thread: Message) -> Message:
    found = app.slack.last(app.slack.slack.workspace.channels[thread.channel], thread)
    assert found is not None, app.slack.story()
    return found


async def test_a_colleague_may_answer_beside_the_message_that_asked_them(slack: SlackServer, app: App) -> None:
    dana, marta = slack.user("dana"), slack.user("marta")
    opening = await start(app, dana, "KYC triage", participants=[dana])
    await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.", opening)
    await at_rest(app)
    ack = await dana.clicks(last_in(app, opening), "interview_ask_colleague")
    await dana.submits(await opened(app, ack, dana), {"colleague": marta})
    await at_rest(app)

    answer = await marta.says(marta.dm, "The score ends up in Excel and I type it into the case system by hand.")
    await at_rest(app)

    assert "Noted under" in last_in(app, answer).shown
    interview = await app.interview("kyc-triage-i1")
    assert [turn.speaker for turn in interview.turns] == [dana.id, marta.id]


async def test_what_concerns_everybody_is_told_once_to_somebody_with_several_threads(
    slack: SlackServer, app: App
) -> None:
    dana = slack.user("dana")
    await start(app, dana, "KYC triage", participants=[dana])
    beside = await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.")
    await at_rest(app)

    await dana.command("/pilot", "pause")
    await at_rest(app)

    heard = [message for message in slack.said(dana.dm) if "paused the interview" in message.shown]
    assert [message.thread_ts for message in heard] == [beside.ts]


async def test_the_assessment_comes_where_somebody_with_several_threads_was_last_active(
    slack: SlackServer, app: App
) -> None:
    dana = slack.user("dana")
    opening = await start(app, dana, "KYC triage", participants=[dana])
    await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.")
    await at_rest(app)
    await talk(app, dana, opening)

    await told(dana, "finish")
    await at_rest(app)

    assert card(app, dana.dm).thread_ts == opening.ts
    assert len([message for message in slack.said(dana.dm) if "Go on with the interview first" in message.shown]) == 1


async def test_what_becomes_of_the_answers_can_be_read_above_them_to_the_end(slack: SlackServer, app: App) -> None:
    dana = slack.user("dana")
    opening = await start(app, dana, "KYC triage", participants=[dana])
    await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.", opening)
    await at_rest(app)

    assert "KYC triage: from pilot to production" in opening.shown
    assert "I quote you in the assessment" in opening.shown
    assert "interview_pause" not in opening.action_ids
    assert "I've kept that as the story of the pilot." in last_in(app, opening).shown


async def test_small_talk_and_a_call_for_help_cost_no_question(slack: SlackServer, app: App) -> None:
    dana = slack.user("dana")
    opening = await start(app, dana, "KYC triage", participants=[dana])
    await talk(app, dana, opening)
    asked = (await app.interview("kyc-triage-i1")).open_question

    for words, answer in ((":thumbsup:", "no answer"), ("thanks!", "no answer"), ("help", "I ask about ten")):
        await dana.says(dana.dm, words, opening)
        await at_rest(app)
        assert answer in last_in(app, opening).shown

    interview = await app.interview("kyc-triage-i1")
    assert interview.open_question == asked and interview.is_awaiting_reply


async def test_a_button_that_is_clicked_twice_acts_once_and_says_no_more(slack: SlackServer, app: App) -> None:
    dana = slack.user("dana")
    opening = await start(app, dana, "KYC triage", participants=[dana])
    await talk(app, dana, opening)
    asking = last_in(app, opening)
    before = len(slack.said(dana.dm))

    with slack.holding():
        await dana.clicks(asking, "interview_skip")
        await dana.clicks(asking, "interview_skip")
    await at_rest(app)

    assert len(slack.said(dana.dm)) == before + 1, slack.story()
    assert "earlier state" not in last_in(app, opening).shown
