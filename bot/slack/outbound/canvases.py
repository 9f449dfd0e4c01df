"""Canvases: the plan's page in a channel is made once, then renewed part by part, never over people's own words."""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.canvas import Canvas, CanvasPart, compare_canvas_parts
from bot.domain.messaging.event import Claim
from bot.services.actions.plan_canvas import CanvasSubject, find_canvas_subject, record_new_canvas
from bot.services.messaging.outbox_events import RefreshCanvas
from bot.services.ports.core import Transactions
from bot.services.worker.handler import Lease, Result, RetryLater
from bot.slack.blocks.plan import canvas as page
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

_NEEDLE = 250
"""Characters of a part by which it is looked for."""
_TAKEN_AWAY = frozenset(("canvas_not_found", "canvas_deleted", "canvas_disabled_file_team", "access_denied"))
_IN_USE = frozenset(("canvas_editing_locked", "canvas_editing_failed"))
_LATER = 30.0


class CanvasWriter:
    def __init__(
        self,
        client: AsyncWebClient,
        transactions: Transactions,
        link: Callable[[str], str],
        today: Callable[[], date | None],
    ) -> None:
        """`link`: the address of a canvas, by its id. `today`: by which a gate is missed."""
        self._client = client
        self._transactions = transactions
        self._link = link
        self._today = today

    async def refresh_canvas(self, asked: RefreshCanvas, claim: Claim, lease: Lease) -> Result:
        """Never fails people: where no canvas is to be had the plan stands in its message and its files."""
        subject = await self._transactions.run(lambda uow: find_canvas_subject(uow, asked.pilot))
        if subject is None or subject.team.channel is None:
            return Result()
        if subject.canvas is None:
            return await self._create_canvas(subject, subject.team.channel, claim, lease)
        if not subject.canvas.is_published:
            return Result()
        return await self._update_canvas(subject, subject.canvas, lease)

    async def _create_canvas(self, subject: CanvasSubject, channel: str, claim: Claim, lease: Lease) -> Result:
        """At most once: of one whose answer got lost nobody can say whether it is there."""
        plan, parts = subject.progress.plan, page.build_canvas_parts(subject.progress, self._today())
        none = Canvas(root=plan.root_id, pilot_id=plan.pilot.id, channel=channel, id="")
        if claim.tried:
            log.warning("Plan %s: whether its canvas was made is not known; it is not made again.", plan.root_id)
            return Result(lambda uow: uow.canvases.save(none))
        await lease.ensure_held()
        try:
            with translate_slack_errors("canvases.create"):
                answer = await self._client.canvases_create(
                    title=page.format_canvas_title(plan), document_content=_build_markdown(parts), channel_id=channel
                )
        except SlackRefused as exc:
            log.warning("Plan %s has no canvas. %s", plan.root_id, exc)
            return Result(lambda uow: uow.canvases.save(none))
        made = none.model_copy(update={"id": str(answer["canvas_id"]), "parts": parts})
        return Result(lambda uow: record_new_canvas(uow, made, page.build_canvas_message(plan, self._link(made.id))))

    async def _update_canvas(self, subject: CanvasSubject, canvas: Canvas, lease: Lease) -> Result:
        """What was renewed before a crash is found renewed; the rest follows."""
        parts = page.build_canvas_parts(subject.progress, self._today())
        needed = compare_canvas_parts(canvas.parts, parts)
        try:
            for before, after in needed.changed:
                await self._replace_part(canvas.id, before, after, lease)
            for part in needed.dropped:
                await self._delete_part(canvas.id, part, lease)
            for part in needed.added:
                await self._append_part(canvas.id, part, lease)
        except SlackRefused as exc:
            if exc.code in _IN_USE:
                raise RetryLater(_LATER, str(exc), counts=True) from exc
            log.warning("The canvas of plan %s is not renewed. %s", canvas.root, exc)
            if exc.code not in _TAKEN_AWAY:
                return Result()
            return Result(lambda uow: uow.canvases.save(canvas.mark_removed()))
        return Result(lambda uow: uow.canvases.save(canvas.model_copy(update={"parts": parts})))

    async def _replace_part(self, canvas_id: str, before: CanvasPart, after: CanvasPart, lease: Lease) -> None:
        """A part that somebody changed is theirs: what changed in the plan is told at the end instead."""
        found = await self._find_sections(canvas_id, before)
        if len(found) == 1:
            await lease.ensure_held()
            await self._edit_canvas(canvas_id, "replace", after, found[0])
        elif not await self._find_sections(canvas_id, after):
            await self._append_part(canvas_id, page.build_changed_since_part(after), lease)

    async def _delete_part(self, canvas_id: str, part: CanvasPart, lease: Lease) -> None:
        found = await self._find_sections(canvas_id, part)
        if len(found) == 1:
            await lease.ensure_held()
            await self._edit_canvas(canvas_id, "delete", None, found[0])

    async def _append_part(self, canvas_id: str, part: CanvasPart, lease: Lease) -> None:
        if not await self._find_sections(canvas_id, part):
            await lease.ensure_held()
            await self._edit_canvas(canvas_id, "insert_at_end", part)

    async def _find_sections(self, canvas_id: str, part: CanvasPart) -> list[str]:
        with translate_slack_errors("canvases.sections.lookup"):
            answer = await self._client.canvases_sections_lookup(
                canvas_id=canvas_id, criteria={"contains_text": part.shown[:_NEEDLE]}
            )
        return [str(section["id"]) for section in answer.get("sections") or ()]

    async def _edit_canvas(
        self, canvas_id: str, operation: str, part: CanvasPart | None, section: str | None = None
    ) -> None:
        change: dict[str, Any] = {"operation": operation}
        if part is not None:
            change["document_content"] = _build_markdown((part,))
        if section is not None:
            change["section_id"] = section
        with translate_slack_errors("canvases.edit"):
            await self._client.canvases_edit(canvas_id=canvas_id, changes=[change])


def _build_markdown(parts: Sequence[CanvasPart]) -> dict[str, str]:
    return {"type": "markdown", "markdown": "\n\n".join(part.text for part in parts)}
