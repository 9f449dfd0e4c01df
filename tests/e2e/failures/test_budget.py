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
from tests.e2e.scenes import start
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
