"""What /pilot answers, to whom; read aloud."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.services.queries.pilots import QueryDependencies
from bot.slack.interactions.catalogue import SHORTCUTS
from bot.slack.interactions.commands import (
    COMMANDS,
    answer_read_command,
    build_help_message,
    build_usage_hint,
    find_nearest_command,
)
from bot.slack.views.commands import TypedCommand, parse_command
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.slack import samples
from tests.slack.limits import problems_of
from tests.slack.pilots import ELSEWHERE, FREIGHT, KYC, READER, STRANGER, by, with_kyc
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, PILOT, RUUD, TOMASZ
from tests.support.teams import store_many


async def said(deps: QueryDependencies, text: str, person: str = DEE.id, channel: str | None = None) -> str:
    post = await answer_read_command(deps, parse_command(text), by(person, channel))
    assert problems_of(post) == []
    return shown(post)


# --- what was typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", TypedCommand("", "")),
        ("  \t ", TypedCommand("", "")),
        ("status", TypedCommand("status", "")),
        ("  STATUS   Freight   invoice  ", TypedCommand("status", "Freight invoice")),
        ("Plan KYC triage", TypedCommand("plan", "KYC triage")),
        ("start A &amp; B &lt;3", TypedCommand("start", "A & B <3")),
        ("start A &amp;amp; B", TypedCommand("start", "A &amp; B")),
        ("status\u00a0Freight", TypedCommand("status", "Freight")),
    ],
)
def test_case_and_spaces_make_no_difference(text: str, command: TypedCommand) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("statsu", "status"), ("HEPL", "help"), ("state", "status"), ("end", "finish"), ("todo", "actions"), ("x", None)],
)
def test_a_mistyped_command_is_understood(typed: str, meant: str | None) -> None:
    assert find_nearest_command(typed) == meant


def test_no_word_is_registered_twice_and_none_means_two_commands() -> None:
    words = [word for command in COMMANDS for word in (command.word, *command.synonyms.split())]
    assert len(words) == len(set(words))


def test_help_names_every_command_with_what_may_follow_it() -> None:
    text = shown(build_help_message())
    for command in COMMANDS:
        for rest, does in command.usage.items():
            assert f"`/pilot {f'{command.word} {rest}'.strip()}` {does}" in text


def test_the_manifest_hints_at_every_command_and_names_every_shortcut(manifest: dict[str, Any]) -> None:
    """`make docs` writes the hint."""
    (command,) = manifest["features"]["slash_commands"]
    assert command["usage_hint"] == build_usage_hint()
    assert {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]} == set(SHORTCUTS)


# --- status --------------------------------------------------------------------------------------------


async def test_status_says_where_the_pilot_stands_and_leads_to_its_interview(
    deps: QueryDependencies, freight: Team
) -> None:
    text = await said(deps, "status freight", MARIEKE.id)
    assert "*Freight invoice matching* · still lab, as on Monday 2 November · week 2 of " in text
    assert f"lead <@{DEE.id}>" in text
    assert "more pilot" not in text


async def test_status_counts_the_other_pilots_one_may_see(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    assert "1 more pilot you may see: `/pilot list`" in await said(deps, "status freight", DEE.id)
    assert "more pilot" not in await said(deps, "status freight", RUUD.id)


async def test_nothing_typed_is_the_status_where_it_is_clear_of_which_pilot(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert await said(deps, "") == await said(deps, "status")
    await with_kyc(acme, knowledge)
    assert "*Freight invoice matching*" in await said(deps, "", channel=FREIGHT)
    assert "I interview a team" in await said(deps, "", channel=ELSEWHERE)
    assert "I interview a team" in await said(deps, "", STRANGER)


async def test_where_several_could_be_meant_the_answer_asks_in_the_words_of_the_command(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    assert "Say `/pilot status NAME`" in await said(deps, "status")
    assert "Say `/pilot plan NAME`" in await said(deps, "plan")


async def test_a_hidden_pilot_and_an_absent_one_are_answered_alike(deps: QueryDependencies, freight: Team) -> None:
    for word in ("status", "plan"):
        hidden = await said(deps, f"{word} Freight invoice matching", STRANGER)
        absent = await said(deps, f"{word} Weather forecasting now", STRANGER)
        assert hidden.replace(PILOT.name, "") == absent.replace("Weather forecasting now", "")


async def test_a_stranger_learns_no_name_from_any_answer(deps: QueryDependencies, freight: Team) -> None:
    for text in ("", "status", "status invoce", "list", "plan", "plan f", "actions", "help", "statsu"):
        for channel in (None, FREIGHT):
            assert "Freight" not in await said(deps, text, STRANGER, channel)


async def test_a_slip_in_the_name_is_met_with_the_nearest_one_may_see(deps: QueryDependencies, freight: Team) -> None:
    text = await said(deps, "status freight invoce", READER)
    assert "You see no pilot called “freight invoce”. Did you mean *Freight invoice matching*?" in text


async def test_whoever_is_in_no_pilot_is_shown_how_to_begin(deps: QueryDependencies) -> None:
    for text in ("status", "plan", "list"):
        assert "You are in no pilot yet." in await said(deps, text, STRANGER)


@pytest.mark.parametrize("name", ["<!channel> *bold* `code`", "'; DROP TABLE teams; --", "<@U0VICTIM1>", "😀" * 300])
async def test_a_name_that_looks_like_markup_does_nothing(
    deps: QueryDependencies, acme: WorkspaceTransactions, knowledge: Knowledge, name: str
) -> None:
    await with_kyc(acme, knowledge, pilot=Pilot(id="evil", name=name))
    for text in (f"status {name}", f"status x{name}", f"plan {name}", "list", f"{name}"):
        answer = await said(deps, text, TOMASZ.id)
        assert "<!channel>" not in answer
        assert "<@U0VICTIM1>" not in answer
    assert "not assessed yet" in await said(deps, f"status {name}", TOMASZ.id)


# --- list, plan, actions, help ---------------------------------------------------------------------------


async def test_the_list_holds_what_one_may_see_newest_first(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge, created_at=samples.NOVEMBER + timedelta(days=40))
    text = await said(deps, "list")
    assert "*2 pilots you may see*" in text
    assert text.index("*KYC triage*") < text.index("*Freight invoice matching* · lab")
    assert "KYC" not in await said(deps, "list", READER)


async def test_the_plan_is_shown_or_what_it_waits_for(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert "weeks dated, then an outline to live proof" in await said(deps, "plan freight", READER)
    await with_kyc(acme, knowledge)
    assert "_KYC triage_ has no assessment yet." in await said(deps, "plan kyc")
    rated = samples.assessed(knowledge.framework, KYC, ()).model_copy(update={"id": "k1", "interview_id": "kyc-i1"})
    await acme.run(lambda uow: uow.assessments.add(rated))
    text = await said(deps, "plan kyc")
    assert "_KYC triage_ has no plan yet.\n[Make the plan]" in text


async def test_actions_are_those_with_ones_name_on_them(deps: QueryDependencies, freight: Team) -> None:
    mine = await said(deps, "actions", TOMASZ.id)
    assert "*2 actions of yours*" in mine
    assert "<static_select: Update an action>" in mine
    assert "No plan has an action with your name on it." in await said(deps, "actions", READER)


async def test_actions_of_a_named_pilot_are_all_of_them(
    deps: QueryDependencies, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    assert "all actions*" in await said(deps, "actions freight", READER)
    assert "Accept" not in await said(deps, "actions freight", READER)
    await with_kyc(acme, knowledge)
    assert "_KYC triage_ has no assessment yet." in await said(deps, "actions kyc")


async def test_help_and_what_is_no_command_need_no_pilot(deps: QueryDependencies) -> None:
    assert "`/pilot status [NAME]`" in await said(deps, "help", STRANGER)
    assert "did you mean `/pilot status`?" in await said(deps, "state", STRANGER)
    assert "I don't know that one." in await said(deps, "dance", STRANGER)


async def test_an_answer_is_one_transaction_however_many_pilots_there_are(
    database: Database, acme: WorkspaceTransactions, deps: QueryDependencies
) -> None:
    begun: list[str] = []
    statements: list[str] = []
    event.listen(database.engine, "begin", lambda _: begun.append("begin"))
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))

    async def cost(text: str) -> tuple[int, int]:
        await said(deps, text, "U3")  # what a process remembers is not read again
        begun.clear()
        statements.clear()
        await said(deps, text, "U3")
        return len(begun), len(statements)

    texts = ("status pilot 1", "list", "plan pilot 1", "actions", "")
    await acme.run(lambda uow: store_many(uow, 100))
    of_a_hundred = [await cost(text) for text in texts]
    await acme.run(lambda uow: store_many(uow, 100, first=100))
    assert [await cost(text) for text in texts] == of_a_hundred
    assert {transactions for transactions, _ in of_a_hundred} == {1}
