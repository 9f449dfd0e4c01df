"""What the slash command answers: one pilot, all pilots, my actions, help."""

import difflib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import Post
from bot.domain.portfolio.overview import Overview
from bot.slack.blocks.kit.elements import (
    Block,
    actions,
    button,
    context,
    link_button,
    post,
    section,
    sections,
    without_buttons,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import DISAGREEMENT, full_day, mention, name, plain
from bot.slack.blocks.pilots.overview import (
    bars,
    in_a_line,
    interview_state,
    next_action,
    next_gate,
    stage,
    trend,
    trouble_ahead,
    unknowns,
    week,
)
from bot.wording.formatter import counted, day

COMMANDS = {
    "status [NAME]": "where a pilot stands",
    "list": "the pilots you may see",
    "start [NAME]": "start a pilot; of one that was assessed, ask again what has changed",
    "plan [NAME]": "the production plan, with its file",
    "actions": "what you have to do, over all your pilots",
    "actions NAME": "everything that has to be done in a pilot, and how far it is",
    "portfolio": "all your pilots side by side: what they lack together, what stands still",
    "digest": "your weekly digest: when it comes, what it holds, what it would say now",
    "pause [NAME]": "pause the interview",
    "resume [NAME]": "go on with it",
    "finish [NAME]": "end it now; what is not known stays unknown",
    "help": "this list",
}
_WORDS = tuple(command.split()[0] for command in COMMANDS)
_OTHER_WORDS = {
    "actions": "todo todos tasks mine",
    "finish": "end done close complete rate",
    "digest": "weekly summary report",
    "help": "how commands",
    "list": "all pilots",
    "pause": "stop hold wait interrupt",
    "plan": "roadmap",
    "resume": "continue unpause",
    "start": "new create add begin",
    "status": "show where state stage",
}
_ALSO = {word: known for known, words in _OTHER_WORDS.items() for word in words.split()}
_MOST_PILOTS = 30
_TITLE = 120


def status(seen: Overview, framework: Framework, today: date, *, others: int = 0) -> Post:
    """One pilot; `others` is how many more this person may see."""
    lines = [_standing(seen, framework, today), *_ratings(seen, framework), *_ahead(seen, today)]
    return post(
        f"{name(seen.pilot.name)}: {stage(seen, framework)}, {interview_state(seen, framework)}",
        section("\n".join(line for line in lines if line)),
        context(" · ".join(_aside(seen, framework, others))),
        _next_steps(seen),
    )


def above_the_card(seen: Overview, framework: Framework, today: date) -> tuple[Block, ...]:
    """What the assessment's card doesn't say: since when it stands so, how far the plan is, and who to ask."""
    lines = [_standing(seen, framework, today), *_ahead(seen, today)]
    told = section("\n".join(line for line in lines if line))
    return told, context(" · ".join(_aside(seen, framework, 0)))


def shared(seen: Overview, framework: Framework, today: date, by: Person) -> Post:
    """The status for a channel: what stands, nothing to click, and who showed it."""
    own = without_buttons(status(seen, framework, today))
    return post(own.text, *own.blocks, context(f"Shared by {mention(by)} · as of {full_day(today)}"))


def _standing(seen: Overview, framework: Framework, today: date) -> str:
    running = [week(seen.plan, today), *_done(seen)] if seen.plan else []
    return " · ".join([f"*{name(seen.pilot.name)}*", stage(seen, framework), *running])


def _ratings(seen: Overview, framework: Framework) -> Iterator[str]:
    if seen.assessment is not None:
        yield bars(seen.assessment, framework)
        yield trend(seen, framework)
        yield _open_ends(seen, framework)


def _done(seen: Overview) -> Iterator[str]:
    if seen.progress is not None and (done := len(seen.progress.in_state("done"))):
        yield f"{done} of {counted(len(seen.progress.standings), 'action')} done"


def _open_ends(seen: Overview, framework: Framework) -> str:
    made = seen.assessment
    if made is None:
        return ""
    disputes = counted(len(made.disagreements), "open disagreement")
    parts = [f"{DISAGREEMENT} {disputes}" if made.disagreements else "", unknowns(made, framework)]
    return " · ".join(part for part in parts if part)


def _ahead(seen: Overview, today: date) -> Iterator[str]:
    progress = seen.progress
    if progress is None:
        return
    gate = next_gate(progress.plan, today)
    if gate is not None:
        yield f"Next gate: *{plain(gate.name, 40)}*, {day(gate.due)}: {plain(gate.ends_with)}"
    yield next_action(progress, today)
    yield trouble_ahead(progress, today)


def _aside(seen: Overview, framework: Framework, others: int) -> Iterator[str]:
    if seen.assessment is None:
        yield "The assessment follows when the interview is finished"
    yield interview_state(seen, framework)
    if seen.lead is not None:
        yield f"lead {mention(seen.lead)}"
    if others:
        yield f"{counted(others, 'more pilot')} you may see: `/pilot list`"


def _next_steps(seen: Overview) -> Block | None:
    reference = Reference(
        pilot=seen.pilot.id,
        interview=seen.interview.id if seen.interview else None,
        assessment=seen.assessment.id if seen.assessment else None,
        plan=seen.plan.id if seen.plan else None,
    )
    paused = seen.interview is not None and seen.interview.status == "paused"
    return actions(
        button("Resume the interview", "interview_resume", reference) if paused else None,
        link_button("Go to the interview", "open_thread", seen.thread) if _is_open(seen) else None,
        button("Why these ratings", "assessment_why", reference) if seen.assessment else None,
        button("Make the plan", "plan_make", reference) if seen.assessment and not seen.plan else None,
        button("Assess it again", "pilot_again", reference) if seen.may_be_renewed else None,
        button("My actions", "plan_actions", reference) if seen.plan else None,
        button("Share in channel", "status_share", reference),
    )


def _is_open(seen: Overview) -> bool:
    return seen.interview is not None and seen.interview.status == "open"


def pilot_list(pilots: Sequence[Overview], framework: Framework) -> Post:
    if not pilots:
        return no_pilots()
    shown = [in_a_line(seen, framework) for seen in pilots[:_MOST_PILOTS]]
    rest = len(pilots) - len(shown)
    head = f"*{counted(len(pilots), 'pilot')} you may see*"
    more = f"and {rest} more. `/pilot status NAME` finds any of them." if rest else "`/pilot status NAME` says more."
    return post(
        f"{counted(len(pilots), 'pilot')} you may see", section(head), *sections("\n".join(shown), 10), context(more)
    )


def how_to_start() -> Post:
    text = (
        "A pilot starts with a short form: what it is called, who takes part, and where we talk. Then I ask about ten "
        "questions, one at a time."
    )
    return post(text, section(text), actions(button("Start a pilot", "pilot_start", Reference(), style="primary")))


def no_pilots() -> Post:
    text = "You are in no pilot yet. `/pilot start NAME` begins one; the interview takes 20 to 30 minutes."
    return post(text, section(text), actions(button("Start a pilot", "pilot_start", Reference(), style="primary")))


def help_text() -> Post:
    lines = [f"`/pilot {command}` {does}" for command, does in COMMANDS.items()]
    return post(
        "What I do: /pilot status, list, start, plan, actions, portfolio, digest, pause, resume, finish",
        section(
            "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan "
            "the way to production."
        ),
        section("\n".join(lines)),
        context(
            "Without a NAME I take the pilot of the channel you are in. I also answer when you mention me, and _Add as "
            "evidence_ on a message lets its author decide whether it counts."
        ),
    )


def unknown_command(word: str, rest: str = "") -> Post:
    """What was typed isn't known: the nearest that is, and where all of them are."""
    best = nearest(word)
    said = f"{best} {plain(rest, _TITLE)}" if rest else best
    meant = f"did you mean `/pilot {said}`?" if best else "I don't know that one."
    text = f"`/pilot {plain(word, 40)}`: {meant} `/pilot help` shows everything."
    return post(text, section(text))


def nearest(word: str) -> str | None:
    """The command that was meant, by another word for it or by its spelling; None where it could be any."""
    typed = word.casefold()
    near = difflib.get_close_matches(typed, _WORDS, cutoff=0.6)
    return _ALSO.get(typed) or max(near, key=lambda known: _begun_alike(typed, known), default=None)


def _begun_alike(word: str, known: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, known, strict=False))))
