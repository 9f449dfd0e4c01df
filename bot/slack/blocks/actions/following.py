"""What is said about actions while a plan is worked: who is asked, who hands on what, what is in the way."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.domain.replanning.difference import PlanDifference
from bot.slack.blocks.actions.action import (
    TITLE,
    build_action_reference,
    format_action_owner,
    format_due_date,
    format_pilot_name,
)
from bot.slack.blocks.actions.rescheduled import format_plan_difference
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import (
    AT_RISK,
    format_list,
    format_mention,
    format_name,
    format_quote,
    format_their_words,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.slack.blocks.opening.stopped_requests import build_stop_menu
from bot.wording.formatter import format_count, format_day

_NOTE = 500


# --- to one person ----------------------------------------------------------------------------------


def build_assigned_actions_message(team: Team, progress: Progress, person: str) -> MessageContent:
    """Above the actions that the plan names them for; once they have answered, what they took."""
    theirs = [at for at in list_tracked_actions(team, progress) if at.standing.owner == person]
    open_ones = [at for at in theirs if at.standing.is_proposed and at.standing.state != "done"]
    if not open_ones:
        return _build_assignment_answered_message(progress, len(theirs))
    count = format_count(len(open_ones), "action")
    lead = format_mention(team.get_person(team.lead))
    passing = (
        f"say _Not me_, and {lead} finds somebody else" if person != team.lead else "say _Not me_ or _Reassign_ it"
    )
    text = (
        f"*{format_name(progress.plan.pilot.name)}: {count} with your name*\n"
        f"I'm Flightplan, an AI assistant. This pilot now has a plan, and {count} in it "
        f"{'has' if len(open_ones) == 1 else 'have'} your name {_format_naming(team, open_ones)}. Nothing is yours "
        f"until you accept it. If it isn't, {passing}."
    )
    everything = kit.build_button(
        f"Accept all {len(open_ones)}", "action_accept_all", build_action_reference(open_ones[0])
    )
    asks = f"Accept or decline: {count} of {format_name(progress.plan.pilot.name)} with your name."
    givers = {at.standing.given_by or team.lead for at in open_ones} - {person}
    stop = build_stop_menu(givers.pop()) if len(givers) == 1 else None
    return kit.build_message(
        asks, kit.build_section(text), kit.build_buttons(everything if len(open_ones) > 1 else None, stop)
    )


def _format_naming(team: Team, named: Sequence[TrackedAction]) -> str:
    """Why their name stands there: who gave it to them, or what was said."""
    givers = dict.fromkeys(at.standing.given_by for at in named if at.standing.given_by)
    said = any(not at.standing.given_by for at in named)
    reasons = [f"{format_list(format_mention(team.get_person(giver)) for giver in givers)} named you"] if givers else []
    return f"because {format_list([*reasons, *(['of what the team said'] if said else [])])}"


def build_people_named_message(changed: Sequence[TrackedAction], by: str) -> MessageContent:
    """To whoever named people for roles: who has what now, and who is asked whether it is theirs."""
    counts = Counter(format_action_owner(at.standing, by) for at in changed)
    lines = [f"• {who}: {format_count(number, 'action')}" for who, number in counts.items()]
    asked = dict.fromkeys(
        format_action_owner(at.standing) for at in changed if at.standing.is_owner_reachable and at.standing.owner != by
    )
    told = f"I've asked {format_list(asked)}; nothing is theirs until they accept it." if asked else ""
    head = f"Named in the plan of {format_pilot_name(changed[0])}:"
    return kit.build_text_message("\n".join([head, *lines, *([told] if told else [])]))


def _build_assignment_answered_message(progress: Progress, count: int) -> MessageContent:
    took = f"You have {format_count(count, 'action')} in it." if count else "None of it is yours."
    return kit.build_text_message(
        f"*{format_name(progress.plan.pilot.name)}*: thank you for your answer. {took} `/pilot actions` "
        "shows what is due."
    )


def build_action_handover_message(at: TrackedAction, step: Step) -> MessageContent:
    by = _format_actor(step)
    note = f"\n{by} adds: {format_their_words(step.note, _NOTE)}" if step.note else ""
    outsider = step.to not in at.team.member_ids
    private = " You see this action and nothing else of the pilot." if outsider else ""
    called = f"the AI pilot {format_their_words(at.plan.pilot.name)}"
    name = called if outsider else format_pilot_name(at)
    asks = f"{by} asks you to take on action {at.action_number} of {name}."
    return kit.build_message(
        f"Accept or decline: {asks}",
        kit.build_section(f"{asks} It is yours once you accept it.{private}{note}"),
        kit.build_buttons(build_stop_menu(step.by)),
    )


def build_action_reassigned_message(at: TrackedAction, step: Step) -> MessageContent:
    now = format_mention(Person(id=step.to or "", name=step.to_name or "somebody else"))
    which = f"action {at.action_number} of {format_pilot_name(at)}"
    return kit.build_message(
        f"No longer yours: {which}, {escape_text(at.action.title, TITLE)}.",
        kit.build_section(
            f"{_format_actor(step)} has asked {now} to take {which}, *{escape_text(at.action.title, TITLE)}*. You no "
            "longer need to work on it."
        ),
    )


def build_date_moved_message(at: TrackedAction, before: date) -> MessageContent:
    which = f"our action {at.action_number} of {format_pilot_name(at)}, *{escape_text(at.action.title, TITLE)}*"
    return kit.build_message(
        f"Due {format_day(at.standing.due)} now: y{which}.",
        kit.build_section(f"Y{which}, has moved from {format_day(before)} to *{format_day(at.standing.due)}*."),
    )


def build_action_declined_message(at: TrackedAction, step: Step) -> MessageContent:
    """To whoever gave it to them, else to the lead."""
    note = f": {format_quote(step.note, _NOTE)}" if step.note else "."
    says = f"{_format_actor(step)} says that this action of {format_pilot_name(at)} isn't theirs"
    return kit.build_message(f"Who takes it? {says}.", kit.build_section(f"{says}{note} Who takes it?"))


def build_use_buttons_message() -> MessageContent:
    return kit.build_text_message(
        "I don't read what is written here. Use the buttons above: _Done_ takes a note or a link as proof, _Blocked_ "
        "what is in the way, _Move_ another date, _Reassign_ somebody else."
    )


def build_plan_superseded_message(at: TrackedAction) -> MessageContent:
    return kit.build_note(f"{escape_text(at.action.title, TITLE)}: a newer plan has taken the place of this one.")


# --- to the team ------------------------------------------------------------------------------------


def build_action_blocked_message(at: TrackedAction, step: Step) -> MessageContent:
    text = (
        f"{AT_RISK} {_format_actor(step)} can't go on with action {at.action_number} of "
        f"{format_pilot_name(at)}. {_format_help_request(at, step)}"
    )
    which = f"action {at.action_number} of {format_pilot_name(at)}, {escape_text(at.action.title, TITLE)}"
    return kit.build_message(f"Can you clear it? {which} is blocked.", kit.build_section(text))


def build_action_unblocked_message(at: TrackedAction) -> MessageContent:
    """What that becomes once it is done, or goes on."""
    now = "is done" if at.standing.state == "done" else "goes on"
    return kit.build_text_message(f"Action {at.action_number} of {format_pilot_name(at)} was blocked, and {now}.")


def build_action_moved_message(at: TrackedAction, by: Person, difference: PlanDifference) -> MessageContent:
    head = f"{format_mention(by)} has moved action {at.action_number} of {format_pilot_name(at)}: {format_due_date(at)}"
    others = sum(moved.action_id != at.action.id for moved in difference.actions)
    along = [format_count(others, "other action")] if others else []
    along += [format_count(len(difference.gates), "gate")] if difference.gates else []
    told = f"{head}. {format_list(along)} moved along." if along else f"{head}."
    reference = Reference(pilot=at.plan.pilot.id, plan=at.plan.id, action=at.action.id)
    changed = kit.build_button("What changed", "plan_difference", reference)
    return kit.build_message(
        f"Due {format_day(at.standing.due)} now: action {at.action_number} of {format_pilot_name(at)}.",
        kit.build_section(told, changed),
    )


def build_difference_modal(at: TrackedAction, difference: PlanDifference) -> kit.View:
    """What a move changed, thing by thing. `at`: the action that was moved."""
    lines = format_plan_difference(at, difference)
    return kit.build_modal("plan_difference", "What changed", *kit.build_sections("\n".join(lines), 4))


def _format_help_request(at: TrackedAction, step: Step) -> str:
    helper = at.find_helper(step.by)
    if helper is None:
        return "Who can help?"
    return f"{format_mention(at.team.get_person(helper))}, can you clear it, or do you know who can?"


def _format_actor(step: Step) -> str:
    return format_mention(Person(id=step.by, name=step.by_name or step.by))
