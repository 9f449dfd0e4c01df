"""Taking back after the assessment: what one answer said leaves the assessments, plans and messages that rest on it."""

from collections.abc import Callable

from bot.domain.core.team import Thread
from bot.domain.forgetting.withdrawal import Withdrawal, name_turn
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.edit_message import handle_deleted_message
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.forgetting.pilot_words import build_turn_eraser, load_records
from bot.services.forgetting.withdraw_words import withdraw_from_records
from bot.services.forgetting.withdrawn_messages import tell_lead, withdraw_from_messages
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.services.ports.core import UnitOfWork


def delete_message(uow: UnitOfWork, deps: ConversationContext, thread: Thread, said: IncomingMessage) -> None:
    """A message was deleted, before or after what it said was rated."""
    interview = uow.interviews.get(thread.interview_id)
    sent = (turn for turn in interview.turns if turn.source == said.source.source_key)
    turn = next((turn for turn in sent if turn.speaker == said.person), None)
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
    eraser = build_turn_eraser(records, deps.knowledge, interview.id, turn.id)
    gone = Withdrawal(eraser, deps.clock.now(), "deleted", turns=frozenset({name_turn(interview.id, turn.id)}))
    retract()
    key = f"deleted:{interview.id}:{turn.id}"
    left = withdraw_from_records(uow, deps, records, gone) if records.assessments else None
    withdraw_from_messages(uow, deps, records, gone, key)
    if left is not None:
        tell_lead(uow, deps, WithdrawnFromPilot(interview.pilot, "deleted", left.shifts, left.unowned), key)
        uow.withdrawals.leave_no_trace()
