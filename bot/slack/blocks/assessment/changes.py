"""What changed from the assessment before to this one: each level that moved, with the words that moved it."""

from collections.abc import Iterator

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.reassessment.comparison import Comparison, LevelChange, compare_assessments
from bot.slack.blocks.kit.phrases import DISAGREEMENT, format_list, format_mention, format_said, format_speaker
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_day

_MOST = 5
_NAMES = 4


def format_level_changes(before: Assessment, made: Assessment, framework: Framework) -> str:
    """Levels first, then what the framework asks for the first time."""
    found = compare_assessments(before, made, framework)
    when = format_day(found.before_at.date())
    lines = list(_format_changes(found, before, made, framework))
    if not lines:
        return f"*Nothing moved since {when}.*"
    more = len(found.levels) - _MOST
    rest = [f"and {more} more, under _Why these ratings_"] if more > 0 else []
    return "\n".join([f"*Moved since {when}:*", *lines, *rest])


def _format_changes(found: Comparison, before: Assessment, made: Assessment, framework: Framework) -> Iterator[str]:
    for change in found.levels[:_MOST]:
        yield f"{_format_level_change(change, before, made, framework)}{_format_change_reason(change, made)}"
    if found.new:
        names = format_list((f"_{escape_text(name, 60)}_" for name in found.new), _NAMES)
        yield f"Asked for the first time, by a new version of the framework: {names}"


def _format_level_change(change: LevelChange, before: Assessment, made: Assessment, framework: Framework) -> str:
    called = f"*{escape_text(change.name, 60)}*"
    if not change.has_new_level:
        return f"{DISAGREEMENT} {called}: {'seen differently now' if change.dispute == 'arose' else 'settled'}"
    was = framework.get_version(before.framework_version).get_level_name(change.before)
    now = framework.get_version(made.framework_version).get_level_name(change.after)
    return f"{called} {was} → {now}"


def _format_change_reason(change: LevelChange, made: Assessment) -> str:
    if change.because:
        said = change.because[-1]
        return f": {format_said(said)} {format_speaker(made.get_person(said.speaker or ''))}"
    if change.challenged_by:
        return f", looked at again after {format_mention(made.get_person(change.challenged_by[0]))} challenged it"
    if change.dispute == "settled" and change.has_new_level:
        return ", the disagreement is settled"
    if change.ladder_changed:
        return ", the framework asks for something else at its levels now"
    return ", not known any more" if change.has_new_level and change.after is None else ""
