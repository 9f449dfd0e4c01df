"""The moves of an interview that are not answers: amend, take back, let go, hand over, pause, resume, finish, judge."""

from collections.abc import Callable
from typing import NamedTuple

from bot.domain.core.invisible_characters import visible
from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit, PassKind
from bot.services.ports.core import Redactor, Transactions, UnitOfWork


class Amended(NamedTuple):
    """The interview with the new words, and the kinds of secrets that were taken out of them."""

    interview: Interview
    redacted: tuple[str, ...]


async def amend(transactions: Transactions, interview_id: str, turn_id: str, text: str, redactor: Redactor) -> Amended:
    """Replaces what was said; the new words are read at the next `read`."""
    clean = redactor.redact(visible(text))
    changed = await _change(transactions, interview_id, lambda interview: interview.amend(turn_id, clean.text))
    return Amended(changed, clean.kinds)


async def retract(transactions: Transactions, interview_id: str, turn_id: str) -> Interview:
    """Takes a turn back, words and traces."""
    return await _change(transactions, interview_id, lambda interview: interview.retract(turn_id))


async def let_go(transactions: Transactions, interview_id: str, how: PassKind, by: str) -> Interview:
    """Skips the open question, or records that the person doesn't know."""
    return await _change(transactions, interview_id, lambda interview: interview.pass_on(how, by=by))


async def hand_over(transactions: Transactions, interview_id: str, by: str, colleague: Person) -> Interview:
    """Leaves the open question to a colleague, who joins the interview."""
    return await _change(
        transactions,
        interview_id,
        lambda interview: interview.join(colleague).pass_on("handed_over", by=by, to=colleague.id),
    )


async def pause(transactions: Transactions, interview_id: str) -> Interview:
    return await _change(transactions, interview_id, lambda interview: interview.pause())


async def resume(transactions: Transactions, interview_id: str) -> Interview:
    return await _change(transactions, interview_id, lambda interview: interview.resume())


async def finish(transactions: Transactions, interview_id: str) -> Interview:
    """Ends the interview, early or not; what is not known stays unknown."""
    return await _change(transactions, interview_id, lambda interview: interview.close())


async def judge(transactions: Transactions, interview_id: str, fit: Fit, redactor: Redactor) -> Interview:
    """Keeps how well the summary fits."""
    clean = fit.model_copy(update={"comment": redactor.redact(fit.comment).text})
    return await _change(transactions, interview_id, lambda interview: interview.judge(clean))


async def _change(transactions: Transactions, interview_id: str, decide: Callable[[Interview], Interview]) -> Interview:
    def work(uow: UnitOfWork) -> Interview:
        before = uow.interviews.get(interview_id)
        after = decide(before)
        return before if after == before else uow.interviews.save(after)

    return await transactions.run(work)
