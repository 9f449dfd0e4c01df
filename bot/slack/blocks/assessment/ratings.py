"""Why an assessment says what it says: level, reasons, quotes and next step of every criterion; challenges."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.assessment.assessment import Assessment, FoundTrap
from bot.domain.assessment.explanation import explain_rating
from bot.domain.core.people import Person
from bot.domain.core.phrases import format_date
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Criterion, Framework, Pillar, Trap
from bot.domain.interview.evidence import Evidence
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.assessment.assessment import find_known_mean, format_analyst_notice
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import (
    DISAGREEMENT,
    format_bar,
    format_link,
    format_mention,
    format_name,
    format_quote,
    format_said,
    format_speaker,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_count, format_day, format_list, format_mean
from bot.wording.level_words import describe_support
from bot.wording.unheard import describe_unheard
from bot.wording.unknowns import explain_unknown

Links = Mapping[str, str]
"""The permalink of the message behind a turn, by the turn's id."""

_QUOTES = 3
_QUOTE = 240
_REASON = 500
_SENTENCE = 600
_CHALLENGES = 3
_REVIEWED = "That was about the rating before; this one was made in view of it."


def build_ratings_modal(
    made: Assessment, framework: Framework, links: Links, challenges: Sequence[Challenge] = ()
) -> kit.View:
    """All ratings, to be read by one person: what `assessment_why` opens. `challenges`: of this assessment."""
    framework = framework.get_version(made.framework_version)
    intro = (
        f"*{format_name(made.pilot.name)}*: each level rests on what somebody said. "
        f"{format_analyst_notice(made.analyst)} The weakest of "
        f"{format_list(pillar.name.lower() for pillar in framework.gating_pillars)} decides the stage."
    )
    blocks: list[kit.Block | None] = [kit.build_section(intro)]
    for pillar in framework.pillars:
        blocks += [kit.build_divider(), *_build_pillar_blocks(made, framework, pillar, links, challenges)]
    blocks += _build_trap_blocks(made, framework, links)
    challenge = kit.build_button("Challenge a rating", "assessment_challenge", _build_reference(made))
    return kit.build_modal(
        "why_ratings", "Why these ratings", *blocks, kit.build_buttons(challenge), reference=_build_reference(made)
    )


def _build_pillar_blocks(
    made: Assessment, framework: Framework, pillar: Pillar, links: Links, challenges: Sequence[Challenge]
) -> Iterator[kit.Block]:
    found = made.get_pillar_readiness(pillar.id)
    mean = f"{format_mean(found.mean)} of 4" if found.known else "unknown"
    yield kit.build_section(
        f"*{pillar.name}* {format_bar(find_known_mean(found))} {mean}\n_{escape_text(pillar.claim, 300)}_"
    )
    for criterion in pillar.criteria:
        yield kit.build_section(_format_rating(made, criterion, framework, links))
        if lines := tuple(_format_evidence_lines(made, criterion, links)):
            yield kit.build_context(*lines)
        of_this = [challenge for challenge in challenges if challenge.criterion == criterion.id]
        if of_this:
            yield kit.build_context(*_format_challenges(made, framework, of_this))
        earlier = [challenge for challenge in made.reviewed if challenge.criterion == criterion.id]
        if earlier:
            yield kit.build_context(*_format_challenges(made, framework, earlier), _REVIEWED)
        if unread := describe_unheard(reason for reason in made.unheard if reason.criterion == criterion.id):
            yield kit.build_context(unread)


def _build_trap_blocks(made: Assessment, framework: Framework, links: Links) -> Iterator[kit.Block]:
    """What each trap on the card means, and what shows it: levels, or words that somebody let drop."""
    if made.traps:
        yield kit.build_divider()
    for found in made.traps:
        trap = framework.get_trap(found.trap)
        yield kit.build_section(f"*Trap: {trap.name.lower()}*\n{escape_text(trap.means, _SENTENCE)}")
        if lines := [*_format_trap_levels(made, framework, trap), *_format_trap_quotes(made, found, links)]:
            yield kit.build_context(*lines)


def _format_trap_levels(made: Assessment, framework: Framework, trap: Trap) -> Iterator[str]:
    ratings = (rating for rating in made.ratings if trap.is_shown_by(rating.criterion, rating.level))
    shown = [
        f"*{framework.get_criterion(rating.criterion).name}* {format_bar(rating.level)} "
        f"{_format_level(rating.level, framework)}"
        for rating in ratings
    ]
    if shown:
        yield f"Shown by {format_list(shown, len(shown))}"


def _format_trap_quotes(made: Assessment, found: FoundTrap, links: Links) -> Iterator[str]:
    """Of the evidence, or of a remark that is none."""
    cited = [item for item in made.evidence if item.id in found.evidence_ids][:_QUOTES]
    cited = cited or [item for item in made.evidence if found.quote and item.sentence == found.quote][:1]
    yield from (_format_evidence_quote(made, item, links) for item in cited)
    if found.quote and not cited:
        yield f"Somebody said: {format_quote(found.quote, _QUOTE)}"


