"""What changed from the assessment before to this one: each level that moved, with the words that moved it."""

from collections.abc import Iterator

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.reassessment.comparison import Comparison, LevelChange, compare
from bot.slack.blocks.kit.text import DISAGREEMENT, listed, mention, plain, quoted
from bot.wording.formatter import day

_MOST = 5
_QUOTE = 140
_NAMES = 4


def changes(before: Assessment, made: Assessment, framework: Framework) -> str:
    """Levels first, then what the framework asks for the first time."""
    found = compare(before, made, framework)
    when = day(found.before_at.date())
    lines = list(_lines(found, before, made, framework))
    if not lines:
        return f"*Nothing moved since {when}.*"
    more = len(found.levels) - _MOST
    rest = [f"and {more} more, under _Why these ratings_"] if more > 0 else []
    return "\n".join([f"*Moved since {when}:*", *lines, *rest])


def _lines(found: Comparison, before: Assessment, made: Assessment, framework: Framework) -> Iterator[str]:
    for change in found.levels[:_MOST]:
        yield f"{_step(change, before, made, framework)}{_reason(change, made)}"
    if found.new:
        names = listed((f"_{plain(name, 60)}_" for name in found.new), _NAMES)
        yield f"Asked for the first time, by a new version of the framework: {names}"


def _step(change: LevelChange, before: Assessment, made: Assessment, framework: Framework) -> str:
    called = f"*{plain(change.name, 60)}*"
    if not change.moved:
        return f"{DISAGREEMENT} {called}: {'seen differently now' if change.dispute == 'arose' else 'settled'}"
    was = framework.of(before.framework_version).level_name(change.before)
    now = framework.of(made.framework_version).level_name(change.after)
    return f"{called} {was} → {now}"


def _reason(change: LevelChange, made: Assessment) -> str:
    if change.because:
        said = change.because[-1]
        return f": {quoted(said.text, _QUOTE)} {mention(made.person(said.speaker or ''))}"
    if change.challenged_by:
        return f", looked at again after {mention(made.person(change.challenged_by[0]))} challenged it"
    if change.dispute == "settled" and change.moved:
        return ", the disagreement is settled"
    if change.ladder_changed:
        return ", the framework asks for something else at its levels now"
    return ", nobody could say any more" if change.moved and change.after is None else ""
