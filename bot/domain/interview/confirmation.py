"""Confirmation: a level of 3 or 4 is confirmed or lowered by somebody other than who said it."""

from collections.abc import Callable, Iterable

from bot.domain.core.errors import MoveRefused
from bot.domain.framework.framework import Level
from bot.domain.interview.claims import HIGH
from bot.domain.interview.evidence import Confirmation, Evidence
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.quotation.checkable import SaidOfPilot, find_checkable, find_figure

_HELD = 2
"""Where a level stands that nobody confirmed and whose own words show nothing that could be checked."""
_GONE = "Nothing stands at 3 or 4 there any more. Nothing was changed."
_NO_LOWER = "That is no lower than it stands. Nothing was changed."
_OWN = "Those are your own words: somebody else has to confirm them. You can lower the level. Nothing was changed."
_SHOW = "Nobody else answers here, so say what shows it: a name, a number, a date or a document. Nothing was changed."


def is_high(item: Evidence) -> bool:
    """Whether it shows 3 or 4, or would if it weren't held."""
    return (item.read_level or 0) >= HIGH


def may_confirm(interview: InterviewRecord, criterion: str, person: str) -> bool:
    """Whether they may say that it holds: of somebody else's words, or of theirs where nobody else answers."""
    speakers = {item.speaker for item in _select_high(interview.evidence, criterion)}
    return bool(speakers - {person}) or (bool(speakers) and _is_alone(interview, person))


def apply_confirmation(
    interview: InterviewRecord, criterion: str, said: Confirmation, world: SaidOfPilot
) -> tuple[Evidence, ...]:
    """All evidence, after somebody confirmed or lowered what stands at 3 or 4. Raises MoveRefused where they can't."""
    high = _select_high(interview.evidence, criterion)
    if not high:
        raise MoveRefused(_GONE)
    if said.level == max(item.read_level or 0 for item in high):
        said = said.model_copy(update={"level": None})  # lowered to what it is: it holds
    changed = _lower_all(high, said) if said.level is not None else _confirm_all(interview, criterion, said, world)
    changes = {item.id: item for item in changed}
    return tuple(changes.get(item.id, item) for item in interview.evidence)


def _select_high(evidence: Iterable[Evidence], criterion: str) -> tuple[Evidence, ...]:
    return tuple(item for item in evidence if item.criterion == criterion and is_high(item))


def _is_alone(interview: InterviewRecord, person: str) -> bool:
    return {turn.speaker for turn in interview.turns if turn.state != "retracted"} <= {person}


def _confirm_all(
    interview: InterviewRecord, criterion: str, said: Confirmation, world: SaidOfPilot
) -> tuple[Evidence, ...]:
    high = _select_high(interview.evidence, criterion)
    if not may_confirm(interview, criterion, said.by):
        raise MoveRefused(_OWN)
    others = tuple(item for item in high if item.speaker != said.by)
    if others:
        return tuple(_release(item, said, item.read_level) for item in others)
    if any(find_checkable((said.note,), item.read_level or 0, world) is None for item in high):
        raise MoveRefused(_SHOW)
    return tuple(_release(item, said, _find_shown_level(item, said.note)) for item in high)


def _find_shown_level(item: Evidence, note: str) -> Level | None:
    """What a person's own note carries: the top only with a figure, where it was read and is held."""
    if item.basis == "chosen" or item.claimed is None or find_figure((note,), item.claimed) is not None:
        return item.read_level
    return min(item.claimed, HIGH)


def _release(item: Evidence, said: Confirmation, level: Level | None) -> Evidence:
    claimed = item.claimed if item.claimed != level else None
    return _keep(item, said).model_copy(update={"level": level, "claimed": claimed})


def _lower_all(high: tuple[Evidence, ...], said: Confirmation) -> tuple[Evidence, ...]:
    above = tuple(item for item in high if said.level is not None and (item.read_level or 0) > said.level)
    if not above:
        raise MoveRefused(_NO_LOWER)
    return tuple(_correct(item, said) if item.speaker == said.by else _contest(item, said) for item in above)


def _correct(item: Evidence, said: Confirmation) -> Evidence:
    """Whoever said it lowers it: what others lowered it to further still stands against it."""
    below = tuple(c for c in item.confirmations if c.level is not None and c.level < (said.level or 0))
    kept = item.model_copy(update={"confirmations": below})
    return _keep(kept, said).model_copy(update={"level": said.level, "claimed": None})


def _contest(item: Evidence, said: Confirmation) -> Evidence:
    """Somebody else lowers it: both views stay. What is held lower than even they say stands where they say."""
    level = max(item.level or 0, said.level or 0) if item.claimed is not None else item.level
    return _keep(item, said).model_copy(update={"level": level})


def _keep(item: Evidence, said: Confirmation) -> Evidence:
    others = tuple(known for known in item.confirmations if known.by != said.by)
    return item.model_copy(update={"confirmations": (*others, said)})


def drop_confirmations(item: Evidence, is_gone: Callable[[str], bool]) -> Evidence:
    """What others said stays; a high level that only the words of people who are gone let stand is held again."""
    left = tuple(word for word in item.confirmations if not is_gone(word.by))
    if left == item.confirmations:
        return item
    bare = item.model_copy(update={"confirmations": left})
    confirmed = any(word.level is None for word in left)
    level = item.level or 0
    if confirmed or level < HIGH or find_checkable((item.sentence, item.shows), level, SaidOfPilot()) is not None:
        return bare
    return bare.model_copy(update={"level": _HELD, "claimed": level})
