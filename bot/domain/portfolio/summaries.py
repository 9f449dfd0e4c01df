"""Summaries: what lists tell of an interview and of an assessment, kept beside it, so that they need not read it."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import PlainSerializer

from bot.domain.asking.interview_activity import InterviewStatus
from bot.domain.asking.open_state import find_interview_state
from bot.domain.assessment.assessment import Assessment, PillarReadiness, StageBasis
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import PutOff, Question, RecheckedCriterion, Turn

Criteria = Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])]


class UnreadAnswer(Value):
    """Whose words wait to be read, and why they are not being read."""

    speaker: str
    put_off: PutOff | None = None


class InterviewSummary(Value):
    """Named like the interview's own, so that whoever tells of it tells of either. No date is counted from: what
    depends on the day is left to whoever reads it. What is over waits for nothing, and says so."""

    id: str
    version: int
    """Of the interview that it was made of: of another one it tells nothing."""
    status: InterviewStatus
    follows: str | None = None
    people: tuple[Person, ...] = ()
    """Those whose answer, or its reading, is waited for."""
    known_criteria: Criteria = frozenset()
    rechecks: tuple[RecheckedCriterion, ...] = ()
    rechecked_criteria: Criteria = frozenset()
    pending_questions: tuple[Question, ...] = ()
    unread_turns: tuple[UnreadAnswer, ...] = ()

    @classmethod
    def from_interview(cls, interview: Interview) -> Self:
        over = interview.status == "closed"
        return cls(
            id=interview.id,
            version=interview.version,
            status=interview.status,
            follows=interview.follows,
            people=tuple(map(interview.get_person, find_interview_state(interview).waits_for)),
            known_criteria=interview.known_criteria,
            rechecks=interview.rechecks,
            rechecked_criteria=interview.rechecked_criteria,
            pending_questions=() if over else interview.pending_questions,
            unread_turns=() if over else tuple(_sum_up_turn(turn) for turn in interview.unread_turns),
        )

    def get_person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))


def _sum_up_turn(turn: Turn) -> UnreadAnswer:
    return UnreadAnswer(speaker=turn.speaker, put_off=turn.put_off)


class AssessmentSummary(Value):
    """Named like the assessment's own. Nobody's words stand in it, and nobody's name."""

    id: str
    interview_id: str
    made_at: datetime
    framework_version: str
    stage: str
    stage_basis: StageBasis
    is_rated: bool
    pillars: tuple[PillarReadiness, ...]

    @classmethod
    def from_assessment(cls, made: Assessment) -> Self:
        return cls(
            id=made.id,
            interview_id=made.interview_id,
            made_at=made.made_at,
            framework_version=made.framework_version,
            stage=made.stage,
            stage_basis=made.stage_basis,
            is_rated=made.is_rated,
            pillars=made.pillars,
        )

    def get_pillar_readiness(self, pillar_id: str) -> PillarReadiness:
        nothing = PillarReadiness(pillar=pillar_id, mean=0.0, known=0, of=0)
        return next((readiness for readiness in self.pillars if readiness.pillar == pillar_id), nothing)
