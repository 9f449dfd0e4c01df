"""What attackers did in trials, each walked through the front door; the others of each kind stand in the tests of
access, secrets and the door."""

import re
from pathlib import Path

import pytest

from tests.e2e.app import App
from tests.e2e.conversation import submit_start
from tests.e2e.scenes import at_rest, opened, rated, start, talk
from tests.slack_stub import Channel, SlackServer, User

SECRETS = {
    "password is hunter2xyz9": "hunter2xyz9",
    "admin / Welcome1!": "Welcome1!",
    "hasło: Zima2026": "Zima2026",
    "ｐａｓｓｗｏｒｄ: abc123XYZ": "abc123XYZ",
    "sk-proj-abcdefghijklmnopqrstuvwx": "abcdefghijklmnopqrstuvwx",
    "jdbc:oracle:thin:scott/tiger@db:1521": "tiger",
    "recovery code 8841-2210": "8841-2210",
}


async def test_a_reader_who_is_not_named_answers_and_neither_skips_pauses_nor_ends_it_for_the_team(
    app: App, slack: SlackServer, dana: User, paolo: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana])
    await talk(app, dana, thread)
    question = slack.said(freight)[-1]
    for _ in range(9):
        await paolo.clicks(question, "interview_skip")
        await at_rest(app)
    await paolo.says(freight, "Let's pause here please.", thread)
    await at_rest(app)
    interview = await app.interview("freight-i1")
    assert (interview.status, interview.passes) == ("open", ())
    assert "skip this question" in slack.ephemerals(paolo)[0].shown


@pytest.mark.parametrize("name", ["\u200b\u200b", " \u2800 ", "\u202e\u2066", "\u00ad\ufeff"])
async def test_a_pilot_whose_name_nobody_would_see_is_refused(
    name: str, app: App, slack: SlackServer, dana: User
) -> None:
    await dana.command("/pilot", "start")
    view = slack.view(dana)
    assert view is not None
    answer = await dana.submits(view, {"name": name})
    assert answer.errors == {"name": "Give the pilot a name that your team knows."}


async def test_a_name_that_a_hidden_pilot_has_is_taken_as_any_other(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User
) -> None:
    """Nothing in what the second lead is sent differs from what is sent of a name that nobody uses."""
    await start(app, dana, "Claims", slack.channel("hidden", dana, kind="private"), participants=[dana])
    sent, acme = {}, app.database.in_workspace("T0ACME")
    for lead, name in ((marta, "Claims"), (paolo, "Unused")):
        await submit_start(slack, lead, name, participants=[lead])
        await at_rest(app)
        led = await acme.run(lambda uow, by=lead.id: uow.teams.list_visible_to(by))  # type: ignore[misc]
        (pilot,) = {team.pilot.id for team in led}
        told = re.sub(r"'block_id': '\w+'", "", repr([(m.text, m.blocks, m.metadata) for m in slack.said(lead.dm)]))
        for known, mark in ((pilot, "ID"), (name, "NAME"), (lead.id, "ME"), (lead.person.real_name, "Me")):
            told = told.replace(known, mark)
        sent[name] = told
        assert len(pilot) == len(f"{name}-01234567")
    assert sent["Claims"] == sent["Unused"]


async def test_secrets_are_gone_before_the_first_row_in_message_note_name_and_reason_alike(
    app: App, slack: SlackServer, dana: User, freight: Channel, tmp_path: Path
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana])
    for text in SECRETS:
        await dana.says(freight, text, thread)
        await submit_start(slack, dana, f"Pilot {text}", participants=[dana])
        await at_rest(app)
    shown = await rated(app, dana, thread, freight)
    for text in SECRETS:
        view = await opened(app, await dana.clicks(shown, "assessment_challenge"), dana)
        await dana.submits(view, {"criterion": "data", "level": "1", "reason": f"Look: {text}"})
        await at_rest(app)
    files = [*tmp_path.rglob("*.db*")]  # noqa: ASYNC240 - the test has nothing else to do
    assert files
    for file in files:
        kept = file.read_bytes()
        assert [text for text, secret in SECRETS.items() if secret.encode() in kept] == [], file.name
