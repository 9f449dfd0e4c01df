"""Following: what people do about an action of a plan: take it, finish it, say what blocks it, hand it on."""

from typing import NamedTuple

from bot.domain.actions.progress import Progress, Standing, Step, StepKind
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.core.invisible_characters import visible
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import Place, Posting, part
from bot.domain.messaging.message_source import Source
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.action_notifications import posting_of, show_again, tell_of
from bot.services.actions.reminders import expect
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import say, whisper
from bot.services.ports.core import UnitOfWork


class Deed(NamedTuple):
    """Which action is meant: by the pilot, the line of its plan, and the action's id."""

    pilot_id: str
    root: str
    action_id: str


class Proof(NamedTuple):
    """By what others can see that it is done: a note, a link, or both."""

    note: str = ""
    link: str | None = None


def followed(uow: UnitOfWork, person: str, deed: Deed) -> Followed:
    """The action as it stands now, for those who see the pilot and for whoever has the action.

    Raises NoAccess; MoveRefused where a newer plan has taken the place of this one.
    """
    team = _locked(uow, deed.pilot_id)
    plan = uow.plans.latest_of_each([deed.pilot_id]).get(deed.pilot_id)
    if plan is None:
        raise NoAccess
    progress = progress_of(uow, plan)
    owns = progress.has(deed.action_id) and progress.standing(deed.action_id).owner == person
    if not owns and uow.teams.seen_by(person, deed.pilot_id) is None:
        raise NoAccess
    if plan.root != deed.root or not progress.has(deed.action_id):
        raise MoveRefused("A newer plan has taken the place of that one. `/pilot actions` shows what is yours now.")
    return Followed(team, progress, progress.standing(deed.action_id))


def _locked(uow: UnitOfWork, pilot_id: str) -> Team:
    """Read first: whoever else changes an action of this pilot waits until we are done, and builds on it."""
    try:
        return uow.teams.get(pilot_id)
    except NotFound as exc:
        raise NoAccess from exc


def progress_of(uow: UnitOfWork, plan: ProductionPlan) -> Progress:
    return Progress.of(plan, uow.steps.of(plan.root))


# --- who has it -------------------------------------------------------------------------------------


