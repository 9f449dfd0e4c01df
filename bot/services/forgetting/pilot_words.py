"""What was said of one pilot, told apart: the words that go, and everything else that was said."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from bot.domain.actions.progress import Step
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.core.team import Challenge, Team
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.forgetting.eraser import Eraser, list_literals
from bot.domain.forgetting.forgotten_person import SOMEBODY, build_forgotten_person
from bot.domain.forgetting.withdrawal import list_notes, list_words
from bot.domain.forgetting.withdrawn_words import Cause, WithdrawnWords
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage
from bot.domain.plan.plan import ProductionPlan
from bot.domain.work.output_feedback import OutputFeedback
from bot.services.ports.core import UnitOfWork


class PilotRecords(NamedTuple):
    """Everything that is kept of one pilot and holds words of people."""

    team: Team
    interviews: tuple[Interview, ...]
    assessments: tuple[Assessment, ...]
    plans: tuple[ProductionPlan, ...]
    challenges: tuple[Challenge, ...]
    steps: tuple[Step, ...]
    outcomes: tuple[DecisionOutcome, ...]
    feedback: tuple[OutputFeedback, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """As they are named in all of it."""
        asked = (person for interview in self.interviews for person in interview.people)
        return (*self.team.people, *asked, *(person for made in self.assessments for person in made.people))

    def list_notes(self) -> list[tuple[str, str]]:
        """What was written beside the answers, each with who did."""
        return [
            *(note for interview in self.interviews for note in list_notes(interview)),
            *((one.by, one.reason) for one in self.challenges),
            *((step.by, f"{step.note} {step.link or ''}") for step in self.steps),
            *((one.by, one.note) for one in self.outcomes),
            *((one.by, one.why) for one in self.feedback),
            (self.team.lead, self.team.purpose),
        ]


def load_records(uow: UnitOfWork, pilot_id: str) -> PilotRecords:
    """Raises NotFound."""
    interviews = tuple(uow.interviews.get(one) for one in uow.withdrawals.list_interview_ids(pilot_id))
    made = uow.assessments.list_for_pilot(pilot_id)
    ids = {interview.id for interview in interviews}
    return PilotRecords(
        uow.teams.get(pilot_id),
        interviews,
        made,
        uow.plans.list_for_pilot(pilot_id),
        uow.withdrawals.list_challenges(pilot_id),
        uow.withdrawals.list_steps(pilot_id),
        uow.decision_outcomes.list_by_pilot([pilot_id]).get(pilot_id, ()),
        tuple(one for one in uow.output_feedback.list_all() if one.interview_id in {None, *ids}),
    )


def build_person_eraser(
    records: PilotRecords, knowledge: Knowledge, person_id: str, names: Iterable[Person], key: str
) -> Eraser:
    """`names`: by which they are known beside those of the records. `key`: of their wish."""
    said, kept = [], []
    for interview in records.interviews:
        own = frozenset(turn.id for turn in interview.turns if turn.speaker == person_id)
        theirs, others = list_words(interview, of=own)
        said += theirs
        kept += others
    for by, note in records.list_notes():
        (said if by == person_id else kept).append(note)
    person = build_forgotten_person(person_id, (*names, *records.people), records.people, key)
    words = _build_words(records, knowledge, said, kept, "forgotten")
    return Eraser(words, person)


class TurnWords(NamedTuple):
    """Those of one turn, that go. `now`: what its message reads instead."""

    interview_id: str
    turn_id: str
    cause: Cause = "deleted"
    now: str = ""


def build_turn_eraser(records: PilotRecords, knowledge: Knowledge, gone: TurnWords) -> Eraser:
    said, kept = [], [gone.now]
    for interview in records.interviews:
        own = frozenset({gone.turn_id} if interview.id == gone.interview_id else ())
        theirs, others = list_words(interview, of=own)
        said += theirs
        kept += others
    kept += [note for _, note in records.list_notes()]
    return Eraser(_build_words(records, knowledge, said, kept, gone.cause))


def _build_words(
    records: PilotRecords, knowledge: Knowledge, said: list[str], kept: list[str], cause: Cause
) -> WithdrawnWords:
    names = (*(person.name for person in records.people), records.team.pilot.name, SOMEBODY)
    return WithdrawnWords(said, (*kept, *names, *knowledge.texts, *_list_kinds()), cause)


@cache
def _list_kinds() -> tuple[str, ...]:
    """The words that records are written with, whoever they are about."""
    kinds = (Interview, Assessment, ProductionPlan, Digest, Step, DecisionOutcome, BotMessage, OutputFeedback, Team)
    return tuple(sorted(list_literals(*kinds)))
