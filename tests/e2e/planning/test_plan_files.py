"""The plan as files that can be handed on: made when they are sent, and sent to whoever asks."""

from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from bot.documents.files import render_documents
from bot.domain.framework.knowledge import Knowledge
from tests.documents.reading import letters, words_of_pdf, words_of_word
from tests.e2e.app import running, sqlite
from tests.e2e.scenes import at_rest, plan_asked_for, rated, start
from tests.slack_stub import Channel, Message, SlackServer, User


def content(slack: SlackServer, message: Message, name: str) -> bytes:
    (shared,) = [file for file in message.files if fnmatch(file["name"], name)]
    stored = slack.slack.workspace.files[shared["id"]].content
    assert stored is not None
    return stored


async def test_the_plan_is_handed_out_as_pdf_and_word(
    slack: SlackServer, dana: User, paolo: User, freight: Channel, knowledge: Knowledge, tmp_path: Path
) -> None:
    real = partial(render_documents, knowledge=knowledge)
    async with running(slack, knowledge, sqlite(tmp_path), documents=real) as app:
        thread = await start(app, dana, "Freight", freight, leaders=[paolo])
        await plan_asked_for(app, dana, await rated(app, dana, thread, freight))
        await at_rest(app)
        (handed_out,) = [message for message in slack.messages(freight) if message.files]
        assert fnmatch(handed_out.files[0]["name"], "Freight-brief-*.pdf")
        assert "Whatblocksit" in letters(words_of_pdf(content(slack, handed_out, "Freight-brief-*.pdf")))
        assert "Freight" in letters(words_of_pdf(content(slack, handed_out, "Freight-plan-*.pdf")))
        assert "Whatblocksit" in letters(words_of_word(content(slack, handed_out, "Freight-plan-*.docx")))
        (plan,) = [message for message in slack.messages(freight) if "plan_pdf" in message.action_ids]
        await paolo.clicks(plan, "plan_docx")
        await at_rest(app)
    (own,) = [message for message in slack.said(paolo.dm) if message.files]
    assert [file["name"].split("-")[1] for file in own.files] == ["brief", "plan"]
    assert "direct messages" in slack.ephemerals(paolo)[-1].shown
    assert not slack.refusals
