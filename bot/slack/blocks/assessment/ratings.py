"""Why an assessment says what it says: level, descriptor, quotes and the next step of every criterion; challenges."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import Rating
from bot.domain.core.people import Person
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.interview.evidence import Evidence
from bot.domain.messaging.message import Post
from bot.slack.blocks.assessment.assessment import read_by, shown_mean
from bot.slack.blocks.kit.elements import Block, View, actions, button, context, divider, modal, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import DISAGREEMENT, full_day, level_bar, link, mention, name, number, plain, quoted
from bot.wording.formatter import counted, day

Links = Mapping[str, str]
"""The permalink of the message behind a turn, by the turn's id."""

_QUOTES = 3
_QUOTE = 240
_REASON = 500
_CHALLENGES = 3
_REVIEWED = "That was about the rating before; this one was made in view of it."


def why(made: Assessment, framework: Framework, links: Links, challenges: Sequence[Challenge] = ()) -> View:
    """All ratings, to be read by one person: what `assessment_why` opens. `challenges`: of this assessment."""
    framework = framework.of(made.framework_version)
    intro = (
        f"*{name(made.pilot.name)}*: each level rests on what somebody said. {read_by(made.analyst)} The weakest of "
        "the first three pillars decides the stage."
    )
    blocks: list[Block | None] = [section(intro)]
    for pillar in framework.pillars:
        blocks += [divider(), *_pillar(made, framework, pillar, links, challenges)]
    challenge = button("Challenge a rating", "assessment_challenge", _reference(made))
    return modal("why_ratings", "Why these ratings", [*blocks, actions(challenge)], reference=_reference(made))


def details(
    made: Assessment, framework: Framework, pillar_id: str, links: Links, *, challenges: Sequence[Challenge] = ()
) -> Post:
    """One pillar's ratings as a message, for a thread."""
    framework = framework.of(made.framework_version)
    pillar = framework.pillar(pillar_id)
    challenge = button("Challenge a rating", "assessment_challenge", _reference(made))
    return post(
        f"{name(made.pilot.name)}: why {pillar.name.lower()} is rated as it is",
        *_pillar(made, framework, pillar, links, challenges),
        context(read_by(made.analyst)),
        actions(challenge),
    )


def _pillar(
    made: Assessment, framework: Framework, pillar: Pillar, links: Links, challenges: Sequence[Challenge]
) -> Iterator[Block]:
    found = made.readiness(pillar.id)
    mean = f"{number(found.mean)} of 4" if found.known else "unknown"
    yield section(f"*{pillar.name}* {level_bar(shown_mean(found))} {mean}\n_{plain(pillar.claim, 300)}_")
    for criterion in pillar.criteria:
        rating = made.rating_of(criterion.id)
        yield section(_rated(rating, criterion, framework))
        yield context(*_resting_on(made, rating, links))
        of_this = [challenge for challenge in challenges if challenge.criterion == criterion.id]
        if of_this:
            yield context(*_other_views(made, framework, of_this))
        earlier = [challenge for challenge in made.reviewed if challenge.criterion == criterion.id]
        if earlier:
            yield context(*_other_views(made, framework, earlier), _REVIEWED)


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
    when = f" · said before, on {day(item.said_on)}" if item.said_on else ""
    where = f" · {linked}" if (linked := link(url, "see the message")).startswith("<") else ""
    return f"{quoted(item.sentence, _QUOTE)} {speaker}{when}{where}"


def _other_views(made: Assessment, framework: Framework, challenges: Sequence[Challenge]) -> Iterator[str]:
    """The newest challenges of one rating, each with who, when and why."""
    shown = challenges[-_CHALLENGES:]
    if len(challenges) > len(shown):
        yield f"{counted(len(challenges) - len(shown), 'earlier challenge')}, then:"
    for item in shown:
        said = f"{DISAGREEMENT} {mention(made.person(item.by))} challenged this on {full_day(item.at.date())}"
        view = f"{level_bar(item.level)} {_level(item.level, framework)}"
        yield f"{said}: in their view {view}. {quoted(item.reason, _QUOTE)}"


def challenged(
    made: Assessment, framework: Framework, criterion_id: str, *, level: int | None, reason: str, by: Person
) -> Post:
    """Said in the thread once somebody challenged a rating: kept with who and why, decided by nobody yet."""
    framework = framework.of(made.framework_version)
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
