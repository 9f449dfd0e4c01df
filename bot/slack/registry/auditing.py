"""Auditing: what somebody presses, fills in or types in Slack, as an act of the trail."""

from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.audit.act import Act, ActDetail, Effect, Outcome, Via, mark_id, mark_record
from bot.domain.core.team import Thread
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import is_unavailable_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.views.commands import Asker

_RECORDS = ("assessment", "plan", "interview", "subject")
"""What of a reference says best what it is about."""


class Audited(Protocol):
    """An interaction, as the trail names it."""

    @property
    def id(self) -> str: ...
    @property
    def via(self) -> Via: ...
    @property
    def effect(self) -> Effect: ...


def build_act(entry: Audited, click: Click, about: Reference, at: datetime) -> Act:
    """As done; `place` is where it was clicked, unless that was in Home or a modal."""
    channel = click.source.channel
    kind = next((name for name in _RECORDS if getattr(about, name)), None)
    return Act(
        at=at,
        by=click.by.id,
        via=entry.via,
        name=entry.id,
        effect=entry.effect,
        pilot=mark_id(about.pilot) if about.pilot else "",
        record=mark_record(kind, getattr(about, kind)) if kind else "",
        place=channel if channel != click.by.id else "",
    )


def build_form_act(entry: Audited | None, click: Click, form: FormSubmission, at: datetime) -> Act | None:
    """None for a form that we no longer know."""
    about = form.reference.model_copy(update={"pilot": form.reference.pilot or form.find_value("pilot")})
    return build_act(entry, click, about, at) if entry is not None else None


def build_rewriting_act(name: str, thread: Thread, said: IncomingMessage, at: datetime) -> Act:
    """Of what somebody changed or took away that they had said; what is said for the first time is its own record."""
    about, place = mark_record("interview", thread.interview_id), said.source.channel
    return Act(at=at, by=said.person, via="message", name=name, effect="changed", record=about, place=place)


def add_act(done: Result, act: Act) -> Result:
    """On record with what is committed."""

    def work(uow: UnitOfWork) -> None:
        if done.work is not None:
            done.work(uow)
        uow.audit.append(act)

    return done._replace(work=work)


def build_command_act(word: str, effect: Effect, asker: Asker, at: datetime) -> Act:
    """`word`: of a command that is registered; what else was typed is people's own."""
    return Act(at=at, by=asker.person, via="command", name=word, effect=effect, place=asker.channel or "")


class ViewOfPilots(NamedTuple):
    """A view that tells of several pilots, and their ids."""

    view: View
    pilot_ids: tuple[str, ...]


async def record_view(context: SlackContext, act: Act, opened: View | ViewOfPilots) -> View:
    """Before it is shown; as refused where it only says that it can't be."""
    view, pilots = opened if isinstance(opened, ViewOfPilots) else (opened, ())
    told = act.complete(ActDetail(pilot_ids=pilots))
    await record_act(context, told, "refused" if is_unavailable_modal(view) else "done")
    return view


async def record_act(context: SlackContext, act: Act, outcome: Outcome = "done") -> None:
    """In a transaction of its own: what only shows something changes nothing, and is recorded before it is shown."""
    told = act.model_copy(update={"outcome": outcome})
    await context.deps.transactions.run(lambda uow: uow.audit.append(told))
