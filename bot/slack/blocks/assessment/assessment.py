"""The assessment as a card that is read in ten seconds: stage, pillars, what keeps it there, what to do first."""

from collections.abc import Iterator

from bot.domain.assessment.assessment import Assessment, PillarReadiness, list_weakest_pillars
from bot.domain.assessment.gap import Gap
from bot.domain.core.people import Person
from bot.domain.core.phrases import format_date
from bot.domain.framework.framework import Framework
from bot.domain.interview.criterion_state import STATE_PHRASES, UNASKED, CriterionState
from bot.domain.messaging.message import MessageContent
from bot.domain.planning.practice_selection import list_gaps_by_weight
from bot.slack.blocks.assessment.changes import format_level_changes
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.feedback import build_feedback
from bot.slack.blocks.kit.phrases import DISAGREEMENT, format_bar, format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.slack.blocks.privacy.withdrawn import format_withdrawn_levels
from bot.wording.formatter import format_count, format_day, format_mean
from bot.wording.level_words import describe_chosen_levels
from bot.wording.unheard import describe_unheard
from bot.wording.unknowns import count_unknowns

_FIRST = 3
_STEP = 150
_OFFLINE = "offline"
_NEXT_STEP: dict[CriterionState | None, str] = dict.fromkeys(UNASKED, "go on with the interview")


def build_assessment_message(
    made: Assessment,
    framework: Framework,
    *,
    before: Assessment | None = None,
    has_plan: bool = False,
    sharable: bool = True,
) -> MessageContent:
    """The whole assessment in one message; `before` is the pilot's assessment before this one.

    `sharable`: the pilot has a channel that could be shown it."""
    framework = framework.get_version(made.framework_version)
    reference = Reference(assessment=made.id, pilot=made.pilot.id)
    return kit.build_message(
        f"{format_headline(made, framework)} {_format_pillar_means(made, framework)}",
        kit.build_section(
            (
                f"*{_format_stage(made, framework)}{_format_previous_stage(made, before, framework)}.* "
                f"{_format_weakest_pillars(made, framework)}"
            ).strip()
        ),
        kit.build_section("\n".join(format_pillar_lines(made, framework, before))),
        build_readiness_chart(made, framework, before),
        kit.build_section(format_level_changes(before, made, framework)) if before is not None else None,
        kit.build_section(told) if (told := format_withdrawn_levels(made.withdrawn, framework)) else None,
        kit.build_section(_format_first_gaps(made, framework)),
        kit.build_context(*_format_findings(made, framework)),
        kit.build_buttons(
            kit.build_button("Why these ratings", "assessment_why", reference),
            *_build_next_buttons(made, reference, has_plan=has_plan),
            kit.build_menu(
                reference,
                ("Challenge a rating", "assessment_challenge"),
                ("Share", "assessment_share") if sharable else None,
            ),
        ),
        build_feedback("card", made.id),
    )


def _build_next_buttons(made: Assessment, reference: Reference, *, has_plan: bool) -> list[kit.Element]:
    """To go on comes before a plan while something was not asked or was put off."""
    going_on = made.stage_basis != "rated"
    again = kit.build_button("Go on with the interview", "pilot_again", reference, style="primary")
    plan = kit.build_button("Make the plan", "plan_make", reference, style=None if going_on else "primary")
    return [*([again] if going_on else []), *([] if has_plan else [plan])]


def build_shared_assessment_message(
    made: Assessment, framework: Framework, by: Person, *, before: Assessment | None = None
) -> MessageContent:
    """The card for people who read and do nothing with it but ask why."""
    own = build_assessment_message(made, framework, before=before)
    why = kit.build_button("Why these ratings", "assessment_why", Reference(assessment=made.id, pilot=made.pilot.id))
    by_whom = kit.build_context(f"Shared by {format_mention(by)} · assessed on {format_date(made.made_at.date())}")
    return kit.build_message(own.text, *kit.without_buttons(own).blocks, by_whom, kit.build_buttons(why))


def format_headline(made: Assessment, framework: Framework) -> str:
    framework = framework.get_version(made.framework_version)
    return f"{_format_stage(made, framework)}. {_format_weakest_pillars(made, framework)}".strip()


def get_stage_name(stage: str, framework: Framework) -> str:
    return framework.get_stage(stage).name


def _format_stage(made: Assessment, framework: Framework) -> str:
    if not made.is_rated:
        return f"{format_name(made.pilot.name)} can't be rated yet"
    provisional = ", provisionally" if made.stage_basis == "provisional" else ""
    return f"{format_name(made.pilot.name)} {framework.get_stage(made.stage).sentence}{provisional}"


def _format_previous_stage(made: Assessment, before: Assessment | None, framework: Framework) -> str:
    """, was lab on Monday 2 November; nothing where it is what it was."""
    if before is None or before.stage == made.stage or not made.is_rated or not before.is_rated:
        return ""
    earlier = framework.get_version(before.framework_version)
    return f", was {get_stage_name(before.stage, earlier)} on {format_day(before.made_at.date())}"


def _format_weakest_pillars(made: Assessment, framework: Framework) -> str:
    """What keeps it from the next stage; nothing where it has arrived. Where too little is known: what is missing."""
    if framework.is_last_stage(made.stage):
        return ""
    if not made.is_rated:
        return f"Of {len(made.ratings)}: {', '.join(count_unknowns(made.ratings))}."
    weakest = list_weakest_pillars(framework, made.levels)
    if len(weakest) == len(framework.gating_pillars):
        return f"All {len(weakest)} pillars hold it back alike."
    return f"Held back by {format_list(f'*{pillar.name.lower()}*' for pillar in weakest)}."


