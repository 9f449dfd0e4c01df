"""What a call is told of the interview, the pillar or the plan: the variables of the prompts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.rating import CriterionStanding, build_standings
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.interview.evidence import Evidence, Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.quotation.orders import find_factual_spans
from bot.llm.fencing import UntrustedText

PromptVariables = dict[str, object]

_ENGLISH = "en"
_LONGEST_STORY = 900
_QUOTES_BESIDE = 4
"""Of a criterion that the message is not expected to bear on."""
_QUOTES_IN_PLAY = 12
_WORDS_OF_A_BEGINNING = 8


def build_mapping_variables(
    framework: Framework, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
) -> PromptVariables:
    question = interview.find_question(turn.question_id)
    return {
        "pilot": UntrustedText(interview.pilot.name),
        "story": _find_story(interview, turn),
        "people": [_build_person(interview, person.id) for person in interview.people],
        "known": _list_known(framework, interview, turn),
        "question": _build_question(question),
        "speaker": _build_person(interview, turn.speaker),
        "message": UntrustedText(turn.text),
        "upcoming": {"text": upcoming[0].text} if upcoming else None,
    }


def build_review_variables(framework: Framework, pillar: Pillar, interview: Interview) -> PromptVariables:
    """`criteria` and `turns` are empty where nothing in the pillar is known."""
    found = build_standings(framework, interview.evidence)
    standing = [entry for criterion in pillar.criteria if (entry := found.get(criterion.id)) and entry.is_ratable]
    carrying = {item.turn_id for entry in standing for item in entry.evidence} | {
        turn_id for entry in standing if entry.disputed for turn_id in _list_replies(interview, entry.criterion)
    }
    told = [turn for turn in interview.turns if turn.id in carrying]
    texts = {turn.id: _one_line(_cut_orders(turn.text)) for turn in told}
    return {
        "pillar": pillar.model_dump(
            include={"id": True, "name": True, "criteria": {"__all__": {"id", "asks", "ladder"}}}
        ),
        "language": interview.find_common_language() or _ENGLISH,
        "criteria": [
            {
                "id": entry.criterion,
                "disputed": entry.disputed,
                "evidence": [
                    _build_evidence(item, interview, texts) for item in _deduplicate_by_sentence(entry.evidence)
                ],
                "challenges": [
                    _build_challenge(item, interview)
                    for item in interview.challenges
                    if item.criterion == entry.criterion
                ],
            }
            for entry in standing
        ],
        "turns": [_build_turn(interview, *pair) for pair in zip(told, (None, *told), strict=False)],
    }


def build_question_variables(asked: str, open_question: Question | None) -> PromptVariables:
    return {"asked": UntrustedText(asked), "open_question": _build_question(open_question)}


def build_inquiry_variables(asked: str, given: Record) -> PromptVariables:
    return {"asked": UntrustedText(asked), "entries": [_build_entry(entry) for entry in given.entries]}


def _build_entry(entry: RecordEntry) -> PromptVariables:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "pilot": UntrustedText(entry.pilot.name) if entry.pilot else None,
        "who": UntrustedText(entry.who.display_name, entry.who.role) if entry.who else None,
        "day": entry.day.isoformat() if entry.day else None,
        "words": UntrustedText(_one_line(entry.text)),
    }


def build_translation_variables(texts: Sequence[Untranslated]) -> PromptVariables:
    return {"texts": [{"language": item.language, "text": UntrustedText(item.text)} for item in texts]}


def _find_story(interview: Interview, turn: Turn) -> UntrustedText | None:
    """What the pilot is about, for a model that doesn't see the conversation; none while that is still being told."""
    openings = {question.id for question in interview.questions if question.kind == "opening"}
    told = (t for t in interview.turns if t.question_id in openings and t.id != turn.id and t.state != "retracted")
    first = next(told, None)
    return UntrustedText(first.text[:_LONGEST_STORY]) if first else None


def _build_question(question: Question | None) -> PromptVariables | None:
    return {"text": UntrustedText(question.text), "criteria": question.criteria} if question else None


def _build_person(interview: Interview, person_id: str) -> UntrustedText:
    person = interview.get_person(person_id)
    return UntrustedText(person.display_name, person.role)


