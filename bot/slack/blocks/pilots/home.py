"""App Home: my open questions, my actions, my pilots with stage and trend, and what I can do next."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.overview import PAGE, ListedPilot, WaitingQuestion
from bot.slack.blocks.actions.action import build_action_blocks
from bot.slack.blocks.actions.action_lists import sort_by_urgency
from bot.slack.blocks.interview.progress import format_progress
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_name, format_their_words
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.slack.blocks.opening.stopped_requests import build_stopped_blocks
from bot.slack.blocks.pilots import overview, pages
from bot.wording.formatter import format_count

_MOST_QUESTIONS = 10
_MOST_ACTIONS = 8
_QUESTION = 300


class HomeViewer(NamedTuple):
    """Whose Home it is, and what day it is where they are."""

    person: str
    today: date
    stopped: tuple[str, ...] = ()
    """Ids of people by whom they don't want to be asked."""
    more: int = 0
    """How many pilots they may see after those that are told of."""
    earlier: int = 0
    """How many come before."""


def build_app_home(
    waiting: Sequence[WaitingQuestion],
    pilots: Sequence[ListedPilot],
    framework: Framework,
    home_viewer: HomeViewer,
    own: Sequence[TrackedAction] = (),
) -> kit.View:
    """`pilots`: those this person may see, in the order they matter to them. `own`: the actions they have."""
    if not waiting and not pilots and not own:
        return kit.build_home_view(*_build_welcome_blocks(), *build_stopped_blocks(home_viewer.stopped))
    left = sort_by_urgency([at for at in own if at.standing.state != "done"])
    return kit.build_home_view(
        *_build_question_blocks(waiting, framework),
        kit.build_divider() if waiting else None,
        *_build_own_action_blocks(left, home_viewer),
        kit.build_divider() if left else None,
        *_build_pilot_blocks(pilots, framework, home_viewer),
        kit.build_buttons(kit.build_button("Start a pilot", "pilot_start", Reference())),
        *build_stopped_blocks(home_viewer.stopped),
        kit.build_context(_format_footer()),
    )


def list_shown_pilots(
    waiting: Sequence[WaitingQuestion], pilots: Sequence[ListedPilot], own: Sequence[TrackedAction]
) -> tuple[str, ...]:
    """The ids of those that Home tells of, whether by a question, an action or the pilot itself."""
    left = sort_by_urgency([at for at in own if at.standing.state != "done"])
    asked = (item.seen.pilot.id for item in waiting[:_MOST_QUESTIONS])
    due = (at.team.pilot.id for at in left[:_MOST_ACTIONS])
    return tuple(dict.fromkeys((*asked, *due, *(seen.pilot.id for seen in pilots[:PAGE]))))


def _build_welcome_blocks() -> list[kit.Block | None]:
    return [
        kit.build_section("*From pilot to production*"),
        kit.build_section(
            "I'm Flightplan, an AI assistant. I interview a team about its AI pilot, 20 to 30 minutes, one question "
            "at a time. Then I show where the pilot stands, with the words it rests on, and plan the way to production."
        ),
        kit.build_buttons(kit.build_button("Start a pilot", "pilot_start", Reference(), style="primary")),
        kit.build_context(_format_footer()),
    ]


def _format_footer() -> str:
    return "I rate pilots, never people. `/pilot help` shows what else I do."


def _build_question_blocks(waiting: Sequence[WaitingQuestion], framework: Framework) -> list[kit.Block]:
    if not waiting:
        return []
    shown = [_build_question_block(item, framework) for item in waiting[:_MOST_QUESTIONS]]
    rest = len(waiting) - len(shown)
    more = [kit.build_context(f"and {format_count(rest, 'more question')}")] if rest else []
    return [kit.build_section(f"*{format_count(len(waiting), 'question')} for you*"), *shown, *more]


def _build_question_block(item: WaitingQuestion, framework: Framework) -> kit.Block:
    state = "left to you by a colleague" if item.by_name else overview.format_interview_state(item.seen, framework)
    name = format_their_words(item.seen.pilot.name) if item.by_name else f"_{format_name(item.seen.pilot.name)}_"
    about = f"{name} · {state}"
    return kit.build_section(f"{escape_text(item.question.text, _QUESTION)}\n{about}", _build_answer_button(item))


def _build_answer_button(item: WaitingQuestion) -> kit.Element | None:
    interview = item.seen.interview
    if interview is not None and interview.status == "paused" and not item.by_name:
        reference = Reference(interview=interview.id, question=item.question.id)
        return kit.build_button("Resume", "interview_resume", reference)
    return kit.build_link_button("Answer", "open_thread", item.thread or item.seen.thread)


def _build_own_action_blocks(left: Sequence[TrackedAction], home_viewer: HomeViewer) -> list[kit.Block]:
    """The most urgent, with what can be done about them."""
    if not left:
        return []
    overdue = sum(at.standing.is_overdue(home_viewer.today) for at in left)
    late = f", {overdue} overdue" if overdue else ""
    shown = [
        block
        for at in left[:_MOST_ACTIONS]
        for block in build_action_blocks(at, viewer=home_viewer.person, today=home_viewer.today, among=True)
    ]
    rest = len(left) - _MOST_ACTIONS
    more = [kit.build_context(f"and {format_count(rest, 'more action')}, later: `/pilot actions`")] if rest > 0 else []
    return [kit.build_section(f"*My actions: {len(left)}{late}*"), *shown, *more]


def _build_pilot_blocks(
    pilots: Sequence[ListedPilot], framework: Framework, home_viewer: HomeViewer
) -> list[kit.Block]:
    shown = [_build_pilot_block(seen, framework, home_viewer.today) for seen in pilots[:PAGE]]
    earlier, count = home_viewer.earlier, home_viewer.earlier + len(pilots) + home_viewer.more
    rest = count - earlier - len(shown)
    head = f"*{format_count(count, 'pilot')}*{pages.format_range(len(shown), earlier, rest)}"
    others = pages.build_page_buttons("home_pilots", earlier, rest)
    return [kit.build_section(head), *shown, *([others] if others else [])] if pilots else []


def _build_pilot_block(seen: ListedPilot, framework: Framework, today: date) -> kit.Block:
    lines = [f"*{format_name(seen.pilot.name)}* · {overview.format_stage(seen, framework)}"]
    if seen.assessment is not None:
        lines += [overview.format_pillar_bars(seen.assessment, framework), overview.format_trend(seen, framework)]
    if seen.progress is not None:
        lines.append(overview.format_missed_gates(seen.progress, today))
    lines.append(format_next_step(seen, framework, today))
    opens = kit.build_button("Open", "pilot_open", Reference(pilot=seen.pilot.id))
    return kit.build_section("\n".join(line for line in lines if line), opens)


def format_next_step(seen: ListedPilot, framework: Framework, today: date) -> str:
    """What would move this pilot on, in a few words."""
    if seen.interview is not None and seen.interview.status != "closed":
        step = "resume" if seen.interview.status == "paused" else "go on with"
        return f"Next: {step} the interview ({format_progress(seen.interview, framework)})"
    if seen.assessment is None:
        return "Next: the interview" if seen.interview is None else "Next: the assessment, under way"
    if seen.progress is None:
        return "Next: go on with the interview" if seen.assessment.stage_basis == "open" else "Next: make the plan"
    return overview.format_next_action(seen.progress, today, seen.viewer) or "Next: nothing is left to do in the plan"
