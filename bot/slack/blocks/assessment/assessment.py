"""The assessment as a card that is read in ten seconds: stage, pillars, what keeps it there, what to do first."""

from collections.abc import Iterator

from bot.domain.assessment.assessment import Assessment, PillarReadiness, weakest_pillars
from bot.domain.assessment.gap import Gap, target_level
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import Post
from bot.domain.planning.practice_selection import gaps_by_weight
from bot.slack.blocks.assessment.changes import changes
from bot.slack.blocks.kit.elements import Block, actions, bar_chart, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import DISAGREEMENT, full_day, level_bar, listed, mention, name, number, plain
from bot.wording.formatter import counted, day

_FIRST = 3
_STEP = 150
_STANDS = {
    "lab": "is still in the lab",
    "pilot": "is a pilot",
    "candidate": "is a production candidate",
    "production": "is in production",
}
_TARGETS = {3: "To become a production candidate", 4: "To be proven in production"}
_OFFLINE = "offline"


def card(made: Assessment, framework: Framework, *, before: Assessment | None = None, has_plan: bool = False) -> Post:
    """The whole assessment in one message; `before` is the pilot's assessment before this one."""
    framework = framework.of(made.framework_version)
    reference = Reference(assessment=made.id, pilot=made.pilot.id)
    return post(
        f"{headline(made, framework)} {_pillars_in_words(made, framework)}",
        section(f"*{_stands(made, framework)}{_was(made, before, framework)}.* {_held_back(made, framework)}".strip()),
        section("\n".join(pillar_lines(made, framework, before))),
        chart(made, framework, before),
        section(changes(before, made, framework)) if before is not None else None,
        section(_first_gaps(made, framework)),
        context(*_findings(made, framework)),
        actions(
            button("Why these ratings", "assessment_why", reference),
            button("Challenge a rating", "assessment_challenge", reference),
            None if has_plan else button("Make the plan", "plan_make", reference, style="primary"),
            button("Share", "assessment_share", reference),
        ),
    )


def shared(made: Assessment, framework: Framework, by: Person, *, before: Assessment | None = None) -> Post:
    """The card for people who read and do nothing with it but ask why."""
    own = card(made, framework, before=before)
    why = button("Why these ratings", "assessment_why", Reference(assessment=made.id, pilot=made.pilot.id))
    by_whom = context(f"Shared by {mention(by)} · assessed on {full_day(made.made_at.date())}")
    return post(own.text, *(block for block in own.blocks if block["type"] != "actions"), by_whom, actions(why))


def headline(made: Assessment, framework: Framework) -> str:
    framework = framework.of(made.framework_version)
    return f"{_stands(made, framework)}. {_held_back(made, framework)}".strip()


def stage_name(stage: str, framework: Framework) -> str:
    return framework.stage(stage).name


def is_rated(made: Assessment) -> bool:
    """Where nobody could say anything, the stage that follows by rule says nothing either."""
    return any(rating.known for rating in made.ratings)


def _stands(made: Assessment, framework: Framework) -> str:
    if not is_rated(made):
        return f"{name(made.pilot.name)} can't be rated yet"
    stands = _STANDS.get(made.stage, f"is at the stage {stage_name(made.stage, framework)}")
    return f"{name(made.pilot.name)} {stands}"


def _was(made: Assessment, before: Assessment | None, framework: Framework) -> str:
    """, was lab on Monday 2 November; nothing where it is what it was."""
    if before is None or before.stage == made.stage or not is_rated(made) or not is_rated(before):
        return ""
    earlier = framework.of(before.framework_version)
    return f", was {stage_name(before.stage, earlier)} on {day(before.made_at.date())}"


def _held_back(made: Assessment, framework: Framework) -> str:
    """What keeps it from the next stage; nothing where it has arrived or nobody could say anything."""
    if made.stage == "production":
        return ""
    if not is_rated(made):
        return "Nobody could say enough."
    weakest = weakest_pillars(framework, made.levels)
    if len(weakest) == len(framework.gating_pillars):
        return f"All {len(weakest)} pillars hold it back alike."
    return f"Held back by {listed(f'*{pillar.name.lower()}*' for pillar in weakest)}."


def pillar_lines(made: Assessment, framework: Framework, before: Assessment | None = None) -> Iterator[str]:
    """A line a pillar: how far, what changed, how much is known. The value case comes last: it gates no stage."""
    for pillar in sorted(framework.pillars, key=lambda pillar: not pillar.gates_stage):
        now = made.readiness(pillar.id)
        aside = "" if pillar.gates_stage else " · not counted for the stage"
        yield f"{level_bar(shown_mean(now))} *{pillar.name}* {_moved(now, before)} · {_known(now)}{aside}"


