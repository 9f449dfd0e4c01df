"""SecondThoughts: corrections of one's own words, and contradictions of somebody else's."""

import re
from collections.abc import Sequence

from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.quotation.own_words import blank_foreign_words
from bot.domain.quotation.quotation import find_quote
from bot.llm.offline.cues import Cues
from bot.llm.offline.reading import Sentence, read_sentences
from bot.llm.offline.topic_match import TopicMatcher

_WORD = re.compile(r"[A-Za-zÀ-ž0-9][\w'&/.-]*[\w]|\d")
_LEAST_OVERLAP = 2.0
_SOUND_COUNTS = 0.4
_FAR_APART = 2


class CorrectionDetector:
    def __init__(self, cues: Cues, aboutness: TopicMatcher) -> None:
        self._cues = cues
        self._aboutness = aboutness

    def is_correction(self, interview: Interview, turn: Turn, criterion: str) -> bool:
        """Whether the speaker takes back something of their own on this criterion."""
        own = [e for e in _list_earlier_evidence(interview, turn, criterion) if e.speaker == turn.speaker]
        return bool(own) and self._makes_move(turn, "corrects", "concedes")

    def is_dispute(self, interview: Interview, turn: Turn, criterion: str, level: Level) -> bool:
        """Whether the turn denies what somebody else said of this criterion."""
        others = [e for e in _list_earlier_evidence(interview, turn, criterion) if e.speaker != turn.speaker]
        if not others or not self._makes_move(turn, "denies", "insists") or self._makes_move(turn, "concedes"):
            return False
        if turn.question_id is None and (
            self._names_one_of(others, interview, turn) or _follows_a_dispute(interview, turn)
        ):
            return True
        read = [other.read_level for other in others if other.read_level is not None]
        return any(abs(earlier - level) >= _FAR_APART for earlier in read)

    def denies_what_it_quotes(self, interview: Interview, turn: Turn, criterion: str) -> bool:
        """Whether the turn quotes what somebody else said of the criterion, and denies it: "> Mine. – He is wrong"."""
        others = [e for e in _list_earlier_evidence(interview, turn, criterion) if e.speaker != turn.speaker]
        quoted = any(find_quote(other.sentence, turn.text) for other in others)
        return quoted and self._makes_move(turn, "denies") and not self._makes_move(turn, "concedes")

    def contradicts_others(self, turn: Turn, before: Sequence[Sentence]) -> bool:
        """Whether the turn denies what others said, so that their words must not colour its reading."""
        return any(s.speaker != turn.speaker for s in before) and self._makes_move(turn, "denies")

    def find_reopened_criterion(self, interview: Interview, turn: Turn) -> str | None:
        """The known criterion that an unasked turn comes back to: it shares rare words with what was said of it."""
        moves = ("corrects", "denies", "insists", "concedes")
        if interview.find_question(turn.question_id) is not None or not self._makes_move(turn, *moves):
            return None
        if self._makes_move(turn, "small_correction"):
            return None
        scores = {c: self._score_overlap(interview, turn, c) for c in sorted(interview.answered_criteria)}
        best = max(scores, key=lambda c: scores[c], default=None)
        if best is not None and scores[best] >= _LEAST_OVERLAP:
            return best
        return _find_just_disputed(interview, turn)

    def find_conceded_level(self, interview: Interview, turn: Turn, criterion: str) -> Level | None:
        """The level somebody else claimed, when the speaker says that they were right."""
        others = [e for e in _list_earlier_evidence(interview, turn, criterion) if e.speaker != turn.speaker]
        return others[-1].read_level if others and self._makes_move(turn, "concedes") else None

    def _makes_move(self, turn: Turn, *moves: str) -> bool:
        own = blank_foreign_words(turn.text)
        return any(self._cues.turns[move].occurs_in(own) for move in moves)

    def _names_one_of(self, others: Sequence[Evidence], interview: Interview, turn: Turn) -> bool:
        names = {interview.get_person(e.speaker).first_name for e in others}
        return any(re.search(rf"\b{re.escape(name)}\b", turn.text) for name in names)

    def _score_overlap(self, interview: Interview, turn: Turn, criterion: str) -> float:
        words = _extract_words(turn.text)
        turn_ids = {e.turn_id for e in interview.evidence if e.criterion == criterion}
        said = set[str]().union(*(_extract_words(interview.get_turn(turn_id).text) for turn_id in turn_ids))
        everywhere = [_extract_words(t.text) for t in interview.turns if t.id != turn.id]
        rare = sum(2.0 / max(1, sum(w in t for t in everywhere)) for w in words & said)
        sound = sum(self._aboutness.score_sentence(s, criterion) for s in read_sentences(turn, self._cues))
        others = [e for e in _list_earlier_evidence(interview, turn, criterion) if e.speaker != turn.speaker]
        return rare + _SOUND_COUNTS * sound + float(self._names_one_of(others, interview, turn))


def _list_earlier_evidence(interview: Interview, turn: Turn, criterion: str) -> list[Evidence]:
    return [e for e in interview.evidence if e.criterion == criterion and e.turn_id != turn.id]


def _find_previous_turn(interview: Interview, turn: Turn) -> Turn | None:
    before = [t for t in interview.turns if t.id != turn.id and t.state != "retracted"]
    return before[-1] if before else None


def _find_just_disputed(interview: Interview, turn: Turn) -> str | None:
    """The criterion that somebody else disputed, unasked, in the turn right before this one."""
    previous = _find_previous_turn(interview, turn)
    if previous is None or previous.question_id is not None or previous.speaker == turn.speaker:
        return None
    return next((e.criterion for e in interview.evidence if e.turn_id == previous.id and e.disputes), None)


def _follows_a_dispute(interview: Interview, turn: Turn) -> bool:
    return _find_just_disputed(interview, turn) is not None


def _extract_words(text: str) -> set[str]:
    """Words worth comparing: numbers, names and longer words, in lower case."""
    return {w.lower() for w in _WORD.findall(text) if len(w) > 3 or w[0].isupper() or w[0].isdigit()}
