"""`/pilot export`: whoever asks gets what is kept of them as a file of their own; it goes when they are forgotten."""

import json
from typing import Any

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.privacy.test_forgetting import forgotten
from tests.e2e.scenes import at_rest, start, told
from tests.slack_stub import Channel, SlackServer, User

HERS = "The P&L is mine and I signed the acceptance of Quokkamarmelade in March."
HIS = "The exceptions are worked by whoever has time, nobody answers for them."


async def exported(app: App, person: User) -> dict[str, Any]:
    answered = await told(person, "export")
    assert "It comes as a file into our direct messages" in answered.shown
    await at_rest(app)
    content: dict[str, Any] = json.loads(app.slack.files[-1].content or b"")
    return content


async def test_somebody_gets_what_they_said_and_nothing_that_others_did(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, *, freight: Channel
) -> None:
    async with running(slack, knowledge, database_url) as app:
        thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
        for person, text in ((marta, HERS), (dana, HIS)):
            await person.says(freight, text, thread)
            await at_rest(app)
        content = await exported(app, marta)
        kept = {one["kind"]: one for one in content["kept"]}
        assert content["person"] == marta.id
        assert [record["text"] for record in kept["turns"]["records"]] == [HERS]
        assert kept["turns"]["what"] == "what you answered"
        assert "whoever has time" not in json.dumps(content)
        assert slack.said(marta.dm)[-1].files[0]["name"] == "kept-of-you.json"

        await forgotten(app, marta)
        assert slack.files == []
        assert "turns" not in {one["kind"] for one in (await exported(app, marta))["kept"]}


async def test_where_no_files_are_taken_they_are_told_who_can_hand_it_to_them(
    app: App, slack: SlackServer, marta: User
) -> None:
    slack.fail("files.getUploadURLExternal", "missing_scope", count=None)
    await told(marta, "export")
    await at_rest(app)
    assert f"python -m bot export-person {marta.id}" in slack.said(marta.dm)[-1].shown
