"""An interview without somebody's words: their turns are empty, and nothing is left of what was read from them."""

from collections.abc import Iterator

from bot.domain.core.people import Person
from bot.domain.forgetting.withdrawal import Withdrawal
from bot.domain.framework.framework import Framework
from bot.domain.interview.confirmation import drop_confirmations
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion


def withdraw_from_interview(interview: Interview, gone: Withdrawal, framework: Framework) -> Interview:
    """Raises nothing, whatever its state: also an interview that is over is without them from now on. A turn whose
    message was edited is amended by whoever heard of that."""
    left = interview
    for turn in interview.turns if gone.cause != "edited" else ():
        if turn.state != "retracted" and gone.covers(interview.id, _Spoken(turn.id, turn.speaker)):
            left = left.retract_turn(turn.id)
    return gone.eraser.clean(left.model_copy(update=_list_changes(left, gone, framework)))


class _Spoken:
    """A turn, as what is noted of it names it."""

    def __init__(self, turn_id: str, speaker: str) -> None:
        self.turn_id = turn_id
        self.speaker = speaker


def _list_changes(left: Interview, gone: Withdrawal, framework: Framework) -> dict[str, object]:
    holds = gone.eraser.words.holds
    return {
        "turns": tuple(
            turn.model_copy(update={"language": None, "levels_before": ()}) if turn.state == "retracted" else turn
            for turn in left.turns
        ),
        "evidence": tuple(drop_confirmations(item, gone.is_of_person) for item in left.evidence),
        "owners": tuple(claim for claim in left.owners if not gone.covers_claim(left.id, claim)),
        "fits": tuple(fit for fit in left.fits if not gone.is_of_person(fit.person)),
        "translations": tuple(one for one in left.translations if not (holds(one.text) or holds(one.reads))),
        "wordings": tuple(one for one in left.wordings if not holds(one.wording.text)),
        "questions": tuple(_put_plainly(question, gone, framework) for question in left.questions),
        "people": drop_roles(left.people, gone),
        "passes": (*left.passes, *_let_go(left, gone)),
    }


def drop_roles(people: tuple[Person, ...], gone: Withdrawal) -> tuple[Person, ...]:
    """What somebody is in the company tells who they are."""
    return tuple(
        person.model_copy(update={"role": ""}) if gone.is_of_person(person.id) else person for person in people
    )


def _let_go(left: Interview, gone: Withdrawal) -> Iterator[SkippedQuestion]:
    """Whatever stands before them alone waits for nobody any more."""
    for question in left.pending_questions:
        if question.to is not None and gone.is_of_person(question.to):
            still = tuple(criterion for criterion in question.criteria if criterion not in left.answered_criteria)
            yield SkippedQuestion(question_id=question.id, criteria=still, how="skip", by=question.to)


def _put_plainly(question: Question, gone: Withdrawal, framework: Framework) -> Question:
    """A question that took up such words asks for the same without them."""
    if not gone.eraser.words.holds(question.text):
        return question
    about = [framework.get_criterion(criterion).name.lower() for criterion in question.criteria]
    plain = f"How does it stand with {' and '.join(about)}?" if about else gone.eraser.stand_in
    return question.model_copy(update={"text": plain})
