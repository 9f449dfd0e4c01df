"""The plan as a canvas in the pilot's channel: renewed part by part, and people's own words stay."""

import logging
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.wording.formatter import format_day
from tests.e2e.app import App, running, sqlite
from tests.e2e.plans import plan_message, planned, standing, taken
from tests.e2e.scenes import at_rest
from tests.slack_stub import Canvas, Channel, SlackServer, User


def the_canvas(slack: SlackServer) -> Canvas:
    (canvas,) = slack.canvases
    return canvas


def rewrite(canvas: Canvas, words: str, by: str) -> None:
    """Somebody types over the paragraph that begins with these words."""
    canvas.sections = [(known, by if text.startswith(words) else text) for known, text in canvas.sections]


async def test_a_plan_in_a_channel_is_a_canvas_there(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana)
    await at_rest(app)
    canvas = the_canvas(slack)
    assert (canvas.channel, canvas.title) == (freight.id, "Freight: production plan")
    assert canvas.markdown.count("**Gate ") == 5
    assert "**1. " in canvas.markdown and "Action 1 · " in canvas.markdown and "## Notes of the team" in canvas.markdown
    assert f"/docs/{slack.slack.workspace.team_id}/{canvas.id}|" in plan_message(app, freight).shown


async def test_what_happens_to_an_action_is_told_there_and_nothing_of_the_teams_is_touched(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana)
    await at_rest(app)
    canvas = the_canvas(slack)
    canvas.sections.append(("temp:C:ours", "We meet on Tuesdays about this."))
    rewrite(canvas, "**1. ", by="Our own words for the first action")
    await taken(app, dana, 1)
    assert (await standing(app, 1)).owner_name == "Dana"
    told = [text for _, text in canvas.sections]
    due = format_day((await standing(app, 1)).due)
    assert [text for text in told if text.startswith("Action 1 · ")] == [f"Action 1 · Dana · due {due} · open"]
    assert "Our own words for the first action" in told
    assert told[-1] == "We meet on Tuesdays about this."
    assert len(slack.calls("canvases.create")) == 1


async def test_a_paragraph_that_people_changed_stays_theirs_and_the_change_is_told_at_the_end(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana)
    await at_rest(app)
    canvas = the_canvas(slack)
    rewrite(canvas, "Action 1 · ", by="Action 1: we wait for the audit first")
    await taken(app, dana, 1)
    told = [text for _, text in canvas.sections]
    assert "Action 1: we wait for the audit first" in told
    assert told[-1].startswith("Changed since: Action 1 · Dana · due ")


@pytest.mark.parametrize("refusal", ["canvas_disabled_user_team", "unknown_method", "missing_scope"])
async def test_where_no_canvas_is_to_be_had_people_notice_nothing(
    slack: SlackServer,
    knowledge: Knowledge,
    dana: User,
    *,
    freight: Channel,
    tmp_path: Path,
    refusal: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.fail("canvases.create", refusal, count=None)
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        await planned(app, dana, freight, dana)
        await taken(app, dana, 1)
        await at_rest(app)
        assert "canvas" not in plan_message(app, freight).shown
    assert len(slack.calls("canvases.create")) == 1
    assert [record.levelname for record in caplog.records if "has no canvas" in record.getMessage()] == ["WARNING"]


async def test_one_that_people_took_away_is_not_made_again(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana)
    await at_rest(app)
    slack.slack.workspace.canvases.clear()
    await taken(app, dana, 1)
    await taken(app, dana, 2)
    assert slack.canvases == []
    assert len(slack.calls("canvases.create")) == 1


async def test_one_whose_answer_got_lost_is_not_made_twice(
    app: App, slack: SlackServer, dana: User, freight: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    slack.lose_answer("canvases.create")
    with caplog.at_level(logging.WARNING):
        await planned(app, dana, freight, dana)
        await at_rest(app)
    assert len(slack.canvases) == 1
    assert any("it is not made again" in record.getMessage() for record in caplog.records)
