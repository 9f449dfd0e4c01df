"""Taking back after the assessment: what one answer said leaves the assessments, plans and messages that rest on it,
where its message was deleted, and where it reads otherwise now."""

from collections.abc import Callable

from bot.domain.core.team import Thread
from bot.domain.forgetting.withdrawal import Withdrawal, name_turn
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.quotation.sentences import split_sentences
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.edit_message import (
    MessageEdit,
    amend_turn,
    handle_deleted_message,
    handle_edited_message,
)
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.forgetting.pilot_words import TurnWords, build_turn_eraser, load_records
from bot.services.forgetting.withdraw_words import withdraw_from_records
from bot.services.forgetting.withdrawn_messages import tell_lead, withdraw_from_messages
from bot.services.interview.cleaning import AnswerMessage, redact_message
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


def delete_message(uow: UnitOfWork, deps: ConversationContext, thread: Thread, said: IncomingMessage) -> None:
    """A message was deleted, before or after what it said was rated."""
    interview = uow.interviews.get(thread.interview_id)
    turn = _find_turn(interview, said)
    withdraw_turn(uow, deps, interview, turn, lambda: handle_deleted_message(uow, deps, thread, said))


def withdraw_turn(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, turn: Turn | None, retract: Callable[[], None]
) -> None:
    """`retract` takes it back where the interview is talked; then it leaves what else was told, and, where anything was
    made of it, that."""
    if turn is None or turn.state == "retracted":
        retract()
        return
    records = load_records(uow, interview.pilot.id)
    eraser = build_turn_eraser(records, deps.knowledge, TurnWords(interview.id, turn.id))
    gone = Withdrawal(eraser, deps.clock.now(), "deleted", turns=frozenset({name_turn(interview.id, turn.id)}))
    retract()
    key = f"deleted:{interview.id}:{turn.id}"
    left = withdraw_from_records(uow, deps, records, gone) if records.assessments else None
    withdraw_from_messages(uow, deps, records, gone, key)
    if left is not None:
        tell_lead(uow, deps, WithdrawnFromPilot(interview.pilot, "deleted", left.shifts, left.unowned), key)
        uow.withdrawals.leave_no_trace()


async def edit_message(deps: ConversationContext, thread: Thread, said: IncomingMessage) -> Result:
    """A message was edited, before or after what it had said was rated; what it says now counts as whatever is said
    later does."""
    edit = MessageEdit(said.text, said.source.source_key, said.changed_at)

    def withdraw(uow: UnitOfWork) -> None:
        interview = uow.interviews.get(thread.interview_id)
        if (turn := _find_turn(interview, said)) is not None:
            _withdraw_old_words(uow, deps, interview, turn, edit)

    await deps.transactions.run(withdraw)
    return await handle_edited_message(deps, thread, said)


async def correct_turn(deps: ConversationContext, thread: Thread, turn: Turn, edit: MessageEdit) -> Result:
    """The same, by our own form."""

    def withdraw(uow: UnitOfWork) -> None:
        interview = uow.interviews.get(thread.interview_id)
        _withdraw_old_words(uow, deps, interview, interview.get_turn(turn.id), edit)

    await deps.transactions.run(withdraw)
    return await amend_turn(deps, thread, turn, edit)


def _find_turn(interview: Interview, said: IncomingMessage) -> Turn | None:
    sent = (turn for turn in interview.turns if turn.source == said.source.source_key)
    return next((turn for turn in sent if turn.speaker == said.person), None)


def _withdraw_old_words(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, turn: Turn, edit: MessageEdit
) -> None:
    """Where something was made of them. Done again after a crash, it finds what is left."""
    clean, _ = redact_message(deps, AnswerMessage(interview.get_person(turn.speaker), edit.text))
    now = clean.text
    amended = interview.edit_turn(turn.id, now, edit.at).get_turn(turn.id)
    records = load_records(uow, interview.pilot.id)
    if amended.revision == turn.revision or not any(one.interview_id == interview.id for one in records.assessments):
        return
    eraser = build_turn_eraser(records, deps.knowledge, TurnWords(interview.id, turn.id, "edited", now))
    turns, left = frozenset({name_turn(interview.id, turn.id)}), _list_common_sentences(turn.text, now)
    gone = Withdrawal(eraser, deps.clock.now(), "edited", turns=turns, left=left)
    key = f"edited:{interview.id}:{turn.id}:{turn.revision}"
    shifted = withdraw_from_records(uow, deps, records, gone)
    withdraw_from_messages(uow, deps, records, gone, key)
    tell_lead(uow, deps, WithdrawnFromPilot(interview.pilot, "edited", shifted.shifts, shifted.unowned), key)
    uow.withdrawals.leave_no_trace()


def _list_common_sentences(before: str, after: str) -> tuple[str, ...]:
    old, new = ({span.extract_from(text) for span in split_sentences(text)} for text in (before, after))
    return tuple(sorted(old & new))
