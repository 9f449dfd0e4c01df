"""An interview in direct messages with the app, from its start to the plan, with everything one can do on the way."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.participants import Asked, Participants
from tests.e2e.scenes import at_rest, plan_asked_for
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Message, SlackServer, User
from tests.support.databases import BOTH

DEE = "U03DPAT88"
OPENING = "Tell me about the pilot in your own words"
SYSTEMS = "SAP no. We never got round to hooking it to SAP, clerk keys the result in herself."
DATA = "One in nine records is rubbish, and nothing in the code treats them."


class Talk(NamedTuple):
    """Dee's interview, with the question open that followed the opening."""

    slack: SlackServer
    app: App
    analyst: TroubledAnalyst
    team: Participants
    dee: User
    thread: Message
    first: Asked

    async def says(self, words: str) -> Message:
        return await self.dee.says(self.dee.dm, words, self.thread)

    async def hears(self, words: str) -> Message:
        return await self.team.hears(self.thread, words)

    async def next_question(self, after: Asked) -> Asked:
        return await self.team.next_question(self.thread, after)

    async def becomes(self, status: str) -> None:
        await self.slack.until(lambda: status_of(self.slack, self.thread) == status)


@pytest.fixture
def team(slack: SlackServer, knowledge: Knowledge) -> Participants:
    return Participants(slack, knowledge, "freight-invoice-matching")


@pytest.fixture
async def talk(slack: SlackServer, knowledge: Knowledge, tmp_path: Path, team: Participants) -> AsyncIterator[Talk]:
    analyst, dee = TroubledAnalyst(knowledge), team.users[DEE]
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:
        thread = await team.start(dee)
        yield Talk(slack, app, analyst, team, dee, thread, await team.open(thread))
    assert not slack.refusals


def status_of(slack: SlackServer, thread: Message) -> str:
    session = slack.session(thread)
    return session.status if session else ""


@BOTH
async def test_from_home_to_the_plan(
    slack: SlackServer, knowledge: Knowledge, database_url: str, team: Participants
) -> None:
    dee = team.users[DEE]
    async with running(slack, knowledge, database_url) as app:
        await dee.opens_home()
        home = await slack.until(lambda: slack.home_of(dee))
        await dee.clicks(home, "pilot_start")
        await team.fill_in(dee, name="FreightMatch", purpose="Checks carrier invoices", participants=[dee])
        thread = await team.opening(dee.dm)
        assert thread.shown.index("an AI assistant") < thread.shown.index(OPENING)
        await team.open(thread)
        _each_says_how_far_and_why(await team.answer_all(thread))
        await dee.clicks(await team.with_button(thread, "fit_4"), "fit_4")
        card = await team.with_button(thread, "plan_make")
        assert "FreightMatch is a pilot" in card.shown
        await plan_asked_for(app, dee, card)
        await team.hears(thread, "Gates without a day yet: *align* not before")
        plan = await slack.until(lambda: next(iter(slack.files), None))
        assert b"FreightMatch" in (plan.content or b"")
        await at_rest(app)
        session = slack.session(thread)
        assert session is not None
        assert (session.title, session.status) == ("FreightMatch: interview", "closed")
    assert not slack.refusals


def _each_says_how_far_and_why(asked: list[Asked]) -> None:
    before = 1
    for question in asked:
        assert question.kind == "probe" or "Why I ask: " in question.beneath
        if question.kind == "question":
            now = int(re.findall(r"^Question (\d+)", question.beneath)[0])
            assert now == before + 1
            before = now
    probed = [criterion for question in asked if question.kind == "probe" for criterion in question.criteria]
    assert len(probed) == len(set(probed))


async def test_once_the_opening_is_answered_only_its_buttons_are_gone(talk: Talk) -> None:
    await talk.slack.until(lambda: not talk.thread.action_ids)
    for words in ("an AI assistant", "I quote you", OPENING):
        assert words in talk.thread.shown


@pytest.mark.parametrize(("button", "says"), [("interview_skip", "skipped"), ("interview_dont_know", "know")])
async def test_a_question_is_let_go_by_a_button(talk: Talk, button: str, says: str) -> None:
    await talk.dee.clicks(talk.first.message, button)
    following = await talk.next_question(talk.first)
    assert set(following.criteria).isdisjoint(talk.first.criteria)
    await talk.slack.until(lambda: says in talk.first.message.shown)
    assert "interview_skip" not in talk.first.message.action_ids
    assert talk.first.text in talk.first.message.shown


