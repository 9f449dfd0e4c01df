import pytest

from bot.domain.errors import SlackUnavailable
from bot.domain.posting import Place
from bot.slack.calls import slack_client
from bot.slack.sender import Sender, Sources
from bot.storage.database import WorkspaceTransactions
from tests.e2e.slack_server import Channel, SlackServer
from tests.slack.conftest import Outbox, a_posting, home_of


async def test_a_plan_is_uploaded_once_into_its_thread(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    root = await outbox.post(a_posting(place=Place(channel=pilots.id)))
    body = {
        "channel": pilots.id,
        "thread": root.ts,
        "filename": "plan.md",
        "title": "Plan",
        "note": "Here.",
        "plan": "x1",
    }
    slack.lose_answer("files.completeUploadExternal")
    with pytest.raises(SlackUnavailable):
        await outbox.work("upload", body)
    await outbox.work("upload", body, attempt=2)
    (stored,) = slack.files
    assert stored.content == b"# x1\n\nFor plan.md: a < b"
    (_, message) = slack.said(pilots)
    assert (message.text, message.thread_ts) == ("Here.", root.ts)


async def test_where_no_files_are_taken_a_plan_is_read_as_text(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    slack.fail("files.getUploadURLExternal", "missing_scope", count=None)
    body = {"person": ana.id, "thread": None, "filename": "plan.md", "title": "Plan", "note": "Here.", "plan": "x1"}
    await outbox.work("upload", body)
    await outbox.work("upload", body, attempt=2)
    (message,) = slack.said(ana.dm)
    assert "# x1\n\nFor plan.md: a < b" in message.shown and "as text" in message.shown


async def test_a_long_plan_is_cut_and_a_binary_one_is_named(slack: SlackServer, acme: WorkspaceTransactions) -> None:
    async def heavy(plan_id: str, filename: str) -> bytes:
        return b"\xff\xfe" if filename.endswith(".docx") else ("word " * 5000).encode()

    ana = slack.user("ana")
    slack.fail("files.getUploadURLExternal", "unknown_method", count=None)
    outbox = Outbox(Sender(slack_client(slack.bot_token, slack.api_url), acme, Sources(home_of, heavy)), acme)
    for name in ("plan.md", "plan.docx"):
        body = {"person": ana.id, "thread": None, "filename": name, "note": "", "plan": "x1"}
        await outbox.work("upload", body, event_id=name)
    (long, binary) = slack.said(ana.dm)
    assert "its beginning" in long.shown and len(long.shown) < 3200
    assert "could not be attached" in binary.shown
