"""The slash command: what was typed, and the answers that only read, each within one transaction."""

import re
from datetime import date
from typing import NamedTuple

from bot.domain.access.permission import find_sharing_restriction
from bot.domain.core.errors import AmbiguousPilot, NoAccess, NoPilots, NoSuchPilot
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilot_choice import select_pilot
from bot.services.queries.pilots import QueryDependencies, get_overview, list_own_actions, load_overview_page
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import status
from bot.slack.blocks.plan import plan

_LABELLED = re.compile(r"<([@#]?)[^<>|]+\|([^<>]*)>")


class CommandAnswer(NamedTuple):
    shown: MessageContent
    pilot_id: str = ""
    """Of the one pilot that it tells of; empty where it tells of none, or of several."""
    pilot_ids: tuple[str, ...] = ()
    """Of those, where it tells of several."""


Unseen = NoSuchPilot | AmbiguousPilot | NoPilots | NoAccess


class TypedCommand(NamedTuple):
    word: str
    """In small letters; empty where nothing was typed."""
    rest: str


class Asker(NamedTuple):
    """Who asks, where, and which day it is where they are."""

    person: str
    channel: str | None
    """None in direct messages."""
    today: date
    tz: str = "UTC"


def parse_command(text: str) -> TypedCommand:
    """Slack writes people, channels and links as ids with their names, and &, < and > as entities: a name is looked for
    as it was typed."""
    as_typed = _LABELLED.sub(r"\1\2", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    word, _, rest = " ".join(as_typed.split()).partition(" ")
    return TypedCommand(word.casefold(), rest)


def build_no_pilot_message(error: Unseen, command: str = "status") -> MessageContent:
    """What somebody reads where no pilot, or no single one, could be meant."""
    if isinstance(error, NoSuchPilot):
        return errors.build_unknown_pilot_message(error.typed, error.visible)
    if isinstance(error, AmbiguousPilot):
        return errors.build_which_pilot_message(error.names, command)
    return status.build_no_pilots_message() if isinstance(error, NoPilots) else errors.build_no_access_message()


def read_status(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    team = select_pilot(uow, asker.person, typed, asker.channel)
    here = asker.channel or team.channel
    sharable = here is not None and find_sharing_restriction(team, asker.person, here) is None
    seen = get_overview(uow, team, asker.person, deps.link).model_copy(update={"sharable": sharable})
    others = uow.teams.count_visible_to(asker.person) - 1
    told = status.build_status_message(seen, deps.knowledge.framework, asker.today, others=others)
    return CommandAnswer(told, team.pilot.id)


def read_list(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    return read_list_page(uow, deps, asker, 0)


def read_list_page(uow: UnitOfWork, deps: QueryDependencies, asker: Asker, page: int) -> CommandAnswer:
    pilots, more, earlier = load_overview_page(uow, asker.person, deps.link, page)
    told = status.build_pilot_list_message(pilots, deps.knowledge.framework, asker.today, more=more, earlier=earlier)
    return CommandAnswer(told, pilot_ids=tuple(seen.pilot.id for seen in pilots))


def read_plan(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    team = select_pilot(uow, asker.person, typed, asker.channel)
    return CommandAnswer(_read_plan_of(uow, deps, team, asker), team.pilot.id)


def _read_plan_of(uow: UnitOfWork, deps: QueryDependencies, team: Team, asker: Asker) -> MessageContent:
    seen = get_overview(uow, team, asker.person, deps.link)
    if seen.progress is not None:
        return plan.build_plan_message(seen.progress, asker.today, handed_out=True)
    if seen.assessment is None:
        return errors.build_not_assessed_message(team.pilot.name)
    return errors.build_no_plan_message(team.pilot.name, Reference(pilot=team.pilot.id, assessment=seen.assessment.id))


def read_actions(uow: UnitOfWork, deps: QueryDependencies, typed: str, asker: Asker) -> CommandAnswer:
    """Of a pilot that is named: all of them; else one's own, over all pilots."""
    if not typed:
        own = list_own_actions(uow, asker.person)
        shown = action_lists.build_my_actions_message(own, asker.person, asker.today)
        return CommandAnswer(shown, pilot_ids=tuple({at.plan.pilot.id for at in own}))
    team = select_pilot(uow, asker.person, typed, asker.channel)
    seen = get_overview(uow, team, asker.person, deps.link)
    if seen.progress is None:
        return read_plan(uow, deps, typed, asker)
    told = action_lists.build_plan_actions_message(team, seen.progress, asker.person, asker.today)
    return CommandAnswer(told, team.pilot.id)
