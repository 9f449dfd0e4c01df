"""OwnerQuestion: who is only proposed to answer for the workflow is asked first of all, by name."""

from collections.abc import Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.framework.practice import Practice, Practices
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.interview.role_titles import OWNER
from bot.domain.plan.action import Action, Reason
from bot.domain.planning.practice_selection import ChosenPractice

_PERSON = "{person}"


def put_owner_question_first(
    chosen: Sequence[ChosenPractice], gaps: Sequence[Gap], assessment: Assessment, library: Practices
) -> tuple[ChosenPractice, ...]:
    """With the question to whoever is proposed before them, and whatever the owner does waiting for the answer."""
    claim, practice = assessment.owner, library.owner_question
    if claim is None or claim.claim != "proposed" or practice is None:
        return tuple(chosen)
    question = ChosenPractice(
        id=practice.id, practice=_name_person(practice, claim), gap=_find_gap(gaps, practice, assessment)
    )
    waiting = (_wait_for(item, question) if item.practice.role == OWNER else item for item in chosen)
    return (question, *waiting)


def _name_person(practice: Practice, claim: OwnerClaim) -> Practice:
    name = claim.name or claim.person
    texts = {key: getattr(practice, key).replace(_PERSON, name) for key in ("title", "deliverable", "exit")}
    return practice.model_copy(update=texts)


def _find_gap(gaps: Sequence[Gap], practice: Practice, assessment: Assessment) -> Gap:
    """The gap of the criterion; where it is where it has to be, the level as it stands, until they have said so."""
    criterion = practice.criterion or ""
    found = [gap for gap in gaps if gap.criterion == criterion]
    level = assessment.get_rating(criterion).level
    return found[0] if found else Gap(criterion=criterion, kind="level", now=level, target=level or 0)


def _wait_for(item: ChosenPractice, question: ChosenPractice) -> ChosenPractice:
    return item.model_copy(update={"waits_for": tuple(dict.fromkeys((question.id, *item.waits_for)))})


def quote_owner_claim(actions: Sequence[Action], assessment: Assessment, library: Practices) -> tuple[Action, ...]:
    """The question with the words that propose them before what else calls for it."""
    claim, practice = assessment.owner, library.owner_question
    if claim is None or practice is None or not claim.quote:
        return tuple(actions)
    said = Reason(text=claim.quote, turn_id=claim.turn_id, speaker=claim.speaker)
    return tuple(
        action.model_copy(update={"because": (said, *(r for r in action.because if r.text != said.text))})
        if action.id == practice.id
        else action
        for action in actions
    )


def is_owner_question(action_id: str, library: Practices) -> bool:
    return library.owner_question is not None and action_id == library.owner_question.id
