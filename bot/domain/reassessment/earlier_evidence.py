"""Past: what was said in the interviews before, as far as it still counts, beside what is said now."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from bot.domain.assessment.rating import drop_corrected
from bot.domain.core.team import Challenge
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn

T = TypeVar("T", Evidence, Fact, OwnerClaim, Signal)


def merge_earlier_interviews(
    interview: Interview, past: Sequence[Interview], challenges: Sequence[Challenge] = ()
) -> Interview:
    """The interview together with those it follows (oldest first): all that counts today, for reading, not storing.

    What somebody says of a criterion now replaces what they said of it then. Ids of before carry the id of their
    interview, so that none means two things.
    """
    spoken = {(item.speaker, item.criterion) for item in interview.evidence}
    whole = interview.model_copy(update={"challenges": tuple(challenges)})
    for earlier in reversed(past):
        own = drop_corrected(earlier.evidence)
        counts = tuple(item for item in own if (item.speaker, item.criterion) not in spoken)
        spoken |= {(item.speaker, item.criterion) for item in own}
        whole = _merge_earlier(whole, earlier, counts)
    return whole


def build_reading_context(interview: Interview, past: Sequence[Interview]) -> Interview:
    """What a new turn is read against: what is known from before, and how the pilot was first described.

    Not the other turns of before: what somebody says now is not to be read together with what it replaces.
    """
    whole = merge_earlier_interviews(interview, past)
    own = {turn.id for turn in interview.turns}
    openings = {question.id for question in whole.questions if question.kind == "opening"}
    turns = tuple(turn for turn in whole.turns if turn.id in own or turn.question_id in openings)
    return whole.model_copy(update={"turns": turns})


def _merge_earlier(whole: Interview, earlier: Interview, counts: Sequence[Evidence]) -> Interview:
    said = {turn.id: turn.at.date() for turn in earlier.turns if turn.state != "retracted"}
    known = {person.id for person in whole.people}
    return whole.model_copy(
        update={
            "people": (*whole.people, *(person for person in earlier.people if person.id not in known)),
            "questions": (*_prefix_questions(earlier), *whole.questions),
            "turns": (*_prefix_turns(earlier), *whole.turns),
            "evidence": (*(_prefix_evidence(item, earlier, said) for item in counts), *whole.evidence),
            "facts": (*(_prefix_fact(fact, earlier) for fact in earlier.facts), *whole.facts),
            "owners": (*(_prefix_turn_id(claim, earlier) for claim in earlier.owners), *whole.owners),
            "signals": (*(_prefix_turn_id(signal, earlier) for signal in earlier.signals), *whole.signals),
        }
    )


def _prefix_questions(earlier: Interview) -> Iterator[Question]:
    return (q.model_copy(update={"id": _prefix_id(earlier, q.id)}) for q in earlier.questions)


def _prefix_turns(earlier: Interview) -> Iterator[Turn]:
    for turn in earlier.turns:
        if turn.state != "retracted":
            question = _prefix_id(earlier, turn.question_id) if turn.question_id else None
            yield turn.model_copy(update={"id": _prefix_id(earlier, turn.id), "question_id": question})


def _prefix_evidence(item: Evidence, earlier: Interview, said: dict[str, date]) -> Evidence:
    changes = {"id": _prefix_id(earlier, item.id), "said_on": said.get(item.turn_id)}
    return _prefix_turn_id(item, earlier).model_copy(update=changes)


def _prefix_fact(fact: Fact, earlier: Interview) -> Fact:
    """Facts from before they had ids keep none."""
    ids = {
        "id": fact.id and _prefix_id(earlier, fact.id),
        "adds_to": fact.adds_to and _prefix_id(earlier, fact.adds_to),
    }
    return _prefix_turn_id(fact, earlier).model_copy(update=ids)


def _prefix_turn_id(item: T, earlier: Interview) -> T:
    return item.model_copy(update={"turn_id": _prefix_id(earlier, item.turn_id)})


def _prefix_id(earlier: Interview, own: str) -> str:
    return f"{earlier.id}/{own}"
