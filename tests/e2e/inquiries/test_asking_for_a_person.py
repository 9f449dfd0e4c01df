"""Whoever asks for a human is told whom: the lead of their pilot hears of it at once, and never of somebody else's."""

import pytest

from bot.domain.asking.stopped_requests import StoppedRequests
from tests.e2e.app import App
from tests.e2e.scenes import at_rest, start
from tests.slack_stub import Channel, Message, User


async def said(app: App, person: User, place: Channel, text: str, thread: Message | None = None) -> list[str]:
    """What the app says to it in that place, in order."""
    before = {message.ts for message in app.slack.said(place)}
    await person.says(place, text, thread)
    await at_rest(app)
    return [message.shown for message in app.slack.said(place) if message.ts not in before]


def asked_for(app: App, lead: User) -> list[Message]:
    return [message for message in app.slack.said(lead.dm) if "would like to talk to a person" in message.shown]


@pytest.mark.parametrize(
    "words",
    [
        "Can I talk to a person?",
        "Hi, I'd like to speak to a human please",
        "Kann ich mit einem Menschen sprechen?",
        "¿Puedo hablar con una persona?",
        "Je voudrais parler à un humain",
    ],
)
async def test_the_lead_hears_who_asks_and_the_asker_whom_i_told(
    app: App, dana: User, marta: User, *, words: str
) -> None:
    await start(app, dana, "Freight", participants=[marta])
    root = app.slack.said(marta.dm)[0]
    (told,) = await said(app, marta, marta.dm, words, root)
    assert f"I've told {dana.mention}, who leads _Freight_" in told
    (call,) = asked_for(app, dana)
    assert marta.mention in call.shown and "Freight" in call.shown
    assert (await app.interview("freight-i1")).turns == ()


async def test_in_a_channel_the_lead_gets_a_link_and_hears_it_once_an_hour(
    app: App, dana: User, marta: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await said(app, marta, freight, "Can I talk to a person?", thread)
    (again,) = await said(app, marta, freight, "Can I talk to a person?", thread)
    (call,) = asked_for(app, dana)
    assert any(f"/archives/{freight.id}/" in str(block) for block in call.blocks)
    assert f"I told {dana.mention} already" in again


async def test_a_lead_who_stopped_somebody_s_requests_is_not_called_by_them(
    app: App, dana: User, marta: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    stopped = StoppedRequests(person=dana.id, of=(marta.id,))
    await app.database.in_workspace("T0ACME").run(lambda uow: uow.stopped_requests.save(stopped))
    (told,) = await said(app, marta, freight, "Can I talk to a person?", thread)
    assert f"{dana.mention}, who leads _Freight_, doesn't want to be asked by you through me" in told
    assert not asked_for(app, dana)


async def test_who_leads_it_is_not_told_to_wait_for_themselves(app: App, dana: User, *, freight: Channel) -> None:
    thread = await start(app, dana, "Freight", freight)
    (told,) = await said(app, dana, freight, "Can I talk to a person?", thread)
    assert "You lead _Freight_ yourself" in told and dana.mention not in told
    assert not asked_for(app, dana)


async def test_nobody_learns_of_a_pilot_by_asking_for_a_person(app: App, dana: User, eve: User) -> None:
    await start(app, dana, "Freight")
    for words in ("Can I talk to a person?", "Can I talk to a person about Freight?"):
        (told,) = await said(app, eve, eve.dm, words)
        assert "Freight" not in told.replace(words, "") and dana.mention not in told
    assert not asked_for(app, dana)


async def test_of_several_pilots_one_is_named(app: App, dana: User, marta: User, paolo: User) -> None:
    await start(app, dana, "Freight", participants=[marta])
    await start(app, paolo, "Dispatch", participants=[marta])
    (told,) = await said(app, marta, marta.dm, "Can I talk to a person?")
    assert "Freight" in told and "Dispatch" in told
    (told,) = await said(app, marta, marta.dm, "Can I talk to a person about Dispatch?")
    assert f"I've told {paolo.mention}" in told
    assert not asked_for(app, dana) and len(asked_for(app, paolo)) == 1


async def test_an_answer_that_speaks_of_talking_to_people_is_an_answer(app: App, dana: User, marta: User) -> None:
    await start(app, dana, "Freight", participants=[marta])
    root = app.slack.said(marta.dm)[0]
    await said(app, marta, marta.dm, "Customers ask: can I talk to a person? Then a clerk calls them back.", root)
    assert len((await app.interview("freight-i1")).turns) == 1
    assert not asked_for(app, dana)
