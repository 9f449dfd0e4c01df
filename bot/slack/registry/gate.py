"""The gate: before anything is opened, kept or worked, whoever does it is held against the right that it takes."""

from collections.abc import Mapping
from typing import Any

from bot.domain.access.permission import require_account
from bot.domain.access.right import Right
from bot.domain.core.errors import NotAllowed
from bot.services.conversation.context import Member
from bot.services.ports.core import UnitOfWork
from bot.services.queries.permissions import Subject, require_may
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import SlackContext
from bot.slack.workspace.fast_directory import DirectoryWithDeadline

_TOLD_ELSEWHERE = frozenset((Right.ADD_OWN_WORDS, Right.ALLOW_EVIDENCE, Right.EXPLAIN_JUDGEMENT))
"""Whose it is stands in what was asked or judged: their use cases look it up."""
_TOLD_BY_NAME = frozenset((Right.CORRECT, Right.TAKE_ACTION, Right.SETTLE_PROPOSAL, Right.CHANGE_ACTION))
"""Their use cases refuse it with whose the answer or the action is."""


async def identify(context: SlackContext, body: Mapping[str, Any]) -> Member:
    """Who clicked, submitted or typed; where Slack is slow, as far as the request itself tells."""
    user = body["user"]
    member = await DirectoryWithDeadline(context.directory).get_member(user["id"])
    return member._replace(outside=_is_foreign(body)) if member.unknown else member


def _is_foreign(body: Mapping[str, Any]) -> bool:
    home, here = body["user"].get("team_id"), (body.get("team") or {}).get("id")
    return bool(home and here and home != here)


async def require_right(context: SlackContext, member: Member, right: Right, about: Reference) -> None:
    """Raises NotAllowed, and NoAccess for whoever is not to know of what it is about."""
    require_account(member.barred, right)
    subject = Subject(
        about.pilot, about.interview, about.question, about.turn, about.assessment, about.plan, about.action
    )
    if right not in _TOLD_ELSEWHERE and any(subject):

        def work(uow: UnitOfWork) -> None:
            require_may(uow, member.person.id, right, subject)

        try:
            await context.deps.transactions.run(work)
        except NotAllowed:
            if right not in _TOLD_BY_NAME:
                raise
