"""App Home: my open questions, my pilots with stage and trend, and what I can do next."""

from collections.abc import Sequence
from datetime import date

from bot.domain.framework import Framework
from bot.domain.overview import Overview, Waiting
from bot.slack.blocks.elements import (
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
from bot.slack.blocks.overview import bars, coming, interview_state, stage, trend
from bot.slack.blocks.plan import owner
from bot.slack.blocks.references import Reference
from bot.slack.blocks.text import counted, day, name, plain

_MOST_QUESTIONS = 10
_MOST_PILOTS = 30
_QUESTION = 300
_STEP = 120


def home(
    waiting: Sequence[Waiting], pilots: Sequence[Overview], framework: Framework, today: date | None = None
) -> View:
    """`pilots`: those this person may see, in the order they matter to them."""
    if not waiting and not pilots:
        return home_view(_empty())
    return home_view(
        [
            *_questions(waiting, framework),
            divider() if waiting else None,
            *_pilots(pilots, framework, today),
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


def _pilots(pilots: Sequence[Overview], framework: Framework, today: date | None) -> list[Block]:
    shown = [_pilot(seen, framework, today) for seen in pilots[:_MOST_PILOTS]]
    rest = len(pilots) - len(shown)
    more = [context(f"and {counted(rest, 'more pilot')}: `/pilot list`")] if rest else []
    return [section(f"*{counted(len(pilots), 'pilot')}*"), *shown, *more] if pilots else []


def _pilot(seen: Overview, framework: Framework, today: date | None) -> Block:
    lines = [f"*{name(seen.pilot.name)}* · {stage(seen, framework)}"]
    if seen.assessment is not None:
        lines += [bars(seen.assessment, framework), trend(seen, framework)]
    lines.append(next_step(seen, framework, today))
    reference = Reference(pilot=seen.pilot.id)
    return section("\n".join(line for line in lines if line), button("Open", "pilot_open", reference))


def next_step(seen: Overview, framework: Framework, today: date | None = None) -> str:
    """What would move this pilot on, in a few words."""
    if seen.interview is not None and seen.interview.status != "closed":
        step = "resume" if seen.interview.status == "paused" else "go on with"
        return f"Next: {step} the interview ({len(seen.interview.known)} of {len(framework.criterion_ids)} known)"
    if seen.assessment is None:
        return "Next: the interview" if seen.interview is None else "Next: the assessment, under way"
    if seen.plan is None:
        return "Next: make the plan"
    ahead = coming(seen.plan, today, 1) if today is not None else []
    if ahead:
        return f"Next: {plain(ahead[0].title, _STEP)} ({owner(ahead[0])}, {day(ahead[0].due)})"
    return f"Next: the plan, {counted(len(seen.plan.actions), 'action')}"
