"""What people do about long work, and about what comes of it."""

from bot.domain.core.errors import NoAccess
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.work.stopped_work import resume_rating
from bot.slack.blocks.kit.references import Reference
from bot.slack.interactions.registry import Access, Button, Interaction, apply_move


def _resume_rating(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    if reference.interview is None:
        raise NoAccess
    interview = uow.interviews.get(reference.interview)
    get_visible_team(uow, click.by.id, interview.pilot.id)
    resume_rating(uow, deps, click, interview)


INTERACTIONS: tuple[Interaction, ...] = (Button("rating_resume", Access.TEAM, apply_move(_resume_rating)),)
