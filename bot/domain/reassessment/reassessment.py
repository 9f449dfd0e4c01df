"""Follow-up: what is asked again of an assessed pilot, and what stands on record already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.actions.progress import ActionStatus
from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.core.people import Person
from bot.domain.core.phrases import format_date
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Framework
from bot.domain.interview.criterion_state import UNASKED
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, RecheckedCriterion, RecheckReason, Turn
from bot.domain.planning.practice_selection import list_gaps_by_weight

_STRENGTH: tuple[RecheckReason, ...] = ("challenged", "done", "disagreement", "not_asked", "unknown", "gap")
"""A criterion may be asked for several reasons; the first of these is told."""


def select_rechecks(
    made: Assessment, framework: Framework, challenges: Sequence[Challenge], done: Sequence[ActionStatus]
) -> tuple[RecheckedCriterion, ...]:
    """The criteria that may have changed since, in the order in which they hold the pilot back.

    `framework`: the one in force, whose new criteria nobody could speak to yet. `done`: the actions done since.
    """
    reasons: dict[str, set[RecheckReason]] = {}
    for gap in list_gaps_by_weight(made, framework):
        reasons.setdefault(gap.criterion, set()).add(_find_reason(gap))
    for standing in done:
        reasons.setdefault(standing.action.criterion, set()).add("done")
    for challenge in challenges:
        reasons.setdefault(challenge.criterion, set()).add("challenged")
    asked = set(framework.criterion_ids)
    rechecks = tuple(
        RecheckedCriterion(
            criterion=criterion,
            reason=next(reason for reason in _STRENGTH if reason in found),
            known=made.levels.get(criterion) is not None,
        )
        for criterion, found in reasons.items()
        if criterion in asked
    )
    return tuple(item for item in rechecks if item.reason != "gap") if is_unfinished(rechecks) else rechecks


def is_unfinished(rechecks: Iterable[RecheckedCriterion]) -> bool:
    """Whether the interview before left something unasked: then one goes on with it, and asks nothing twice."""
    return any(item.reason == "not_asked" for item in rechecks)


def _find_reason(gap: Gap) -> RecheckReason:
    if gap.kind == "unknown":
        return "not_asked" if gap.state in UNASKED else "unknown"
    return "gap" if gap.kind == "level" else "disagreement"


def build_reassessment_opening(made: Assessment) -> CandidateQuestion:
    """Open before concrete: much of what is open may be answered at once."""
    return CandidateQuestion(
        key="opening",
        kind="opening",
        criteria=(),
        text=f"What has changed since {format_date(made.made_at.date())}, and what shows it?",
        why="What you say now replaces what you said then; what you don't speak of stays as it was.",
    )


# --- what is on record already ------------------------------------------------------------------------


class RecordedStatement(NamedTuple):
    """Something a person wrote elsewhere that is read as their statement."""

    question: Question
    turn: Turn
    person: Person


def build_recorded_statements(
    challenges: Sequence[Challenge], done: Sequence[ActionStatus], people: Iterable[Person]
) -> tuple[RecordedStatement, ...]:
    """The proofs of done actions and the reasons of challenges, each in its author's words, oldest first.

    Proofs that are nothing but a link tell nothing that could be read.
    """
    known = {person.id: person for person in people}
    entries = [*_build_proof_statements(done, known), *_build_challenge_statements(challenges, known)]
    ordered = sorted(entries, key=lambda entry: entry.turn.at)
    return tuple(_assign_ids(entry, place) for place, entry in enumerate(ordered, start=1))


def _build_proof_statements(done: Sequence[ActionStatus], known: dict[str, Person]) -> Iterator[RecordedStatement]:
    for standing in done:
        if standing.since is None or not standing.note.strip():
            continue
        by = known.get(standing.by) or Person(id=standing.by, name=standing.by_name or standing.by)
        action = standing.action
        question = Question(
            id="",
            key=f"proof:{action.id}",
            kind="record",
            criteria=(action.criterion,),
            text=f"You marked this as done: {action.title}. It is done when: {action.exit}. What shows it?",
            why="",
            to=by.id,
            asked_at=standing.since,
        )
        yield RecordedStatement(question, _build_turn(by, standing.note, standing.since), by)


def _build_challenge_statements(
    challenges: Sequence[Challenge], known: dict[str, Person]
) -> Iterator[RecordedStatement]:
    for challenge in challenges:
        by = known.get(challenge.by) or Person(id=challenge.by, name=challenge.by)
        question = Question(
            id="",
            key=f"challenge:{challenge.id}",
            kind="record",
            criteria=(challenge.criterion,),
            text="You see this otherwise than it was rated. What makes you say so?",
            why="",
            to=by.id,
            asked_at=challenge.at,
        )
        yield RecordedStatement(question, _build_turn(by, challenge.reason, challenge.at), by)


def _build_turn(by: Person, text: str, at: datetime) -> Turn:
    return Turn(id="", question_id=None, speaker=by.id, text=text, at=at)


def _assign_ids(entry: RecordedStatement, place: int) -> RecordedStatement:
    question = entry.question.model_copy(update={"id": f"q{place - 1}"})
    turn = entry.turn.model_copy(update={"id": f"t{place}", "question_id": question.id})
    return entry._replace(question=question, turn=turn)


def begin_reassessment(empty: Interview, records: Sequence[RecordedStatement]) -> Interview:
    """The follow-up before its first question: what is on record waits to be read."""
    interview = empty
    for record in records:
        interview = interview.add_person(record.person).add_question(record.question).add_turn(record.turn)
    return interview


def is_recorded_statement(interview: Interview, turn: Turn) -> bool:
    question = interview.find_question(turn.question_id)
    return question is not None and question.kind == "record"
