"""The slash command: what was typed, and the answers that only read; each is one transaction and calls nobody."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from bot.domain.core.errors import AmbiguousPilot, NoAccess, NoPilots, NoSuchPilot
from bot.domain.messaging.message import MessageContent
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies, get_overview, list_overviews, list_own_actions, select_pilot
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import status
from bot.slack.blocks.plan import plan

_LABELLED = re.compile(r"<([@#]?)[^<>|]+\|([^<>]*)>")
MOVES = frozenset({"start", "pause", "resume", "finish"})
"""The words that change something: not answered here."""

Unseen = NoSuchPilot | AmbiguousPilot | NoPilots | NoAccess


class Command(NamedTuple):
    word: str
    """In small letters; empty where nothing was typed."""
    rest: str

    @property
    def is_state_change(self) -> bool:
        return self.word in MOVES


class Asker(NamedTuple):
    """Who asks, where, and which day it is where they are."""

    person: str
    channel: str | None
    """None in direct messages."""
    today: date
    tz: str = "UTC"


def parse_command(text: str) -> Command:
    """Slack writes people, channels and links as ids with their names, and &, < and > as entities: a name is looked for
    as it was typed."""
    as_typed = _LABELLED.sub(r"\1\2", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    word, _, rest = " ".join(as_typed.split()).partition(" ")
    return Command(word.casefold(), rest)


def build_no_pilot_message(error: Unseen, command: str = "status") -> MessageContent:
    """What somebody reads where no pilot, or no single one, could be meant."""
    if isinstance(error, NoSuchPilot):
        return errors.build_unknown_pilot_message(error.typed, error.visible)
    if isinstance(error, AmbiguousPilot):
        return errors.build_which_pilot_message(error.names, command)
    return status.build_no_pilots_message() if isinstance(error, NoPilots) else errors.build_no_access_message(None)


class ReadCommandHandler:
    """Answers what only reads: status, list, plan, actions, help, and what isn't a command."""

    def __init__(self, deps: QueryDependencies) -> None:
        self._deps = deps
        self._readers: dict[str, Callable[[UnitOfWork, str, Asker], MessageContent]] = {
            "": self._answer_empty_command,
            "status": self._answer_status,
            "list": self._answer_list,
            "plan": self._answer_plan,
            "actions": self._answer_actions,
        }

    async def answer_read_command(self, command: Command, asker: Asker) -> MessageContent:
        """Raises ValueError for a command that moves something."""
        if command.is_state_change:
            raise ValueError(f"/pilot {command.word} changes something: it is not answered by reading.")
        if command.word == "help":
            return status.build_help_message()
        try:
            return await self._deps.transactions.run(lambda uow: self._dispatch_command(uow, command, asker))
        except (NoSuchPilot, AmbiguousPilot, NoPilots) as error:
            return build_no_pilot_message(error, command.word or "status")

    def _dispatch_command(self, uow: UnitOfWork, command: Command, asker: Asker) -> MessageContent:
        reader = self._readers.get(command.word)
        return reader(uow, command.rest, asker) if reader else self._answer_unknown_command(uow, command, asker)

    def _answer_unknown_command(self, uow: UnitOfWork, command: Command, asker: Asker) -> MessageContent:
        """The status of a pilot, where one's name was begun; else the command that was meant."""
        typed = f"{command.word} {command.rest}".strip()
        with suppress(NoSuchPilot, NoPilots, AmbiguousPilot):
            if select_pilot(uow, asker.person, typed, asker.channel).pilot.name.casefold().startswith(typed.casefold()):
                return self._answer_status(uow, typed, asker)
        return status.build_unknown_command_message(command.word, command.rest)

    def _answer_empty_command(self, uow: UnitOfWork, _: str, asker: Asker) -> MessageContent:
        """The status where it is clear of which pilot, else what one can type."""
        try:
            return self._answer_status(uow, "", asker)
        except (AmbiguousPilot, NoPilots):
            return status.build_help_message()

    def _answer_status(self, uow: UnitOfWork, typed: str, asker: Asker) -> MessageContent:
        team = select_pilot(uow, asker.person, typed, asker.channel)
        seen = get_overview(uow, team, asker.person, self._deps.link)
        others = len(uow.teams.list_visible_to(asker.person)) - 1
        return status.build_status_message(seen, self._deps.knowledge.framework, asker.today, others=others)

    def _answer_list(self, uow: UnitOfWork, _: str, asker: Asker) -> MessageContent:
        return status.build_pilot_list_message(
            list_overviews(uow, asker.person, self._deps.link), self._deps.knowledge.framework
        )

    def _answer_plan(self, uow: UnitOfWork, typed: str, asker: Asker) -> MessageContent:
        team = select_pilot(uow, asker.person, typed, asker.channel)
        seen = get_overview(uow, team, asker.person, self._deps.link)
        if seen.progress is not None:
            return plan.build_plan_message(seen.progress)
        if seen.assessment is None:
            return errors.build_not_assessed_message(team.pilot.name)
        return errors.build_no_plan_message(
            team.pilot.name, Reference(pilot=team.pilot.id, assessment=seen.assessment.id)
        )

    def _answer_actions(self, uow: UnitOfWork, typed: str, asker: Asker) -> MessageContent:
        """Of a pilot that is named: all of them; else one's own, over all pilots."""
        if not typed:
            return action_lists.build_my_actions_message(list_own_actions(uow, asker.person), asker.person, asker.today)
        team = select_pilot(uow, asker.person, typed, asker.channel)
        seen = get_overview(uow, team, asker.person, self._deps.link)
        if seen.progress is None:
            return self._answer_plan(uow, typed, asker)
        return action_lists.build_plan_actions_message(team, seen.progress, asker.person, asker.today)
