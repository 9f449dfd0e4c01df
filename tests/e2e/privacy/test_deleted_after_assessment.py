"""A message that is deleted in Slack after the assessment leaves that, the plan and the messages too."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.plans import last, plan_message, progress, submitted
from tests.e2e.privacy.traces import find_lasting_traces, find_shown
from tests.e2e.scenes import at_rest, card, start, told
from tests.slack_stub import Channel, Message, SlackServer, User

WORD = "Quokkamarmelade"
OWNS = f"The P&L is mine and I signed the acceptance of {WORD} in March."
READS = "It reads from SAP over the API, but it's read-only, nothing gets written back."


async def rated_and_planned(app: App, dana: User, marta: User, freight: Channel) -> Message:
    """What Marta said of the owner; she said more."""
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    said = await marta.says(freight, OWNS, thread)
    await at_rest(app)
    await marta.says(freight, READS, thread)
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    await submitted(app, dana, card(app, freight), "plan_make", {"start": "2027-03-15", "country": None})
    return said


@pytest.mark.parametrize("how", ["deletes", "undoes"])
async def test_its_words_leave_the_assessment_and_the_levels_that_rested_on_it_fall_back(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, *, freight: Channel, how: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        said = await rated_and_planned(app, dana, marta, freight)
        planned = [action.id for action in (await progress(app)).plan.actions]
        assert "*Ownership* 0.75" in card(app, freight).shown
        assert find_shown(slack, WORD)
        if how == "deletes":
            await marta.deletes(said)
        else:
            noted = next(message for message in slack.said(freight) if "turn_undo" in message.action_ids)
            await marta.clicks(noted, "turn_undo")
        await at_rest(app)
        assert await find_lasting_traces(app, database_url, WORD) == []
        shown = card(app, freight).shown
        assert "*Ownership* unknown" in shown and "*Integration* 0.5" in shown
        assert "*Owner*: designed → unknown, since somebody's words were taken out." in shown
        assert [action.id for action in (await progress(app)).plan.actions] == planned
        assert "somebody's words were taken out" in plan_message(app, freight).shown
        assert "*Owner*: designed → unknown" in last(app, dana).shown
        assert "read-only, nothing gets written back" in str(await app.interview("freight-i1"))


async def test_before_anything_was_made_of_it_only_the_interview_changes(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, *, freight: Channel
) -> None:
    async with running(slack, knowledge, database_url) as app:
        thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
        said = await marta.says(freight, OWNS, thread)
        await at_rest(app)
        await marta.deletes(said)
        await at_rest(app)
        assert await find_lasting_traces(app, database_url, WORD) == []
        assert "took this answer back" in str([message.shown for message in slack.said(freight)])
