"""A budget that is spent in the middle of an interview: the answer is kept, and read when there is more."""

from collections.abc import Sequence
from pathlib import Path

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.core.budget import ModelBudget
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.ports.core import AnalystResult
from tests.e2e.app import running, sqlite
from tests.e2e.scenes import at_rest, start
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Channel, SlackServer, User
from tests.support.fakes import CALL

SAID = "It reads from SAP over the API, but it's read-only, nothing gets written back."


class PaidAnalyst(TroubledAnalyst):
    """Costs a call for each message."""

    reads_by_rule = False

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        return (await super().map_answer(interview, turn, upcoming))._replace(calls=(CALL,))


async def test_at_four_fifths_the_lead_hears_once_what_is_used_and_what_happens_then(
    slack: SlackServer, knowledge: Knowledge, dana: User, marta: User, freight: Channel, tmp_path: Path
) -> None:
    """The month's limit comes near with the day's: each is told once, to each lead whose pilot uses the model."""
    analyst, limits = PaidAnalyst(knowledge), ModelBudget(calls_per_day=5, calls_per_month=100)

    def warned(person: User) -> list[str]:
        return [m.shown for m in slack.said(person.dm) if "of the language model are used" in m.shown]

    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst, budget=limits) as app:
        opening = await start(app, dana, "Freight", freight)
        for number in range(4):
            assert warned(dana) == []
            await dana.says(freight, f"It reads invoice {number} from SAP.", opening)
            await slack.until(lambda number=number: analyst.tries == number + 1)  # type: ignore[misc]
            await at_rest(app)
        (told,) = warned(dana)
        assert "4 of 5 calls a day of the language model are used" in told and "lose nothing" in told
        assert "at 00:00 UTC: my next questions, ratings and plans wait until then" in told
        other = await start(app, marta, "Claims")
        await marta.says(marta.dm, SAID, other)
        await at_rest(app)
        assert len(warned(dana)) == 1 and warned(marta) == [], "beyond it nobody is warned: who waits is told"


async def test_what_is_said_beyond_the_budget_is_kept_told_and_read_once_there_is_more(
    slack: SlackServer, knowledge: Knowledge, dana: User, freight: Channel, tmp_path: Path
) -> None:
    analyst, url = PaidAnalyst(knowledge), sqlite(tmp_path)

    def shown() -> str:
        return "\n".join(message.shown for message in slack.said(freight))

    async with running(slack, knowledge, url, analyst=analyst, budget=ModelBudget(calls_per_day=1)) as app:
        opening = await start(app, dana, "Freight", freight)
        await dana.says(freight, "The P&L is mine and I signed the acceptance in March.", opening)
        await slack.until(lambda: analyst.tries == 1)
        await dana.says(freight, SAID, opening)
        await slack.until(lambda: "I've used up what I may spend on the language model for now" in shown())
        assert "What you said is saved" in shown()
        assert analyst.tries == 1
    async with running(slack, knowledge, url, analyst=analyst, budget=ModelBudget(calls_per_day=9)):
        await slack.until(lambda: analyst.tries == 2)
        await slack.until(lambda: "read-only, nothing gets written back" in shown())
