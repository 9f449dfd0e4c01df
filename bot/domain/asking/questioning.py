"""What to ask next: a pure function of the guide, what is known and what was asked."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from bot.domain.asking.waiting import OPENING, was_left_to
from bot.domain.core.model import Value
from bot.domain.framework.guide import Guide, Topic
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import (
    HasTurnId,
    Question,
    QuestionKind,
    RecheckReason,
    SkippedQuestion,
    Turn,
    is_only_praise,
)

_MOST_WORDS = 45
_UNSAFE = re.compile(r"https?://|www\.|[<>@]|\b(?:pass(?:word|code|phrase)|secret|token|api key|credential)s?\b", re.I)
_LEADING = re.compile(
    r",\s*(?:right|correct)\s*\?"
    r"|\b(?:isn'?t it|don'?t you|aren'?t you|doesn'?t it|wouldn'?t you|surely|obviously|i assume|presumably"
    r"|i guess)\b[^?]*\?"
    r"|^(?:is|are|do|does|did|has|have|can|will|would|should)\s+(?:you|it|there|the|your)\b",
    re.I,
)

_BETWEEN_WORDS = str.maketrans(dict.fromkeys("-–—,;/", " "))

_AGAIN: Mapping[RecheckReason, str] = {
    "challenged": "Somebody sees it otherwise than it was rated.",
    "done": "Something of the plan is done here since.",
    "disagreement": "Last time it was seen differently among you.",
    "not_asked": "Last time it was not asked.",
    "unknown": "Last time there was no answer to go by.",
    "gap": "Last time it was short of what production needs.",
}

MOST_OF_PRAISE = 120
"""Characters: whoever says more than that and still nothing to be noted has told a story."""
_PUT_OFF = "You wanted to think about it."


class CandidateQuestion(Value):
    """A question that may be asked, before it has an id."""

    key: str
    kind: QuestionKind
    criteria: tuple[str, ...]
    text: str
    why: str


def build_opening_candidate(guide: Guide) -> CandidateQuestion:
    return CandidateQuestion(key="opening", kind="opening", criteria=(), text=guide.opening.text, why=guide.opening.why)


def list_candidates(
    guide: Guide, interview: Interview, count: int = 3, speaker: str | None = None
) -> tuple[CandidateQuestion, ...]:
    """The next questions in the order they would be asked, at most `count`; empty when there is nothing to ask.

    What colleagues left to the speaker comes first, then probes, while the answer is fresh, then the topics in the
    guide's order, and before the end what was put off. A criterion that was answered, asked, or let go is not asked
    again, but for its one probe.
    """
    if not interview.questions:
        return (build_opening_candidate(guide),)
    left = list_delegated_candidates(guide, interview, speaker)
    opening = _list_opening_probe(guide, interview)
    due = (*left, *opening, *_list_probes(guide, interview), *_list_topic_questions(guide, interview))
    return tuple(islice((*due, *_list_postponed(guide, interview)), count))


def list_candidates_to_word(guide: Guide, interview: Interview) -> tuple[CandidateQuestion, ...]:
    """What would be asked next if the open question were answered well, for an analyst to word beforehand.

    Nothing where that is worded already and nothing was heard since.
    """
    following = islice(_list_topic_questions(guide, interview), 1) if interview.questions else ()
    return tuple(candidate for candidate in following if not _is_freshly_worded(interview, candidate.key))


def _is_freshly_worded(interview: Interview, key: str) -> bool:
    worded = next((item.turn_id for item in reversed(interview.wordings) if item.wording.key == key), None)
    if worded is None:
        return False
    later = [turn.id for turn in interview.turns]
    later = later[later.index(worded) + 1 :]
    heard: tuple[HasTurnId, ...] = (*interview.evidence, *interview.facts)
    return not any(item.turn_id in later for item in heard)


def is_bare_dont_know(guide: Guide, text: str) -> bool:
    """Whether a message says that and nothing else: it needs no analyst to be read."""
    return _spell_plainly(text) in {_spell_plainly(phrase) for phrase in guide.dont_know}


def _spell_plainly(text: str) -> str:
    """Words alone: no case, no accents, no punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_BETWEEN_WORDS)
    return " ".join("".join(c for c in letters if c.isalnum() or c.isspace()).split())


def find_first_topic(guide: Guide, interview: Interview) -> CandidateQuestion | None:
    """What a follow-up asks first that goes on where the interview before it ended."""
    return next(iter(_list_topic_questions(guide, interview)), None)


