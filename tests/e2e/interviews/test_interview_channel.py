"""An interview in a channel's thread: several people answer, change their minds and ask others in."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.participants import Asked, Participants
from tests.e2e.scenes import at_rest
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Channel, Message, SlackServer, User, UserCannot
from tests.support.databases import BOTH

MARIEKE, TOMASZ, DEE = "U03MKVDB7", "U03TWSK21", "U03DPAT88"
SYSTEMS = "SAP no. We never got round to hooking it to SAP, clerk keys the result in herself."
DATA = "One in nine records is rubbish, and nothing in the code treats them."
BOUNDARY = "Standard linehaul: may say OK if score over 0.92 and difference under 25 euro. Customs: never."
TIERS = "The controller and I stood at a whiteboard one afternoon and asked per invoice type, how bad is it if wrong."


class Talk(NamedTuple):
    """Dee leads; Marieke and Tomasz take part; the question is open that followed the opening."""

    slack: SlackServer
    app: App
    analyst: TroubledAnalyst
    team: Participants
    channel: Channel
    thread: Message
    first: Asked

    @property
    def dee(self) -> User:
        return self.team.users[DEE]

    @property
    def marieke(self) -> User:
        return self.team.users[MARIEKE]

    @property
    def tomasz(self) -> User:
        return self.team.users[TOMASZ]

    async def hears(self, words: str) -> Message:
        return await self.team.hears(self.thread, words)

    async def next_question(self, after: Asked | None = None) -> Asked:
        return await self.team.next_question(self.thread, after)

    async def at_rest(self) -> None:
        await self.slack.settled()
        await at_rest(self.app)

    def said_there(self) -> list[str]:
        return [message.shown for message in self.slack.said(self.channel, self.thread)]


@pytest.fixture
def team(slack: SlackServer, knowledge: Knowledge) -> Participants:
    return Participants(slack, knowledge, "freight-invoice-matching")


@pytest.fixture
def channel(slack: SlackServer, team: Participants) -> Channel:
    return slack.channel("freight", *team.everybody)


@pytest.fixture
async def talk(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, team: Participants, channel: Channel
) -> AsyncIterator[Talk]:
    analyst = TroubledAnalyst(knowledge)
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:
        thread = await team.start(team.users[DEE], channel, team.everybody)
        yield Talk(slack, app, analyst, team, channel, thread, await team.open(thread))
    assert not slack.refusals


def status_of(slack: SlackServer, thread: Message) -> str:
    session = slack.session(thread)
    return session.status if session else ""


@BOTH
async def test_three_people_answer_disagree_and_read_the_assessment_in_the_channel(
    slack: SlackServer, knowledge: Knowledge, database_url: str
) -> None:
    team = Participants(slack, knowledge, "insurance-first-notice")
    lead, channel = team.everybody[0], slack.channel("claims", *team.everybody)
    async with running(slack, knowledge, database_url) as app:
        thread = await team.start(lead, channel, team.everybody)
        assert "Anyone in this thread can answer" in thread.shown
        await team.open(thread)
        await team.answer_all(thread)
        for later in team.recording.later:
            await team.users[later.by].says(channel, later.text, thread)
            await slack.settled()
            await at_rest(app)
        dispute = await team.hears(thread, "see *Adoption* differently")
        oksana, luca = (next(one for one in team.everybody if one.person.name == name) for name in ("oksana", "luca"))
        assert "see *Adoption* differently" in dispute.shown
        assert f"{oksana.mention}: “" in dispute.shown
        assert f"{luca.mention}: “Oksana, about the run cost: it is NOT in the approved plan.”" in dispute.shown
        await lead.clicks(await team.with_button(thread, "fit_4"), "fit_4")
        card = await team.with_button(thread, "plan_make")
        assert card.broadcast
        assert "open disagreement" in card.shown
        await slack.until(lambda: status_of(slack, thread) == "closed")
        interview = await app.interview("fnol-copilot-i1")
        assert {turn.speaker for turn in interview.turns} == {one.id for one in team.everybody}
    assert not slack.refusals


async def test_only_the_speaker_takes_an_answer_back_and_others_are_told_whose_it_is(talk: Talk) -> None:
    await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    noted = await talk.hears("Noted under *Systems*")
    with pytest.raises(UserCannot):
        await talk.marieke.clicks(noted, "turn_levels")
    await talk.marieke.clicks(noted, "turn_undo")
    await talk.at_rest()
    assert f"That answer is {talk.tomasz.mention}'s to change" in talk.slack.ephemerals(talk.marieke)[-1].shown
    assert "took this answer back" not in noted.shown
    await talk.tomasz.clicks(noted, "turn_undo")
    await talk.slack.until(lambda: "took this answer back" in noted.shown)


async def test_an_edited_message_amends_the_answer(talk: Talk) -> None:
    said = await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    noted = await talk.hears("Noted under *Systems*")
    waits = await talk.next_question(talk.first)
    await talk.tomasz.edits(said, "It writes to SAP live, through the API, on 40 cases a day.")
    anew = await talk.hears("writes to SAP live")
    assert "Noted under *Systems*" in anew.shown
    assert "corrected this answer" in noted.shown
    assert not any("clerk keys" in shown for shown in talk.said_there())
    assert talk.team.open_question(talk.thread) == waits


async def test_a_deleted_message_is_taken_back_and_asked_for_again(talk: Talk) -> None:
    said = await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    await talk.hears("Noted under *Systems*")
    waits = await talk.next_question(talk.first)
    await talk.tomasz.deletes(said)
    await talk.slack.until(lambda: not any("clerk keys" in shown for shown in talk.said_there()))
    await talk.tomasz.says(talk.channel, DATA, talk.thread)
    again = await talk.next_question(waits)
    assert again.criteria == ("systems",)


async def test_a_question_is_left_to_a_colleague_who_reads_it_in_the_thread(talk: Talk) -> None:
    await talk.dee.clicks(talk.first.message, "interview_ask_colleague")
    view = talk.slack.view(talk.dee)
    assert view is not None
    await talk.dee.submits(view, {"colleague": talk.tomasz, "note": "You built it"})
    asked = await talk.hears(f"{talk.tomasz.mention}, {talk.dee.mention} thinks you can answer this")
    assert "“You built it”" in asked.shown
    await talk.slack.until(lambda: f"left it to {talk.tomasz.mention}" in talk.first.message.shown)
    meanwhile = await talk.next_question(talk.first)
    assert set(meanwhile.criteria).isdisjoint(talk.first.criteria)
    assert not talk.slack.said(talk.tomasz.dm)
    await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    noted = await talk.hears("Noted under *Systems*")
    assert "(Tomasz)" in noted.shown
    await talk.slack.until(lambda: "interview_dont_know" not in asked.action_ids)


async def _ruud_is_asked(talk: Talk) -> tuple[User, Message]:
    """Somebody who is not in the channel; and the first message to him."""
    ruud = talk.slack.user("ruud", real_name="Ruud de Wit")
    await talk.dee.says(talk.channel, f"Ask {ruud.mention}, he knows", talk.thread)
    await talk.hears(f"I've asked {ruud.mention}")
    return ruud, await talk.slack.until(lambda: next(iter(talk.slack.said(ruud.dm)), None))


async def test_a_colleague_from_elsewhere_is_asked_directly_and_counts_for_the_same_pilot(talk: Talk) -> None:
    ruud, own = await _ruud_is_asked(talk)
    assert "an AI assistant" in own.shown
    assert "interview_pause" not in own.action_ids
    meanwhile = await talk.next_question(talk.first)
    assert set(meanwhile.criteria).isdisjoint(talk.first.criteria)
    await ruud.says(ruud.dm, SYSTEMS, own)
    await talk.team.hears(own, "Noted under *Systems*")
    await ruud.says(ruud.dm, DATA, own)
    await talk.team.hears(own, "That is all I wanted to ask you")
    await talk.slack.until(lambda: status_of(talk.slack, own) == "closed")
    interview = await talk.app.interview("freightmatch-i1")
    assert {item.criterion for item in interview.evidence if item.speaker == ruud.id} == {"systems", "data"}
    assert not any("0.92" in message.shown for message in talk.slack.said(ruud.dm))


async def test_a_colleague_from_elsewhere_asks_back_about_what_they_were_asked(talk: Talk) -> None:
    """Nothing of the team's own question, and one question at a time."""
    ruud, own = await _ruud_is_asked(talk)
    await ruud.says(ruud.dm, "What do you mean by systems?", own)
    told = await talk.team.hears(own, "Back to my question")
    assert "Daily work" not in told.shown
    assert told.shown.count("Why I ask") == 1
    assert talk.first.text in told.shown
    await ruud.says(ruud.dm, SYSTEMS, own)
    await talk.team.hears(own, "Noted under *Systems*")
    await talk.slack.until(lambda: "interview_dont_know" not in told.action_ids)


