"""What the slash command answers: one pilot, all pilots, my actions, help."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.domain.core.people import Person
from bot.domain.core.phrases import format_date
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.overview import PAGE, ListedPilot, PilotOverview
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import DISAGREEMENT, format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.slack.blocks.pilots import overview, pages
from bot.wording.formatter import format_count, format_day
from bot.wording.gate_words import format_gate_day

_TITLE = 120


def build_status_message(seen: PilotOverview, framework: Framework, today: date, *, others: int = 0) -> MessageContent:
    """One pilot; `others` is how many more this person may see."""
    lines = [
        _format_status_line(seen, framework, today),
        *_format_rating_lines(seen, framework),
        *_format_upcoming_lines(seen, today),
    ]
    return kit.build_message(
        f"{format_name(seen.pilot.name)}: {overview.format_stage(seen, framework)}, "
        f"{overview.format_interview_state(seen, framework)}",
        kit.build_section("\n".join(line for line in lines if line)),
        kit.build_context(" · ".join(_format_side_notes(seen, framework, others))),
        _build_status_buttons(seen),
    )


def build_status_blocks(seen: PilotOverview, framework: Framework, today: date) -> tuple[kit.Block, ...]:
    """What the assessment's card doesn't say: since when it stands so, how far the plan is, and who to ask."""
    lines = [_format_status_line(seen, framework, today), *_format_upcoming_lines(seen, today)]
    told = kit.build_section("\n".join(line for line in lines if line))
    return told, kit.build_context(" · ".join(_format_side_notes(seen, framework, 0)))


def build_shared_status_message(seen: PilotOverview, framework: Framework, today: date, by: Person) -> MessageContent:
    """The status for a channel: what stands, nothing to click, and who showed it."""
    for_all = seen.model_copy(update={"viewer": "", "readers": ()})
    own = kit.without_buttons(build_status_message(for_all, framework, today))
    return kit.build_message(
        own.text, *own.blocks, kit.build_context(f"Shared by {format_mention(by)} · as of {format_date(today)}")
    )


def _format_status_line(seen: PilotOverview, framework: Framework, today: date) -> str:
    running = [overview.format_plan_week(seen.plan, today), *_format_done_count(seen)] if seen.plan else []
    return " · ".join([f"*{format_name(seen.pilot.name)}*", overview.format_stage(seen, framework), *running])


def _format_rating_lines(seen: PilotOverview, framework: Framework) -> Iterator[str]:
    if seen.assessment is not None:
        yield overview.format_pillar_bars(seen.assessment, framework)
        yield overview.format_trend(seen, framework)
        yield _format_open_points(seen, framework)


def _format_done_count(seen: PilotOverview) -> Iterator[str]:
    if seen.progress is not None and (done := len(seen.progress.list_in_state("done"))):
        yield f"{done} of {format_count(len(seen.progress.standings), 'action')} done"


def _format_open_points(seen: PilotOverview, framework: Framework) -> str:
    made = seen.assessment
    if made is None:
        return ""
    disputes = format_count(len(made.disagreements), "open disagreement")
    parts = [f"{DISAGREEMENT} {disputes}" if made.disagreements else "", overview.format_unknowns(made, framework)]
    return " · ".join(part for part in parts if part)


def _format_upcoming_lines(seen: PilotOverview, today: date) -> Iterator[str]:
    progress = seen.progress
    if progress is None:
        return
    yield overview.format_missed_gates(progress, today)
    gate = overview.find_next_gate(progress.plan, today)
    if gate is not None:
        when = format_gate_day(gate, format_day)
        yield f"Next gate: *{escape_text(gate.name, 40)}*, {when}: {escape_text(gate.ends_with)}"
    yield overview.format_next_action(progress, today, seen.viewer)
    yield overview.format_plan_problems(progress, today, seen.viewer)


def _format_side_notes(seen: PilotOverview, framework: Framework, others: int) -> Iterator[str]:
    if seen.assessment is None:
        yield "The assessment follows when the interview is finished"
    yield overview.format_interview_state(seen, framework)
    if seen.lead is not None:
        yield f"lead {format_mention(seen.lead)}"
    yield from _format_digest_notes(seen)
    if others:
        yield f"{format_count(others, 'more pilot')} you may see: `/pilot list`"


def _format_digest_notes(seen: PilotOverview) -> Iterator[str]:
    """To the lead of each reader; to a reader what they were offered and did not answer yet."""
    if any(reader.person.id == seen.viewer and reader.choice == "offered" for reader in seen.readers):
        yield "you were offered its weekly digest: `/pilot digest`"
    told = {
        "wanted": ("gets the digest", "get the digest"),
        "offered": ("was asked whether they want the digest", "were asked whether they want the digest"),
        "declined": ("wants no digest", "want no digest"),
    }
    for choice, (one, several) in told.items():
        people = [r.person for r in seen.readers if r.choice == choice and r.person.id != seen.viewer]
        if people:
            yield f"{format_list(map(format_mention, people))} {one if len(people) == 1 else several}"


def _build_status_buttons(seen: PilotOverview) -> kit.Block | None:
    reference = Reference(
        pilot=seen.pilot.id,
        interview=seen.interview.id if seen.interview else None,
        assessment=seen.assessment.id if seen.assessment else None,
        plan=seen.plan.id if seen.plan else None,
    )
    state = seen.interview.status if seen.interview is not None else None
    return kit.build_buttons(
        kit.build_button("Resume the interview", "interview_resume", reference)
        if state == "paused" and seen.may_steer
        else None,
        kit.build_link_button("Go to the interview", "open_thread", seen.thread) if state == "open" else None,
        kit.build_button("Why these ratings", "assessment_why", reference) if seen.assessment else None,
        *overview.build_next_buttons(seen, reference),
        kit.build_button("My actions", "plan_actions", reference) if seen.plan else None,
        kit.build_button("Share in channel", "status_share", reference) if seen.sharable else None,
    )


def build_pilot_list_message(
    pilots: Sequence[ListedPilot], framework: Framework, today: date | None = None, *, more: int = 0, earlier: int = 0
) -> MessageContent:
    """`more` and `earlier`: how many they may see after and before these."""
    if not pilots:
        return build_no_pilots_message()
    shown = [overview.format_pilot_line(seen, framework, today) for seen in pilots[:PAGE]]
    count = earlier + len(pilots) + more
    rest = count - earlier - len(shown)
    head = f"*{format_count(count, 'pilot')} you may see*"
    finds = "finds any of them" if rest or earlier else "says more"
    return kit.build_message(
        f"{format_count(count, 'pilot')} you may see",
        kit.build_section(f"{head}{pages.format_range(len(shown), earlier, rest)}"),
        *kit.build_sections("\n".join(shown), 10),
        pages.build_page_buttons("pilot_list", earlier, rest),
        kit.build_context(f"`/pilot status NAME` {finds}."),
    )


def build_start_help_message() -> MessageContent:
    return kit.build_text_message(
        "A pilot starts with a short form: what it is called, who takes part, and where we talk. Then I ask about ten "
        "questions, one at a time.",
        kit.build_buttons(kit.build_button("Start a pilot", "pilot_start", Reference(), style="primary")),
    )


def build_no_pilots_message() -> MessageContent:
    return kit.build_text_message(
        "You are in no pilot yet. `/pilot start NAME` begins one; the interview takes 20 to 30 minutes.",
        kit.build_buttons(kit.build_button("Start a pilot", "pilot_start", Reference(), style="primary")),
    )


def build_help_message(usages: Mapping[str, str]) -> MessageContent:
    """`usages`: what can be typed after /pilot, and what it does."""
    lines = [f"`/pilot {usage}` {does}" for usage, does in usages.items()]
    words = dict.fromkeys(usage.split()[0] for usage in usages)
    words.pop("help", None)
    return kit.build_message(
        f"What I do: /pilot {', '.join(words)}",
        kit.build_section(
            "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan "
            "the way to production."
        ),
        kit.build_section("\n".join(lines)),
        kit.build_context(
            "Without a NAME I take the pilot of the channel you are in. I also answer when you mention me, and _Add as "
            "evidence_ on a message lets its author decide whether it counts."
        ),
    )


def build_unknown_command_message(word: str, nearest: str | None, rest: str = "") -> MessageContent:
    """What was typed isn't known: the nearest that is, and where all of them are."""
    said = f"{nearest} {escape_text(rest, _TITLE)}" if rest else nearest
    meant = f"did you mean `/pilot {said}`?" if nearest else "I don't know that one."
    return kit.build_text_message(f"`/pilot {escape_text(word, 40)}`: {meant} `/pilot help` shows everything.")
