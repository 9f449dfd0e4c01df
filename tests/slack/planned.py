"""What people see of the plan and of who does what in it: part of the gallery."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.actions import action, action_lists, action_modals, following, reminders, update_modal
from bot.slack.blocks.plan import plan
from tests.slack import samples
from tests.slack.plain_text import Shown
from tests.slack.samples import DEE, PILOT, RUUD, TODAY


def planning(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    for part in (_planning, _following):
        yield from part(knowledge)


def _planning(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    fresh, progress = samples.progress(knowledge, begun=False), samples.progress(knowledge)
    yield "Drafting under way", plan.build_drafting_message(PILOT.name)
    yield "Plan", plan.build_plan_message(fresh)
    yield "Plan, ten days in", plan.build_plan_message(progress)
    for page, title in enumerate(("first", "second")):
        yield (
            f"All actions, {title} page",
            action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY, page=page),
        )
    yield (
        "My actions in this plan",
        action_lists.build_plan_actions_message(samples.TEAM, progress, samples.TOMASZ.id, TODAY, own=True),
    )
    nobody = "U0NOBODY1"
    yield "No action of mine", action_lists.build_plan_actions_message(samples.TEAM, progress, nobody, TODAY, own=True)


def _following(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    done, stuck, taken, proposed, nobodys = samples.followed(knowledge)[:5]
    fresh = samples.progress(knowledge, begun=False)
    owner = next(standing.owner for standing in fresh.standings if standing.is_owner_reachable)
    handed = next(step for step in samples.the_steps(done.plan) if step.kind == "assigned")
    blocked = next(step for step in samples.the_steps(done.plan) if step.kind == "blocked")
    refused = handed.model_copy(update={"kind": "declined", "by": RUUD.id, "note": ""})
    yield "Asked whether it is theirs", following.build_assigned_actions_message(samples.TEAM, fresh, str(owner))
    yield (
        "They have answered",
        following.build_assigned_actions_message(samples.TEAM, samples.progress(knowledge), samples.TOMASZ.id),
    )
    yield "Who named them", following.build_people_named_message((proposed, taken), DEE.id)
    for title, at in (
        ("proposed", proposed),
        ("accepted", taken),
        ("blocked", stuck),
        ("done", done),
        ("nobody's", nobodys),
    ):
        yield f"An action: {title}", action.build_action_message(at)
    yield "Given an action", following.build_action_handover_message(proposed, handed)
    yield (
        "Given an action of a pilot they can't see",
        following.build_action_handover_message(proposed, handed.model_copy(update={"to": "U9"})),
    )
    yield "An action was taken away", following.build_action_reassigned_message(proposed, handed)
    yield "Not theirs", following.build_action_declined_message(nobodys, refused)
    yield "Blocked, to the team", following.build_action_blocked_message(stuck, blocked)
    yield "Somebody writes under it", following.build_use_buttons_message()
    yield "Replaced by a newer plan", following.build_plan_superseded_message(taken)
    yield "Done", action_modals.build_done_modal(taken)
    yield "Blocked", action_modals.build_blocked_modal(taken)
    yield "Who takes it?", action_modals.build_reassign_modal(taken)
    yield "Move", action_modals.build_move_modal(taken)
    change = samples.a_move(taken)
    yield "Move, with what would change", action_modals.build_move_modal(taken, change.plan.end, change.difference)
    yield (
        "Move, to a day that can't be",
        action_modals.build_move_modal(taken, TODAY, "Saturday 12 December is no working day."),
    )
    yield "Moved", following.build_action_moved_message(taken, DEE, change.difference)
    yield "What a move changed", following.build_difference_modal(taken, change.difference)
    for chosen in ("", "action_done", "action_move"):
        yield f"Update an action {chosen}".strip(), update_modal.build_update_modal(taken, DEE.id, TODAY, chosen)
    yield "An action that others change", update_modal.build_update_modal(taken, "U0READER8", TODAY)
    yield "A date has moved, to whoever sees nothing else", following.build_date_moved_message(taken, TODAY)
    yield from _reminding(taken, proposed, nobodys)


def _reminding(taken: TrackedAction, proposed: TrackedAction, nobodys: TrackedAction) -> Iterator[tuple[str, Shown]]:
    once, thrice = samples.reminded(taken, 1), samples.reminded(taken, 3)
    yield "Reminder of one action", reminders.build_reminder_message((once,), once.standing.due)
    yield "An action: reminded of", action.build_action_message(once)
    yield "A reminder, once somebody said On it", reminders.build_reminder_answered_message((once,))
    yield "Reminders, once somebody reacted", reminders.build_reminder_answered_message((once, taken))
    yield "The last reminder", reminders.build_reminder_message((thrice,), TODAY)
    yield "Reminder of several", reminders.build_reminder_message((once, proposed, nobodys), TODAY)
    yield (
        "Reminder of what nobody has",
        reminders.build_reminder_message((nobodys,), nobodys.standing.due - timedelta(days=2)),
    )
    yield "Nobody reacted, to the lead", reminders.build_missed_dates_message((thrice,))
    yield (
        "Nobody reacted, of several",
        reminders.build_missed_dates_message((thrice, samples.reminded(proposed, 3), taken)),
    )
