"""CriterionState: whether a criterion is known, and why it isn't, told apart as the framework's description does."""

from collections.abc import Iterable
from typing import Literal

from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.turn import SkippedQuestion

CriterionState = Literal["known", "not_asked", "skipped", "later", "did_not_know", "nobody_could_say", "taken_out"]
"""`known`: there is a level, or a disagreement · `not_asked`: nobody replied to a question about it yet · `skipped`,
`later`: put off; what waits for a colleague is put off too · `did_not_know`: who was asked couldn't say, or said
nothing that shows a level; others could be asked · `nobody_could_say`: all who could know said that they don't ·
`taken_out`: somebody had said it and asked to be forgotten, or deleted it; only in an assessment made before that."""
UNASKED: frozenset[CriterionState] = frozenset({"not_asked", "skipped", "later"})
"""No finding about the team: nobody has tried to answer yet."""
STATE_PHRASES: dict[CriterionState | None, str] = {
    "not_asked": "not asked yet",
    "skipped": "skipped",
    "later": "left for later",
    "did_not_know": "asked, without an answer to go by",
    "nobody_could_say": "nobody could say",
    "taken_out": "not known any more since somebody's words were taken out",
    None: "nobody could say",
}
"""Why something is unknown. None: rated before these were told apart, when all of it was called that."""
_FEWEST_TO_SPEAK_FOR_A_TEAM = 2


def find_state(interview: InterviewRecord, criterion: str) -> CriterionState:
    """The state of one criterion, as the interview stands."""
    if any(
        criterion in (item.criterion, item.contradicts) and (item.level is not None or item.disputes)
        for item in interview.evidence
    ):
        return "known"
    passes = [item for item in interview.passes if criterion in item.criteria]
    if not passes:
        return "did_not_know" if _was_replied_to(interview, criterion) else "not_asked"
    return _find_state_of_pass(interview, passes)


def list_people_asked(interview: InterviewRecord, criterion: str) -> tuple[str, ...]:
    """Ids of those who let it go as it was let go last: who skipped it is not said not to know."""
    passes = [item for item in interview.passes if criterion in item.criteria]
    return tuple(dict.fromkeys(item.by for item in passes if item.how == passes[-1].how))


def _find_state_of_pass(interview: InterviewRecord, passes: list[SkippedQuestion]) -> CriterionState:
    last = passes[-1].how
    if last == "skip":
        return "skipped"
    if last in {"later", "handed_over"}:
        return "later"
    return "nobody_could_say" if _speak_for_all(interview, passes) else "did_not_know"


def _speak_for_all(interview: InterviewRecord, passes: Iterable[SkippedQuestion]) -> bool:
    """Whether everybody who could know said that they don't. One person alone never speaks for a team."""
    asked = {item.by for item in passes if item.how == "dont_know"}
    everybody = {person.id for person in interview.people}
    return len(everybody) >= _FEWEST_TO_SPEAK_FOR_A_TEAM and everybody <= asked


def _was_replied_to(interview: InterviewRecord, criterion: str) -> bool:
    asked = {question.id for question in interview.questions if criterion in question.criteria}
    replies = (turn for turn in interview.turns if turn.question_id in asked)
    return any(turn.state == "mapped" and turn.intent == "answer" for turn in replies)