def _list_known(framework: Framework, interview: Interview, turn: Turn) -> list[PromptVariables]:
    """What the latest message changed comes last: so what comes before it reads as it did in the call before, and a
    model's service has it at hand."""
    place = {told.id: number for number, told in enumerate(interview.turns)}
    question = interview.find_question(turn.question_id)
    known = [
        (max(place.get(item.turn_id, -1) for item in standing.evidence), standing)
        for standing in build_standings(framework, interview.evidence).values()
    ]
    facts = [(place.get(f.turn_id, -1), f) for f in interview.facts if f.id and f.turn_id != turn.id]
    entries = [(at, _build_standing_summary(standing, interview, question)) for at, standing in known]
    entries += [(at, _build_fact(fact)) for at, fact in facts]
    return [entry for _, entry in sorted(entries, key=lambda placed: placed[0])]


def _build_standing_summary(
    standing: CriterionStanding, interview: Interview, question: Question | None
) -> PromptVariables:
    in_play = question is None or standing.criterion in question.criteria or standing.disputed
    quotes = _deduplicate_by_sentence(standing.evidence)
    newest = quotes[-(_QUOTES_IN_PLAY if in_play else _QUOTES_BESIDE) :]
    return {
        "criterion": standing.criterion,
        "level": standing.level,
        "disputed": standing.disputed,
        "earlier": len(quotes) - len(newest) or None,
        "in_passing": standing.criterion in interview.known_criteria - interview.answered_criteria,
        "quotes": [
            UntrustedText(f"{interview.get_person(item.speaker).first_name}: {_one_line(item.sentence)}")
            for item in newest
        ],
    }


def _deduplicate_by_sentence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Two quotes of one sentence are told once, under the first one's id."""
    told: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        told.setdefault((item.turn_id, item.sentence), item)
    return list(told.values())


def _build_evidence(item: Evidence, interview: Interview, texts: Mapping[str, str]) -> PromptVariables:
    """`texts`: of the turns that are told beside it. What stands there whole is told by its beginning."""
    sentence, text = _one_line(item.sentence), texts.get(item.turn_id, "")
    beginning = _extract_beginning(sentence)
    is_enough = sentence in text and text.count(beginning) == 1 and len(beginning) < len(sentence)
    words = f"{interview.get_person(item.speaker).first_name}: {f'{beginning} …' if is_enough else sentence}"
    said_on = item.said_on.isoformat() if item.said_on else None
    read = {"id": item.id, "level": item.level, "turn": item.turn_id, "disputes": item.disputes}
    return {**read, "said_on": said_on, "words": UntrustedText(words)}


def _extract_beginning(sentence: str) -> str:
    """Never to the middle of a number: only a whole one is known as somebody's and kept from the model."""
    words = sentence.split(" ")
    end = _WORDS_OF_A_BEGINNING
    while end < len(words) and any(sign.isdigit() for sign in words[end - 1] + words[end]):
        end += 1
    return " ".join(words[:end])


def _list_replies(interview: Interview, criterion: str) -> Iterator[str]:
    """Ids of the turns that replied to a question about it."""
    asked = {question.id for question in interview.questions if criterion in question.criteria}
    return (turn.id for turn in interview.turns if turn.question_id in asked and turn.state == "mapped")


def _build_fact(fact: Fact) -> PromptVariables:
    return {"criterion": None, "id": fact.id, "kind": fact.kind, "name": UntrustedText(fact.name)}


def _build_challenge(challenge: Challenge, interview: Interview) -> PromptVariables:
    """What orders the rater in a reason is cut off, as it is from what is said."""
    by, reason = _build_person(interview, challenge.by), UntrustedText(_cut_orders(challenge.reason))
    return {"level": challenge.level, "by": by, "reason": reason}


def _build_turn(interview: Interview, turn: Turn, before: Turn | None) -> PromptVariables:
    """`before`: the turn that is told before it."""
    question = interview.find_question(turn.question_id)
    asked_the_same = question is not None and before is not None and before.question_id == turn.question_id
    return {
        "id": turn.id,
        "speaker": _build_person(interview, turn.speaker),
        "question": UntrustedText(question.text) if question and not asked_the_same else None,
        "asked_the_same": asked_the_same,
        "text": UntrustedText(_cut_orders(turn.text)),
    }


def _cut_orders(text: str) -> str:
    """What orders the rater is no testimony."""
    return " ".join(span.extract_from(text) for span in find_factual_spans(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
