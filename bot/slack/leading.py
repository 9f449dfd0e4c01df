"""Leading: what leaders open and fill in: the wishes for their digest, what it would say now, the portfolio."""

from datetime import date

from bot.domain.digest_settings import DigestSettings
from bot.domain.errors import NoAccess
from bot.domain.event import Event
from bot.domain.hours import zone_of
from bot.domain.portfolio import FEWEST_PILOTS, Portfolio
from bot.domain.posting import Post
from bot.services import digesting
from bot.services.digesting import Digesting
from bot.services.ports import UnitOfWork, Work
from bot.services.saying import whisper
from bot.services.steering import Click
from bot.services.surveying import survey
from bot.slack.blocks import digest_modals, portfolio
from bot.slack.blocks.digest_modals import ON, ONLY_CHANGES
from bot.slack.blocks.elements import View
from bot.slack.commands import Asker
from bot.slack.forms import Errors, Form
from bot.slack.reception import Reception
from bot.slack.uploads import PICTURE

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
    made = await digesting.preview(desk_of(at), person)
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
        changed = digesting.wish(uow, wishes_in(form, before), at.desk.clock.now())
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