def shown_mean(readiness: PillarReadiness) -> float | None:
    return readiness.mean if readiness.known else None


def _moved(now: PillarReadiness, before: Assessment | None) -> str:
    mean = number(now.mean) if now.known else "unknown"
    was = next((old for old in before.pillars if old.pillar == now.pillar), None) if before else None
    if was is None or (was.mean == now.mean and bool(was.known) == bool(now.known)):
        return mean
    return f"{number(was.mean) if was.known else 'unknown'} → {mean}"


def _known(readiness: PillarReadiness) -> str:
    return f"{readiness.known} of {readiness.of} known"


def _pillars_in_words(made: Assessment, framework: Framework) -> str:
    """The chart, for whoever can't see it."""
    means = ((p.name, made.readiness(p.id)) for p in framework.gating_pillars)
    told = [f"{called} {number(found.mean)} of 4" if found.known else f"{called} unknown" for called, found in means]
    return f"{', '.join(told)}."


def chart(made: Assessment, framework: Framework, before: Assessment | None = None) -> Block | None:
    """Bars for the pillars of which something is known; none where that is nothing. An unknown is never drawn as 0."""
    pillars = [pillar for pillar in framework.gating_pillars if made.readiness(pillar.id).known]
    if not pillars:
        return None
    series = [("Now", [made.readiness(pillar.id).mean for pillar in pillars])]
    if before is not None and all(_known_before(before, pillar.id) for pillar in pillars):
        series.insert(0, (f"{before.made_at:%-d %B %Y}", [before.readiness(pillar.id).mean for pillar in pillars]))
    return bar_chart("Readiness by pillar", [pillar.name for pillar in pillars], series, "0 absent to 4 proven")


def _known_before(before: Assessment, pillar: str) -> bool:
    return any(old.pillar == pillar and old.known for old in before.pillars)


def _first_gaps(made: Assessment, framework: Framework) -> str:
    gaps = gaps_by_weight(made, framework)
    if not gaps:
        return "*Nothing is left to close:* every criterion is where production needs it."
    head = f"*{_TARGETS[target_level(made.stage)]}, first:*"
    steps = [f"{n}. {_step(gap, framework)}" for n, gap in enumerate(_one_a_criterion(gaps)[:_FIRST], start=1)]
    more = len(_one_a_criterion(gaps)) - _FIRST
    return "\n".join([head, *steps, *([f"and {more} more in the plan"] if more > 0 else [])])


def _one_a_criterion(gaps: tuple[Gap, ...]) -> list[Gap]:
    return list({gap.criterion: gap for gap in reversed(gaps)}.values())[::-1]


def _step(gap: Gap, framework: Framework) -> str:
    """What production needs, or what has to be settled or found out before."""
    criterion = framework.criterion(gap.criterion)
    if gap.kind == "unknown" or gap.now is None:
        return f"*{criterion.name}*: nobody could say; find out who knows"
    if gap.kind == "disagreement":
        return f"*{criterion.name}*: you see it differently; settle what holds"
    return f"*{criterion.name}*: {plain(criterion.ladder[gap.target].rstrip('.'), _STEP)}"


def _findings(made: Assessment, framework: Framework) -> Iterator[str]:
    """What else a reader must know before relying on it."""
    unknown = sum(not rating.known for rating in made.ratings)
    traps = [framework.trap(found.trap).name.lower() for found in made.traps]
    parts = [
        f"{DISAGREEMENT} {counted(len(made.disagreements), 'open disagreement')}" if made.disagreements else "",
        f"{counted(unknown, 'thing')} nobody could say" if unknown else "",
        f"{'trap' if len(traps) == 1 else 'traps'}: {listed(f'_{trap}_' for trap in traps)}" if traps else "",
    ]
    if any(parts):
        yield " · ".join(part for part in parts if part)
    yield read_by(made.analyst)


def read_by(analyst: str) -> str:
    """Who read the answers; said wherever ratings are shown."""
    if analyst == _OFFLINE:
        return "Read by rule: no language model was used. Check the quotes before you rely on a level."
    return f"Read by {plain(analyst, 60)}. AI-generated: check the quotes before you rely on a level."


def shared_where(channel: str) -> Post:
    """Tells whoever clicked Share that it is done."""
    text = f"Shared in <#{channel}>." if channel.isalnum() else "Shared."
    return post(text, context(text))


def shared_already() -> Post:
    text = "That was shared already."
    return post(text, context(text))
