"""Choosing the digest: whoever is named for it is offered it, and gets it once they say so, by a button or a form."""

from bot.domain.core.team import Team
from bot.domain.digest.settings import DigestSettings
from bot.services.conversation.context import ConversationContext, InterviewContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.digest_schedule import update_digest_settings
from bot.services.messaging.invitation_receipt import refresh_invitation_receipt
from bot.services.messaging.outbox import refresh_homes
from bot.services.opening.invite_people import renew_notice
from bot.services.ports.core import UnitOfWork


def add_to_digest(uow: UnitOfWork, deps: InterviewContext, pilot: str, reader: tuple[str, str]) -> None:
    """They want it of this pilot too. `reader`: with their time zone, by which it comes on their first working day."""
    person, tz = reader
    before = uow.digests.get_settings(person)
    if not before.wants(pilot):
        wanted = before.with_week(deps.calendars.get_work_week(tz)).add_pilot(pilot)
        update_digest_settings(uow, wanted, deps.clock.now())


def save_wishes(
    uow: UnitOfWork, deps: ConversationContext, click: Click, wanted: DigestSettings, tz: str
) -> DigestSettings:
    """What they chose in the form. A pilot that they choose there they want, whatever they declined before."""
    before = uow.digests.get_settings(wanted.person)
    changed = update_digest_settings(uow, wanted, deps.clock.now())
    for known in uow.teams.list_visible_to(wanted.person):
        team = known.take_back(wanted.person, "digest") if known.pilot.id in (wanted.pilots or ()) else known
        if team != known:
            uow.teams.save(team)
        if team != known or before.wants(team.pilot.id) != changed.wants(team.pilot.id):
            refresh_part(uow, deps, click, team, tz)
    return changed


def refresh_part(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team, tz: str) -> None:
    """Everything that tells of the part of whoever clicked, as it stands now."""
    renew_notice(uow, deps, team, click.by.id, tz)
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if interview is not None:
        refresh_invitation_receipt(uow, deps.formatter, interview)
    refresh_homes(uow, f"{click.key}:{team.pilot.id}", {*team.member_ids, click.by.id})
