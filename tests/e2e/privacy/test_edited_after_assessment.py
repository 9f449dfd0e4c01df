"""A message that is edited in Slack after the assessment: its old words leave it; what still stands in it counts."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import running
from tests.e2e.plans import last, plan_message, progress, submitted
from tests.e2e.privacy.test_deleted_after_assessment import WORD, rated_and_planned
from tests.e2e.privacy.traces import find_lasting_traces, find_shown
from tests.e2e.scenes import at_rest, card, start, told
from tests.slack_stub import Channel, SlackServer, User

NEW = "Nobody has signed anything, and Sales pays for it."


@pytest.mark.parametrize("how", ["edits", "corrects"])
async def test_the_old_words_leave_the_assessment_and_the_new_ones_are_kept_for_the_next(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, *, freight: Channel, how: str
) -> None:
    async with running(slack, knowledge, database_url) as app:
        said = await rated_and_planned(app, dana, marta, freight)
        planned = [action.id for action in (await progress(app)).plan.actions]
        assert find_shown(slack, WORD)
        if how == "edits":
            await marta.edits(said, NEW)
        else:
            noted = next(message for message in slack.said(freight) if "turn_correct" in message.action_ids)
            await submitted(app, marta, noted, "turn_correct", {"answer_0": NEW})
            said.text = NEW  # what they wrote themselves is theirs
        await at_rest(app)
        assert await find_lasting_traces(app, database_url, WORD) == []
        shown = card(app, freight).shown
        assert "*Ownership* unknown" in shown and "*Integration* 0.5" in shown
        assert "*Owner*: designed → unknown, since somebody's words were taken out." in shown
        assert "somebody's words were taken out" in plan_message(app, freight).shown
        assert "some words were taken out: a message was edited" in last(app, dana).shown
        assert [action.id for action in (await progress(app)).plan.actions] == planned
        turns = (await app.interview("freight-i1")).turns
        assert NEW in {turn.text for turn in turns}


async def test_a_sentence_that_still_stands_in_it_counts_as_before(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, *, freight: Channel
) -> None:
    owns, other = "The P&L is mine and I signed the acceptance in March.", f"The {WORD} is on the shelf."
    async with running(slack, knowledge, database_url) as app:
        thread = await start(app, dana, "Freight", freight)
        said = await dana.says(freight, f"{owns} {other}", thread)
        await at_rest(app)
        await told(dana, "finish", freight)
        await at_rest(app)
        before = card(app, freight).shown
        await dana.edits(said, f"{owns} The shelf is empty.")
        await at_rest(app)
        assert await find_lasting_traces(app, database_url, WORD) == []
        assert card(app, freight).shown == before
        await dana.edits(said, "I don't think that the P&L is mine, and I signed nothing.")
        await at_rest(app)
        assert "unknown, since somebody's words were taken out." in card(app, freight).shown