def _format_rating(made: Assessment, criterion: Criterion, framework: Framework, links: Links) -> str:
    """What is there and what the next step lacks, in words that were said, never in the ladder's own."""
    rating = made.get_rating(criterion.id)
    head = f"*{criterion.name}* {format_bar(rating.level)}"
    if rating.level is None:
        return f"{head} {framework.unknown.name}\n{escape_text(criterion.asks, 300)}"
    told = explain_rating(made, rating, criterion)
    lines = [f"{head} {_format_level(rating.level, framework)}"]
    if told.there:
        lines.append(escape_text(told.there, _SENTENCE))
    elif not told.disputed:
        lines.append(_format_evidence_quote(made, told.quotes[0], links))
    if told.gap:
        lines.append(escape_text(told.gap, _SENTENCE))
    step = criterion.ladder[rating.level + 1] if rating.level + 1 < len(criterion.ladder) else ""
    if step and step not in told.gap:
        lines.append(f"Next, level {rating.level + 1}: {escape_text(step, 400)}")
    return "\n".join(lines)


def _format_level(level: int | None, framework: Framework) -> str:
    called = framework.get_level_name(level)
    return called if level is None else f"{level}, {called}"


def _format_evidence_lines(made: Assessment, criterion: Criterion, links: Links) -> Iterator[str]:
    """The quotes that stand beside what is told of a rating, most telling first."""
    rating = made.get_rating(criterion.id)
    told = explain_rating(made, rating, criterion)
    if not told.quotes:
        yield explain_unknown(rating, made)
    if told.disputed:
        yield f"{DISAGREEMENT} Seen differently: rated by the weaker claim until it is settled."
    above = 0 if told.there or told.disputed else 1
    beside = told.quotes[above:]
    shown = (_keep_latest_per_speaker(beside) if told.disputed else beside)[: _QUOTES - above]
    told_already = {_describe_backing(made, item) for item in told.quotes[:above]}
    for item in shown:
        backing = _describe_backing(made, item)
        yield _format_evidence_quote(made, item, links, backed=backing not in told_already)
        told_already.add(backing)
    if len(beside) > len(shown):
        yield f"and {format_count(len(beside) - len(shown), 'more quote')}"


def _keep_latest_per_speaker(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple({item.speaker: item for item in evidence}.values())


def _describe_backing(made: Assessment, item: Evidence) -> tuple[str, str]:
    """Whose words they are, and how they came to their level: told once, however many sentences carry it."""
    return item.speaker, describe_support(item, made.get_person(item.speaker).byline, made.evidence)


def _format_evidence_quote(made: Assessment, item: Evidence, links: Links, *, backed: bool = True) -> str:
    """`backed`: with who stands behind it."""
    speaker = format_speaker(made.get_person(item.speaker))
    url = links.get(item.turn_id)
    when = f" · said before, on {format_day(item.said_on)}" if item.said_on else ""
    where = f" · {linked}" if (linked := format_link(url, "see the message")).startswith("<") else ""
    _, by = _describe_backing(made, item)
    chosen = f" · {escape_text(by, _QUOTE)}" if by and backed else ""
    return f"{format_said(item)} {speaker}{chosen}{when}{where}"


def _format_challenges(made: Assessment, framework: Framework, challenges: Sequence[Challenge]) -> Iterator[str]:
    """The newest challenges of one rating, each with who, when and why."""
    shown = challenges[-_CHALLENGES:]
    if len(challenges) > len(shown):
        yield f"{format_count(len(challenges) - len(shown), 'earlier challenge')}, then:"
    for item in shown:
        said = (
            f"{DISAGREEMENT} {format_speaker(made.get_person(item.by))} challenged this on "
            f"{format_date(item.at.date())}"
        )
        view = f"{format_bar(item.level)} {_format_level(item.level, framework)}"
        yield f"{said}: in their view {view}. {format_quote(item.reason)}"


def build_challenge_message(
    made: Assessment, framework: Framework, criterion_id: str, *, level: int | None, reason: str, by: Person
) -> MessageContent:
    """Said in the thread once somebody challenged a rating: kept with who and why, decided by nobody yet."""
    framework = framework.get_version(made.framework_version)
    criterion = framework.get_criterion(criterion_id)
    now = made.get_rating(criterion_id).level
    return kit.build_message(
        f"{format_mention(by)} challenges the rating of {criterion.name}: it stands until the next assessment.",
        kit.build_section(
            f"{DISAGREEMENT} {format_speaker(by)} challenges *{criterion.name}*: rated {format_bar(now)} "
            f"{_format_level(now, framework)}, in their view {format_bar(level)} {_format_level(level, framework)}.\n"
            f"{format_quote(reason, _REASON)}"
        ),
        kit.build_context(
            "Kept with the assessment. The rating stands until the next one; to change what it rests on, tell me here "
            "what is there and who can show it."
        ),
    )


def _build_reference(made: Assessment) -> Reference:
    return Reference(assessment=made.id, pilot=made.pilot.id)