def apply_adapted_wording(
    candidate: CandidateQuestion, interview: Interview, to: str | None = None
) -> CandidateQuestion:
    """The candidate in the analyst's fitted words, where those are fit to be asked; else in the guide's. `to`: who
    alone reads it, and to whom nobody else's words are held up."""
    fitted = interview.find_adapted_wording(candidate.key, to)
    if fitted is None or not is_fit_to_ask(fitted):
        return candidate
    return candidate.model_copy(update={"text": fitted})


def is_fit_to_ask(text: str) -> bool:
    """One open question: not leading, not long, with no address, no mention and no asking for secrets."""
    asks = re.split(r"(?<=[.!;:])\s+", text.strip())[-1]
    short = text.count("?") == 1 and len(text.split()) <= _MOST_WORDS
    return short and not _UNSAFE.search(text) and not _LEADING.search(asks)


def to_question(
    candidate: CandidateQuestion,
    interview: Interview,
    *,
    to: str | None = None,
    likely: str | None = None,
    at: datetime | None = None,
) -> Question:
    """`to`: whom it is put to by name; None is whoever takes part, of whom `likely` knows it best."""
    return Question(id=f"q{len(interview.questions)}", to=to, likely=likely, asked_at=at, **candidate.model_dump())


def list_guest_candidates(guide: Guide, interview: Interview, person: str) -> tuple[CandidateQuestion, ...]:
    """For a colleague who was asked in: what was left to them, and the follow-ups to what they said themselves."""
    own = {turn.id for turn in interview.turns if turn.speaker == person}
    vague = {wish.probe.criterion for wish in interview.wishes if wish.turn_id in own}
    vague |= {criterion for criterion, to in interview.delegated_criteria.items() if to == person}
    probes = (probe for probe in _list_probes(guide, interview, person) if set(probe.criteria) & vague)
    return (*list_delegated_candidates(guide, interview, person), *probes)


def _list_postponed(guide: Guide, interview: Interview) -> tuple[CandidateQuestion, ...]:
    """What somebody wanted to think about, each once more."""
    latest = {criterion: item.how for item in interview.passes for criterion in item.criteria}
    asked = {question.key for question in interview.questions}
    put_off = (criterion for criterion, how in latest.items() if how == "later")
    due = (criterion for criterion in put_off if criterion not in interview.answered_criteria)
    again = (build_single_question(guide, criterion, f"later:{criterion}") for criterion in due)
    return tuple(
        candidate.model_copy(update={"why": f"{_PUT_OFF} {candidate.why}"})
        for candidate in again
        if candidate.key not in asked
    )


def _list_opening_probe(guide: Guide, interview: Interview) -> tuple[CandidateQuestion, ...]:
    """One follow-up to a story that tells nothing but how good it is."""
    asked = next((question for question in interview.questions if question.kind == "opening"), None)
    if asked is None or not guide.opening.probe or interview.follows is not None or len(interview.questions) > 1:
        return ()
    told = [turn for turn in interview.turns if turn.question_id == asked.id and turn.intent == "answer"]
    if not told or not all(_tells_nothing(interview, turn) for turn in told):
        return ()
    text, why = guide.opening.probe, guide.opening.why
    return (CandidateQuestion(key="probe:opening", kind="probe", criteria=(), text=text, why=why),)


def _tells_nothing(interview: Interview, turn: Turn) -> bool:
    """Nothing that could be noted, in a few words that praise it."""
    noted: tuple[HasTurnId, ...] = (*interview.evidence, *interview.facts, *interview.owners)
    if turn.state != "mapped" or any(item.turn_id == turn.id for item in noted):
        return False
    praised = any(signal.turn_id == turn.id for signal in interview.signals)
    return is_only_praise(turn.text) or (praised and len(turn.text) <= MOST_OF_PRAISE)


def _list_probes(guide: Guide, interview: Interview, reader: str | None = None) -> tuple[CandidateQuestion, ...]:
    return tuple(
        _build_probe(guide, entry.criterion, interview, reader)
        for entry in guide.criteria
        if entry.criterion not in interview.probed_criteria and _needs_probe(entry.criterion, interview)
    )


def _build_probe(guide: Guide, criterion: str, interview: Interview, reader: str | None) -> CandidateQuestion:
    """The analyst's follow-up, or the guide's: the first for a vague answer, the second for one that claims a lot.

    What was passed over in silence is asked in the criterion's own words. `reader`: who alone reads it, and to whom
    nobody else's words are held up.
    """
    entry = guide.get_criterion_guide(criterion)
    wish = next((item for item in reversed(interview.wishes) if item.probe.criterion == criterion), None)
    text = entry.probes[-1 if criterion in interview.answered_criteria else 0] if wish else entry.question
    own = wish.probe.text if wish and reader in (None, interview.get_turn(wish.turn_id).speaker) else ""
    fitted = own if own and is_fit_to_ask(own) else text
    return CandidateQuestion(key=f"probe:{criterion}", kind="probe", criteria=(criterion,), text=fitted, why=entry.why)


