"""App Home: my open questions, my actions, my pilots with stage and trend, and what I can do next."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.actions.tracked_action import Followed
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.overview import Overview, Waiting
from bot.slack.blocks.actions.action import blocks
from bot.slack.blocks.actions.action_lists import by_urgency
from bot.slack.blocks.interview.progress import how_far
from bot.slack.blocks.kit.elements import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    home_view,
    link_button,
    section,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import name, plain
from bot.slack.blocks.pilots.overview import bars, interview_state, next_action, stage, trend
from bot.wording.formatter import counted

_MOST_QUESTIONS = 10
_MOST_PILOTS = 30
_MOST_ACTIONS = 8
_QUESTION = 300


class Desktop(NamedTuple):
    """Whose Home it is, and what day it is where they are."""

    person: str
    today: date


def home(
    waiting: Sequence[Waiting],
    pilots: Sequence[Overview],
    framework: Framework,
    desktop: Desktop,
    own: Sequence[Followed] = (),
) -> View:
    """`pilots`: those this person may see, in the order they matter to them. `own`: the actions they have."""
    if not waiting and not pilots and not own:
        return home_view(_empty())
    left = by_urgency([at for at in own if at.standing.state != "done"])
    return home_view(
        [
            *_questions(waiting, framework),
            divider() if waiting else None,
            *_actions(left, desktop),
            divider() if left else None,
            *_pilots(pilots, framework, desktop.today),
            actions(button("Start a pilot", "pilot_start", Reference())),
            context(_footer()),
        ]
    )


def _empty() -> list[Block | None]:
    return [
        section("*From pilot to production*"),
        section(
            "I'm Flightplan, an AI assistant. I interview a team about its AI pilot, 20 to 30 minutes, one question "
            "at a time. Then I show where the pilot stands, with the words it rests on, and plan the way to production."
        ),
        actions(button("Start a pilot", "pilot_start", Reference(), style="primary")),
        context(_footer()),
    ]


def _footer() -> str:
    return "I rate pilots, never people. `/pilot help` shows what else I do."


def _questions(waiting: Sequence[Waiting], framework: Framework) -> list[Block]:
    if not waiting:
        return []
    shown = [_question(item, framework) for item in waiting[:_MOST_QUESTIONS]]
    rest = len(waiting) - len(shown)
    more = [context(f"and {counted(rest, 'more question')}")] if rest else []
    return [section(f"*{counted(len(waiting), 'question')} for you*"), *shown, *more]


def _question(item: Waiting, framework: Framework) -> Block:
    state = "left to you by a colleague" if item.by_name else interview_state(item.seen, framework)
    about = f"_{name(item.seen.pilot.name)}_ · {state}"
    return section(f"{plain(item.question.text, _QUESTION)}\n{about}", _way_in(item))


def _way_in(item: Waiting) -> Element | None:
    interview = item.seen.interview
    if interview is not None and interview.status == "paused" and not item.by_name:
        return button("Resume", "interview_resume", Reference(interview=interview.id, question=item.question.id))
    return link_button("Answer", "open_thread", item.thread or item.seen.thread)


def _actions(left: Sequence[Followed], desktop: Desktop) -> list[Block]:
    """The most urgent, with what can be done about them."""
    if not left:
        return []
    overdue = sum(at.standing.overdue(desktop.today) for at in left)
    late = f", {overdue} overdue" if overdue else ""
    shown = [
        block
        for at in left[:_MOST_ACTIONS]
        for block in blocks(at, viewer=desktop.person, today=desktop.today, among=True)
    ]
    rest = len(left) - _MOST_ACTIONS
    more = [context(f"and {counted(rest, 'more action')}, later: `/pilot actions`")] if rest > 0 else []
    return [section(f"*My actions: {len(left)}{late}*"), *shown, *more]


def _pilots(pilots: Sequence[Overview], framework: Framework, today: date) -> list[Block]:
    shown = [_pilot(seen, framework, today) for seen in pilots[:_MOST_PILOTS]]
    rest = len(pilots) - len(shown)
    more = [context(f"and {counted(rest, 'more pilot')}: `/pilot list`")] if rest else []
    return [section(f"*{counted(len(pilots), 'pilot')}*"), *shown, *more] if pilots else []


def _pilot(seen: Overview, framework: Framework, today: date) -> Block:
    lines = [f"*{name(seen.pilot.name)}* · {stage(seen, framework)}"]
    if seen.assessment is not None:
        lines += [bars(seen.assessment, framework), trend(seen, framework)]
    lines.append(next_step(seen, framework, today))
    reference = Reference(pilot=seen.pilot.id)
    return section("\n".join(line for line in lines if line), button("Open", "pilot_open", reference))


def next_step(seen: Overview, framework: Framework, today: date) -> str:
    """What would move this pilot on, in a few words."""
    if seen.interview is not None and seen.interview.status != "closed":
        step = "resume" if seen.interview.status == "paused" else "go on with"
        return f"Next: {step} the interview ({how_far(seen.interview, framework)})"
    if seen.assessment is None:
        return "Next: the interview" if seen.interview is None else "Next: the assessment, under way"
    if seen.progress is None:
        return "Next: make the plan"
    return next_action(seen.progress, today) or "Next: nothing is left to do in the plan"
