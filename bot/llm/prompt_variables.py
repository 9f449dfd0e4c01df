"""What a call is told of the interview, the pillar or the plan: the variables of the prompts."""

from collections.abc import Iterable, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import Standing, standings
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.guards import told
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import Candidate
from bot.domain.interview.turn import Question, Turn
from bot.domain.planning.plan import Action, ProductionPlan
from bot.domain.planning.summary import story_of
from bot.llm.fencing import Said

Brief = dict[str, object]

_LONGEST_STORY = 900
_QUOTES_OF_A_CRITERION = 4
_QUOTES_OF_THE_OPEN_QUESTION = 6


def of_answer(framework: Framework, interview: Interview, turn: Turn, upcoming: Sequence[Candidate]) -> Brief:
    question = interview.question(turn.question_id)
    known = standings(framework, interview.evidence)
    return {
        "pilot": Said(interview.pilot.name),
        "story": _story(interview, turn),
        "people": [_person(interview, person.id) for person in interview.people],
        "known": [_digest(standing, interview, question) for standing in known.values()],
        "unknown": [criterion for criterion in framework.criterion_ids if criterion not in known],
        "question": _question(question),
        "speaker": _person(interview, turn.speaker),
        "message": Said(turn.text),
        "upcoming": [candidate.model_dump(include={"key", "criteria", "text"}) for candidate in upcoming],
    }


def of_pillar(framework: Framework, pillar: Pillar, interview: Interview) -> Brief:
    """`criteria` and `turns` are empty where nothing in the pillar is known."""
    found = standings(framework, interview.evidence)
    standing = [found[criterion.id] for criterion in pillar.criteria if criterion.id in found]
    carrying = {item.turn_id for entry in standing for item in entry.evidence}
    return {
        "pillar": pillar.id,
        "criteria": [
            {
                "id": entry.criterion,
                "disputed": entry.disputed,
                "evidence": [_piece(item, interview) for item in _by_sentence(entry.evidence)],
                "challenges": _challenges(entry.criterion, interview),
            }
            for entry in standing
        ],
        "turns": [_turn(turn, interview) for turn in interview.turns if turn.id in carrying],
    }


def of_question(asked: str, open_question: Question | None) -> Brief:
    return {"asked": Said(asked), "open_question": _question(open_question)}


def of_plan(plan: ProductionPlan, assessment: Assessment, actions: Sequence[Action], first: bool) -> Brief:
    """`first`: of the calls that word one plan, the one that writes the summary and the risks too."""
    return {
        "pilot": Said(plan.pilot.name),
        "stage": plan.stage,
        "target_stage": plan.target_stage,
        "weeks": plan.weeks,
        "people": [Said(person.name, person.role) for person in assessment.people],
        "known": [_rating(assessment, criterion) for criterion in _told(assessment, actions, first)],
        "actions": [_action(action) for action in actions],
        "wants_summary": first,
        "summary": [Said(sentence) for sentence in story_of(plan)] if first else [],
        "risks": [risk.model_dump(include={"id", "title", "why"}) for risk in plan.risks] if first else [],
    }


def of_digest(facts: Sequence[str]) -> Brief:
    return {"facts": [Said(fact) for fact in facts]}


def batches(actions: Sequence[Action], size: int, most: int) -> tuple[tuple[Action, ...], ...]:
    """The actions in calls of about equal length, `most` of them at most; one empty batch when there are none."""
    count = min(most, max(1, -(-len(actions) // size)))
    length = max(1, -(-len(actions) // count))
    return tuple(tuple(actions[i : i + length]) for i in range(0, max(1, len(actions)), length))


def _story(interview: Interview, turn: Turn) -> Said | None:
    """What the pilot is about, for a model that doesn't see the conversation; none while that is still being told."""
    openings = {question.id for question in interview.questions if question.kind == "opening"}
    told = (t for t in interview.turns if t.question_id in openings and t.id != turn.id and t.state != "retracted")
    first = next(told, None)
    return Said(first.text[:_LONGEST_STORY]) if first else None


def _question(question: Question | None) -> Brief | None:
    return {"text": Said(question.text), "criteria": question.criteria} if question else None


def _person(interview: Interview, person_id: str) -> Said:
    person = interview.person(person_id)
    return Said(person.name, person.role)


def _digest(standing: Standing, interview: Interview, question: Question | None) -> Brief:
    in_play = question is not None and standing.criterion in question.criteria
    newest = _by_sentence(standing.evidence)[-(_QUOTES_OF_THE_OPEN_QUESTION if in_play else _QUOTES_OF_A_CRITERION) :]
    return {
        "criterion": standing.criterion,
        "level": standing.level,
        "disputed": standing.disputed,
        "quotes": [Said(f"{interview.person(item.speaker).first_name}: {_one_line(item.sentence)}") for item in newest],
    }


def _by_sentence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Two quotes of one sentence are told once, under the first one's id."""
    told: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        told.setdefault((item.turn_id, item.sentence), item)
    return list(told.values())


def _piece(item: Evidence, interview: Interview) -> Brief:
    words = f"{interview.person(item.speaker).first_name}: {_one_line(item.sentence)}"
    said_on = item.said_on.isoformat() if item.said_on else None
    read = {"id": item.id, "level": item.level, "turn": item.turn_id, "disputes": item.disputes}
    return {**read, "said_on": said_on, "words": Said(words)}


def _challenges(criterion: str, interview: Interview) -> list[Brief]:
    return [_challenge(item, interview) for item in interview.challenges if item.criterion == criterion]


def _challenge(challenge: Challenge, interview: Interview) -> Brief:
    """What orders the rater in a reason is cut off, as it is from what is said."""
    reason = " ".join(span.of(challenge.reason) for span in told(challenge.reason))
    return {"level": challenge.level, "by": _person(interview, challenge.by), "reason": Said(reason)}


def _turn(turn: Turn, interview: Interview) -> Brief:
    question = interview.question(turn.question_id)
    return {
        "id": turn.id,
        "speaker": _person(interview, turn.speaker),
        "question": Said(question.text) if question else None,
        "text": Said(" ".join(span.of(turn.text) for span in told(turn.text))),
    }


def _told(assessment: Assessment, actions: Sequence[Action], wants_summary: bool) -> list[str]:
    """The summary is about everything; the other calls need only what their actions are about."""
    touched = {action.criterion for action in actions}
    return [rating.criterion for rating in assessment.ratings if wants_summary or rating.criterion in touched]


def _rating(assessment: Assessment, criterion: str) -> Brief:
    rating = assessment.rating_of(criterion)
    return {
        "criterion": criterion,
        "level": rating.level,
        "disputed": rating.disputed,
        "quotes": [
            Said(f"{assessment.person(item.speaker).name}: {_one_line(item.sentence)}")
            for item in _by_sentence(assessment.evidence_for(rating))
        ],
    }


def _action(action: Action) -> Brief:
    return {
        **action.model_dump(include={"id", "criterion", "gap", "now", "target", "title", "deliverable", "exit"}),
        "role": action.role_name,
        "person": Said(action.person_name) if action.person_name else None,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())