def list_delegated_candidates(guide: Guide, interview: Interview, person: str | None) -> tuple[CandidateQuestion, ...]:
    """What colleagues handed over to this person, who has not been asked yet: each in the words that were left, with
    whatever of it nobody has answered."""
    handed = (item for item in interview.passes if item.how == "handed_over" and person and item.to == person)
    found = (build_delegated_candidate(guide, interview, item) for item in handed)
    return tuple({candidate.key: candidate for candidate in found if candidate is not None}.values())


def build_delegated_candidate(guide: Guide, interview: Interview, item: SkippedQuestion) -> CandidateQuestion | None:
    """What one hand-over leaves to be asked; None where it was asked, or answered meanwhile."""
    left, person = interview.delegated_criteria, item.to or ""
    open_ones = tuple(c for c in item.criteria if left.get(c) == person and not was_left_to(interview, c, person))
    asked = interview.find_question(item.question_id)
    is_story = asked is not None and not asked.criteria and not was_left_to(interview, OPENING, person)
    if not open_ones and not is_story:
        return None
    key = f"left:{open_ones[0] if open_ones else OPENING}:{person}"
    if asked is None:
        return build_single_question(guide, open_ones[0], key)
    return CandidateQuestion(key=key, kind="question", criteria=open_ones, text=asked.text, why=asked.why)


def _needs_probe(criterion: str, interview: Interview) -> bool:
    """Asked without an answer that can be used, or answered too vaguely to stand on.

    What waits for somebody's answer, or has one that nobody has read yet, is not asked of somebody else meanwhile. In
    a follow-up, saying nothing new is an answer.
    """
    if any(criterion in question.criteria for question in interview.unsettled_questions):
        return False
    if any(criterion in item.criteria and item.how != "handed_over" for item in interview.passes):
        return False
    to = interview.delegated_criteria.get(criterion)
    if to and not was_left_to(interview, criterion, to):
        return False
    wished = any(wish.probe.criterion == criterion for wish in interview.wishes)
    asked, answered = criterion in interview.asked_criteria, criterion in interview.answered_criteria
    unanswered = asked and not answered and interview.follows is None
    return unanswered or (wished and (asked or answered))


def _list_topic_questions(guide: Guide, interview: Interview) -> tuple[CandidateQuestion, ...]:
    return tuple(c for topic in guide.topics for c in _build_topic_questions(guide, topic, interview))


def _build_topic_questions(guide: Guide, topic: Topic, interview: Interview) -> tuple[CandidateQuestion, ...]:
    open_ones = _select_open_criteria(interview, topic.criteria)
    if open_ones and open_ones == topic.criteria:
        why = _explain_why_asked(interview, open_ones[0], topic.why)
        return (
            CandidateQuestion(
                key=f"topic:{topic.id}", kind="question", criteria=open_ones, text=topic.question, why=why
            ),
        )
    return tuple(_build_criterion_question(guide, interview, criterion) for criterion in open_ones)


def _select_open_criteria(interview: Interview, criteria: tuple[str, ...]) -> tuple[str, ...]:
    """What is still to be asked of these. A follow-up asks about its rechecks; what somebody challenged is asked even
    where the challenge itself tells something."""
    settled = interview.answered_criteria | interview.asked_criteria | interview.skipped_criteria
    if interview.follows is None:
        return tuple(criterion for criterion in criteria if criterion not in settled)
    reasons = {item.criterion: item.reason for item in interview.rechecks}
    settled -= (
        {c for c, why in reasons.items() if why == "challenged"}
        - interview.discussed_criteria
        - interview.asked_criteria
    )
    settled |= interview.skipped_criteria
    return tuple(criterion for criterion in criteria if criterion in reasons and criterion not in settled)


def _build_criterion_question(guide: Guide, interview: Interview, criterion: str) -> CandidateQuestion:
    plain = build_single_question(guide, criterion, f"criterion:{criterion}")
    return plain.model_copy(update={"why": _explain_why_asked(interview, criterion, plain.why)})


def _explain_why_asked(interview: Interview, criterion: str, why: str) -> str:
    """Why it is asked; in a follow-up, why it is asked again."""
    again = next((_AGAIN[item.reason] for item in interview.rechecks if item.criterion == criterion), "")
    return f"{again} {why}".strip()


def build_single_question(guide: Guide, criterion: str, key: str) -> CandidateQuestion:
    """The guide's own question about one criterion."""
    entry = guide.get_criterion_guide(criterion)
    return CandidateQuestion(key=key, kind="question", criteria=(criterion,), text=entry.question, why=entry.why)
