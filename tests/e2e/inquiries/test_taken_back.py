"""What somebody takes back while the interview is open stands nowhere any more, also where it had been told already."""

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, start, told
from tests.slack_stub import Channel, User

WORDS = "It reads from SAP over the API, but it's read-only, nothing gets written back."
PIECE = "read-only, nothing gets written back"


def shown(app: App, place: Channel) -> str:
    return "\n".join(message.shown for message in app.slack.said(place))


async def test_it_leaves_answers_to_questions_and_what_was_kept_in_a_pause(
    app: App, dana: User, marta: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await told(dana, "pause", freight)
    await at_rest(app)
    said = await dana.says(freight, WORDS, thread)
    await at_rest(app)
    await told(dana, "resume", freight)
    await at_rest(app)
    await marta.says(freight, f"{app.slack.bot_mention} what did Dana say about SAP?", thread)
    await at_rest(app)
    assert shown(app, freight).count(PIECE) >= 3, app.slack.story()
    await dana.deletes(said)
    await at_rest(app)
    assert PIECE not in shown(app, freight), app.slack.story()
    assert PIECE not in (await told(dana, "status freight", freight)).shown
    assert (await app.interview("freight-i1")).evidence == ()
