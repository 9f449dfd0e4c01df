"""Recording: one team's side of an interview, as recorded in a YAML file, and the team that answers from it."""

from itertools import takewhile
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from bot.domain.core.errors import RecordingInvalid
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.interview.turn import Question
from bot.services.interview.cleaning import AnswerMessage


class RecordedAnswer(Value):
    by: str
    text: str


class Gold(Value):
    """What a careful reader makes of the team."""

    levels: dict[str, int | None]
    quotes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    traps: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    stage: str


class Recording(Value):
    id: str
    pilot: str
    people: tuple[Person, ...]
    opening: RecordedAnswer
    answers: dict[str, tuple[RecordedAnswer, ...]]
    later: tuple[RecordedAnswer, ...] = ()
    gold: Gold | None = None

    def get_person(self, person_id: str) -> Person:
        return next(person for person in self.people if person.id == person_id)

    def build_answer(self, said: RecordedAnswer) -> AnswerMessage:
        return AnswerMessage(speaker=self.get_person(said.by), text=said.text)


class RecordedTeam:
    """Answers what it is asked: of each criterion asked about, the next recorded turn, else "I don't know", once.

    Who has something to add to a colleague's answer doesn't wait to be asked for it.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._left = {criterion: list(turns) for criterion, turns in recording.answers.items()}
        self._given_up: set[str] = set()

    def reply_to_question(self, question: Question) -> tuple[AnswerMessage, ...]:
        """Nothing where it is asked the same again and has said all it knows."""
        told = [turns for criterion in question.criteria if (turns := self._take_turns(criterion))]
        said = [turn for turns in told for turn in turns]
        if len(told) < len(question.criteria) and question.id not in self._given_up:
            self._given_up.add(question.id)
            said.append(RecordedAnswer(by=self._recording.opening.by, text="I don't know"))
        return tuple(self._recording.build_answer(turn) for turn in said)

    def _take_turns(self, criterion: str) -> list[RecordedAnswer]:
        """The next turn of it, with what others add to that."""
        left = self._left.get(criterion, [])
        taken = left[:1]
        taken += takewhile(lambda turn: turn.by != taken[0].by, left[1:])
        del left[: len(taken)]
        return taken


def load_recording(path: Path, framework: Framework) -> Recording:
    """Reads and checks a recorded interview. Raises RecordingInvalid, naming the file and the key."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise RecordingInvalid(f"{path}: cannot be read ({exc.strerror}).") from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise RecordingInvalid(f"{path}: is not YAML: {_one_line(exc)}") from exc
    try:
        recording = Recording.model_validate(content)
    except ValidationError as exc:
        raise RecordingInvalid(f"{path}: {_first_problem(exc)}") from exc
    _check_recording(recording, framework, path)
    return recording


def _check_recording(recording: Recording, framework: Framework, path: Path) -> None:
    known = set(framework.criterion_ids)
    levels = recording.gold.levels if recording.gold else {}
    for key, criteria in (("answers", recording.answers), ("gold.levels", levels)):
        for criterion in criteria:
            if criterion not in known:
                raise RecordingInvalid(f"{path}: {key}.{criterion}: no such criterion.")
    people = {person.id for person in recording.people}
    if len(people) < len(recording.people):
        raise RecordingInvalid(f"{path}: people: two of them have the same id.")
    if recording.gold and recording.gold.stage not in {stage.id for stage in framework.stages}:
        raise RecordingInvalid(f"{path}: gold.stage: {recording.gold.stage} is no stage.")
    turns = [("opening", recording.opening), *(("later", said) for said in recording.later)]
    turns += [(f"answers.{c}", said) for c, said_list in recording.answers.items() for said in said_list]
    for key, said in turns:
        if said.by not in people:
            raise RecordingInvalid(f"{path}: {key}: {said.by} is not among the people.")


def _first_problem(exc: ValidationError) -> str:
    first = exc.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    more = f" (and {exc.error_count() - 1} more)" if exc.error_count() > 1 else ""
    return f"{where}: {first['msg']}{more}"


def _one_line(exc: Exception) -> str:
    return " ".join(str(exc).split())