@pytest.mark.parametrize("words", ["Skip", "I don't know"])
async def test_a_question_is_let_go_in_words(talk: Talk, words: str) -> None:
    await talk.says(words)
    following = await talk.next_question(talk.first)
    assert set(following.criteria).isdisjoint(talk.first.criteria)
    await talk.slack.until(lambda: "interview_skip" not in talk.first.message.action_ids)


async def test_a_question_back_is_answered_with_its_sources_and_the_question_waits(talk: Talk) -> None:
    await talk.says("What do you mean by the state of the data?")
    told = await talk.hears("Back to my question")
    assert "From the framework:" in told.shown
    assert talk.first.text in told.shown
    await talk.becomes("suspended")
    await talk.says(SYSTEMS)
    await talk.hears("Noted under *Systems*")
    asked = (talk.first.message, told)
    await talk.slack.until(lambda: all("interview_skip" not in one.action_ids for one in asked))


async def test_a_vague_answer_is_probed_once(talk: Talk) -> None:
    await talk.says("It is going well, people like it.")
    probe = await talk.next_question(talk.first)
    assert probe.kind == "probe"
    await talk.says("As I said, it is going well.")
    following = await talk.next_question(probe)
    assert set(following.criteria).isdisjoint(probe.criteria)


async def test_what_was_undone_is_gone_and_the_interview_goes_on(talk: Talk) -> None:
    await talk.says(SYSTEMS)
    noted = await talk.hears("Noted under *Systems*")
    following = await talk.next_question(talk.first)
    await talk.dee.clicks(noted, "turn_undo")
    await talk.slack.until(lambda: "took this answer back" in noted.shown)
    assert "SAP" not in noted.shown
    await talk.says(DATA)
    again = await talk.next_question(following)
    assert again.criteria == ("systems",)


async def test_what_was_undone_after_the_summary_is_asked_for_again(talk: Talk) -> None:
    await talk.says(SYSTEMS)
    noted = await talk.hears("Noted under *Systems*")
    summary = await talk.team.skip_all(talk.thread, talk.dee)
    assert "hooking it to SAP" in summary.shown
    await talk.dee.clicks(noted, "turn_undo")
    again = await talk.next_question(talk.first)
    assert again.criteria == ("systems",)
    await talk.slack.until(lambda: "SAP" not in summary.shown)
    await talk.says(SYSTEMS)
    await talk.hears("Anything else to correct?")
    await talk.slack.until(lambda: "hooking it to SAP" in summary.shown)


async def test_what_is_deleted_after_the_end_is_gone_from_the_summary(talk: Talk) -> None:
    said = await talk.says(SYSTEMS)
    await talk.hears("Noted under *Systems*")
    summary = await talk.team.skip_all(talk.thread, talk.dee)
    await talk.dee.clicks(summary, "fit_4")
    await talk.team.with_button(talk.thread, "plan_make")
    await talk.slack.until(lambda: "fit_4" not in summary.action_ids)
    assert "hooking it to SAP" in summary.shown
    await talk.becomes("closed")
    await talk.dee.deletes(said)
    await talk.slack.until(lambda: "SAP" not in summary.shown)
    await at_rest(talk.app)
    assert status_of(talk.slack, talk.thread) == "closed"


async def test_an_answer_is_corrected_in_a_modal_and_read_again(talk: Talk) -> None:
    await talk.says(SYSTEMS)
    noted = await talk.hears("Noted under *Systems*")
    waits = await talk.next_question(talk.first)
    await talk.dee.clicks(noted, "turn_correct")
    view = talk.slack.view(talk.dee)
    assert view is not None
    assert "hooking it to SAP" in str(view.body)
    ack = await talk.dee.submits(view, {"answer_0": "It writes to SAP live, through the API, on 40 cases a day."})
    assert ack.ok
    assert talk.slack.view(talk.dee) is None
    await talk.slack.until(lambda: "corrected this answer" in noted.shown)
    anew = await talk.hears("writes to SAP live")
    assert "Noted under *Systems*" in anew.shown
    assert talk.team.open_question(talk.thread) == waits


