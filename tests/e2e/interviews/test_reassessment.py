"""An assessed pilot is asked again: only what may have changed, with what was done and challenged read beforehand."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import AnalystUnavailable, UnusableOutput
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.ports.core import AnalystResult
from tests.e2e.app import App, running, sqlite
from tests.e2e.clock import SetClock
from tests.e2e.plans import (
    MONDAY,
    listed,
    marked,
    numbers_of,
    plan_message,
    planned,
    progress,
    standing,
    submitted,
    taken,
)
from tests.e2e.scenes import at_rest, card, opened, rated, start, told
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Channel, Message, SlackServer, User

PROOF = "We read and write SAP over supported APIs, built and tested against all systems."
OBJECTION = "It runs on a cleaned extract of last year."
_POINTS = 14
"""All criteria but the owner, who is where production needs it."""
ANSWER = "Every decision is logged with inputs and outputs, but nobody reviews it."


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(MONDAY, slack)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path, clock: SetClock) -> AsyncIterator[App]:
    async with running(slack, knowledge, sqlite(tmp_path), clock=clock) as started:
        yield started


@pytest.fixture
def tomasz(slack: SlackServer) -> User:
    return slack.user("tomasz", tz="America/New_York", title="Integration lead", real_name="Tomasz Wolski")


@pytest.fixture
def freight(slack: SlackServer, dana: User, tomasz: User) -> Channel:
    return slack.channel("freight", dana, tomasz)


async def history(app: App) -> tuple[Assessment, ...]:
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    pilot = await app.pilot_id()
    return await transactions.run(lambda uow: uow.assessments.list_for_pilot(pilot))


async def asked_again(app: App, lead: User, channel: Channel) -> Message:
    """The first message of the follow-up."""
    answer = await told(lead, "start freight", channel)
    assert "I ask again what may have changed" in answer.shown
    await at_rest(app)
    return next(m for m in reversed(app.slack.said(channel)) if "what has changed?" in m.shown)


async def test_done_and_challenged_things_count_and_the_card_says_what_moved_and_why(
    app: App, slack: SlackServer, dana: User, tomasz: User, *, clock: SetClock, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz, whole=True)
    theirs, (number, *_) = await listed(app, tomasz), await numbers_of(app, tomasz)
    await marked(app, tomasz, theirs, number, "action_accept")
    await marked(app, tomasz, theirs, number, "action_done", note=PROOF)
    view = await opened(app, await dana.clicks(card(app, freight), "assessment_challenge"), dana)
    assert (await dana.submits(view, {"criterion": "data", "level": "1", "reason": OBJECTION})).ok
    await at_rest(app)
    clock.forward(days=28)

    thread = await asked_again(app, dana, freight)
    assert "I also read what was written since: 1 proof of a done action and 1 challenge." in thread.shown
    assert f"3 of 15 known, 1 of {_POINTS} looked at again" in (await told(dana, "status", freight)).shown
    assert "What has changed since Monday 1 March 2027, and what shows it?" in thread.shown
    await dana.says(freight, ANSWER, thread)
    await at_rest(app)
    assert "looked at again" in (await told(dana, "status", freight)).shown
    await told(dana, "finish", freight)
    await at_rest(app)

    before, made = await history(app)
    assert before.levels["systems"] == 2 and made.levels["systems"] == 3
    assert before.levels["data"] is None and made.levels["data"] == 1
    assert made.levels["owner"] == before.levels["owner"] == 3
    assert [(c.criterion, c.level, c.by) for c in made.reviewed] == [("data", 1, dana.id)]
    shown = card(app, freight).shown
    assert "*Moved since Monday 1 March:*" in shown
    assert f"*Systems* pilot → designed: “{PROOF}” {tomasz.mention}" in shown
    assert f"*Data* unknown → lab: “{OBJECTION}” {dana.mention}" in shown
    why = await opened(app, await dana.clicks(card(app, freight), "assessment_why"), dana)
    assert "said before, on Monday 1 March" in why.shown
    assert f"challenged this on Monday 1 March 2027: in their view `▰▱▱▱` 1, lab. “{OBJECTION}”" in why.shown
    assert "That was about the rating before; this one was made in view of it." in why.shown


async def test_the_plan_follows_a_new_assessment_and_nobody_is_asked_for_what_is_known_by_now(
    app: App, slack: SlackServer, dana: User, tomasz: User, *, clock: SetClock, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz, whole=True)
    old = await progress(app)
    unknown = {a.criterion for a in old.plan.actions if a.gap == "unknown"}
    assert "audit" in unknown
    await taken(app, tomasz, 2)
    kept = (await standing(app, 2)).action
    clock.forward(days=7)
    thread = await asked_again(app, dana, freight)
    await dana.says(freight, ANSWER, thread)
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)

    _, made = await history(app)
    assert made.levels["audit"] is not None
    new = await progress(app)
    assert (new.plan.assessment_id, new.plan.follows) == (made.id, old.plan.id)
    assert (new.plan.team_size, new.plan.days_off.country) == (old.plan.team_size, old.plan.days_off.country)
    assert not [a for a in new.plan.actions if (a.criterion, a.gap) == ("audit", "unknown")]
    assert [s.owner for s in new.standings if s.action.id == kept.id] == [tomasz.id]
    gone = next(a for a in old.plan.actions if (a.criterion, a.gap) == ("audit", "unknown"))
    assert gone.title not in plan_message(app, freight).shown
    assert gone.title not in (await told(dana, "status", freight)).shown
    assert gone.title not in (await listed(app, dana)).shown
    seen = len(slack.said(dana.dm))
    clock.forward(days=120)
    await at_rest(app)
    assert not [message for message in slack.said(dana.dm)[seen:] if gone.title in message.shown]


async def test_a_plan_that_followed_by_itself_can_be_drafted_again_under_other_options(
    app: App, dana: User, *, clock: SetClock, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, whole=True)
    clock.forward(days=7)
    thread = await asked_again(app, dana, freight)
    await dana.says(freight, ANSWER, thread)
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    assert (await progress(app)).plan.follows
    await submitted(app, dana, card(app, freight), "plan_make", {"start": "2027-04-05", "team_size": "1"})
    asked = (await progress(app)).plan
    assert (asked.follows, asked.team_size) == (None, 1)
    assert "plan_make" not in card(app, freight).action_ids


async def test_a_pilot_is_assessed_again_by_a_button_and_not_while_it_is_being_talked_about(
    app: App, dana: User, *, clock: SetClock, freight: Channel
) -> None:
    await rated(app, dana, await start(app, dana, "Freight", freight), freight, whole=True)
    clock.forward(days=7)
    status = await told(dana, "status", freight)
    assert (await dana.clicks(status, "pilot_again")).ok
    await at_rest(app)
    assert "I ask again what may have changed" in app.slack.ephemerals(dana)[-1].shown
    assert "pilot_again" not in (await told(dana, "status", freight)).action_ids
    assert (await dana.clicks(status, "pilot_again")).ok
    await at_rest(app)
    assert "This pilot's interview is not over yet" in app.slack.ephemerals(dana)[-1].shown


async def test_a_message_of_before_that_is_deleted_counts_no_more(
    app: App, slack: SlackServer, dana: User, *, clock: SetClock, freight: Channel
) -> None:
    first = await start(app, dana, "Freight", freight)
    await rated(app, dana, first, freight, whole=True)
    clock.forward(days=7)
    thread = await asked_again(app, dana, freight)
    (claim,) = [m for m in slack.messages(freight) if m.user == dana.id and "I signed the acceptance" in m.text]
    await dana.deletes(claim)
    await at_rest(app)
    await dana.says(freight, ANSWER, thread)
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    before, made = await history(app)
    assert before.levels["owner"] is None and made.levels["owner"] is None
    assert not any("signed the acceptance" in one.model_dump_json() for one in (before, made))
    assert "*Owner*" not in card(app, freight).shown


class LateReader(TroubledAnalyst):
    """Is away for what stands on record, as long as a test wants."""

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        if self.away and turn.source is None:
            raise AnalystUnavailable("The model does not answer.")
        if self.confused and turn.source is None:
            raise UnusableOutput("The model's answer had no usable form.")
        return await self._well.map_answer(interview, turn, upcoming)


async def test_nothing_is_summed_up_before_what_stands_on_record_was_read(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, dana: User
) -> None:
    channel, analyst = slack.channel("freight", dana), LateReader(knowledge)
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:
        await rated(app, dana, await start(app, dana, "Freight", channel), channel, whole=True)
        view = await opened(app, await dana.clicks(card(app, channel), "assessment_challenge"), dana)
        assert (await dana.submits(view, {"criterion": "data", "level": "1", "reason": OBJECTION})).ok
        await at_rest(app)
        analyst.away = True
        await told(dana, "start freight", channel)
        thread = await slack.until(lambda: _saying(slack, channel, "what has changed?"))
        await dana.says(channel, "Nothing new.", thread)
        while len((await app.interview("freight-i2")).rechecked_criteria) < _POINTS:
            if question := _with(slack, channel, "interview_skip"):
                await dana.clicks(question, "interview_skip")
            await slack.settled()
            await asyncio.sleep(0.02)
        assert "Proofs and challenges are still being read" in (await told(dana, "finish", channel)).shown
        analyst.away = False
        summary = await slack.until(lambda: _with(slack, channel, "fit_4"))
    assert f"Data: “{OBJECTION}”" in summary.shown


async def test_what_stands_on_record_and_can_t_be_read_keeps_nobody_from_finishing(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, dana: User
) -> None:
    channel, analyst = slack.channel("freight", dana), LateReader(knowledge)
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:
        await rated(app, dana, await start(app, dana, "Freight", channel), channel, whole=True)
        view = await opened(app, await dana.clicks(card(app, channel), "assessment_challenge"), dana)
        assert (await dana.submits(view, {"criterion": "data", "level": "1", "reason": OBJECTION})).ok
        await at_rest(app)
        analyst.confused = True
        await told(dana, "start freight", channel)
        await slack.until(lambda: _saying(slack, channel, "what has changed?"))
        await at_rest(app)
        finished = (await told(dana, "finish", channel)).shown
        assert [turn.text for turn in (await app.interview("freight-i2")).unreadable_turns] == [OBJECTION]
    assert "still being read" not in finished


def _saying(slack: SlackServer, channel: Channel, words: str) -> Message | None:
    return next((m for m in slack.said(channel) if words in m.shown), None)


def _with(slack: SlackServer, channel: Channel, button: str) -> Message | None:
    """The newest message with this button."""
    return next((m for m in reversed(slack.messages(channel)) if button in m.action_ids), None)


async def test_what_was_known_before_is_not_told_as_if_it_were_lost(
    app: App, dana: User, *, clock: SetClock, freight: Channel
) -> None:
    await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    clock.forward(days=28)
    assert "2 of 15 known" in (await told(dana, "status", freight)).shown
    await told(dana, "start freight", freight)
    await at_rest(app)
    assert "2 of 15 known, 0 of 13 looked at" in (await told(dana, "status", freight)).shown
