"""Withdrawals: what is otherwise only appended, written over where somebody's words have to go."""

from collections.abc import Callable, Sequence

from sqlalchemy import Table, and_, or_

from bot.domain.actions.progress import Step
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.core.team import Challenge
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.shared_file import SharedFile
from bot.domain.plan.plan import ProductionPlan
from bot.domain.work.output_feedback import OutputFeedback
from bot.services.ports.withdrawal_repositories import EventChange
from bot.storage import mapping, tables
from bot.storage.mapping import Row
from bot.storage.session.scope import Scope

_IN_INTERVIEWS = (
    (tables.people, "id"),
    (tables.turns, "speaker"),
    (tables.evidence, "speaker"),
    (tables.passes, "by"),
    (tables.passes, "to"),
    (tables.fits, "person"),
)
"""Where a person stands in the records of an interview; below, in those of a pilot."""
_IN_PILOTS = (
    (tables.team_people, "person"),
    (tables.plan_steps, "by"),
    (tables.plan_steps, "to"),
    (tables.challenges, "by"),
    (tables.rulings, "by"),
)
_STATES = ("open", "dead")


class SqlWithdrawalRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def list_pilots_of(self, person: str) -> tuple[str, ...]:
        spoke = [
            str(row["interview_id"])
            for table, column in _IN_INTERVIEWS
            for row in self._scope.select_columns(table, [table.c.interview_id], table.c[column] == person)
        ]
        head = tables.interviews
        found = [
            str(row["pilot_id"])
            for row in self._scope.select_columns(head, [head.c.pilot_id], head.c.id.in_(dict.fromkeys(spoke)))
        ]
        for table, column in _IN_PILOTS:
            rows = self._scope.select_columns(table, [table.c.pilot_id], table.c[column] == person)
            found += [str(row["pilot_id"]) for row in rows]
        return tuple(sorted(set(found)))

    def list_interview_ids(self, pilot_id: str) -> tuple[str, ...]:
        head = tables.interviews
        rows = self._scope.select_columns(head, [head.c.id], head.c.pilot_id == pilot_id, by=[head.c.sequence])
        return tuple(str(row["id"]) for row in rows)

    def replace_assessment(self, made: Assessment) -> None:
        self._replace(tables.assessments, mapping.assessment_to_row(made))

    def replace_plan(self, plan: ProductionPlan) -> None:
        self._replace(tables.plans, mapping.plan_to_row(plan))

    def list_challenges(self, pilot_id: str) -> tuple[Challenge, ...]:
        return tuple(
            mapping.from_row(Challenge, row, tables.challenges) for row in self._of(tables.challenges, pilot_id)
        )

    def keep_challenges(self, pilot_id: str, kept: Sequence[Challenge]) -> None:
        ids = [one.id for one in kept]
        table = tables.challenges
        if self._scope.delete_rows(table, table.c.pilot_id == pilot_id, table.c.id.not_in(ids)):
            self._scope.transaction.has_erased_words = True
        for one in kept:
            self._replace_noun(one, table)

    def list_steps(self, pilot_id: str) -> tuple[Step, ...]:
        return tuple(mapping.from_row(Step, row, tables.plan_steps) for row in self._of(tables.plan_steps, pilot_id))

    def replace_step(self, step: Step) -> None:
        self._replace_noun(step, tables.plan_steps)

    def replace_outcome(self, ruling: DecisionOutcome) -> None:
        self._replace_noun(ruling, tables.rulings)

    def list_digests(self) -> tuple[Digest, ...]:
        rows = self._scope.select_rows(tables.digests, by=[tables.digests.c.sequence])
        return tuple(mapping.digest_from_row(row) for row in rows)

    def replace_digest(self, digest: Digest) -> None:
        table = tables.digests
        same = (table.c.leader == digest.leader, table.c.week == digest.week)
        self._scope.update_rows(table, mapping.digest_to_row(digest), *same)
        self._scope.transaction.has_erased_words = True

    def replace_feedback(self, given: OutputFeedback) -> None:
        self._replace_noun(given, tables.output_feedback)

    def list_messages(self, pilot_id: str) -> tuple[BotMessage, ...]:
        table, interviews = tables.postings, self.list_interview_ids(pilot_id)
        alone = and_(table.c.pilot_id.is_(None), table.c.interview_id.is_(None))
        ours = or_(table.c.pilot_id == pilot_id, table.c.interview_id.in_(interviews), alone)
        rows = self._scope.select_rows(table, ours, by=[table.c.sequence], lock=True)
        return tuple(mapping.from_row(BotMessage, row, table) for row in rows)

    def add_uploads(self, plan_id: str, files: Sequence[SharedFile]) -> bool:
        table = tables.plans
        for plan in self._scope.select_columns(table, [table.c.pilot_id], table.c.id == plan_id):
            of_it = {"pilot_id": plan["pilot_id"], "plan_id": plan_id}
            rows = [mapping.to_row(file, tables.uploads) | of_it for file in files]
            self._scope.insert_new_rows(tables.uploads, rows)
            return True
        return False

    def take_uploads(self, pilot_id: str, plan_id: str | None = None) -> tuple[SharedFile, ...]:
        table = tables.uploads
        ours = [table.c.pilot_id == pilot_id, *([table.c.plan_id == plan_id] if plan_id is not None else [])]
        found = self._scope.select_rows(table, *ours, by=[table.c.file])
        self._scope.delete_rows(table, *ours)
        return tuple(mapping.from_row(SharedFile, row, table) for row in found)

    def list_all_messages(self) -> tuple[BotMessage, ...]:
        rows = self._scope.select_rows(tables.postings, by=[tables.postings.c.sequence], lock=True)
        return tuple(mapping.from_row(BotMessage, row, tables.postings) for row in rows)

    def delete_message(self, posting_id: str) -> None:
        self._scope.delete_rows(tables.postings, tables.postings.c.id == posting_id)

    def delete_pilot(self, pilot_id: str) -> None:
        """What points at something goes before it; a table that comes later is found by its columns."""
        interviews = self.list_interview_ids(pilot_id)
        feedback = tables.output_feedback
        judged = [
            str(row["id"])
            for row in self._scope.select_rows(feedback)
            if mapping.from_row(OutputFeedback, row, feedback).interview_id in interviews
        ]
        self._scope.delete_rows(feedback, feedback.c.id.in_(judged))
        for table in reversed(tables.metadata.sorted_tables):
            if "pilot_id" in table.c:
                self._scope.delete_rows(table, table.c.pilot_id == pilot_id)
            elif "interview_id" in table.c:
                self._scope.delete_rows(table, table.c.interview_id.in_(interviews))
        self._drop_from_digests(pilot_id)
        self._scope.transaction.has_erased_words = True

    def _drop_from_digests(self, pilot_id: str) -> None:
        """Its id, which holds its name, out of what people chose for their digest."""
        table = tables.digest_settings
        for row in self._scope.select_rows(table):
            settings = mapping.digest_settings_from_row(row)
            left = settings.drop_pilot(pilot_id)
            if left != settings:
                self._scope.update_rows(table, mapping.to_row(left, table), table.c.person == settings.person)

    def list_canvases(self, pilot_id: str) -> tuple[str, ...]:
        rows = self._of_pilot(tables.canvases, pilot_id)
        return tuple(str(row["id"]) for row in rows if row["id"])

    def forget_events(self, about: Callable[[Event], bool]) -> int:
        table = tables.events
        rows = self._scope.select_rows(table, by=[table.c.sequence])
        found = [row["sequence"] for row in rows if about(mapping.event_from_row(row))]
        lines = {str(row["line"]) for row in rows if row["sequence"] in set(found)}
        self._scope.delete_rows(table, table.c.sequence.in_(found))
        self._forget_lines(lambda event: event.line in lines or about(event))
        return len(found)

    def _forget_lines(self, about: Callable[[Event], bool]) -> None:
        """In which nothing stands any more; a line outlives the events that were worked in it. Nobody adds to one
        meanwhile."""
        self._scope.transaction.block_event_writes()
        left, table = tables.lines, tables.events
        standing = self._scope.build_exists(table, table.c.lane == left.c.lane, table.c.line == left.c.line)
        for row in self._scope.select_rows(left, left.c.owner.is_(None), ~standing):
            lane, line = row["lane"], str(row["line"])
            if about(Event.model_validate({"id": "", "lane": lane, "line": line, "kind": ""})):
                self._scope.delete_rows(left, left.c.lane == lane, left.c.line == line, left.c.owner.is_(None))

    def close_threads_of(self, person: str, pilot_id: str) -> None:
        table, interviews = tables.threads, self.list_interview_ids(pilot_id)
        self._scope.delete_rows(table, table.c.person == person, table.c.interview_id.in_(interviews))

    def change_events(self, change: EventChange) -> int:
        table, changed = tables.events, 0
        for row in self._scope.select_rows(table, table.c.state.in_(_STATES), by=[table.c.sequence], lock=True):
            event = mapping.event_from_row(row)
            after = change(event)
            if after == event:
                continue
            same = table.c.sequence == row["sequence"]
            if after is None:
                self._scope.delete_rows(table, same)
            else:
                self._scope.update_rows(table, {"body": after.body}, same)
            changed += 1
        self._scope.transaction.has_erased_words |= bool(changed)
        return changed

    def erase_person(self, person: str) -> None:
        own = (tables.homes, tables.digest_settings, tables.stopped_requests)
        for table, column in (*((table, "person") for table in own), (tables.digests, "leader")):
            self._scope.delete_rows(table, table.c[column] == person)

    def leave_no_trace(self) -> None:
        self._scope.transaction.has_erased_words = True
        self._scope.transaction.compacts = True

    def _of_pilot(self, table: Table, pilot_id: str) -> list[Row]:
        return self._scope.select_rows(table, table.c.pilot_id == pilot_id)

    def _of(self, table: Table, pilot_id: str) -> list[Row]:
        return self._scope.select_rows(table, table.c.pilot_id == pilot_id, by=[table.c.sequence])

    def _replace_noun(self, noun: Value, table: Table) -> None:
        self._replace(table, mapping.to_row(noun, table))

    def _replace(self, table: Table, row: Row) -> None:
        self._scope.update_rows(table, row, table.c.id == row["id"])
        self._scope.transaction.has_erased_words = True
