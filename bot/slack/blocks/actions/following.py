"""What is said about actions while a plan is worked: who is asked, who hands on what, what is in the way."""

from datetime import date

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import Post
from bot.domain.replanning.difference import PlanDifference
from bot.slack.blocks.actions.action import TITLE, due, pilot_name, reference
from bot.slack.blocks.actions.rescheduled import difference_lines
from bot.slack.blocks.kit.elements import actions, button, context, post, section, sections
from bot.slack.blocks.kit.text import AT_RISK, mention, name, plain, quoted
from bot.wording.formatter import counted, day

_NOTE = 500


# --- to one person ----------------------------------------------------------------------------------


def asked(team: Team, progress: Progress, person: str) -> Post:
    """Above the actions that the plan names them for; once they have answered, what they took."""
    theirs = [at for at in followed_in(team, progress) if at.standing.owner == person]
    open_ones = [at for at in theirs if at.standing.proposed and at.standing.state != "done"]
    if not open_ones:
        return _answered(progress, len(theirs))
    count = counted(len(open_ones), "action")
    lead = mention(team.person(team.lead))
    text = (
        f"*{name(progress.plan.pilot.name)}: {count} with your name*\n"
        f"I'm Flightplan, an AI assistant. This pilot now has a plan, and {count} in it "
        f"{'has' if len(open_ones) == 1 else 'have'} your name because of what the team said. Nothing is yours until "
        f"you accept it. If it isn't, say _Not me_, and {lead} finds somebody else."
    )
    everything = button(f"Accept all {len(open_ones)}", "action_accept_all", reference(open_ones[0]))
    return post(text, section(text), actions(everything) if len(open_ones) > 1 else None)


def _answered(progress: Progress, count: int) -> Post:
    took = f"You have {counted(count, 'action')} in it." if count else "None of it is yours."
    text = f"*{name(progress.plan.pilot.name)}*: thank you for your answer. {took} `/pilot actions` shows what is due."
    return post(text, section(text))


def given(at: Followed, step: Step) -> Post:
    by = _by(step)
    note = f"\n{by} adds: {quoted(step.note, _NOTE)}" if step.note else ""
    outsider = step.to not in at.team.members
    private = " You see this action and nothing else of the pilot." if outsider else ""
    text = (
        f"{by} asks you to take on action {at.number} of {pilot_name(at)}. It is yours once you accept it."
        f"{private}{note}"
    )
    return post(text, section(text))


def taken(at: Followed, step: Step) -> Post:
    now = mention(Person(id=step.to or "", name=step.to_name or "somebody else"))
    text = (
        f"{_by(step)} has asked {now} to take action {at.number} of {pilot_name(at)}, "
        f"*{plain(at.action.title, TITLE)}*. You no longer need to work on it."
    )
    return post(text, section(text))


def date_moved(at: Followed, before: date) -> Post:
    text = (
        f"Your action {at.number} of {pilot_name(at)}, *{plain(at.action.title, TITLE)}*, has moved from {day(before)} "
        f"to *{day(at.standing.due)}*."
    )
    return post(text, section(text))


def not_theirs(at: Followed, step: Step) -> Post:
    """To whoever gave it to them, else to the lead."""
    note = f": {quoted(step.note, _NOTE)}" if step.note else "."
    text = f"{_by(step)} says that this action of {pilot_name(at)} isn't theirs{note} Who takes it?"
    return post(text, section(text))


def use_the_buttons() -> Post:
    text = (
        "I don't read what is written here. Use the buttons above: _Done_ takes a note or a link as proof, _Blocked_ "
        "what is in the way, _Move_ another date, _Reassign_ somebody else."
    )
    return post(text, section(text))


def superseded(at: Followed) -> Post:
    text = f"{plain(at.action.title, TITLE)}: a newer plan has taken the place of this one."
    return post(text, context(text))


# --- to the team ------------------------------------------------------------------------------------


def blocked(at: Followed, step: Step) -> Post:
    text = f"{AT_RISK} {_by(step)} can't go on with action {at.number} of {pilot_name(at)}. {_for_whom(at, step)}"
    return post(f"{text} {quoted(step.note)}", section(text))


def no_longer_blocked(at: Followed) -> Post:
    """What that becomes once it is done, or goes on."""
    now = "is done" if at.standing.state == "done" else "goes on"
    text = f"Action {at.number} of {pilot_name(at)} was blocked, and {now}."
    return post(text, section(text))


def moved(at: Followed, by: Person, difference: PlanDifference) -> Post:
    head = f"{mention(by)} has moved action {at.number} of {pilot_name(at)}:"
    lines = difference_lines(at, difference)
    return post(f"{head} now {due(at)}.", *sections("\n".join([head, *lines]), 4))


def _for_whom(at: Followed, step: Step) -> str:
    if at.team.lead == step.by:
        return "Who can help?"
    return f"{mention(at.lead)}, can you clear it, or do you know who can?"


def _by(step: Step) -> str:
    return mention(Person(id=step.by, name=step.by_name or step.by))