async def test_a_colleague_is_thanked_once(talk: Talk) -> None:
    ruud, own = await _ruud_is_asked(talk)
    for answer in (SYSTEMS, DATA, "Thanks, bye"):
        await ruud.says(ruud.dm, answer, own)
        await talk.at_rest()
    said = [message.shown for message in talk.slack.said(ruud.dm, own)]
    assert sum("That is all I wanted to ask you" in shown for shown in said) == 1
    assert status_of(talk.slack, own) == "closed"


async def test_a_colleague_whom_nobody_knows_by_that_name_is_picked_and_the_question_waits(talk: Talk) -> None:
    await talk.dee.says(talk.channel, "Ask Samira", talk.thread)
    told = await talk.hears("Whom shall I ask?")
    assert talk.first.text in told.shown
    assert told.shown.count("Why I ask") == 1
    await talk.dee.clicks(told, "interview_ask_colleague")
    view = talk.slack.view(talk.dee)
    assert view is not None
    await talk.dee.submits(view, {"colleague": talk.tomasz})
    await talk.hears(f"{talk.tomasz.mention}, {talk.dee.mention} thinks you can answer this")
    await talk.slack.until(lambda: "interview_skip" not in told.action_ids)


async def test_what_others_answered_meanwhile_is_not_asked_any_more(talk: Talk) -> None:
    """Marieke wrote her half while Tomasz' half was being read; what was asked in between for hers is settled."""
    asked = talk.first
    while asked.criteria != ("boundary", "proportionality"):
        await talk.dee.clicks(asked.message, "interview_skip")
        asked = await talk.next_question(asked)
    await talk.tomasz.says(talk.channel, BOUNDARY, talk.thread)
    with talk.slack.holding():
        await talk.marieke.says(talk.channel, TIERS, talk.thread)
        probe = await talk.next_question(asked)
        assert probe.criteria == ("proportionality",)
    await talk.hears("Noted under *Risk tiers*")
    following = await talk.next_question(probe)
    assert following.criteria == ("audit",)
    await talk.slack.until(lambda: "interview_skip" not in probe.message.action_ids)


