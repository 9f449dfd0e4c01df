"""The moves of an interview that are not answers: amend, take back, let go, hand over, pause, resume, finish, judge."""

from collections.abc import Callable
from typing import NamedTuple

from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SkipKind, SummaryFeedback
from bot.services.ports.core import Redactor, Transactions, UnitOfWork


class AmendedInterview(NamedTuple):
    """The interview with the new words, and the kinds of secrets that were taken out of them."""

    interview: Interview
    redacted: tuple[str, ...]


async def amend_answer(
    transactions: Transactions, interview_id: str, turn_id: str, text: str, redactor: Redactor
) -> AmendedInterview:
    """Replaces what was said; the new words are read at the next `read`."""
    clean = redactor.redact(strip_invisible(text))
    changed = await _update_interview(
        transactions, interview_id, lambda interview: interview.edit_turn(turn_id, clean.text)
    )
    return AmendedInterview(changed, clean.kinds)


async def retract_answer(transactions: Transactions, interview_id: str, turn_id: str) -> Interview:
    """Takes a turn back, words and traces."""
    return await _update_interview(transactions, interview_id, lambda interview: interview.retract_turn(turn_id))


async def skip_open_question(transactions: Transactions, interview_id: str, how: SkipKind, by: str) -> Interview:
    """Skips the open question, or records that the person doesn't know."""
    return await _update_interview(transactions, interview_id, lambda interview: interview.skip_question(how, by=by))


async def delegate_open_question(
    transactions: Transactions, interview_id: str, by: str, colleague: Person
) -> Interview:
    """Leaves the open question to a colleague, who joins the interview."""
    return await _update_interview(
        transactions,
        interview_id,
        lambda interview: interview.add_person(colleague).skip_question("handed_over", by=by, to=colleague.id),
    )


async def pause_interview(transactions: Transactions, interview_id: str) -> Interview:
    return await _update_interview(transactions, interview_id, lambda interview: interview.pause())


async def resume_interview(transactions: Transactions, interview_id: str) -> Interview:
    return await _update_interview(transactions, interview_id, lambda interview: interview.resume())


async def finish_interview(transactions: Transactions, interview_id: str) -> Interview:
    """Ends the interview, early or not; what is not known stays unknown."""
    return await _update_interview(transactions, interview_id, lambda interview: interview.close())


async def record_feedback(
    transactions: Transactions, interview_id: str, fit: SummaryFeedback, redactor: Redactor
) -> Interview:
    """Keeps how well the summary fits."""
    clean = fit.model_copy(update={"comment": redactor.redact(fit.comment).text})
    return await _update_interview(transactions, interview_id, lambda interview: interview.record_feedback(clean))


async def _update_interview(
    transactions: Transactions, interview_id: str, decide: Callable[[Interview], Interview]
) -> Interview:
    def work(uow: UnitOfWork) -> Interview:
        before = uow.interviews.get(interview_id)
        after = decide(before)
        return before if after == before else uow.interviews.save(after)

    return await transactions.run(work)
