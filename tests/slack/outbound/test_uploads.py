from collections.abc import Sequence

import pytest

from bot.domain.core.errors import SlackUnavailable
from bot.domain.messaging.message import Place
from bot.slack.outbound.sender import ContentProviders, OutboxSender
from bot.slack.transport.calls import build_slack_client
from bot.storage.engine.database import WorkspaceTransactions
from tests.slack.conftest import Outbox, a_posting, home_of
from tests.slack_stub import Channel, SlackServer


def asked(**fields: object) -> dict[str, object]:
    return {"plan": "x1", "files": ["plan.pdf", "plan.docx"], "title": "Plan", "note": "Here.", **fields}


async def test_a_plan_is_uploaded_once_into_its_thread(slack: SlackServer, outbox: Outbox, pilots: Channel) -> None:
    root = await outbox.post(a_posting(place=Place(channel=pilots.id)))
    body = asked(channel=pilots.id, thread=root.ts)
    slack.lose_answer("files.completeUploadExternal")
    with pytest.raises(SlackUnavailable):
        await outbox.work("upload", body)
    await outbox.work("upload", body, attempt=2)
    assert [stored.content for stored in slack.files] == [
        b"# x1\n\nFor plan.pdf: a < b",
        b"# x1\n\nFor plan.docx: a < b",
    ]
    (_, message) = slack.said(pilots)
    assert (message.text, message.thread_ts) == ("Here.", root.ts)
    assert [file["name"] for file in message.files] == ["plan.pdf", "plan.docx"]


async def test_a_file_is_called_as_it_is_to_be_handed_out(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    body = asked(person=ana.id, thread=None, names=["Freight-plan.pdf", "Freight-plan.docx"])
    await outbox.work("upload", body)
    await outbox.work("upload", body, attempt=2)
    assert [(f.name, f.content) for f in slack.files] == [
        ("Freight-plan.pdf", b"# x1\n\nFor plan.pdf: a < b"),
        ("Freight-plan.docx", b"# x1\n\nFor plan.docx: a < b"),
    ]


async def test_where_no_files_are_taken_a_plan_is_read_as_text(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    slack.fail("files.getUploadURLExternal", "missing_scope", count=None)
    body = asked(person=ana.id, thread=None)
    await outbox.work("upload", body)
    await outbox.work("upload", body, attempt=2)
    (message,) = slack.said(ana.dm)
    assert "# x1\n\nFor plan.md: a < b" in message.shown and "as text" in message.shown


@pytest.mark.parametrize(("length", "cut"), [(3000, False), (3001, True)])
async def test_a_long_plan_is_cut_where_it_is_shown_as_text(
    slack: SlackServer, acme: WorkspaceTransactions, *, length: int, cut: bool
) -> None:
    words = ("word " * 601)[: length - 1] + "."

    async def heavy(plan_id: str, names: Sequence[str]) -> dict[str, bytes]:
        return {name: words.encode() for name in names}

    ana = slack.user("ana")
    slack.fail("files.getUploadURLExternal", "unknown_method", count=None)
    outbox = Outbox(
        OutboxSender(build_slack_client(slack.bot_token, slack.api_url), acme, ContentProviders(home_of, heavy)), acme
    )
    await outbox.work("upload", asked(person=ana.id, thread=None, note=""))
    (long,) = slack.said(ana.dm)
    assert ("its beginning" in long.shown, words in long.shown) == (cut, not cut)


async def test_an_upload_that_was_asked_for_before_an_update_is_still_sent(slack: SlackServer, outbox: Outbox) -> None:
    ana = slack.user("ana")
    body = {"person": ana.id, "thread": None, "filename": "plan.md", "title": "Plan", "note": "Here.", "plan": "x1"}
    await outbox.work("upload", body)
    assert [stored.name for stored in slack.files] == ["plan.md"]
