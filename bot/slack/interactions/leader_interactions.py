"""What leaders open and fill in: the wishes for their digest, what it would say now, the portfolio."""

from collections.abc import Callable
from datetime import date
from functools import partial

from bot.domain.access.right import Right
from bot.domain.audit.act import Act, ActDetail
from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.core.hours import parse_time_zone
from bot.domain.core.team import Part
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio
from bot.services.actions.name_people import take_owner_role
from bot.services.actions.unwanted_requests import decline_proposals
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.digest import weekly_digest
from bot.services.digest.portfolio import build_portfolio
from bot.services.digest.weekly_digest import DigestDependencies
from bot.services.messaging.outbox import post_ephemeral
from bot.services.messaging.outbox_events import PICTURE, UploadFiles
from bot.services.opening import stop_requests
from bot.services.opening.choose_digest import save_wishes
from bot.services.opening.decline_part import NamedPart, accept_digest, decline_part, take_back_decline
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import PermanentFailure, Result
from bot.slack.blocks.digest import digest_modals, portfolio
from bot.slack.blocks.digest.digest_modals import ON, ONLY_CHANGES
from bot.slack.blocks.interview.between import build_answer_coming_message
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission, PortfolioAsked, PreviewAsked
from bot.slack.registry.auditing import ViewOfPilots
from bot.slack.registry.interaction import Button, Form, Interaction, ModalButton, Press
from bot.slack.registry.typed_commands import CommandRequest, post_answer
from bot.slack.workspace.fast_directory import DirectoryWithDeadline

_HOLDERS: dict[Part, Right] = {"owner": Right.DECLINE_OWNERSHIP, "digest": Right.CHOOSE_DIGEST}
_READ_AT_ONCE = 100
"""Pilots, while somebody waits: on a busy machine a second."""
SettlePart = Callable[[UnitOfWork, ConversationContext, Click, NamedPart], None]


def build_digest_deps(context: SlackContext) -> DigestDependencies:
    deps = context.deps
    return DigestDependencies(
        deps.transactions, deps.clock, deps.knowledge, deps.directory, deps.formatter, deps.calendars
    )


async def build_digest_settings_modal(context: SlackContext, person: str) -> ViewOfPilots:
    """The modal with what this person wishes by now, and the pilots that they may choose."""
    tz = (await DirectoryWithDeadline(context.directory).get_member(person)).tz
    week = context.deps.calendars.get_work_week(tz)

    def work(uow: UnitOfWork) -> ViewOfPilots:
        teams = sorted(uow.teams.list_visible_to(person), key=lambda team: team.pilot.name.casefold())
        declined = {team.pilot.id for team in teams if team.has_declined(person, "digest")}
        view = digest_modals.build_settings_modal(
            uow.digests.get_settings(person).with_week(week), [team.pilot for team in teams], declined
        )
        return ViewOfPilots(view, tuple(team.pilot.id for team in teams))

    return await context.deps.transactions.run(work)


def _build_portfolio_message(context: SlackContext, found: Portfolio) -> MessageContent:
    if len(found.rows) < FEWEST_PILOTS:
        return portfolio.build_small_portfolio_message(len(found.rows))
    return portfolio.build_portfolio_message(found, context.deps.knowledge.framework)


