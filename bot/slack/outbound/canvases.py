"""Canvases: the plan's page in a channel is made once, then renewed part by part, never over people's own words."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.canvas import Canvas, CanvasPart, renewal
from bot.domain.messaging.event import Claim
from bot.services.actions.plan_canvas import Subject, begin, subject_of
from bot.services.ports.core import Transactions
from bot.services.worker.handler import Done, Hold, Postponed
from bot.slack.blocks.plan import canvas as page
from bot.slack.transport.calls import translated

log = logging.getLogger(__name__)

_NEEDLE = 250
"""Characters of a part by which it is looked for."""
_TAKEN_AWAY = frozenset(("canvas_not_found", "canvas_deleted", "canvas_disabled_file_team", "access_denied"))
_IN_USE = frozenset(("canvas_editing_locked", "canvas_editing_failed"))
_LATER = 30.0


class Canvases:
    def __init__(self, client: AsyncWebClient, transactions: Transactions, link: Callable[[str], str]) -> None:
        """`link`: the address of a canvas, by its id."""
        self._client = client
        self._transactions = transactions
        self._link = link

    async def freshen(self, claim: Claim, hold: Hold) -> Done:
        """Never fails people: where no canvas is to be had the plan stands in its message and its files."""
        pilot_id = str(claim.event.body["pilot"])
        subject = await self._transactions.run(lambda uow: subject_of(uow, pilot_id))
        if subject is None or subject.team.channel is None:
            return Done()
        if subject.canvas is None:
            return await self._make(subject, subject.team.channel, claim, hold)
        if not subject.canvas.stands:
            return Done()
        return await self._renew(subject, subject.canvas, hold)

    async def _make(self, subject: Subject, channel: str, claim: Claim, hold: Hold) -> Done:
        """At most once: of one whose answer got lost nobody can say whether it is there."""
        plan, parts = subject.progress.plan, page.parts_of(subject.progress)
        none = Canvas(root=plan.root, pilot_id=plan.pilot.id, channel=channel, id="")
        if claim.tried:
            log.warning("Plan %s: whether its canvas was made is not known; it is not made again.", plan.root)
            return Done(lambda uow: uow.canvases.save(none))
        await hold.sure()
        try:
            with translated("canvases.create"):
                answer = await self._client.canvases_create(
                    title=page.title_of(plan), document_content=_markdown(parts), channel_id=channel
                )
        except SlackRefused as exc:
            log.warning("Plan %s has no canvas. %s", plan.root, exc)
            return Done(lambda uow: uow.canvases.save(none))
        made = none.model_copy(update={"id": str(answer["canvas_id"]), "parts": parts})
        return Done(lambda uow: begin(uow, made, page.told(plan, self._link(made.id))))

    async def _renew(self, subject: Subject, canvas: Canvas, hold: Hold) -> Done:
        """What was renewed before a crash is found renewed; the rest follows."""
        parts = page.parts_of(subject.progress)
        needed = renewal(canvas.parts, parts)
        try:
            for before, after in needed.changed:
                await self._replace(canvas.id, before, after, hold)
            for part in needed.dropped:
                await self._drop(canvas.id, part, hold)
            for part in needed.added:
                await self._add(canvas.id, part, hold)
        except SlackRefused as exc:
            if exc.code in _IN_USE:
                raise Postponed(_LATER, str(exc), counts=True) from exc
            log.warning("The canvas of plan %s is not renewed. %s", canvas.root, exc)
            if exc.code not in _TAKEN_AWAY:
                return Done()
            return Done(lambda uow: uow.canvases.save(canvas.gone()))
        return Done(lambda uow: uow.canvases.save(canvas.model_copy(update={"parts": parts})))

    async def _replace(self, canvas_id: str, before: CanvasPart, after: CanvasPart, hold: Hold) -> None:
        """A part that somebody changed is theirs: what changed in the plan is told at the end instead."""
        found = await self._found(canvas_id, before)
        if len(found) == 1:
            await hold.sure()
            await self._edit(canvas_id, "replace", after, found[0])
        elif not await self._found(canvas_id, after):
            await self._add(canvas_id, page.since(after), hold)

    async def _drop(self, canvas_id: str, part: CanvasPart, hold: Hold) -> None:
        found = await self._found(canvas_id, part)
        if len(found) == 1:
            await hold.sure()
            await self._edit(canvas_id, "delete", None, found[0])

    async def _add(self, canvas_id: str, part: CanvasPart, hold: Hold) -> None:
        if not await self._found(canvas_id, part):
            await hold.sure()
            await self._edit(canvas_id, "insert_at_end", part)

    async def _found(self, canvas_id: str, part: CanvasPart) -> list[str]:
        with translated("canvases.sections.lookup"):
            answer = await self._client.canvases_sections_lookup(
                canvas_id=canvas_id, criteria={"contains_text": part.shown[:_NEEDLE]}
            )
        return [str(section["id"]) for section in answer.get("sections") or ()]

    async def _edit(self, canvas_id: str, operation: str, part: CanvasPart | None, section: str | None = None) -> None:
        change: dict[str, Any] = {"operation": operation}
        if part is not None:
            change["document_content"] = _markdown((part,))
        if section is not None:
            change["section_id"] = section
        with translated("canvases.edit"):
            await self._client.canvases_edit(canvas_id=canvas_id, changes=[change])


def _markdown(parts: Sequence[CanvasPart]) -> dict[str, str]:
    return {"type": "markdown", "markdown": "\n\n".join(part.text for part in parts)}
