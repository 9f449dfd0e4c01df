"""Answering a free question: what may be seen is loaded, a model or the rules word it, and it is held to the record."""

from typing import NamedTuple

from bot.domain.core.errors import AnalystFailed
from bot.domain.core.usage import ModelCall
from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.answer_by_rule import Asked, answer_by_rule, focus_inquiry, leave_untold
from bot.domain.inquiry.claim_check import check_claims
from bot.domain.inquiry.reading import is_question, read_inquiry
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.retrieval import select_entries
from bot.domain.inquiry.worded_answer import InquiryIntent, WordedAnswer
from bot.services.inquiries.load_record import Reader, list_readable_pilots, load_record
from bot.services.ports.core import UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.queries.pilots import PermalinkBuilder


class InquiryRequest(NamedTuple):
    text: str
    reader: Reader
    usual: str = ""
    """Id of the pilot that is meant where none is named."""


class AnsweredInquiry(NamedTuple):
    asks: InquiryIntent
    """What the person was after; nothing is answered but a question."""
    answer: RecordAnswer


async def answer_inquiry(deps: Dependencies, link: PermalinkBuilder, asked: InquiryRequest) -> AnsweredInquiry:
    """What is asked is data: it is looked for and read, never followed and never stored. Where the model fails, the
    search answers, and says so."""
    clean = deps.redactor.redact(asked.text).text
    inquiry = read_inquiry(clean, deps.knowledge.inquiry_words)
    record = await deps.transactions.run(lambda uow: load_record(uow, asked.reader, deps.knowledge, link))
    focused = focus_inquiry(inquiry, record, asked.reader.person, asked.usual)
    ruled, sure = answer_by_rule(focused), is_question(clean, deps.knowledge.inquiry_words)
    given = select_entries(focused, ruled)
    if deps.analyst.reads_by_rule or not given.pilots:
        return AnsweredInquiry("question" if sure else "statement", ruled)
    worded = await _ask_analyst(deps, clean, given)
    if worded is None:
        return AnsweredInquiry("question" if sure else "statement", ruled.model_copy(update={"worded_by": "fallback"}))
    return AnsweredInquiry("question" if sure else worded.asks, _hold_to_record(deps, focused, (given, worded), ruled))


def _hold_to_record(
    deps: Dependencies, asked: Asked, told: tuple[Record, WordedAnswer], ruled: RecordAnswer
) -> RecordAnswer:
    """What of it the record carries. Where all of it falls, or the rules know what the model doesn't, theirs is told;
    where the model finds no answer in what a search found, the record doesn't tell."""
    given, worded = told
    checked = check_claims(worded.claims, given, deps.knowledge.framework)
    if checked.kept:
        return RecordAnswer(kind=asked.inquiry.kind, claims=checked.kept, worded_by="model")
    if worded.claims or asked.inquiry.kind != "search":
        return ruled.model_copy(update={"worded_by": "fallback"})
    return leave_untold(asked)


async def _ask_analyst(deps: Dependencies, asked: str, given: Record) -> WordedAnswer | None:
    """None where it is away or gives nothing usable. What it cost is kept with the pilot that it was about."""
    try:
        result = await deps.analyst.answer_inquiry(asked, given)
    except AnalystFailed as failure:
        await _record_calls(deps, given, failure.calls)
        return None
    await _record_calls(deps, given, result.calls)
    return result.value


async def _record_calls(deps: Dependencies, given: Record, calls: tuple[ModelCall, ...]) -> None:
    def work(uow: UnitOfWork) -> None:
        interviews = uow.interviews.find_latest_by_pilot([pilot.id for pilot in given.pilots])
        first = next(iter(interviews.values()), None)
        if first is not None:
            uow.model_calls.add(first.id, calls)

    if calls:
        await deps.transactions.run(work)


def recheck_answer(uow: UnitOfWork, reader: Reader, answer: RecordAnswer) -> RecordAnswer:
    """The answer without what the asker may no longer see by now."""
    return answer.restrict_to(list_readable_pilots(uow, reader))
