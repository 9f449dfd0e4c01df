"""A message from somewhere else as evidence: proposed from its menu, and its author's to allow."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.domain.core.errors import NoAccess
from bot.domain.core.people import Pilot
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message_source import MessageSource
from bot.services.arrivals import propose_evidence
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.worker.handler import Result
from bot.slack.blocks.interview import evidence
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.registry import Access, Button, Form, Interaction, Press, Shortcut, apply_move
from bot.slack.workspace.fast_directory import DirectoryWithDeadline
from bot.slack.workspace.message_text import read_own_words
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text


async def _open_evidence_form(context: SlackContext, body: Mapping[str, Any]) -> View:
    message, channel, asker = body["message"], body["channel"]["id"], body["user"]["id"]
    author_id = message.get("user")
    hurry = DirectoryWithDeadline(context.directory)
    author = await hurry.get_member(author_id) if author_id else None
    if author is None or author.bot:
        told = errors.build_refusal_message("That message is an app's, not a person's: it is no evidence.")
        return build_unavailable_pilot_modal(told)
    if author.guest or author.outside:
        return build_unavailable_pilot_modal(
            evidence.build_author_unreachable_message(author.person, outside=author.outside)
        )
    found = await context.deps.transactions.run(lambda uow: _load_pilot_choice(uow, asker, channel))
    if found.sees_any and not found.pilots:
        return build_unavailable_pilot_modal(evidence.build_no_interview_message())
    said = context.deps.redactor.redact(read_own_words(message)).text
    words, _ = await mrkdwn_to_text(said, context.bot_identity.user, hurry)
    reference = Reference(channel=channel, message=message["ts"], thread=message.get("thread_ts"), person=author_id)
    own = author_id == asker
    return evidence.build_evidence_modal(words, author.person, found.pilots, reference, own=own, likely=found.likely)


class _PilotChoice(NamedTuple):
    """The pilots that somebody sees and that are being talked about, and the one of the channel they are in."""

    pilots: tuple[Pilot, ...]
    likely: str | None
    sees_any: bool


def _load_pilot_choice(uow: UnitOfWork, person: str, channel: str) -> _PilotChoice:
    teams = uow.teams.list_visible_to(person)
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id for team in teams])
    under_way = [t for t in teams if t.pilot.id in latest and latest[t.pilot.id].status != "closed"]
    here = next((team.pilot.id for team in under_way if team.channel == channel), None)
    return _PilotChoice(tuple(team.pilot for team in under_way), here, bool(teams))


async def _propose(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    pilot_id = form.find_value("pilot") or ""
    team = await context.deps.transactions.run(lambda uow: get_visible_team(uow, click.by.id, pilot_id))
    proposal = EvidenceProposal(team.pilot, _get_source(form.reference), form.reference.person or "")
    return await propose_evidence.propose_evidence(context.deps, click, proposal)


async def _add(context: SlackContext, press: Press) -> Result:
    """What they told us themselves outside of the interview; nobody else may add it by this button."""
    pilot_id, author = press.reference.pilot or "", press.reference.person or ""
    if author != press.click.by.id:
        raise NoAccess
    team = await context.deps.transactions.run(lambda uow: get_visible_team(uow, author, pilot_id))
    proposal = EvidenceProposal(team.pilot, _get_source(press.reference), author)
    return await propose_evidence.propose_evidence(context.deps, press.click, proposal)


async def _agree(context: SlackContext, press: Press) -> Result:
    pilot = await context.deps.transactions.run(lambda uow: _get_asked_pilot(uow, press.click, press.reference))
    return await propose_evidence.accept_evidence(context.deps, press.click, pilot, _get_source(press.reference))


def _decline(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    propose_evidence.decline_evidence(uow, deps, _get_asked_pilot(uow, click, reference), _get_source(reference))


def _get_asked_pilot(uow: UnitOfWork, click: Click, reference: Reference) -> Pilot:
    """For whoever wrote the message, who may not see the pilot: its name is all they learn of it. Raises NoAccess."""
    asked = uow.messages.find(propose_evidence.build_consent_id(reference.pilot or "", _get_source(reference)))
    if asked is None or asked.place.person != click.by.id:
        raise NoAccess
    return uow.teams.get(reference.pilot or "").pilot


def _get_source(reference: Reference) -> MessageSource:
    return MessageSource.from_message(reference.channel or "", reference.message or "", reference.thread)


INTERACTIONS: tuple[Interaction, ...] = (
    Shortcut("add_evidence", Access.ANYBODY, _open_evidence_form),
    Form("add_evidence", Access.READERS, _propose, in_order=False),
    Button("evidence_add", Access.SPEAKER, _add),
    Button("evidence_consent", Access.ADDRESSEE, _agree),
    Button("evidence_refuse", Access.ADDRESSEE, apply_move(_decline)),
)
