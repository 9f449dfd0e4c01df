"""Openings: the modals behind buttons, built from one reading of the database, since Slack waits three seconds."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from bot.domain.core.errors import InvalidInput, MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.messaging.message import Post
from bot.domain.planning.draft import PlanWish
from bot.domain.planning.schedule import next_monday
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.slack.blocks.interview import evidence, modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference, packed
from bot.slack.blocks.pilots.pilot_modal import instead
from bot.slack.blocks.plan import plan_modal
from bot.slack.context import Reception
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.buttons import interview_of, question_of, to_be_planned
from bot.slack.workspace.fast_directory import Hurry
from bot.slack.workspace.mrkdwn_to_text import in_words


class Press(NamedTuple):
    """A button that opens something, and whoever pressed it."""

    click: Click
    reference: Reference


Opening = Callable[[Reception, Press], Awaitable[View]]


async def view_behind(at: Reception, action: str, press: Press) -> View | None:
    """None where the button opens nothing. What can't be opened is a modal that says so."""
    found = OPENINGS.get("pilot_open" if action.startswith("pilot_open") else action)
    if found is None:
        return None
    try:
        return await found(at, press)
    except (InvalidInput, MoveRefused) as refusal:
        return instead(at.desk.voice.refused(str(refusal)))


async def _how(at: Reception, press: Press) -> View:
    return modals.how_it_works(at.desk.knowledge)


async def _start(at: Reception, press: Press) -> View:
    draft = modals.Draft(participants=(press.click.by.id,), channel=press.reference.channel)
    return modals.start_pilot(draft)


async def _pilot(at: Reception, press: Press) -> View:
    member = await Hurry(at.directory).person(press.click.by.id)
    return await at.reading.pilot_of(member.person.id, press.reference.pilot or "", at.today(member))


async def _why(at: Reception, press: Press) -> View:
    return await at.reading.why_of(press.click.by.id, press.reference.assessment or "")


async def _challenge(at: Reception, press: Press) -> View:
    return await at.reading.challenge_of(press.click.by.id, press.reference.assessment or "")


async def _plan(at: Reception, press: Press) -> View:
    member = await Hurry(at.directory).person(press.click.by.id)
    calendars = at.desk.planning.calendars
    made = await at.desk.transactions.run(lambda uow: to_be_planned(uow, press.click.by.id, press.reference))
    wish = PlanWish(start=next_monday(at.today(member)), country=calendars.country_of(member.tz))
    reference = Reference(assessment=made.id, pilot=made.pilot.id)
    return _placed(plan_modal.make_plan(made.pilot, wish, calendars.countries(), reference), press, reference)


async def _colleague(at: Reception, press: Press) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = interview_of(uow, press.click, press.reference)
        question = question_of(interview, press.reference)
        if not interview.awaits(question):
            raise MoveRefused("That question was settled meanwhile. Nothing was changed.")
        return modals.ask_colleague(interview, question)

    return _placed(await at.desk.transactions.run(work), press)


async def _correct(at: Reception, press: Press) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = interview_of(uow, press.click, press.reference)
        turn = interview.turn(press.reference.turn or "")
        if turn.speaker != press.click.by.id:
            return instead(errors.only_speaker(interview.person(turn.speaker)))
        if turn.state == "retracted":
            raise MoveRefused("That answer was taken back. Write a new one instead.")
        return modals.correct_turn(interview, turn)

    return _placed(await at.desk.transactions.run(work), press)


async def _about_an_action(action_id: str, at: Reception, press: Press) -> View:
    person, reference = press.click.by.id, press.reference
    view = await at.desk.transactions.run(lambda uow: action_interactions.modal_of(action_id, uow, person, reference))
    return _placed(view, press)


async def _about_a_decision(action_id: str, at: Reception, press: Press) -> View:
    person, reference = press.click.by.id, press.reference
    view = await at.desk.transactions.run(lambda uow: decision_interactions.modal_of(action_id, uow, person, reference))
    return _placed(view, press)


async def _wishes(at: Reception, press: Press) -> View:
    return await leader_interactions.wishes_of(at, press.click.by.id)


async def _preview(at: Reception, press: Press) -> View:
    return await leader_interactions.preview_of(at, press.click.by.id)


def _placed(view: View, press: Press, about: Reference | None = None) -> View:
    """The modal knows where it was opened, so that what it sends is worked in order with what is said there."""
    if "submit" not in view:
        return view
    source = press.click.source
    here = (about or press.reference).model_copy(
        update={"channel": source.channel, "message": source.ts, "thread": source.thread}
    )
    return {**view, "private_metadata": packed(here)}


OPENINGS: Mapping[str, Opening] = {
    "interview_how": _how,
    "pilot_start": _start,
    "pilot_open": _pilot,
    "assessment_why": _why,
    "assessment_challenge": _challenge,
    "plan_make": _plan,
    "interview_ask_colleague": _colleague,
    "turn_correct": _correct,
    **{action_id: partial(_about_an_action, action_id) for action_id in action_interactions.FORMS},
    "digest_open": _wishes,
    "digest_preview": _preview,
    **{action_id: partial(_about_a_decision, action_id) for action_id in decision_interactions.FORMS},
}


async def evidence_form(at: Reception, body: Mapping[str, Any]) -> View:
    """The modal behind the shortcut on a message."""
    message, channel, asker = body["message"], body["channel"]["id"], body["user"]["id"]
    author_id = message.get("user")
    if author_id is None or message.get("bot_id"):
        return instead(_nobody())
    hurry = Hurry(at.directory)
    author = await hurry.person(author_id)
    if author.guest or author.outside:
        return instead(evidence.cannot_be_asked(author.person, outside=author.outside))
    found = await at.desk.transactions.run(lambda uow: _choice(uow, asker, channel))
    if found.sees_any and not found.pilots:
        return instead(evidence.no_open_interview())
    words, _ = await in_words(message.get("text") or "", at.us.user, hurry.person)
    thread = message.get("thread_ts")
    reference = Reference(channel=channel, message=message["ts"], thread=thread, person=author_id)
    own = author_id == asker
    return evidence.add_evidence(words, author.person, found.pilots, reference, own=own, likely=found.likely)


class _Choice(NamedTuple):
    """The pilots that somebody sees and that are being talked about, and the one of the channel they are in."""

    pilots: tuple[Pilot, ...]
    likely: str | None
    sees_any: bool


def _choice(uow: UnitOfWork, person: str, channel: str) -> _Choice:
    teams = uow.teams.visible_to(person)
    latest = uow.interviews.latest_of_each([team.pilot.id for team in teams])
    under_way = [t for t in teams if t.pilot.id in latest and latest[t.pilot.id].status != "closed"]
    here = next((team.pilot.id for team in under_way if team.channel == channel), None)
    return _Choice(tuple(team.pilot for team in under_way), here, bool(teams))


def _nobody() -> Post:
    return errors.refused("That message is an app's, not a person's: it is no evidence.")