def accept(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    """It is theirs now. What nobody has, any of the team may take."""
    at = followed(uow, click.by.id, deed)
    must_be_open(at.standing)
    if at.standing.owner == click.by.id and at.standing.accepted:
        raise MoveRefused("It is yours already. Nothing was changed.")
    if at.standing.owner not in {None, click.by.id}:
        raise MoveRefused(f"{at.standing.owner_name} has this action by now. Nothing was changed.")
    if click.by.id not in at.taken_by:
        raise MoveRefused("Only those who take part in this pilot can take an action. Nothing was changed.")
    _step(uow, desk, click, at, "accepted", to=click.by.id, to_name=click.by.name)


def accept_all(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    """Everything of this plan that is proposed to them. `deed`: any of it."""
    at = followed(uow, click.by.id, deed)
    theirs = [one for one in followed_in(at.team, at.progress) if one.standing.owner == click.by.id]
    proposed = [one for one in theirs if one.standing.proposed and one.standing.state != "done"]
    if not proposed:
        raise MoveRefused("Nothing waits for your word here any more. `/pilot actions` shows what is yours.")
    for one in proposed:
        uow.steps.add(made(desk, click, one, "accepted").model_copy(update={"id": f"{click.key}:{one.action.id}"}))
    progress = progress_of(uow, at.plan)
    now = tuple(one.again(progress) for one in proposed)
    expect(uow, desk, now)
    show_again(uow, desk, click, now)


def decline(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    """It isn't theirs: whoever gave it to them, else the lead, is told."""
    at = followed(uow, click.by.id, deed)
    must_be_open(at.standing)
    if at.standing.owner != click.by.id:
        raise MoveRefused("This action isn't yours any more. Nothing was changed.")
    _step(uow, desk, click, at, "declined")


class Handover(NamedTuple):
    to: Person
    note: str = ""


def reassign(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed, handover: Handover) -> None:
    """The new owner is asked to confirm; whoever takes it themselves need not be asked."""
    at = _changed_by(uow, click, deed)
    must_be_open(at.standing)
    if at.standing.owner == handover.to.id:
        raise MoveRefused(f"{handover.to.name} has this action already. Nothing was changed.")
    note = _clean(uow, desk, click, handover.note)
    to = {"to": handover.to.id, "to_name": handover.to.name, "note": note}
    _step(uow, desk, click, at, "assigned", **to)


# --- how it goes ------------------------------------------------------------------------------------


def finish(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed, proof: Proof) -> None:
    """Raises InvalidInput without a proof: what nobody can check is not done."""
    at = _changed_by(uow, click, deed)
    must_be_open(at.standing)
    note, link = _clean(uow, desk, click, proof.note), _clean(uow, desk, click, proof.link or "")
    if not note and not link:
        raise InvalidInput("Add a link or a note, so that others can see that it is done. Nothing was changed.")
    _step(uow, desk, click, at, "done", note=note, link=link or None)


def reopen(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    at = _changed_by(uow, click, deed)
    if at.standing.state != "done":
        raise MoveRefused("This action is open already. Nothing was changed.")
    _step(uow, desk, click, at, "reopened")


def block(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed, reason: str) -> None:
    """The lead is told. Raises InvalidInput without a reason."""
    at = _changed_by(uow, click, deed)
    must_be_open(at.standing)
    if at.standing.state == "blocked":
        raise MoveRefused(f"It is marked as blocked already: {at.standing.note}")
    why = _clean(uow, desk, click, reason)
    if not why:
        raise InvalidInput("Say what is in the way: only then can somebody clear it. Nothing was changed.")
    _step(uow, desk, click, at, "blocked", note=why)


def unblock(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    at = _changed_by(uow, click, deed)
    if at.standing.state != "blocked":
        raise MoveRefused("This action isn't blocked any more. Nothing was changed.")
    _step(uow, desk, click, at, "unblocked")


def acknowledge(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed) -> None:
    """They know of it: no more reminders of this date."""
    at = _changed_by(uow, click, deed)
    must_be_open(at.standing)
    _step(uow, desk, click, at, "seen")


def answer_reply(uow: UnitOfWork, desk: Desk, source: Source, person: str) -> bool:
    """Somebody writes under a message about their actions, where nobody reads it: they are told what to click.

    False, and nothing said, where it is no such message.
    """
    above = uow.postings.apart_at(source.channel, source.root)
    if above is None or not any(shown.key.startswith("action:") for shown in above.parts):
        return False
    told, place = part("use_buttons", desk.voice.use_the_buttons()), Place(person=person, thread=source.root)
    say(uow, Posting(id=f"use_buttons:{source.text}", place=place, parts=(told,), session="suspended"))
    return True


# --- inside -----------------------------------------------------------------------------------------


def must_change(at: Followed, person: str) -> None:
    """Raises MoveRefused for whoever may not change it."""
    if person in at.changed_by:
        return
    runs = f"{at.lead.name}, who leads the pilot"
    if at.standing.owner is None:
        raise MoveRefused(f"Nobody has this action yet: only {runs}, can change it. Nothing was changed.")
    raise MoveRefused(
        f"{at.standing.owner_name or 'Somebody else'} has this action: only they or {runs}, can change it. "
        "Nothing was changed."
    )


def _changed_by(uow: UnitOfWork, click: Click, deed: Deed) -> Followed:
    at = followed(uow, click.by.id, deed)
    must_change(at, click.by.id)
    return at


def must_be_open(standing: Standing) -> None:
    """Raises MoveRefused for what is done."""
    if standing.state == "done":
        raise MoveRefused("This action is done. Reopen it first, if something is left to do.")


def _clean(uow: UnitOfWork, desk: Desk, click: Click, text: str) -> str:
    """Without secrets; whoever wrote them is told."""
    clean = desk.interviewing.redactor.redact(visible(text).strip())
    if clean.kinds:
        whisper(uow, f"secret:{click.key}", click.source, click.by.id, desk.voice.took_out(clean.kinds))
    return clean.text


def made(desk: Desk, click: Click, at: Followed, kind: StepKind) -> Step:
    """What the click does to the action."""
    return Step(
        id=click.key,
        root=at.plan.root,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=desk.clock.now(),
        by=click.by.id,
        by_name=click.by.name,
    )


def _step(uow: UnitOfWork, desk: Desk, click: Click, at: Followed, kind: StepKind, **told: object) -> None:
    """Kept once; then everything that shows the action shows it as it stands now, and whoever has to know is told."""
    step = made(desk, click, at, kind).model_copy(update=told)
    step = step.model_copy(update={"posting": posting_of(step)})
    if not uow.steps.add(step):
        return
    now = at.again(progress_of(uow, at.plan))
    tell_of(uow, desk, step, at, now)
    expect(uow, desk, (now,))
    show_again(uow, desk, click, (now,))
