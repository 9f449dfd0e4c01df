"""What people see of a plan that is worked: the plan itself, its actions, and what they may do about them."""

from datetime import timedelta

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.register import Conflict
from bot.slack.blocks.actions import action, action_lists, following, reminders
from bot.slack.blocks.actions.action import build_action_blocks
from bot.slack.blocks.kit.references import parse_reference
from bot.slack.blocks.plan import plan
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, RUUD, TODAY, TOMASZ


def _ids(message: MessageContent) -> list[str]:
    return [e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


def test_the_plan_gives_its_length_its_gates_and_what_comes_first(knowledge: Knowledge) -> None:
    text = shown(plan.build_plan_message(samples.progress(knowledge, begun=False)))
    assert "10 weeks to a proof of production*, from Monday 7 December 2026 to" in text
    assert "Week 2 · gate *align*, Friday 18 December: The owner has accepted" in text
    assert text.count("\n1. ") == 1
    assert "to be named, Monday 7 December)" in text
    assert "done" not in text[: text.index("*First:*")].replace("done,", "")


def test_the_plan_says_how_far_each_gate_is_and_what_comes_next(knowledge: Knowledge) -> None:
    text = shown(plan.build_plan_message(samples.progress(knowledge)))
    assert "1 done, 5 gates. 22 still need a name and 2 wait for a yes." in text
    assert "in dispute. · 1 of 10 done, :warning: 1 blocked" in text
    assert "*Next:*\n3. Find out how often" in text


def test_the_plan_says_where_the_teams_own_dates_stand_against_it(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    clash = Conflict(
        kind="deadline", said="s", speaker="U1", what="w", sentence="You said “9 March”; not before 1 May."
    )
    for count, more in ((0, False), (4, False), (5, True)):
        known = progress.model_copy(update={"plan": progress.plan.model_copy(update={"conflicts": (clash,) * count})})
        text = shown(plan.build_plan_message(known))
        assert text.count(":warning: You said “9 March”; not before 1 May.") == min(count, 4)
        assert ("… and 1 more clash, in the plan." in text) is more


def test_actions_are_turned_page_by_page(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    first = action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY)
    last = action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY, page=99)
    assert _ids(first)[-1:] == ["plan_all_actions"]
    assert parse_reference(first.blocks[-1]["elements"][0]["value"]).page == 1
    assert _ids(last) == [*_ids(last)[:-1], "plan_all_actions_back"]
    assert ":white_check_mark: 1. Settle who" in shown(last)


def test_my_actions_in_a_plan_are_mine(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    text = shown(action_lists.build_plan_actions_message(samples.TEAM, progress, TOMASZ.id, TODAY, own=True))
    assert "your actions*, 3 actions, 1 overdue, 1 done" in text
    assert (
        "no action with your name"
        in action_lists.build_plan_actions_message(samples.TEAM, progress, "U0NO1", TODAY, own=True).text
    )


def test_my_actions_come_the_most_urgent_first_and_say_of_which_pilot(knowledge: Knowledge) -> None:
    ours = samples.followed(knowledge)[1:4]
    other = ours[1]._replace(progress=samples.progress(knowledge, pilot=Pilot(id="kyc", name="KYC triage")))
    text = shown(action_lists.build_my_actions_message([*ours, other], TOMASZ.id, TODAY))
    assert "*4 actions of yours, 4 overdue, :warning: 1 blocked*" in text
    assert "_KYC triage_ · " in text
    assert "_Freight" not in shown(action_lists.build_my_actions_message(ours, TOMASZ.id, TODAY))


def test_whoever_may_not_change_an_action_is_shown_no_button_for_it(knowledge: Knowledge) -> None:
    _, _, taken, proposed, nobodys = samples.followed(knowledge)[:5]

    def offered(at: TrackedAction, viewer: str) -> list[str]:
        found = [block for block in build_action_blocks(at, viewer=viewer) if block["type"] == "actions"]
        return [e["action_id"].removeprefix("action_") for block in found for e in block["elements"]]

    everything = ["done", "block", "move", "reassign"]
    assert offered(taken, TOMASZ.id) == offered(taken, DEE.id) == everything
    assert offered(taken, MARIEKE.id) == []
    assert offered(proposed, RUUD.id) == ["accept", "decline"]
    assert offered(proposed, DEE.id) == everything
    assert offered(nobodys, MARIEKE.id) == ["accept"]
    assert offered(nobodys, DEE.id) == ["accept", *everything]
    assert offered(nobodys, "U0READER8") == []


def test_what_everybody_reads_hides_each_button_from_those_it_is_not_for(knowledge: Knowledge) -> None:
    proposed = samples.followed(knowledge)[3]
    seen_by = {
        e["action_id"]: e["visible_to_user_ids"] for e in action.build_action_message(proposed).blocks[-1]["elements"]
    }
    assert seen_by["action_accept"] == seen_by["action_decline"] == [RUUD.id]
    assert seen_by["action_move"] == [DEE.id]


def test_an_action_in_a_message_says_of_which_pilot_it_is(knowledge: Knowledge) -> None:
    at = samples.followed(knowledge)[0]
    assert f"_{at.plan.pilot.name}_ · " in shown(action.build_action_message(at))


def test_a_proof_that_is_no_safe_link_is_shown_and_leads_nowhere(knowledge: Knowledge) -> None:
    done = samples.followed(knowledge)[0]
    assert "“Signed in the steering group” · <https://wiki.acme.com/signed|look at it>" in shown(
        action.build_action_message(done)
    )
    odd = done._replace(standing=done.standing.model_copy(update={"link": "http://wiki <!here>", "note": ""}))
    assert f"says <@{TOMASZ.id}>: http://wiki &lt;!here&gt;" in shown(action.build_action_message(odd))


def test_a_move_says_what_moves_along_and_why(knowledge: Knowledge) -> None:
    taken = samples.followed(knowledge)[2]
    text = shown(following.build_action_moved_message(taken, DEE, samples.a_move(taken).difference))
    assert text.splitlines()[2].startswith("• 3. Find out how often")
    assert "→ *Monday 28 December*\n" in text
    assert ", since it waits for 3\n" in text
    assert "gate *align*: Friday 18 December → *Friday 1 January*" in text


def test_a_reminder_names_the_day_as_it_is_that_morning_and_a_way_to_end_it(knowledge: Knowledge) -> None:
    taken = samples.reminded(samples.followed(knowledge)[2], 1)
    due = taken.standing.due
    for today, words in (
        (due - timedelta(days=3), "is due on Monday 7 December."),
        (due, "is due today, Monday 7 December."),
        (due + timedelta(days=2), "was due on Monday 7 December."),
    ):
        assert f"Action 3 of _Freight invoice matching_ {words}" in shown(
            reminders.build_reminder_message((taken,), today)
        )
    assert "Click _On it_" in shown(reminders.build_reminder_message((taken,), due))
    assert "action_seen" in _ids(action.build_action_message(taken))
    assert "action_seen" not in _ids(action.build_action_message(samples.followed(knowledge)[2]))


def test_the_last_reminder_says_so_and_whom_it_goes_to_next(knowledge: Knowledge) -> None:
    taken = samples.reminded(samples.followed(knowledge)[2], 3)
    assert f"the last time that I remind you of this; if nothing happens, I tell <@{DEE.id}>." in shown(
        reminders.build_reminder_message((taken,), TODAY)
    )
    assert f"<@{TOMASZ.id}> has not reacted to 3 reminders." in shown(reminders.build_missed_dates_message((taken,)))


def test_why_somebody_is_named_is_told_until_they_answer(knowledge: Knowledge) -> None:
    drafted = samples.progress(knowledge, begun=False)
    proposed = next(s for s in drafted.standings if s.owner == TOMASZ.id)
    assert action.format_action_owner(proposed) == f"<@{TOMASZ.id}> (by title)"
    for answered in ({"accepted": True}, {"given_by": DEE.id}):
        assert action.format_action_owner(proposed.model_copy(update=answered)) == f"<@{TOMASZ.id}>"
