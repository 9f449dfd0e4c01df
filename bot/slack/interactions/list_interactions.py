"""What people turn: the pages of the list of pilots, and of those in Home."""

from bot.domain.access.right import Right
from bot.domain.audit.act import ActDetail
from bot.services.messaging.outbox import post_ephemeral, replace_answer, turn_home_page
from bot.services.ports.core import UnitOfWork
from bot.services.queries.home_board import load_home_board
from bot.services.worker.handler import Result
from bot.slack.blocks.pilots.home import list_shown_pilots
from bot.slack.context import SlackContext
from bot.slack.registry.interaction import Button, Interaction, Press
from bot.slack.views.commands import read_list_page


async def _show_list(context: SlackContext, press: Press) -> Result:
    """In place of the page that was turned."""
    click, asker = press.click, await context.load_asker(press.click)

    def work(uow: UnitOfWork) -> ActDetail:
        told = read_list_page(uow, context.viewing, asker, press.reference.page or 0)
        if click.answer is not None:
            replace_answer(uow, click.key, click.answer, told.shown)
        else:
            post_ephemeral(uow, click.key, click.source, asker.person, told.shown)
        return ActDetail(pilot_ids=told.pilot_ids)

    return Result(work)


async def _turn_home(context: SlackContext, press: Press) -> Result:
    person, page = press.click.by.id, press.reference.page or 0

    def work(uow: UnitOfWork) -> ActDetail:
        turn_home_page(uow, press.click.key, person, page)
        board = load_home_board(uow, person, lambda *_: "", page)
        return ActDetail(pilot_ids=list_shown_pilots(board.waiting, board.pilots, board.actions))

    return Result(work)


INTERACTIONS: tuple[Interaction, ...] = (
    *(Button(f"pilot_list{back}", Right.LOOK_AROUND, _show_list, "saw") for back in ("", "_back")),
    *(Button(f"home_pilots{back}", Right.LOOK_AROUND, _turn_home, "saw") for back in ("", "_back")),
)
