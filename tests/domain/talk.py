"""Small interviews in code: what was asked, what was said, what was read from it."""

from datetime import UTC, datetime

from bot.domain.core.people import Person, Pilot
from bot.domain.interview.answer_mapping import ProposedProbe
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, QuestionKind, Turn, TurnFindings

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco", role="Director operations")


def an_interview() -> Interview:
    """Freshly begun: the opening question is asked."""
    empty = Interview(id="i1", pilot=Pilot(id="p1", name="FreightMatch"), people=(DANA,))
    return asked(empty, kind="opening", key="opening")


def asked(interview: Interview, *criteria: str, kind: QuestionKind = "question", key: str = "") -> Interview:
    number = len(interview.questions)
    question = Question(
        id=f"q{number}", key=key or f"criterion:{'+'.join(criteria)}", kind=kind, criteria=criteria, text="?", why="w"
    )
    return interview.add_question(question)


def said(interview: Interview, text: str, *, by: Person = DANA, source: str | None = None) -> Interview:
    question = interview.open_question
    turn = Turn(
        id=f"t{len(interview.turns) + 1}",
        question_id=question.id if question else None,
        speaker=by.id,
        text=text,
        at=NOON,
        source=source,
    )
    return interview.add_person(by).add_turn(turn)


def some_evidence(criterion: str, level: int, turn_id: str = "t1", *, by: Person = DANA, **flags: bool) -> Evidence:
    return Evidence(
        id=f"{turn_id}.{criterion}",
        criterion=criterion,
        level=level,
        quote="words",
        sentence="words",
        turn_id=turn_id,
        speaker=by.id,
        corrects=flags.get("corrects", False),
        disputes=flags.get("disputes", False),
    )


def read(interview: Interview, *evidence: Evidence, vague: tuple[str, ...] = ()) -> Interview:
    """The newest turn, taken in with this evidence."""
    turn = interview.turns[-1]
    own = tuple(item.model_copy(update={"turn_id": turn.id, "id": f"{turn.id}.{item.criterion}"}) for item in evidence)
    heard = TurnFindings(evidence=own, probes=tuple(ProposedProbe(criterion=criterion) for criterion in vague))
    return interview.record_findings(turn.id, turn.revision, heard)
