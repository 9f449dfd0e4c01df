"""When a question that nobody answers is looked at again."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.framework.knowledge import Knowledge
from bot.services.conversation.nudge import schedule_question_nudge
from bot.storage.engine.database import Database
from bot.storage.tables import events
from tests.services.followings import MONDAY, Office
from tests.support.teams import an_open_interview


async def test_a_question_is_looked_at_again_half_a_day_after_it_was_asked(
    database: Database, knowledge: Knowledge
) -> None:
    office, interview = Office(database, knowledge), an_open_interview()
    await office.acme.run(lambda uow: schedule_question_nudge(uow, office.deps, interview, interview.questions[0]))
    with database.engine.connect() as connection:
        (due,) = connection.execute(select(events.c.due).where(events.c.kind == "nudge")).scalars()
    assert due == MONDAY + timedelta(hours=12)
