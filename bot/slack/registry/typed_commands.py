"""What a word of `/pilot` is: what may follow it, who may, what it runs, and how that goes on record."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.access.right import Right
from bot.domain.audit.act import Act, ActDetail, Effect
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.messaging.outbox import post_ephemeral, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies
from bot.slack.blocks.kit.elements import View
from bot.slack.context import SlackContext
from bot.slack.registry.auditing import ViewOfPilots, record_act, record_view
from bot.slack.views.commands import Asker, CommandAnswer, TypedCommand


class CommandRequest(NamedTuple):
    """What was typed, and by whom. `key`: by which it is carried out once."""

    typed: TypedCommand
    asker: Asker
    key: str


Read = Callable[[UnitOfWork, QueryDependencies, str, Asker], CommandAnswer]
Run = Callable[[SlackContext, CommandRequest, Act], Awaitable[MessageContent | View]]
"""Has the act recorded as soon as what is shown is read, or with what is changed."""


@dataclass(frozen=True)
class Command:
    """What only `reads` is one transaction; `runs` is what does more."""

    word: str
    usage: Mapping[str, str]
    """By what may follow the word: what it does, as /pilot help says it."""
    right: Right
    reads: Read | None = None
    runs: Run | None = None
    synonyms: str = ""
    """Words that people type for it."""
    effect: Effect = "saw"


async def show_recorded(context: SlackContext, act: Act, work: Callable[[UnitOfWork], CommandAnswer]) -> MessageContent:
    """What one transaction reads or changes; on record with it."""

    def recorded(uow: UnitOfWork) -> MessageContent:
        answer = work(uow)
        uow.audit.append(act.complete(ActDetail(answer.pilot_id, pilot_ids=answer.pilot_ids)))
        return answer.shown

    return await context.deps.transactions.run(recorded)


def post_answer(uow: UnitOfWork, key: str, asked: tuple[str, str | None], answer: MessageContent) -> None:
    """After the command was answered. `asked`: by whom, and in which channel, if in one. In direct messages it is an
    ordinary message, and kept as such: so that it can be changed."""
    person, channel = asked
    if channel is not None:
        post_ephemeral(uow, key, MessageSource(channel, "0"), person, answer)
        return
    part = build_part("answer", answer)
    post_message(uow, BotMessage(id=f"answer:{key}", place=Place(person=person), parts=(part,)))


Build = Callable[[SlackContext, CommandRequest], Awaitable[MessageContent | View | ViewOfPilots]]


def show_after_recording(build: Build) -> Run:
    """What takes more than one transaction to read is on record before it is shown; what is refused, only as that."""

    async def run(context: SlackContext, spoken: CommandRequest, act: Act) -> MessageContent | View:
        shown = await build(context, spoken)
        if isinstance(shown, MessageContent):
            await record_act(context, act)
            return shown
        return await record_view(context, act, shown)

    return run
