"""Talk: the threads of interviews, what was posted there, the challenges to ratings, the steps of plans."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column

from bot.domain.actions.progress import Step
from bot.domain.core.team import Challenge, Thread
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.message import BotMessage
from bot.storage import mapping
from bot.storage.mapping import Row
from bot.storage.session.scope import Scope
from bot.storage.tables import canvases, challenges, plan_steps, postings, threads


class SqlThreadRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, thread: Thread) -> None:
        self._scope.insert_new_rows(threads, [mapping.to_row(thread, threads)])

    def find_at(self, channel: str, ts: str) -> Thread | None:
        return self._scope.remember(threads, (channel, ts), lambda: self._load_thread(channel, ts))

    def _load_thread(self, channel: str, ts: str) -> Thread | None:
        found = self._scope.find_rows(threads, channel=channel, ts=ts)
        return mapping.from_row(Thread, found[0], threads) if found else None

    def mark_stopped(self, channel: str, ts: str) -> None:
        thread = self.find_at(channel, ts)
        if thread is not None:
            stopped = thread.model_copy(update={"stopped_at": self._scope.transaction.now})
            here = (threads.c.channel == channel, threads.c.ts == ts)
            self._scope.update_rows(threads, mapping.to_row(stopped, threads), *here)

    def list_for_interview(self, interview_id: str) -> tuple[Thread, ...]:
        return self._scope.remember(threads, interview_id, lambda: self._load_threads(interview_id))

    def _load_threads(self, interview_id: str) -> tuple[Thread, ...]:
        rows = self._scope.find_rows(threads, threads.c.sequence, interview_id=interview_id)
        return tuple(mapping.from_row(Thread, row, threads) for row in rows)

    def list_by_interview(self, interview_ids: Sequence[str]) -> dict[str, tuple[Thread, ...]]:
        found: dict[str, tuple[Thread, ...]] = {}
        for row in self._scope.select_rows(threads, threads.c.interview_id.in_(interview_ids), by=[threads.c.sequence]):
            thread = mapping.from_row(Thread, row, threads)
            found[thread.interview_id] = (*found.get(thread.interview_id, ()), thread)
        return found


class SqlMessageRepository:
    """Read to be changed: nobody else changes a posting between its reading and the end of the transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, posting: BotMessage) -> bool:
        with self._scope.keep_remembered(postings) as known:
            added = self._scope.insert_new_rows(postings, [mapping.message_to_row(posting)]) > 0
            if added:
                _remember(known, posting)
            return added

    def save(self, posting: BotMessage) -> None:
        """What it said before may be somebody's words, maybe taken back: their traces go soon."""
        self._scope.transaction.traces.left = True
        with self._scope.keep_remembered(postings) as known:
            self._scope.update_found(postings, mapping.message_to_row(posting), id=posting.id)
            _remember(known, posting)

    def find(self, posting_id: str) -> BotMessage | None:
        return self._scope.remember(postings, posting_id, lambda: self._load(posting_id))

    def _load(self, posting_id: str) -> BotMessage | None:
        return next(iter(self._select(id=posting_id)), None)

    def look_up(self, posting_id: str) -> BotMessage | None:
        rows = self._scope.look_up_texts(postings, id=posting_id)
        return next(iter(self._build(row) for row in rows), None)

    def list_for_interview(self, interview_id: str) -> tuple[BotMessage, ...]:
        listed = self._scope.remember(postings, _key_list(interview_id), lambda: self._load_messages(interview_id))
        return tuple(listed.values())

    def _load_messages(self, interview_id: str) -> dict[str, BotMessage]:
        """Each is known by itself as well."""
        found = self._select(postings.c.sequence, interview_id=interview_id)
        listed = {message.id: message for message in found}
        with self._scope.keep_remembered(postings) as known:
            known.update(listed)
        return listed

    def find_standalone_at(self, channel: str, ts: str) -> BotMessage | None:
        found = self._select(channel=channel, ts=ts)
        return next((message for message in found if message.interview_id is None), None)

    def _select(self, by: Column[Any] | None = None, **same: object) -> list[BotMessage]:
        """What reads as it did when this process read it last is not built anew."""
        return [self._build(row) for row in self._scope.find_texts(postings, by, **same)]

    def _build(self, row: Row) -> BotMessage:
        key, known = (self._scope.workspace_id, row["id"]), self._scope.transaction.memory.messages
        found: BotMessage = known.get(key, hash(tuple(row.values())), lambda: mapping.message_from_texts(row))
        return found


def _key_list(interview_id: str | None) -> tuple[str, str | None]:
    """Under which all messages of an interview are remembered; one is remembered under its id."""
    return ("interview", interview_id)


def _remember(known: dict[object, Any], posting: BotMessage) -> None:
    """As it is from now on."""
    known[posting.id] = posting
    listed = known.get(_key_list(posting.interview_id))
    if listed is not None:
        listed[posting.id] = posting


class SqlChallengeRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, challenge: Challenge) -> bool:
        return self._scope.insert_new_rows(challenges, [mapping.to_row(challenge, challenges)]) > 0

    def list_for_assessment(self, assessment_id: str) -> tuple[Challenge, ...]:
        rows = self._scope.select_rows(
            challenges, challenges.c.assessment_id == assessment_id, by=[challenges.c.at, challenges.c.sequence]
        )
        return tuple(mapping.from_row(Challenge, row, challenges) for row in rows)


class SqlActionStepRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, step: Step) -> bool:
        return self._scope.insert_new_rows(plan_steps, [mapping.to_row(step, plan_steps)]) > 0

    def list_for_plan(self, root: str) -> tuple[Step, ...]:
        return self.list_by_plan([root]).get(root, ())

    def list_by_plan(self, roots: Sequence[str]) -> dict[str, tuple[Step, ...]]:
        found: dict[str, list[Step]] = {}
        for row in self._scope.select_rows(plan_steps, plan_steps.c.root.in_(roots), by=[plan_steps.c.sequence]):
            step = mapping.from_row(Step, row, plan_steps)
            found.setdefault(step.root, []).append(step)
        return {root: tuple(steps) for root, steps in found.items()}

    def list_pilots_assigned_to(self, person: str) -> tuple[str, ...]:
        rows = self._scope.select_rows(plan_steps, plan_steps.c.to == person, by=[plan_steps.c.sequence.desc()])
        return tuple(dict.fromkeys(str(row["pilot_id"]) for row in rows))


class SqlCanvasRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def find_for_plan(self, root: str) -> Canvas | None:
        found = self._scope.select_rows(canvases, canvases.c.root == root)
        return mapping.from_row(Canvas, found[0], canvases) if found else None

    def save(self, canvas: Canvas) -> None:
        row = mapping.to_row(canvas, canvases)
        if not self._scope.insert_new_rows(canvases, [row]):
            self._scope.update_rows(canvases, row, canvases.c.root == canvas.root)
