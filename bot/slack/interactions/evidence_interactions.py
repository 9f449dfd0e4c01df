"""A message from somewhere else as evidence: proposed from its menu, and its author's to allow."""

from collections.abc import Mapping
from typing import Any

from bot.domain.access.permission import may_do
from bot.domain.access.right import Right
from bot.domain.audit.daily_limit import REQUESTED_CONSENTS
from bot.domain.core.errors import NoAccess
from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent
from bot.domain.messaging.message_source import MessageSource
from bot.services.arrivals import propose_evidence
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.worker.handler import Result
from bot.slack.blocks.interview import evidence
from bot.slack.blocks.interview.evidence import PilotChoice
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.interaction import Button, Form, Interaction, Press, Shortcut, apply_move, refuse_presser
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
    sees_any, choice = await context.deps.transactions.run(lambda uow: _load_pilot_choice(uow, asker, channel))
    if sees_any and not (choice.pilots or choice.over):
        return build_unavailable_pilot_modal(evidence.build_no_interview_message())
    words, _ = await mrkdwn_to_text(read_own_words(message), context.bot_identity.user, hurry)
    reference = Reference(channel=channel, message=message["ts"], thread=message.get("thread_ts"), person=author_id)
    clean = context.deps.redactor.redact(words).text
    return evidence.build_evidence_modal(clean, author.person, choice, reference, own=author_id == asker)


def _load_pilot_choice(uow: UnitOfWork, person: str, channel: str) -> tuple[bool, PilotChoice]:
    """Whether they see any pilot, and those that were talked about; the one of the channel they are in stands first."""
    teams = uow.teams.list_visible_to(person)
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id for team in teams])
    talked = [team for team in teams if team.pilot.id in latest]
    under_way, over = (
        tuple(team.pilot for team in talked if (latest[team.pilot.id].status == "closed") is finished)
        for finished in (False, True)
    )
    here = [team.pilot.id for team in talked if team.channel == channel]
    likely = next((pilot.id for pilot in (*under_way, *over) if pilot.id in here), None)
    return bool(teams), PilotChoice(under_way, over, likely)


async def _propose(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    pilot_id = form.find_value("pilot") or ""
    team, late = await context.deps.transactions.run(lambda uow: _load_chosen(uow, click.by.id, pilot_id))
    if late is not None:
        return refuse_presser(click, late)
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


def _load_chosen(uow: UnitOfWork, person: str, pilot_id: str) -> tuple[Team, MessageContent | None]:
    """The pilot's team, and what is said where its interview is over. Raises NoAccess."""
    team = get_visible_team(uow, person, pilot_id)
    latest = uow.interviews.find_latest_by_pilot([pilot_id]).get(pilot_id)
    if latest is None or latest.status != "closed":
        return team, None
    again = Reference(pilot=team.pilot.id) if may_do(team, person, Right.START_AGAIN) else None
    return team, evidence.build_evidence_too_late_message(team.pilot, again, team.get_person(team.lead))


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
    Shortcut("add_evidence", Right.LOOK_AROUND, _open_evidence_form),
    Form("add_evidence", Right.PROPOSE_EVIDENCE, _propose, in_order=False, limit=REQUESTED_CONSENTS),
    Button("evidence_add", Right.ADD_OWN_WORDS, _add),
    Button("evidence_consent", Right.ALLOW_EVIDENCE, _agree, "decided"),
    Button("evidence_refuse", Right.ALLOW_EVIDENCE, apply_move(_decline), "decided"),
)