async def show_portfolio(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent:
    """What few pilots have to say is shown at once; a portfolio, which takes the longer the more there are, after it
    was said that it comes. On record with the pilots that it tells of, with what is shown."""
    person, channel, _, tz = spoken.asker
    asked = PortfolioAsked(person=person, channel=channel, tz=tz).to_event(spoken.key, f"portfolio:{person}")

    def work(uow: UnitOfWork) -> MessageContent:
        names = uow.teams.list_names_visible_to(person)
        if len(names) < FEWEST_PILOTS:
            uow.audit.append(act.complete(ActDetail(pilot_ids=tuple(name.id for name in names))))
            return portfolio.build_small_portfolio_message(len(names))
        uow.events.add(asked)
        return build_answer_coming_message(shared=channel is not None)

    return await context.deps.transactions.run(work)


async def answer_portfolio(context: SlackContext, asked: PortfolioAsked, claim: Claim) -> Result:
    found = await load_portfolio(context, asked.person, asked.tz)
    shown = _build_portfolio_message(context, found)
    act = Act(
        at=context.deps.clock.now(),
        by=asked.person,
        via="command",
        name="portfolio",
        effect="saw",
        place=asked.channel or "",
    )

    def work(uow: UnitOfWork) -> None:
        post_answer(uow, claim.event.id, (asked.person, asked.channel), shown)
        uow.audit.append(act.complete(ActDetail(pilot_ids=_list_pilot_ids(found))))

    return Result(work)


async def load_portfolio(context: SlackContext, person: str, tz: str) -> Portfolio:
    now, deps = context.deps.clock.now().astimezone(parse_time_zone(tz)), context.deps
    return await build_portfolio(deps.transactions, deps.knowledge, person, now)


async def load_pictured_portfolio(context: SlackContext, asked: UploadFiles) -> Portfolio:
    """As the digest told it where it goes with one, else as it stands now. Raises PermanentFailure where the digest is
    gone."""
    person = asked.person or ""
    if not asked.week:
        return await load_portfolio(context, person, asked.tz)
    told = await context.deps.transactions.run(lambda uow: uow.digests.find_for_week(person, asked.week))
    if told is None or told.portfolio is None:
        raise PermanentFailure("The digest that this picture belongs to is gone.")
    return told.portfolio


async def _open_settings(context: SlackContext, press: Press) -> ViewOfPilots:
    return await build_digest_settings_modal(context, press.click.by.id)


async def _open_preview(context: SlackContext, press: Press) -> ViewOfPilots:
    """Of many pilots it takes longer than Slack waits: that it comes is said at once."""
    person, deps = press.click.by.id, build_digest_deps(context)
    pilots = await weekly_digest.count_told_pilots(deps, person)
    if pilots > _READ_AT_ONCE:
        asked = PreviewAsked(person=person).to_event(f"preview:{press.click.key}", f"preview:{person}")
        await deps.transactions.run(lambda uow: uow.events.add(asked))
        return ViewOfPilots(digest_modals.build_preview_coming_modal(pilots), ())
    made = await weekly_digest.preview_digest(deps, person)
    return ViewOfPilots(digest_modals.build_preview_modal(_format_parts(context, made)), _list_told_pilots(made))


def _format_parts(context: SlackContext, made: Digest) -> tuple[MessageContent, ...]:
    return tuple(MessageContent(part.text, part.blocks) for part in context.deps.formatter.format_digest(made))


def _list_told_pilots(made: Digest) -> tuple[str, ...]:
    return tuple(week.pilot.id for week in made.pilots)


async def answer_preview(context: SlackContext, asked: PreviewAsked, claim: Claim) -> Result:
    """In direct messages. On record with the pilots that it tells of, with what is shown."""
    made = await weekly_digest.preview_digest(build_digest_deps(context), asked.person)
    shown = digest_modals.build_preview_message(_format_parts(context, made))
    act = Act(at=context.deps.clock.now(), by=asked.person, via="button", name="digest_preview", effect="saw")

    def work(uow: UnitOfWork) -> None:
        post_answer(uow, claim.event.id, (asked.person, None), shown)
        uow.audit.append(act.complete(ActDetail(pilot_ids=_list_told_pilots(made))))

    return Result(work)


async def _show_portfolio(context: SlackContext, press: Press) -> Result:
    asker = await context.load_asker(press.click)
    found = await load_portfolio(context, asker.person, asker.tz)
    told, seen = _build_portfolio_message(context, found), ActDetail(pilot_ids=_list_pilot_ids(found))

    def work(uow: UnitOfWork) -> ActDetail:
        post_ephemeral(uow, press.click.key, press.click.source, press.click.by.id, told)
        return seen

    return Result(work)


def _list_pilot_ids(found: Portfolio) -> tuple[str, ...]:
    return tuple(row.pilot.id for row in found.rows)


async def _send_portfolio_picture(context: SlackContext, press: Press) -> Result:
    """Drawn when it is sent, into the direct messages of whoever asks."""
    person = press.click.by.id
    picture = UploadFiles(
        person=person,
        tz=(await context.directory.get_member(person)).tz,
        files=(PICTURE,),
        title="Your pilots, side by side",
        note="Your pilots by criterion, as they stand now. The darker, the closer to production.",
    ).to_event(f"upload:portfolio:{press.click.key}", f"dm:{person}")

    def work(uow: UnitOfWork) -> None:
        uow.events.add(picture)

    return Result(work)


def _check_settings(form: FormSubmission) -> Errors:
    if form.find_value("weekday") is None:
        return {"weekday": "Choose a day."}
    return {"hour": "Choose an hour."} if form.find_value("hour") is None else {}


async def _save_settings(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    """Whoever asked for a channel is in it, and hears from when on it comes."""
    channel = form.find_value("channel")
    if channel is not None and click.by.id not in await context.directory.list_channel_members(channel):
        raise NoAccess
    member = await context.directory.get_member(click.by.id)
    today = context.get_local_date(member)

    def work(uow: UnitOfWork) -> None:
        wanted = parse_digest_settings(form, uow.digests.get_settings(click.by.id))
        changed = save_wishes(uow, context.deps, click, wanted, member.tz)
        told = digest_modals.build_settings_saved_message(changed, today)
        post_ephemeral(uow, click.key, click.source, click.by.id, told)

    return Result(work)


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


async def _settle_part(part: Part, settle: SettlePart, context: SlackContext, press: Press) -> Result:
    tz = (await context.directory.get_member(press.click.by.id)).tz
    named = NamedPart(press.reference.pilot or "", part, tz)

    def work(uow: UnitOfWork) -> None:
        settle(uow, context.deps, press.click, named)
        team = uow.teams.get(named.pilot_id)
        if team.has_declined(press.click.by.id, "owner"):
            take_owner_role(uow, context.deps, press.click, team)

    return Result(work)


def _build_part_button(part: Part, what: str, settle: SettlePart) -> Button:
    return Button(f"part_{what}_{part}", _HOLDERS[part], partial(_settle_part, part, settle))


async def _stop_requests(context: SlackContext, press: Press) -> Result:
    by = _get_asker(press)

    def work(uow: UnitOfWork) -> None:
        stop_requests.stop_requests(uow, context.deps, press.click, by)
        decline_proposals(uow, context.deps, press.click, by)

    return Result(work)


async def _allow_requests(context: SlackContext, press: Press) -> Result:
    by = _get_asker(press)
    return Result(lambda uow: stop_requests.allow_requests(uow, context.deps, press.click, by))


def _get_asker(press: Press) -> str:
    """Raises MoveRefused where the button names nobody."""
    if not press.reference.person:
        raise MoveRefused("That button names nobody. Nothing was changed.")
    return press.reference.person


INTERACTIONS: tuple[Interaction, ...] = (
    Button("requests_stop", Right.LOOK_AROUND, _stop_requests),
    Button("requests_allow", Right.LOOK_AROUND, _allow_requests),
    _build_part_button("owner", "decline", decline_part),
    _build_part_button("owner", "take_back", take_back_decline),
    _build_part_button("digest", "decline", decline_part),
    _build_part_button("digest", "accept", accept_digest),
    _build_part_button("digest", "take_back", accept_digest),  # on messages of before
    ModalButton("digest_open", Right.SET_DIGEST, _open_settings),
    ModalButton("digest_preview", Right.SET_DIGEST, _open_preview),
    Form("digest_wishes", Right.SET_DIGEST, _save_settings, _check_settings),
    Button("portfolio_open", Right.LOOK_AROUND, _show_portfolio, "saw"),
    Button("portfolio_picture", Right.LOOK_AROUND, _send_portfolio_picture, "exported"),
)
