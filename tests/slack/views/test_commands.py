"""What /pilot answers, to whom; read aloud."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.services.queries.pilots import QueryDependencies
from bot.slack.blocks.pilots import status
from bot.slack.views.commands import Command, ReadCommandHandler, parse_command
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.slack import samples
from tests.slack.gallery import shown
from tests.slack.limits import problems_of
from tests.slack.pilots import ELSEWHERE, FREIGHT, KYC, READER, STRANGER, by, with_kyc
from tests.slack.samples import DEE, MARIEKE, PILOT, RUUD, TOMASZ
from tests.support.teams import store_many


@pytest.fixture
def answers(deps: QueryDependencies) -> ReadCommandHandler:
    return ReadCommandHandler(deps)


async def said(answers: ReadCommandHandler, text: str, person: str = DEE.id, channel: str | None = None) -> str:
    post = await answers.answer_read_command(parse_command(text), by(person, channel))
    assert problems_of(post) == []
    return shown(post)


# --- what was typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Command("", "")),
        ("  \t ", Command("", "")),
        ("status", Command("status", "")),
        ("  STATUS   Freight   invoice  ", Command("status", "Freight invoice")),
        ("Plan KYC triage", Command("plan", "KYC triage")),
        ("start A &amp; B &lt;3", Command("start", "A & B <3")),
        ("start A &amp;amp; B", Command("start", "A &amp; B")),
        ("status\u00a0Freight", Command("status", "Freight")),
    ],
)
def test_case_and_spaces_make_no_difference(text: str, command: Command) -> None:
    assert parse_command(text) == command


def test_the_words_that_move_something_are_told_from_those_that_read() -> None:
    known = [parse_command(command) for command in status.COMMANDS]
    assert [c.word for c in known if c.is_state_change] == ["start", "pause", "resume", "finish"]


async def test_a_command_that_moves_something_is_not_answered_by_reading(answers: ReadCommandHandler) -> None:
    for word in ("start", "pause", "resume", "finish"):
        with pytest.raises(ValueError, match=word):
            await answers.answer_read_command(Command(word, ""), by(DEE.id))


# --- status --------------------------------------------------------------------------------------------


async def test_status_says_where_the_pilot_stands_and_leads_to_its_interview(
    answers: ReadCommandHandler, freight: Team
) -> None:
    text = await said(answers, "status freight", MARIEKE.id)
    assert "*Freight invoice matching* · still lab, as on Monday 2 November · week 2 of 10" in text
    assert f"lead <@{DEE.id}>" in text
    assert "more pilot" not in text


async def test_status_counts_the_other_pilots_one_may_see(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    assert "1 more pilot you may see: `/pilot list`" in await said(answers, "status freight", DEE.id)
    assert "more pilot" not in await said(answers, "status freight", RUUD.id)


async def test_nothing_typed_is_the_status_where_it_is_clear_of_which_pilot(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert await said(answers, "") == await said(answers, "status")
    await with_kyc(acme, knowledge)
    assert "*Freight invoice matching*" in await said(answers, "", channel=FREIGHT)
    assert "I interview a team" in await said(answers, "", channel=ELSEWHERE)
    assert "I interview a team" in await said(answers, "", STRANGER)


async def test_where_several_could_be_meant_the_answer_asks_in_the_words_of_the_command(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    assert "Say `/pilot status NAME`" in await said(answers, "status")
    assert "Say `/pilot plan NAME`" in await said(answers, "plan")


async def test_a_hidden_pilot_and_an_absent_one_are_answered_alike(answers: ReadCommandHandler, freight: Team) -> None:
    for word in ("status", "plan"):
        hidden = await said(answers, f"{word} Freight invoice matching", STRANGER)
        absent = await said(answers, f"{word} Weather forecasting now", STRANGER)
        assert hidden.replace(PILOT.name, "") == absent.replace("Weather forecasting now", "")


async def test_a_stranger_learns_no_name_from_any_answer(answers: ReadCommandHandler, freight: Team) -> None:
    for text in ("", "status", "status invoce", "list", "plan", "plan f", "actions", "help", "statsu"):
        for channel in (None, FREIGHT):
            assert "Freight" not in await said(answers, text, STRANGER, channel)


async def test_a_slip_in_the_name_is_met_with_the_nearest_one_may_see(
    answers: ReadCommandHandler, freight: Team
) -> None:
    text = await said(answers, "status freight invoce", READER)
    assert "You see no pilot called “freight invoce”. Did you mean *Freight invoice matching*?" in text


async def test_whoever_is_in_no_pilot_is_shown_how_to_begin(answers: ReadCommandHandler) -> None:
    for text in ("status", "plan", "list"):
        assert "You are in no pilot yet." in await said(answers, text, STRANGER)


@pytest.mark.parametrize("name", ["<!channel> *bold* `code`", "'; DROP TABLE teams; --", "<@U0VICTIM1>", "😀" * 300])
async def test_a_name_that_looks_like_markup_does_nothing(
    answers: ReadCommandHandler, acme: WorkspaceTransactions, knowledge: Knowledge, name: str
) -> None:
    await with_kyc(acme, knowledge, pilot=Pilot(id="evil", name=name))
    for text in (f"status {name}", f"status x{name}", f"plan {name}", "list", f"{name}"):
        answer = await said(answers, text, TOMASZ.id)
        assert "<!channel>" not in answer
        assert "<@U0VICTIM1>" not in answer
    assert "not assessed yet" in await said(answers, f"status {name}", TOMASZ.id)


# --- list, plan, actions, help ---------------------------------------------------------------------------


async def test_the_list_holds_what_one_may_see_newest_first(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge, created_at=samples.NOVEMBER + timedelta(days=40))
    text = await said(answers, "list")
    assert "*2 pilots you may see*" in text
    assert text.index("*KYC triage*") < text.index("*Freight invoice matching* · lab")
    assert "KYC" not in await said(answers, "list", READER)


async def test_the_plan_is_shown_or_what_it_waits_for(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert "weeks to a proof of production" in await said(answers, "plan freight", READER)
    await with_kyc(acme, knowledge)
    assert "_KYC triage_ has no assessment yet." in await said(answers, "plan kyc")
    rated = samples.assessed(knowledge.framework, KYC, ()).model_copy(update={"id": "k1", "interview_id": "kyc-i1"})
    await acme.run(lambda uow: uow.assessments.add(rated))
    text = await said(answers, "plan kyc")
    assert "_KYC triage_ has no plan yet.\n[Make the plan]" in text


async def test_actions_are_those_with_ones_name_on_them(answers: ReadCommandHandler, freight: Team) -> None:
    mine = await said(answers, "actions", TOMASZ.id)
    assert "*1 action of yours*" in mine
    assert "[Accept] [Not me]" in mine
    assert "No plan has an action with your name on it." in await said(answers, "actions", READER)


async def test_actions_of_a_named_pilot_are_all_of_them(
    answers: ReadCommandHandler, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert "all actions*" in await said(answers, "actions freight", READER)
    assert "Accept" not in await said(answers, "actions freight", READER)
    await with_kyc(acme, knowledge)
    assert "_KYC triage_ has no assessment yet." in await said(answers, "actions kyc")


async def test_help_and_what_is_no_command_need_no_pilot(answers: ReadCommandHandler) -> None:
    assert "`/pilot status [NAME]`" in await said(answers, "help", STRANGER)
    assert "did you mean `/pilot status`?" in await said(answers, "state", STRANGER)
    assert "I don't know that one." in await said(answers, "dance", STRANGER)


async def test_an_answer_is_one_transaction_however_many_pilots_there_are(
    database: Database, acme: WorkspaceTransactions, answers: ReadCommandHandler
) -> None:
    begun: list[str] = []
    statements: list[str] = []
    event.listen(database.engine, "begin", lambda _: begun.append("begin"))
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))

    async def cost(text: str) -> tuple[int, int]:
        begun.clear()
        statements.clear()
        await said(answers, text, "U3")
        return len(begun), len(statements)

    texts = ("status pilot 1", "list", "plan pilot 1", "actions", "")
    await acme.run(lambda uow: store_many(uow, 2))
    of_two = [await cost(text) for text in texts]
    await acme.run(lambda uow: store_many(uow, 198, first=2))
    assert [await cost(text) for text in texts] == of_two
    assert {transactions for transactions, _ in of_two} == {1}
