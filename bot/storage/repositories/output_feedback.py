"""Feedback: what people think of what was made for them. Appended, counted, and gone with the words it was about."""

from bot.domain.work.output_feedback import OutputFeedback
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.tables import output_feedback


class SqlOutputFeedbackRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, given: OutputFeedback) -> bool:
        return self._scope.insert_new_rows(output_feedback, [mapping.to_row(given, output_feedback)]) > 0

    def list_all(self) -> tuple[OutputFeedback, ...]:
        rows = self._scope.select_rows(output_feedback, by=[output_feedback.c.sequence])
        return tuple(mapping.from_row(OutputFeedback, row, output_feedback) for row in rows)

    def list_about(self, subject: str) -> tuple[OutputFeedback, ...]:
        there, order = output_feedback.c.subject == subject, [output_feedback.c.sequence]
        rows = self._scope.select_rows(output_feedback, there, by=order)
        return tuple(mapping.from_row(OutputFeedback, row, output_feedback) for row in rows)

    def delete_about(self, subject: str, interview_id: str) -> None:
        gone = [one for one in self.list_about(subject) if one.interview_id == interview_id]
        if gone:
            self._scope.transaction.has_erased_words |= any(one.why for one in gone)
            self._scope.delete_rows(output_feedback, output_feedback.c.id.in_([one.id for one in gone]))