def format_pillar_lines(made: Assessment, framework: Framework, before: Assessment | None = None) -> Iterator[str]:
    """A line a pillar: how far, what changed, how much is known. The value case comes last: it gates no stage."""
    for pillar in sorted(framework.pillars, key=lambda pillar: not pillar.gates_stage):
        now = made.get_pillar_readiness(pillar.id)
        aside = "" if pillar.gates_stage else " · not counted for the stage"
        yield (
            f"{format_bar(find_known_mean(now))} *{pillar.name}* {_format_mean_change(now, before)} · "
            f"{now.known} of {now.of} known{aside}"
        )


def find_known_mean(readiness: PillarReadiness) -> float | None:
    return readiness.mean if readiness.known else None


def _format_mean_change(now: PillarReadiness, before: Assessment | None) -> str:
    mean = format_mean(now.mean) if now.known else "unknown"
    was = next((old for old in before.pillars if old.pillar == now.pillar), None) if before else None
    if was is None or (was.mean == now.mean and bool(was.known) == bool(now.known)):
        return mean
    return f"{format_mean(was.mean) if was.known else 'unknown'} → {mean}"


def _format_pillar_means(made: Assessment, framework: Framework) -> str:
    """The chart, for whoever can't see it."""
    means = ((p.name, made.get_pillar_readiness(p.id)) for p in framework.gating_pillars)
    told = [f"{name} {format_mean(found.mean)} of 4" if found.known else f"{name} unknown" for name, found in means]
    return f"{', '.join(told)}."


def build_readiness_chart(made: Assessment, framework: Framework, before: Assessment | None = None) -> kit.Block | None:
    """Bars for the pillars of which something is known; none where that is nothing. An unknown is never drawn as 0."""
    pillars = [pillar for pillar in framework.gating_pillars if made.get_pillar_readiness(pillar.id).known]
    if not pillars:
        return None
    series = [("Now", [made.get_pillar_readiness(pillar.id).mean for pillar in pillars])]
    if before is not None and all(_was_known_before(before, pillar.id) for pillar in pillars):
        series.insert(0, (f"{before.made_at:%-d %B %Y}", [before.get_pillar_readiness(p.id).mean for p in pillars]))
    return kit.build_bar_chart("Readiness by pillar", [p.name for p in pillars], series, "0 absent to 4 proven")


def _was_known_before(before: Assessment, pillar: str) -> bool:
    return any(old.pillar == pillar and old.known for old in before.pillars)


def _format_first_gaps(made: Assessment, framework: Framework) -> str:
    if made.stage_basis == "open":
        return "*Go on with the interview first.* What you said is kept, and nothing is asked twice."
    gaps = list_gaps_by_weight(made, framework)
    if not gaps:
        return "*Nothing is left to close:* every criterion is where production needs it."
    aim = framework.get_stage(framework.get_stage(made.stage).target_stage)
    head = f"*{aim.goal or f'To reach the stage {aim.name}'}, first:*"
    firsts = _keep_first_per_criterion(gaps)
    steps = [f"{n}. {_format_gap(gap, framework)}" for n, gap in enumerate(firsts[:_FIRST], start=1)]
    more = len(firsts) - _FIRST
    return "\n".join([head, *steps, *([f"and {more} more in the plan"] if more > 0 else [])])


def _keep_first_per_criterion(gaps: tuple[Gap, ...]) -> list[Gap]:
    return list({gap.criterion: gap for gap in reversed(gaps)}.values())[::-1]


def _format_gap(gap: Gap, framework: Framework) -> str:
    """What production needs, or what has to be settled or found out before."""
    criterion = framework.get_criterion(gap.criterion)
    if gap.kind == "unknown":
        return f"*{criterion.name}*: {STATE_PHRASES[gap.state]}; {_NEXT_STEP.get(gap.state, 'find out who knows')}"
    if gap.kind == "disagreement":
        return f"*{criterion.name}*: you see it differently; settle what holds"
    return f"*{criterion.name}*: {escape_text(criterion.ladder[gap.target].rstrip('.'), _STEP)}"


def _format_findings(made: Assessment, framework: Framework) -> Iterator[str]:
    """What else a reader must know before relying on it."""
    traps = [framework.get_trap(found.trap).name.lower() for found in made.traps]
    parts = [
        f"{DISAGREEMENT} {format_count(len(made.disagreements), 'open disagreement')}" if made.disagreements else "",
        *count_unknowns(made.ratings),
        f"{'trap' if len(traps) == 1 else 'traps'}: {format_list(f'_{trap}_' for trap in traps)}" if traps else "",
    ]
    if any(parts):
        yield " · ".join(part for part in parts if part)
    if chosen := describe_chosen_levels(made):
        yield escape_text(chosen)
    if unread := describe_unheard(made.unheard):
        yield unread
    yield format_analyst_notice(made.analyst)


def format_analyst_notice(analyst: str) -> str:
    """Who read the answers; said wherever ratings are shown."""
    if analyst == _OFFLINE:
        return "Read by rule: no language model was used. Check the quotes before you rely on a level."
    return f"Read by {escape_text(analyst, 60)}. AI-generated: check the quotes before you rely on a level."


def build_share_done_message(channel: str) -> MessageContent:
    """Tells whoever clicked Share that it is done."""
    text = f"Shared in <#{channel}>." if channel.isalnum() else "Shared."
    return kit.build_note(text)


def build_already_shared_message() -> MessageContent:
    return kit.build_note("That was shared already.")
