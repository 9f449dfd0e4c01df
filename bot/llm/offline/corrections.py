"""SecondThoughts: corrections of one's own words, and contradictions of somebody else's."""

import re
from collections.abc import Sequence

from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.llm.offline.cues import Cues
from bot.llm.offline.reading import Sentence, read
from bot.llm.offline.topic_match import Aboutness

_WORD = re.compile(r"[A-Za-zÀ-ž0-9][\w'&/.-]*[\w]|\d")
_LEAST_OVERLAP = 2.0
_SOUND_COUNTS = 0.4
_FAR_APART = 2


class SecondThoughts:
    def __init__(self, cues: Cues, aboutness: Aboutness) -> None:
        self._cues = cues
        self._aboutness = aboutness

    def corrects(self, interview: Interview, turn: Turn, criterion: str) -> bool:
        """Whether the speaker takes back something of their own on this criterion."""
        own = [e for e in _earlier(interview, turn, criterion) if e.speaker == turn.speaker]
        return bool(own) and self._makes(turn, "corrects", "concedes")

    def disputes(self, interview: Interview, turn: Turn, criterion: str, level: Level) -> bool:
        """Whether the turn denies what somebody else said of this criterion."""
        others = [e for e in _earlier(interview, turn, criterion) if e.speaker != turn.speaker]
        if not others or not self._makes(turn, "denies", "insists") or self._makes(turn, "concedes"):
            return False
        if turn.question_id is None and (
            self._names_one_of(others, interview, turn) or _follows_a_dispute(interview, turn)
        ):
            return True
        return any(abs(other.level - level) >= _FAR_APART for other in others)

    def sets_apart(self, turn: Turn, before: Sequence[Sentence]) -> bool:
        """Whether the turn denies what others said, so that their words must not colour its reading."""
        return any(s.speaker != turn.speaker for s in before) and self._makes(turn, "denies")

    def reopened(self, interview: Interview, turn: Turn) -> str | None:
        """The known criterion that an unasked turn comes back to: it shares rare words with what was said of it."""
        moves = ("corrects", "denies", "insists", "concedes")
        if interview.question(turn.question_id) is not None or not self._makes(turn, *moves):
            return None
        if self._makes(turn, "small_correction"):
            return None
        scores = {c: self._overlap(interview, turn, c) for c in sorted(interview.known)}
        best = max(scores, key=lambda c: scores[c], default=None)
        if best is not None and scores[best] >= _LEAST_OVERLAP:
            return best
        return _disputed_just_before(interview, turn)

    def conceded(self, interview: Interview, turn: Turn, criterion: str) -> Level | None:
        """The level somebody else claimed, when the speaker says that they were right."""
        others = [e for e in _earlier(interview, turn, criterion) if e.speaker != turn.speaker]
        return others[-1].level if others and self._makes(turn, "concedes") else None

    def _makes(self, turn: Turn, *moves: str) -> bool:
        return any(self._cues.turns[move].found(turn.text) for move in moves)

    def _names_one_of(self, others: Sequence[Evidence], interview: Interview, turn: Turn) -> bool:
        names = {interview.person(e.speaker).first_name for e in others}
        return any(re.search(rf"\b{re.escape(name)}\b", turn.text) for name in names)

    def _overlap(self, interview: Interview, turn: Turn, criterion: str) -> float:
        words = _words(turn.text)
        turn_ids = {e.turn_id for e in interview.evidence if e.criterion == criterion}
        said = set[str]().union(*(_words(interview.turn(turn_id).text) for turn_id in turn_ids))
        everywhere = [_words(t.text) for t in interview.turns if t.id != turn.id]
        rare = sum(2.0 / max(1, sum(w in t for t in everywhere)) for w in words & said)
        sound = sum(self._aboutness.strength(s, criterion) for s in read(turn, self._cues))
        others = [e for e in _earlier(interview, turn, criterion) if e.speaker != turn.speaker]
        return rare + _SOUND_COUNTS * sound + float(self._names_one_of(others, interview, turn))


def _earlier(interview: Interview, turn: Turn, criterion: str) -> list[Evidence]:
    return [e for e in interview.evidence if e.criterion == criterion and e.turn_id != turn.id]


def _previous(interview: Interview, turn: Turn) -> Turn | None:
    before = [t for t in interview.turns if t.id != turn.id and t.state != "retracted"]
    return before[-1] if before else None


def _disputed_just_before(interview: Interview, turn: Turn) -> str | None:
    """The criterion that somebody else disputed, unasked, in the turn right before this one."""
    previous = _previous(interview, turn)
    if previous is None or previous.question_id is not None or previous.speaker == turn.speaker:
        return None
    return next((e.criterion for e in interview.evidence if e.turn_id == previous.id and e.disputes), None)


def _follows_a_dispute(interview: Interview, turn: Turn) -> bool:
    return _disputed_just_before(interview, turn) is not None


def _words(text: str) -> set[str]:
    """Words worth comparing: numbers, names and longer words, in lower case."""
    return {w.lower() for w in _WORD.findall(text) if len(w) > 3 or w[0].isupper() or w[0].isdigit()}
