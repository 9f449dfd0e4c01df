"""Deciding: a leader settles what their digest asks of them; it is kept, takes effect, and those who wait are told."""

from typing import NamedTuple

from bot.domain.actions.tracked_action import Followed
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.digest.decision import Answer, Decision, Ruling, ruling_on
from bot.domain.digest.digest import Digest
from bot.domain.messaging.message import Place, Posting, part
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions import action_commands
from bot.services.actions.action_commands import Deed, made, progress_of
from bot.services.actions.action_notifications import action_part, posting_of, show_again, tell_of
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import main_threads
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox import freshen_homes, place_of, replace_in, say
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import opened

_OWNER_ACTION = "owner_acceptance"
_ACCEPTED = "Accepted in Flightplan by the owner themselves."


class Asked(NamedTuple):
    """Which decision is meant: of a leader's digest, or (without a week) of somebody named as the owner."""

    pilot_id: str
    subject: str
    leader: str = ""
    week: str = ""


class Settled(NamedTuple):
    answer: Answer
    note: str = ""


class Open(NamedTuple):
    """A decision that may still be settled, by somebody who may."""

    team: Team
    decision: Decision
    asked: Asked


def open_decision(uow: UnitOfWork, person: str, asked: Asked) -> Open:
    """Raises NoAccess, and MoveRefused where it was settled meanwhile or isn't this person's to settle."""
    team = opened(uow, person, asked.pilot_id)
    decision = _decision(uow, team, asked)
    if not team.may_decide(person):
        raise MoveRefused("Only the leaders of this pilot can settle that. Nothing was changed.")
    if decision.own and decision.kind == "ownership" and team.owner != person:
        raise MoveRefused(f"Only {team.person(team.owner or '').name} can accept it. Nothing was changed.")
    before = _ruling(uow, decision, person, _digest(uow, asked))
    if before is not None:
        raise MoveRefused(f"{before.by_name or 'Somebody'} settled it already. Nothing was changed.")
    return Open(team, decision, asked)


def _decision(uow: UnitOfWork, team: Team, asked: Asked) -> Decision:
    if not asked.week and asked.subject == f"ownership:{team.owner}":
        return Decision(kind="ownership", pilot=team.pilot, subject=asked.subject, own=True)
    digest = _digest(uow, asked)
    found = next((d for d in digest.decisions if d.subject == asked.subject), None) if digest else None
    if found is None:
        raise NoAccess
    return found


def _digest(uow: UnitOfWork, asked: Asked) -> Digest | None:
    return uow.digests.of(asked.leader, asked.week) if asked.week else None


def _ruling(uow: UnitOfWork, decision: Decision, person: str, digest: Digest | None) -> Ruling | None:
    """What settles it for this person: of a digest's question, whatever was settled since it was written."""
    rulings = uow.rulings.of_each([decision.pilot.id]).get(decision.pilot.id, ())
    since = [ruling for ruling in rulings if digest is None or ruling.at >= digest.until]
    return ruling_on(decision, since, person, digest.until if digest else since[-1].at) if since else None


# --- answers -------------------------------------------------------------------------------------------


def settle(uow: UnitOfWork, desk: Desk, click: Click, asked: Asked, settled: Settled) -> None:
    """Yes, no, or not theirs. Raises InvalidInput where a no comes without a reason."""
    at = open_decision(uow, click.by.id, asked)
    if settled.answer == "no" and not settled.note.strip():
        raise InvalidInput("Say what is missing, so that the team can see to it. Nothing was changed.")
    ruling = _ruled(uow, desk, click, at.decision, settled)
    if at.decision.kind == "ownership" and settled.answer == "yes":
        _owner_accepted(uow, desk, click, at.team)
    if at.decision.kind == "ownership" and settled.answer == "not_me":
        uow.teams.save(at.team.model_copy(update={"owner": None}))
    _tell(uow, desk, click, at, ruling)


def name_owner(uow: UnitOfWork, desk: Desk, click: Click, asked: Asked, person: Person) -> None:
    """Whoever is named is asked to accept; a leader who names themselves has accepted."""
    at = open_decision(uow, click.by.id, asked)
    people = tuple({known.id: known for known in (*at.team.people, person)}.values())
    team = at.team.model_copy(update={"owner": person.id, "people": people})
    uow.teams.save(team)
    digest_schedule.expect(uow, person.id, desk.clock.now())
    ruling = _ruled(uow, desk, click, at.decision, Settled("yes", f"It is {person.name}."))
    if person.id == click.by.id:
        _owner_accepted(uow, desk, click, team)
    else:
        named = part("owner_named", desk.voice.owner_named(team, click.by))
        say(
            uow, Posting(id=f"owner:{click.key}", place=Place(person=person.id), parts=(named,), pilot_id=team.pilot.id)
        )
    _tell(uow, desk, click, at._replace(team=team), ruling)


