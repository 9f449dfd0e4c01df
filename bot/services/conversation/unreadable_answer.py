"""An answer that the model could not be brought to read: told, left unread, and read again when somebody wants it."""

from bot.domain.core.errors import AnalystFailed, MoveRefused
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import NOTHING_NEXT, ask_next
from bot.services.conversation.put_off_reading import build_retry_partition_key, log_analyst_failure
from bot.services.conversation.reply_to_answer import ReplyTarget, find_answer_thread
from bot.services.messaging.inbox_events import ReadingDeferred
from bot.services.messaging.outbox import post_in_thread, refresh_interview_homes, replace_part
from bot.services.ports.core import UnitOfWork


def set_answer_aside(
    uow: UnitOfWork, deps: InterviewContext, target: ReplyTarget, turn: Turn, failure: AnalystFailed
) -> None:
    """It stays unread and counts for nothing, which is told where it was said; then it is asked on.

    Nothing where it was edited meanwhile.
    """
    interview = uow.interviews.get(target.thread.interview_id)
    aside = interview.mark_unreadable(turn.id, turn.revision)
    if aside == interview:
        return
    kept = uow.interviews.save(aside)
    ref = log_analyst_failure(failure, kept.id)
    thread = find_answer_thread(uow, turn) or target.thread
    told = build_part(f"noted:{turn.id}", deps.formatter.format_answer_unreadable(kept, kept.get_turn(turn.id), ref))
    following = ask_next(uow, deps, thread, turn.speaker) if target.asks else NOTHING_NEXT
    post_in_thread(uow, thread, f"unread:{kept.id}:{kept.version}", (told, *following.parts), following.session)
    refresh_interview_homes(uow, f"unread:{kept.id}:{kept.version}", kept)


def retry_answer(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, turn: Turn) -> None:
    """It waits to be read once more. Raises MoveRefused where it was read, edited or taken back meanwhile."""
    if turn.state != "unreadable" or interview.status == "closed":
        raise MoveRefused("That answer need not be read again. Nothing was changed.")
    waiting = uow.interviews.save(interview.retry_turn(turn.id))
    replace_part(uow, waiting.id, build_part(f"noted:{turn.id}", deps.formatter.format_answer_retried()))
    event = ReadingDeferred(interview=waiting.id).to_event(
        f"read:{click.key}", build_retry_partition_key(waiting.id), deps.clock.now()
    )
    uow.events.add(event)
