"""Talk: a short way to say something to the offline analyst, and to interview a recorded team with it."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.console.recording import RecordedTeam, Recording, load_recording
from bot.domain.asking.questioning import build_opening_candidate, list_candidates, to_question
from bot.domain.assessment.rating import build_standings
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.guards import guard_mapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.llm.offline import OfflineAnalyst

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANNA = Person(id="U1", name="Anna Berg", role="Head of claims")
TOM = Person(id="U2", name="Tom Vance", role="Engineer")
T = TypeVar("T")


def done(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    raise AssertionError("the offline analyst must not wait for anything")


class Talk:
    """An interview in which anybody can say anything."""

    def __init__(
        self,
        analyst: OfflineAnalyst,
        framework: Framework,
        people: tuple[Person, ...] = (ANNA, TOM),
        interview: Interview | None = None,
    ) -> None:
        self.analyst = analyst
        self.framework = framework
        self.interview = interview or Interview(id="i1", pilot=Pilot(id="p1", name="ClaimMate"), people=people)

    def ask(self, *criteria: str) -> "Talk":
        key = f"q{len(self.interview.questions)}"
        kind = "question" if criteria else "opening"
        question = Question.model_validate(
            {"id": key, "key": key, "kind": kind, "criteria": criteria, "text": "?", "why": ""}
        )
        self.interview = self.interview.add_question(question)
        return self

    def say(self, text: str, *, by: Person = ANNA, unasked: bool = False) -> AnswerMapping:
        question = None if unasked else self.interview.open_question
        turn = Turn(
            id=f"t{len(self.interview.turns) + 1}",
            question_id=question.id if question else None,
            speaker=by.id,
            text=text,
            at=START + timedelta(minutes=len(self.interview.turns)),
        )
        self.interview = self.interview.add_turn(turn)
        mapping = done(self.analyst.map_answer(self.interview, turn, ())).value
        self.interview = self.interview.record_findings(turn.id, 0, guard_mapping(mapping, turn, self.framework).heard)
        return mapping

    @property
    def levels(self) -> dict[str, int | None]:
        return {c: standing.level for c, standing in build_standings(self.framework, self.interview.evidence).items()}

    @property
    def disputed(self) -> set[str]:
        return {c for c, s in build_standings(self.framework, self.interview.evidence).items() if s.disputed}


def recordings(folder: Path, knowledge: Knowledge) -> list[Recording]:
    return [load_recording(file, knowledge.framework) for file in sorted(folder.glob("*.yaml"))]


def interviewed(
    analyst: OfflineAnalyst, knowledge: Knowledge, recording: Recording, spoken: Callable[[str], str] = str
) -> Talk:
    """The recorded team interviewed to the end; `spoken` may change every turn's words."""
    talk = Talk(analyst, knowledge.framework, recording.people)
    talk.interview = talk.interview.add_question(to_question(build_opening_candidate(knowledge.guide), talk.interview))
    talk.say(spoken(recording.opening.text), by=recording.get_person(recording.opening.by))
    team = RecordedTeam(recording)
    while upnext := list_candidates(knowledge.guide, talk.interview, 1):
        question = to_question(upnext[0], talk.interview)
        talk.interview = talk.interview.add_question(question)
        for message in team.reply_to_question(question):
            mapping = talk.say(spoken(message.text), by=message.speaker)
            if mapping.intent == "dont_know":
                talk.interview = talk.interview.skip_question("dont_know", by=message.speaker.id)
    for said in recording.later:
        talk.say(spoken(said.text), by=recording.get_person(said.by), unasked=True)
    return talk