def assign(uow: UnitOfWork, desk: Desk, click: Click, asked: Asked, person: Person) -> None:
    """The action that nobody has is proposed to them."""
    at = open_decision(uow, click.by.id, asked)
    action = _action(uow, at)
    action_commands.must_be_open(action.standing)
    step = made(desk, click, action, "assigned").model_copy(update={"to": person.id, "to_name": person.name})
    step = step.model_copy(update={"posting": posting_of(step)})
    uow.steps.add(step)
    now = action.again(progress_of(uow, action.plan))
    tell_of(uow, desk, step, action, now)
    show_again(uow, desk, _at_home(click), (now,))
    _tell(uow, desk, click, at, _ruled(uow, desk, click, at.decision, Settled("yes", f"It goes to {person.name}.")))


def _ruled(uow: UnitOfWork, desk: Desk, click: Click, decision: Decision, settled: Settled) -> Ruling:
    ruling = Ruling(
        id=click.key,
        pilot_id=decision.pilot.id,
        kind=decision.kind,
        subject=decision.subject,
        answer=settled.answer,
        by=click.by.id,
        by_name=click.by.name,
        at=desk.clock.now(),
        note=desk.interviewing.redactor.redact(settled.note.strip()).text,
    )
    uow.rulings.add(ruling)
    return ruling


def _owner_accepted(uow: UnitOfWork, desk: Desk, click: Click, team: Team) -> None:
    """The plan's action that asks for it is done by that, with their word as its proof."""
    plan = uow.plans.latest_of_each([team.pilot.id]).get(team.pilot.id)
    if plan is None or not progress_of(uow, plan).has(_OWNER_ACTION):
        return
    deed = Deed(team.pilot.id, plan.root, _OWNER_ACTION)
    action = action_commands.followed(uow, click.by.id, deed)
    if action.standing.state != "done":
        action_commands.finish(uow, desk, _at_home(click), deed, action_commands.Proof(note=_ACCEPTED))


def _at_home(click: Click) -> Click:
    """Nothing is whispered where they clicked: the digest itself says what became of it."""
    return click._replace(key=f"{click.key}:action", source=click.source._replace(channel=click.by.id))


def _action(uow: UnitOfWork, at: Open) -> Followed:
    plan = _plan(uow, at)
    return action_commands.followed(uow, at.team.lead, Deed(plan.pilot.id, plan.root, at.decision.action_id or ""))


def _plan(uow: UnitOfWork, at: Open) -> ProductionPlan:
    if at.decision.plan_id is None:
        raise NoAccess
    return uow.plans.get(at.decision.plan_id)


# --- who has to know ---------------------------------------------------------------------------------------


def _tell(uow: UnitOfWork, desk: Desk, click: Click, at: Open, ruling: Ruling) -> None:
    """The digest shows what became of it and asks for the next; the team reads it where it talks."""
    told = part("decision", desk.voice.decided(at.decision, ruling))
    _show_in_digest(uow, desk, click, at, ruling)
    posting = Posting(id=f"decided:{click.key}", place=_where(uow, at), parts=(told,), pilot_id=at.team.pilot.id)
    if at.decision.kind == "unblock":
        action = _action(uow, at)
        posting = posting.model_copy(update={"parts": (told, action_part(desk, action))})
    say(uow, posting)
    freshen_homes(uow, click.key, at.team.members)


def _where(uow: UnitOfWork, at: Open) -> Place:
    """The thread of its newest interview in its channel; with no channel, the lead's direct messages."""
    interview = uow.interviews.latest_of_each([at.team.pilot.id]).get(at.team.pilot.id)
    threads = main_threads(uow, interview, at.team) if interview is not None else ()
    shared = [thread for thread in threads if thread.person is None]
    return place_of(shared[-1]) if shared else Place(person=at.team.lead)


def _show_in_digest(uow: UnitOfWork, desk: Desk, click: Click, at: Open, ruling: Ruling) -> None:
    digest = _digest(uow, at.asked)
    if digest is None:
        return
    still = [d for d in digest.decisions if d != at.decision and _ruling(uow, d, click.by.id, digest) is None]
    told = part("decision", desk.voice.decided_in_digest(digest, (at.decision, ruling), still[0] if still else None))
    replace_in(uow, (digest.id,), told)
