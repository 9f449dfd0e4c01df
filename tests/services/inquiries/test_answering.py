"""What a free question does and what it doesn't: who hears what, what is kept, and what is seen anew at the end."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.core.errors import UnusableOutput
from bot.domain.core.team import Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer, WordedClaim
from bot.domain.interview.interview import Interview
from bot.services.inquiries.answer_inquiry import InquiryRequest, answer_inquiry, recheck_answer
from bot.services.inquiries.load_record import Reader, load_record
from bot.services.ports.core import AnalystResult, UnitOfWork
from bot.services.ports.dependencies import Dependencies
from tests.inquiries.asking import LINKS, open_workspace
from tests.inquiries.workspace import tell_pilots
from tests.seeded.pilots import BEN, DANA, EVA, NOOR
from tests.support.fakes import CALL, FakeAnalyst

PRIVATE = "D0EVA"


class Reading(FakeAnalyst):
    """Says what it is told to say of the first entry that it is given, and remembers what it was asked."""

    def __init__(self, says: str = "") -> None:
        super().__init__()
        self.says = says
        self.asked: list[str] = []

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        self.asked.append(asked)
        if self.failures:
            raise self.failures.pop(0)
        first = given.entries[0]
        claim = WordedClaim(text=self.says or first.text, entry_ids=(first.id,))
        return AnalystResult(WordedAnswer(claims=(claim,)), (CALL,))


@pytest.fixture
def analyst() -> Reading:
    return Reading()


@pytest.fixture
async def deps(shipped_knowledge: Knowledge, analyst: Reading) -> AsyncIterator[Dependencies]:
    async with open_workspace(tell_pilots(shipped_knowledge), shipped_knowledge, analyst) as opened:
        yield opened


async def list_calls(deps: Dependencies, interview_id: str) -> int:
    return await deps.transactions.run(lambda uow: len(uow.model_calls.list_for_interview(interview_id)))


async def test_a_model_is_asked_once_without_secrets_and_what_it_cost_is_kept_with_the_pilot(
    deps: Dependencies, analyst: Reading
) -> None:
    asked = InquiryRequest("What holds Dispatch back? hunter2", Reader(BEN.id))
    found = await answer_inquiry(deps, LINKS, asked)
    assert found.answer.worded_by == "model" and found.answer.is_told
    assert analyst.asked == ["What holds Dispatch back? [redacted: password]"]
    assert await list_calls(deps, "dispatch-i2") == 1


async def test_where_the_model_gives_nothing_usable_the_search_answers_and_its_cost_is_kept(
    deps: Dependencies, analyst: Reading
) -> None:
    analyst.failures.append(UnusableOutput("prose", (CALL,)))
    found = await answer_inquiry(deps, LINKS, InquiryRequest("What holds Dispatch back?", Reader(BEN.id)))
    assert found.answer.worded_by == "fallback" and found.answer.is_told
    assert await list_calls(deps, "dispatch-i2") == 1


async def test_whoever_sees_no_pilot_costs_no_call(deps: Dependencies, analyst: Reading) -> None:
    found = await answer_inquiry(deps, LINKS, InquiryRequest("Where do we stand?", Reader("U0ZOE")))
    assert not found.answer.is_told and analyst.asked == []


async def test_what_the_asker_may_not_see_any_more_is_left_out_at_the_end(deps: Dependencies) -> None:
    reader = Reader(NOOR.id)
    found = await answer_inquiry(deps, LINKS, InquiryRequest("What holds KYC triage back?", reader))
    assert found.answer.is_told

    def leave(uow: UnitOfWork) -> None:
        team = uow.teams.get("kyc-triage")
        uow.teams.save(team.model_copy(update={"lead": BEN.id, "participants": (BEN.id,)}))
        uow.channel_members.remove_member(team.channel or "", NOOR.id)

    await deps.transactions.run(leave)
    kept = await deps.transactions.run(lambda uow: recheck_answer(uow, reader, found.answer))
    assert kept.claims == () and kept.nearest == ()


def say_privately(interview: Interview) -> Interview:
    """Its last turn was said to us alone."""
    *before, last = interview.turns
    alone = last.model_copy(update={"source": f"{PRIVATE}:9.000001"})
    return interview.model_copy(update={"turns": (*before, alone)})


async def load_with_private_words(deps: Dependencies, reader: Reader) -> Record:
    def work(uow: UnitOfWork) -> Record:

        interview = uow.interviews.get("discharge-letters-i2")
        if uow.threads.find_at(PRIVATE, "9.000000") is None:
            thread = Thread(channel=PRIVATE, ts="9.000000", interview_id=interview.id, person=EVA.id)
            uow.threads.add(thread)
            uow.interviews.save(say_privately(interview))
        return load_record(uow, reader, deps.knowledge, LINKS)

    return await deps.transactions.run(work)


async def test_what_was_said_to_us_alone_and_is_in_no_assessment_is_for_its_speaker(deps: Dependencies) -> None:
    of_others = await load_with_private_words(deps, Reader(BEN.id))
    assert not [entry for entry in of_others.entries if "Die Ärzte lesen" in entry.text]
    (own,) = [e for e in (await load_with_private_words(deps, Reader(EVA.id))).entries if "Die Ärzte lesen" in e.text]
    assert own.address is not None and PRIVATE in own.address


async def test_in_a_channel_only_its_own_pilots_are_on_record_and_nothing_opens_in_direct_messages(
    deps: Dependencies,
) -> None:
    reader = Reader(BEN.id, "CDISCHARGELETTERS")
    here = await load_with_private_words(deps, reader)
    assert [pilot.name for pilot in here.pilots] == ["Discharge letters"]
    assert not [entry for entry in here.entries if PRIVATE in (entry.address or "")]


async def test_words_that_were_taken_back_are_on_no_record(deps: Dependencies) -> None:
    said = "I have signed for it on Thursday"

    def take_back(uow: UnitOfWork) -> None:
        made = uow.assessments.list_for_pilot("freight-invoice-matching")[-1]
        interview = uow.interviews.get(made.interview_id)
        gone = next(turn for turn in interview.turns if said in turn.text)
        uow.interviews.save(
            interview.model_copy(
                update={
                    "turns": tuple(
                        t.model_copy(update={"state": "retracted"}) if t.id == gone.id else t for t in interview.turns
                    )
                }
            )
        )

    before = await deps.transactions.run(lambda uow: load_record(uow, Reader(DANA.id), deps.knowledge, LINKS))
    await deps.transactions.run(take_back)
    after = await deps.transactions.run(lambda uow: load_record(uow, Reader(DANA.id), deps.knowledge, LINKS))
    assert [said in "".join(e.text for e in record.entries) for record in (before, after)] == [True, False]
