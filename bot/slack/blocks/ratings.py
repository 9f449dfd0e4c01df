"""Why an assessment says what it says: level, descriptor, quotes and the next step of every criterion; challenges."""

from collections.abc import Iterator, Mapping

from bot.domain.assessment import Assessment
from bot.domain.evidence import Evidence
from bot.domain.framework import Criterion, Framework, Pillar
from bot.domain.people import Person
from bot.domain.posting import Post
from bot.domain.rating import Rating
from bot.slack.blocks.assessment import read_by, shown_mean
from bot.slack.blocks.elements import Block, View, actions, button, context, divider, modal, post, section
from bot.slack.blocks.references import Reference
from bot.slack.blocks.text import (
    DISAGREEMENT,
    counted,
    level_bar,
    link,
    mention,
    name,
    number,
    plain,
    quoted,
)

Links = Mapping[str, str]
"""The permalink of the message behind a turn, by the turn's id."""

_QUOTES = 3
_QUOTE = 240
_REASON = 500


def why(made: Assessment, framework: Framework, links: Links) -> View:
    """All ratings, to be read by one person: what `assessment_why` opens."""
    intro = (
        f"*{name(made.pilot.name)}*: each level rests on what somebody said. {read_by(made.analyst)} The weakest of "
        "the first three pillars decides the stage."
    )
    blocks: list[Block | None] = [section(intro)]
    for pillar in framework.pillars:
        blocks += [divider(), *_pillar(made, framework, pillar, links)]
    challenge = button("Challenge a rating", "assessment_challenge", _reference(made))
    return modal("why_ratings", "Why these ratings", [*blocks, actions(challenge)], reference=_reference(made))


def details(made: Assessment, framework: Framework, pillar_id: str, links: Links) -> Post:
    """One pillar's ratings as a message, for a thread."""
    pillar = framework.pillar(pillar_id)
    challenge = button("Challenge a rating", "assessment_challenge", _reference(made))
    return post(
        f"{name(made.pilot.name)}: why {pillar.name.lower()} is rated as it is",
        *_pillar(made, framework, pillar, links),
        context(read_by(made.analyst)),
        actions(challenge),
    )


def _pillar(made: Assessment, framework: Framework, pillar: Pillar, links: Links) -> Iterator[Block]:
    found = made.readiness(pillar.id)
    mean = f"{number(found.mean)} of 4" if found.known else "unknown"
    yield section(f"*{pillar.name}* {level_bar(shown_mean(found))} {mean}\n_{plain(pillar.claim, 300)}_")
    for criterion in pillar.criteria:
        rating = made.rating_of(criterion.id)
        yield section(_rated(rating, criterion, framework))
        yield context(*_resting_on(made, rating, links))


def _rated(rating: Rating, criterion: Criterion, framework: Framework) -> str:
    head = f"*{criterion.name}* {level_bar(rating.level)}"
    if rating.level is None:
        return f"{head} {framework.unknown.name}\n{plain(criterion.asks, 300)}"
    lines = [f"{head} {_level(rating.level, framework)}", plain(criterion.ladder[rating.level], 400)]
    if rating.level + 1 < len(criterion.ladder):
        lines.append(f"Next, level {rating.level + 1}: {plain(criterion.ladder[rating.level + 1], 400)}")
    return "\n".join(lines)


def _level(level: int | None, framework: Framework) -> str:
    called = framework.level_name(level)
    return called if level is None else f"{level}, {called}"


def _resting_on(made: Assessment, rating: Rating, links: Links) -> Iterator[str]:
    evidence = made.evidence_for(rating)
    if not evidence:
        yield "Nobody could say."
    if rating.disputed:
        yield f"{DISAGREEMENT} Seen differently: rated by the weaker claim until it is settled."
    shown = _one_a_speaker(evidence) if rating.disputed else evidence[-_QUOTES:]
    for item in shown[:_QUOTES]:
        yield _quote(made, item, links)
    if len(evidence) > len(shown[:_QUOTES]):
        yield f"and {counted(len(evidence) - len(shown[:_QUOTES]), 'more quote')}"


def _one_a_speaker(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple({item.speaker: item for item in evidence}.values())


def _quote(made: Assessment, item: Evidence, links: Links) -> str:
    speaker = mention(made.person(item.speaker))
    url = links.get(item.turn_id)
    where = f" · {linked}" if (linked := link(url, "see the message")).startswith("<") else ""
    return f"{quoted(item.sentence, _QUOTE)} {speaker}{where}"


def challenged(
    made: Assessment, framework: Framework, criterion_id: str, *, level: int | None, reason: str, by: Person
) -> Post:
    """Said in the thread once somebody challenged a rating: kept with who and why, decided by nobody yet."""
    criterion = framework.criterion(criterion_id)
    now = made.rating_of(criterion_id).level
    return post(
        f"{mention(by)} challenges the rating of {criterion.name}: {quoted(reason, _REASON)}",
        section(
            f"{DISAGREEMENT} {mention(by)} challenges *{criterion.name}*: rated {level_bar(now)} "
            f"{_level(now, framework)}, in their view {level_bar(level)} {_level(level, framework)}.\n"
            f"{quoted(reason, _REASON)}"
        ),
        context(
            "Kept with the assessment. The rating stands until the next one; to change what it rests on, tell me here "
            "what is there and who can show it."
        ),
    )


def _reference(made: Assessment) -> Reference:
    return Reference(assessment=made.id, pilot=made.pilot.id)
