"""Leading: what leaders open and fill in: the wishes for their digest, what it would say now, the portfolio."""

from datetime import date

from bot.domain.core.errors import NoAccess
from bot.domain.core.hours import zone_of
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Post
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio
from bot.services.conversation.interview_actions import Click
from bot.services.digest import weekly_digest
from bot.services.digest.portfolio import survey
from bot.services.digest.weekly_digest import Digesting
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox import whisper
from bot.services.ports.core import UnitOfWork, Work
from bot.slack.blocks.digest import digest_modals, portfolio
from bot.slack.blocks.digest.digest_modals import ON, ONLY_CHANGES
from bot.slack.blocks.kit.elements import View
from bot.slack.context import Reception
from bot.slack.inbound.form_payload import Errors, Form
from bot.slack.outbound.uploads import PICTURE
from bot.slack.views.commands import Asker

FORM = "digest_wishes"


def desk_of(at: Reception) -> Digesting:
    desk = at.desk
    return Digesting(
        desk.transactions, desk.interviewing.analyst, desk.clock, desk.knowledge, desk.directory, desk.voice
    )


async def wishes_of(at: Reception, person: str) -> View:
    """The modal with what this person wishes by now."""

    def work(uow: UnitOfWork) -> View:
        pilots = sorted((team.pilot for team in uow.teams.visible_to(person)), key=lambda pilot: pilot.name.casefold())
        return digest_modals.wishes(uow.digests.settings_of(person), pilots)

    return await at.desk.transactions.run(work)


async def preview_of(at: Reception, person: str) -> View:
    made = await weekly_digest.preview(desk_of(at), person)
    return digest_modals.preview(tuple(Post(part.text, part.blocks) for part in at.desk.voice.digest(made)))


async def portfolio_of(at: Reception, asker: Asker) -> Post:
    """All pilots that they may see, as they stand now."""
    found = await seen_by(at, asker.person, asker.tz)
    if len(found.rows) < FEWEST_PILOTS:
        return portfolio.too_few(len(found.rows))
    return portfolio.portfolio(found, at.desk.knowledge.framework)


async def seen_by(at: Reception, person: str, tz: str) -> Portfolio:
    now, desk = at.desk.clock.now().astimezone(zone_of(tz)), at.desk
    return await desk.transactions.run(lambda uow: survey(uow, desk.knowledge, person, now))


def picture_for(uow: UnitOfWork, click: Click, tz: str) -> None:
    """Drawn when it is sent, into the direct messages of whoever asks."""
    body = {
        "person": click.by.id,
        "tz": tz,
        "files": [PICTURE],
        "title": "Your pilots, side by side",
        "note": "Your pilots by criterion, as they stand now. The darker, the closer to production.",
    }
    line = f"dm:{click.by.id}"
    uow.events.add(Event(id=f"upload:portfolio:{click.key}", lane="outbox", line=line, kind="upload", body=body))


def missing_in(form: Form) -> Errors:
    """What can be told from the form alone."""
    if form.callback == FORM and form.one("weekday") is None:
        return {"weekday": "Choose a day."}
    return {"hour": "Choose an hour."} if form.callback == FORM and form.one("hour") is None else {}


async def submitted(at: Reception, form: Form, click: Click) -> Work:
    """Keeps the wishes; whoever asked for a channel is in it, and hears from when on it comes."""
    channel = form.one("channel")
    if channel is not None and click.by.id not in await at.directory.members(channel):
        raise NoAccess
    today = at.today(await at.directory.person(click.by.id))

    def work(uow: UnitOfWork) -> None:
        before = uow.digests.settings_of(click.by.id)
        changed = digest_schedule.wish(uow, wishes_in(form, before), at.desk.clock.now())
        whisper(uow, click.key, click.source, click.by.id, digest_modals.kept(changed, today))

    return work


def wishes_in(form: Form, before: DigestSettings) -> DigestSettings:
    ticked = form.people("digest")
    chosen = form.people("pilots")
    snoozed = form.one("snoozed_until")
    return before.model_copy(
        update={
            "on": ON in ticked,
            "only_changes": ONLY_CHANGES in ticked,
            "weekday": int(form.text("weekday")),
            "hour": int(form.text("hour")),
            "channel": form.one("channel"),
            "pilots": chosen or None,
            "snoozed_until": date.fromisoformat(snoozed) if snoozed else None,
        }
    )
