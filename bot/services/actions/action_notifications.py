"""Telling: what shows an action shows it as it stands, and whoever has to know of a step is told, where they talk."""

from collections.abc import Iterable

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import Followed
from bot.domain.core.team import Team
from bot.domain.messaging.message import Part, Place, Post, Posting, part
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.plan_canvas import freshen_canvas
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import main_threads
from bot.services.messaging.outbox import (
    freshen_homes,
    place_of,
    replace_in,
    replace_part,
    say,
    set_session_of,
    whisper,
)
from bot.services.ports.core import UnitOfWork

_LATEST = 8
"""In how many of its messages an action is kept up to date, the newest ones."""


def action_part(desk: Desk, at: Followed) -> Part:
    return part(f"action:{at.plan.root}:{at.action.id}", desk.voice.action(at))


def asked_part(desk: Desk, team: Team, progress: Progress, person: str) -> Part:
    return part(f"asked:{progress.plan.root}:{person}", desk.voice.asked(team, progress, person))


def plan_part(desk: Desk, progress: Progress) -> Part:
    return part(f"plan:{progress.plan.root}", desk.voice.plan(progress))


# --- what stands is kept up to date ---------------------------------------------------------------------


def show_again(uow: UnitOfWork, desk: Desk, click: Click, changed: tuple[Followed, ...]) -> None:
    """Wherever these actions of one plan are shown. `click` is what changed them."""
    standing = [posting for at in changed for posting in _renew(uow, desk, at)]
    team, progress = changed[0].team, changed[0].progress
    ids = [posting.id for posting in standing]
    replace_in(uow, dict.fromkeys(ids), asked_part(desk, team, progress, click.by.id))
    _rest(uow, click, standing, progress)
    show_plan_again(uow, desk, progress)
    owners = (at.standing.owner for at in changed)
    freshen_homes(uow, click.key, {*team.members, click.by.id, *(owner for owner in owners if owner)})
    if not _seen_by_them(click, standing):
        whisper(uow, click.key, click.source, click.by.id, desk.voice.action(changed[0]))


def _rest(uow: UnitOfWork, click: Click, standing: Iterable[Posting], progress: Progress) -> None:
    """Their own messages wait for them no longer, unless something is still proposed to them."""
    waits = any(one.proposed and one.state != "done" for one in progress.owned_by(click.by.id))
    for posting in {posting.id: posting for posting in standing if posting.place.person == click.by.id}.values():
        set_session_of(uow, click.key, posting, "suspended" if waits else "active")


def show_plan_again(uow: UnitOfWork, desk: Desk, progress: Progress) -> None:
    interview_id = uow.assessments.get(progress.plan.assessment_id).interview_id
    replace_part(uow, interview_id, plan_part(desk, progress))
    freshen_canvas(uow, progress)


def _renew(uow: UnitOfWork, desk: Desk, at: Followed) -> tuple[Posting, ...]:
    latest = tuple(dict.fromkeys(at.standing.postings[-_LATEST:]))
    if at.standing.state != "blocked":
        replace_in(uow, latest, part("blocked", desk.voice.no_longer_blocked(at)))
    return replace_in(uow, latest, action_part(desk, at))


def _seen_by_them(click: Click, standing: Iterable[Posting]) -> bool:
    """Where they clicked shows it already: that message, or their Home, which is published anew."""
    here = (click.source.channel, click.source.ts)
    return click.source.channel == click.by.id or any((p.channel, p.ts) == here for p in standing)


# --- who has to know ------------------------------------------------------------------------------------


def posting_of(step: Step) -> str | None:
    """The id of the message that a step brings about, where it shows the action."""
    speaks = step.kind in {"blocked", "declined"} or (step.kind == "assigned" and step.to != step.by)
    return f"step:{step.id}" if speaks else None


def tell_of(uow: UnitOfWork, desk: Desk, step: Step, before: Followed, now: Followed) -> None:
    if step.kind == "assigned" and step.to != step.by and step.to:
        _tell(uow, desk, step, now, Place(person=step.to), desk.voice.given(now, step))
    if step.kind == "assigned" and before.standing.accepted and before.standing.owner not in {None, step.by, step.to}:
        told = part("taken", desk.voice.taken(now, step))
        say(uow, Posting(id=f"taken:{step.id}", place=Place(person=before.standing.owner), parts=(told,)))
    if step.kind == "blocked":
        place = in_the_team(uow, now.team, now.plan)
        if place.person != step.by:
            _tell(uow, desk, step, now, place, desk.voice.blocked(now, step))
    if step.kind == "declined":
        giver = before.standing.given_by or now.team.lead
        if giver != step.by:
            _tell(uow, desk, step, now, Place(person=giver), desk.voice.not_theirs(now, step))


def _tell(uow: UnitOfWork, desk: Desk, step: Step, at: Followed, place: Place, told: Post) -> None:
    posting = Posting(
        id=f"step:{step.id}",
        place=place,
        parts=(part(step.kind, told), action_part(desk, at)),
        pilot_id=at.plan.pilot.id,
        session="suspended" if place.person else None,
        title=f"{at.plan.pilot.name}: action {at.number}" if place.person else None,
    )
    say(uow, posting)


def in_the_team(uow: UnitOfWork, team: Team, plan: ProductionPlan) -> Place:
    """Where the team talks of its plan: the thread in its channel; with no channel, the lead's direct messages."""
    interview = uow.interviews.get(uow.assessments.get(plan.assessment_id).interview_id)
    shared = [thread for thread in main_threads(uow, interview, team) if thread.person is None]
    return place_of(shared[-1]) if shared else Place(person=team.lead)