async def test_people_of_other_organisations_are_told_why_they_are_not_heard(talk: Talk) -> None:
    partner = talk.slack.user("petra", team_id="T0OTHER")
    talk.channel.members.add(partner.id)
    await partner.says(talk.channel, SYSTEMS, talk.thread)
    await talk.slack.until(lambda: talk.slack.ephemerals(partner, talk.channel))
    (told,) = talk.slack.ephemerals(partner, talk.channel)
    assert "people of this organisation" in told.shown
    interview = await talk.app.interview("freightmatch-i1")
    assert {item.turn_id for item in interview.evidence} <= {"t1"}, "what Dee told of the pilot"


async def test_a_guest_is_heard_in_the_channel_they_are_in(talk: Talk) -> None:
    guest = talk.slack.user("gus", is_restricted=True)
    talk.channel.members.add(guest.id)
    await guest.says(talk.channel, SYSTEMS, talk.thread)
    noted = await talk.hears("Noted under *Systems*")
    assert "(Gus (guest))" in noted.shown


async def test_what_apps_write_in_the_thread_is_nobody_s_answer(talk: Talk) -> None:
    robot = talk.slack.user("robot", is_bot=True)
    talk.channel.members.add(robot.id)
    await robot.says(talk.channel, SYSTEMS, talk.thread)
    await talk.at_rest()
    interview = await talk.app.interview("freightmatch-i1")
    assert len(interview.turns) == 1