async def test_a_pause_holds_until_somebody_resumes(talk: Talk) -> None:
    await talk.dee.clicks(talk.first.message, "interview_pause")
    await talk.hears("paused the interview")
    await talk.becomes("active")
    await talk.says(SYSTEMS)
    taken = await talk.hears("I've taken that in")
    assert "Noted under *Systems*" in taken.shown
    await talk.dee.clicks(taken, "interview_resume")
    await talk.hears("resumed the interview")
    following = await talk.next_question(talk.first)
    assert "systems" not in following.criteria
    await talk.becomes("suspended")


async def test_a_question_that_waited_over_a_pause_is_asked_again(talk: Talk) -> None:
    await talk.says("Let's continue tomorrow")
    paused = await talk.hears("paused the interview")
    await talk.dee.clicks(paused, "interview_resume")
    resumed = await talk.hears("resumed the interview")
    assert talk.first.text in resumed.shown
    await talk.says(SYSTEMS)
    await talk.hears("Noted under *Systems*")
    settled = (talk.first.message, resumed)
    await talk.slack.until(lambda: all("interview_skip" not in one.action_ids for one in settled))


async def test_whoever_seems_to_want_to_finish_is_asked_whether_they_do(talk: Talk) -> None:
    await talk.says(SYSTEMS)
    await talk.hears("Noted under *Systems*")
    await talk.says("Let's stop here")
    asked = await talk.hears("Shall I finish the interview")
    assert "1 of 15 known" in asked.shown
    assert (await talk.app.interview("freightmatch-i1")).status == "open"
    await talk.becomes("suspended")
    await talk.dee.clicks(asked, "interview_rate")
    await talk.team.with_button(talk.thread, "plan_make")
    await talk.slack.until(lambda: not asked.action_ids)


async def test_a_rating_that_can_t_be_read_is_told_and_made_once_it_can(talk: Talk) -> None:
    await talk.says(SYSTEMS)
    await talk.hears("Noted under *Systems*")
    await talk.says("Let's stop here")
    asked = await talk.hears("Shall I finish the interview")
    talk.analyst.confused = True
    await talk.dee.clicks(asked, "interview_rate")
    await talk.hears("The language model answered me with something I can't use")
    talk.analyst.confused = False
    await talk.team.with_button(talk.thread, "plan_make")


async def test_stop_ends_the_reading_and_keeps_the_answer(talk: Talk) -> None:
    talk.analyst.slow = True
    await talk.says(SYSTEMS)
    await talk.analyst.at_work.wait()
    await talk.becomes("processing")
    await talk.dee.stops(talk.thread)
    await talk.hears("Stopped.")
    await talk.becomes("active")
    talk.analyst.slow = False
    await talk.says(DATA)
    await talk.hears("Noted under *Systems*")
    await talk.next_question(talk.first)
    await talk.becomes("suspended")


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("I want to take an AI pilot to production.", "A pilot starts with a short form"),
        ("Where do my pilots stand?", "FreightMatch"),
        ("Which questions are open for me?", "1 question for you"),
        ("How does the interview work, and who sees what I say?", "How this works"),
    ],
)
async def test_a_suggested_prompt_is_answered_where_it_was_said(talk: Talk, prompt: str, answer: str) -> None:
    manifest = talk.slack.app.manifest["features"]["agent_view"]
    assert prompt in [suggested["message"] for suggested in manifest["suggested_prompts"]]
    await talk.dee.opens_dm()
    asked = await talk.dee.says(talk.dee.dm, prompt)
    reply = await talk.slack.until(lambda: talk.slack.last(talk.dee.dm, asked))
    assert answer in reply.shown
    assert reply.thread_ts == asked.ts
    await talk.slack.until(lambda: status_of(talk.slack, asked) == "active")
    interview = await talk.app.interview("freightmatch-i1")
    assert len(interview.turns) == 1


async def test_a_new_direct_message_goes_on_with_the_interview_there(talk: Talk) -> None:
    elsewhere = await talk.dee.says(talk.dee.dm, SYSTEMS)
    await talk.team.hears(elsewhere, "Noted under *Systems*")
    following = await talk.team.next_question(elsewhere)
    await talk.dee.says(talk.dee.dm, DATA, elsewhere)
    await talk.team.next_question(elsewhere, after=following)
