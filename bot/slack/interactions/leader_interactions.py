"""Leading: what leaders open and fill in: the wishes for their digest, what it would say now, the portfolio."""

from datetime import date

from bot.domain.core.errors import NoAccess
from bot.domain.core.hours import parse_time_zone
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio
from bot.services.conversation.interview_actions import Click
from bot.services.digest import weekly_digest
from bot.services.digest.portfolio import build_portfolio
from bot.services.digest.weekly_digest import DigestDependencies
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox import post_ephemeral
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.slack.blocks.digest import digest_modals, portfolio
from bot.slack.blocks.digest.digest_modals import ON, ONLY_CHANGES
from bot.slack.blocks.kit.elements import View
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.outbound.uploads import PICTURE
from bot.slack.views.commands import Asker

FORM = "digest_wishes"


def build_digest_deps(context: SlackContext) -> DigestDependencies:
    deps = context.deps
    return DigestDependencies(deps.transactions, deps.clock, deps.knowledge, deps.directory, deps.formatter)


async def build_digest_settings_modal(context: SlackContext, person: str) -> View:
    """The modal with what this person wishes by now."""

    def work(uow: UnitOfWork) -> View:
        pilots = sorted(
            (team.pilot for team in uow.teams.list_visible_to(person)), key=lambda pilot: pilot.name.casefold()
        )
        return digest_modals.build_settings_modal(uow.digests.get_settings(person), pilots)

    return await context.deps.transactions.run(work)


async def build_digest_preview_modal(context: SlackContext, person: str) -> View:
    made = await weekly_digest.preview_digest(build_digest_deps(context), person)
    return digest_modals.build_preview_modal(
        tuple(MessageContent(part.text, part.blocks) for part in context.deps.formatter.format_digest(made))
    )


async def build_portfolio_message(context: SlackContext, asker: Asker) -> MessageContent:
    """All pilots that they may see, as they stand now."""
    found = await load_portfolio(context, asker.person, asker.tz)
    if len(found.rows) < FEWEST_PILOTS:
        return portfolio.build_small_portfolio_message(len(found.rows))
    return portfolio.build_portfolio_message(found, context.deps.knowledge.framework)


async def load_portfolio(context: SlackContext, person: str, tz: str) -> Portfolio:
    now, deps = context.deps.clock.now().astimezone(parse_time_zone(tz)), context.deps
    return await deps.transactions.run(lambda uow: build_portfolio(uow, deps.knowledge, person, now))


def queue_portfolio_picture(uow: UnitOfWork, click: Click, tz: str) -> None:
    """Drawn when it is sent, into the direct messages of whoever asks."""
    picture = UploadFiles(
        person=click.by.id,
        tz=tz,
        files=(PICTURE,),
        title="Your pilots, side by side",
        note="Your pilots by criterion, as they stand now. The darker, the closer to production.",
    )
    uow.events.add(picture.to_event(f"upload:portfolio:{click.key}", f"dm:{click.by.id}"))


def find_digest_errors(form: FormSubmission) -> Errors:
    """What can be told from the form alone."""
    if form.callback == FORM and form.find_value("weekday") is None:
        return {"weekday": "Choose a day."}
    return {"hour": "Choose an hour."} if form.callback == FORM and form.find_value("hour") is None else {}


async def prepare_digest_settings(context: SlackContext, form: FormSubmission, click: Click) -> TransactionWork:
    """Keeps the wishes; whoever asked for a channel is in it, and hears from when on it comes."""
    channel = form.find_value("channel")
    if channel is not None and click.by.id not in await context.directory.list_channel_members(channel):
        raise NoAccess
    today = context.get_local_date(await context.directory.get_member(click.by.id))

    def work(uow: UnitOfWork) -> None:
        before = uow.digests.get_settings(click.by.id)
        changed = digest_schedule.update_digest_settings(
            uow, parse_digest_settings(form, before), context.deps.clock.now()
        )
        post_ephemeral(
            uow, click.key, click.source, click.by.id, digest_modals.build_settings_saved_message(changed, today)
        )

    return work


def parse_digest_settings(form: FormSubmission, before: DigestSettings) -> DigestSettings:
    ticked = form.list_values("digest")
    chosen = form.list_values("pilots")
    snoozed = form.find_value("snoozed_until")
    return before.model_copy(
        update={
            "on": ON in ticked,
            "only_changes": ONLY_CHANGES in ticked,
            "weekday": int(form.get_text("weekday")),
            "hour": int(form.get_text("hour")),
            "channel": form.find_value("channel"),
            "pilots": chosen or None,
            "snoozed_until": date.fromisoformat(snoozed) if snoozed else None,
        }
    )
