"""The slash command: what was typed, and the answers that only read; each is one transaction and calls nobody."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from bot.domain.core.errors import NoAccess, NoPilots, NoSuchPilot, WhichPilot
from bot.domain.messaging.message import Post
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import Viewing, my_actions, overview, overviews, pick
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import status
from bot.slack.blocks.plan import plan

_LABELLED = re.compile(r"<([@#]?)[^<>|]+\|([^<>]*)>")
MOVES = frozenset({"start", "pause", "resume", "finish"})
"""The words that change something: not answered here."""

Unseen = NoSuchPilot | WhichPilot | NoPilots | NoAccess


class Command(NamedTuple):
    word: str
    """In small letters; empty where nothing was typed."""
    rest: str

    @property
    def moves(self) -> bool:
        return self.word in MOVES


class Asker(NamedTuple):
    """Who asks, where, and which day it is where they are."""

    person: str
    channel: str | None
    """None in direct messages."""
    today: date
    tz: str = "UTC"


def parse(text: str) -> Command:
    """Slack writes people, channels and links as ids with their names, and &, < and > as entities: a name is looked for
    as it was typed."""
    as_typed = _LABELLED.sub(r"\1\2", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    word, _, rest = " ".join(as_typed.split()).partition(" ")
    return Command(word.casefold(), rest)


def told(error: Unseen, command: str = "status") -> Post:
    """What somebody reads where no pilot, or no single one, could be meant."""
    if isinstance(error, NoSuchPilot):
        return errors.no_such_pilot(error.typed, error.visible)
    if isinstance(error, WhichPilot):
        return errors.which_pilot(error.names, command)
    return status.no_pilots() if isinstance(error, NoPilots) else errors.no_access(None)


class Answers:
    """Answers what only reads: status, list, plan, actions, help, and what isn't a command."""

    def __init__(self, desk: Viewing) -> None:
        self._desk = desk
        self._readers: dict[str, Callable[[UnitOfWork, str, Asker], Post]] = {
            "": self._unasked,
            "status": self._status,
            "list": self._list,
            "plan": self._plan,
            "actions": self._actions,
        }

    async def answer(self, command: Command, asker: Asker) -> Post:
        """Raises ValueError for a command that moves something."""
        if command.moves:
            raise ValueError(f"/pilot {command.word} changes something: it is not answered by reading.")
        if command.word == "help":
            return status.help_text()
        try:
            return await self._desk.transactions.run(lambda uow: self._read(uow, command, asker))
        except (NoSuchPilot, WhichPilot, NoPilots) as error:
            return told(error, command.word or "status")

    def _read(self, uow: UnitOfWork, command: Command, asker: Asker) -> Post:
        reader = self._readers.get(command.word)
        return reader(uow, command.rest, asker) if reader else self._unknown(uow, command, asker)

    def _unknown(self, uow: UnitOfWork, command: Command, asker: Asker) -> Post:
        """The status of a pilot, where one's name was begun; else the command that was meant."""
        typed = f"{command.word} {command.rest}".strip()
        with suppress(NoSuchPilot, NoPilots, WhichPilot):
            if pick(uow, asker.person, typed, asker.channel).pilot.name.casefold().startswith(typed.casefold()):
                return self._status(uow, typed, asker)
        return status.unknown_command(command.word, command.rest)

    def _unasked(self, uow: UnitOfWork, _: str, asker: Asker) -> Post:
        """The status where it is clear of which pilot, else what one can type."""
        try:
            return self._status(uow, "", asker)
        except (WhichPilot, NoPilots):
            return status.help_text()

    def _status(self, uow: UnitOfWork, typed: str, asker: Asker) -> Post:
        team = pick(uow, asker.person, typed, asker.channel)
        seen = overview(uow, team, asker.person, self._desk.link)
        others = len(uow.teams.visible_to(asker.person)) - 1
        return status.status(seen, self._desk.knowledge.framework, asker.today, others=others)

    def _list(self, uow: UnitOfWork, _: str, asker: Asker) -> Post:
        return status.pilot_list(overviews(uow, asker.person, self._desk.link), self._desk.knowledge.framework)

    def _plan(self, uow: UnitOfWork, typed: str, asker: Asker) -> Post:
        team = pick(uow, asker.person, typed, asker.channel)
        seen = overview(uow, team, asker.person, self._desk.link)
        if seen.progress is not None:
            return plan.message(seen.progress)
        if seen.assessment is None:
            return errors.not_assessed(team.pilot.name)
        return errors.no_plan(team.pilot.name, Reference(pilot=team.pilot.id, assessment=seen.assessment.id))

    def _actions(self, uow: UnitOfWork, typed: str, asker: Asker) -> Post:
        """Of a pilot that is named: all of them; else one's own, over all pilots."""
        if not typed:
            return action_lists.mine(my_actions(uow, asker.person), asker.person, asker.today)
        team = pick(uow, asker.person, typed, asker.channel)
        seen = overview(uow, team, asker.person, self._desk.link)
        if seen.progress is None:
            return self._plan(uow, typed, asker)
        return action_lists.of_plan(team, seen.progress, asker.person, asker.today)