async def test_whoever_only_reads_the_channel_does_not_end_the_interview(talk: Talk) -> None:
    reader = talk.slack.user("rita")
    await reader.joins(talk.channel)
    summary = await talk.team.skip_all(talk.thread, talk.dee)
    await reader.clicks(summary, "fit_4")
    told = await talk.hears(f"{reader.mention} says it fits exactly")
    assert f"I rate it once {talk.dee.mention} says so too" in told.shown
    await talk.marieke.clicks(summary, "fit_4")
    await talk.hears("The assessment comes here")
    await talk.team.with_button(talk.thread, "plan_make")


async def test_a_pause_holds_over_a_restart(
    slack: SlackServer, knowledge: Knowledge, database_url: str, team: Participants, channel: Channel
) -> None:
    dee, tomasz = team.users[DEE], team.users[TOMASZ]
    async with running(slack, knowledge, database_url):
        thread = await team.start(dee, channel, team.everybody)
        first = await team.open(thread)
        await dee.says(channel, "Let's continue tomorrow", thread)
        await team.hears(thread, "paused the interview")
    async with running(slack, knowledge, database_url) as app:
        await tomasz.says(channel, SYSTEMS, thread)
        taken = await team.hears(thread, "I've taken that in")
        await slack.until(lambda: status_of(slack, thread) == "active")
        await slack.until(lambda: team.open_question(thread) is None)
        await tomasz.clicks(taken, "interview_resume")
        await team.hears(thread, f"{tomasz.mention} resumed the interview")
        following = await team.next_question(thread, after=first)
        assert "systems" not in following.criteria
        interview = await app.interview("freightmatch-i1")
        assert "systems" in interview.known_criteria


async def test_while_the_model_is_away_people_are_told_once_and_nothing_is_lost(talk: Talk) -> None:
    talk.analyst.away = True
    await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    await talk.hears("What you said is saved")
    await talk.slack.until(lambda: status_of(talk.slack, talk.thread) == "active")
    await talk.marieke.says(talk.channel, DATA, talk.thread)
    tried = talk.analyst.tries
    await talk.slack.until(lambda: talk.analyst.tries > tried + 2)
    await talk.slack.until(lambda: status_of(talk.slack, talk.thread) == "active")
    assert sum("What you said is saved" in shown for shown in talk.said_there()) == 1
    talk.analyst.away = False
    await talk.hears("Noted under *Systems*")
    following = await talk.next_question(talk.first)
    assert "systems" not in following.criteria
    await talk.slack.until(lambda: status_of(talk.slack, talk.thread) == "suspended")


async def test_an_answer_that_can_t_be_read_holds_up_no_other_and_is_read_when_somebody_wants_it(talk: Talk) -> None:
    talk.analyst.confused = True
    await talk.tomasz.says(talk.channel, SYSTEMS, talk.thread)
    await talk.hears("What you said is saved")
    unread = await talk.hears("I couldn't read what Tomasz said")
    talk.analyst.confused = False
    await talk.next_question(talk.first)
    await talk.marieke.says(talk.channel, DATA, talk.thread)
    await talk.hears("That answers what I asked before")
    assert "Noted under *Systems*" not in " ".join(talk.said_there())
    await talk.marieke.clicks(unread, "turn_retry")
    await talk.hears("Noted under *Systems*")


async def test_whoever_was_named_while_the_model_was_away_is_asked_once_it_is_back(talk: Talk) -> None:
    ruud = talk.slack.user("ruud", real_name="Ruud de Wit")
    talk.analyst.away = True
    await talk.dee.says(talk.channel, f"Ask {ruud.mention}, he knows", talk.thread)
    await talk.hears("What you said is saved")
    talk.analyst.away = False
    await talk.hears(f"I've asked {ruud.mention}")


async def test_an_answer_that_no_model_could_read_yet_is_read_after_a_restart(
    slack: SlackServer, knowledge: Knowledge, database_url: str, team: Participants, channel: Channel
) -> None:
    away = TroubledAnalyst(knowledge)
    async with running(slack, knowledge, database_url, analyst=away):
        thread = await team.start(team.users[DEE], channel, team.everybody)
        await team.open(thread)
        away.away = True
        await team.users[TOMASZ].says(channel, SYSTEMS, thread)
        await team.hears(thread, "What you said is saved")
    async with running(slack, knowledge, database_url):
        await team.hears(thread, "Noted under *Systems*")
        assert sum("What you said is saved" in m.shown for m in slack.said(channel, thread)) == 1
