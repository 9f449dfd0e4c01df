"""The progress card: how far an interview is, what was noted last, and before whom the next question stands."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bot.domain.asking.open_state import OpenState
from bot.domain.assessment.rating import find_standing
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview.progress import format_progress, format_request
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import DONE, WAITING, format_bar, format_colleague_byline, format_list

_WAITS = {
    "reading": "I'm reading what {who} said",
    "model_away": "what {who} said waits for the language model",
    "stopped": "what {who} said is kept, and read with the next message",
    "summary": "the summary waits for your word on how well it fits",
}
_MOST_WAITS = 4
_READER = "you"


_Who = Callable[[str], str]
"""How somebody is called by whoever reads the card."""


def build_progress_card(
    interview: Interview, framework: Framework, states: Sequence[OpenState], reader: str | None = None
) -> MessageContent:
    """`reader`: in whose direct messages it stands."""
    who = partial(_format_who, interview, reader)
    lines = [
        f"*{format_progress(interview, framework)}*{_format_pillars(interview, framework)}",
        *_format_last_noted(interview, framework, who),
        *_format_speakers(interview, who),
        _format_next(interview, framework, states, who),
    ]
    return MessageContent("", (kit.build_context("\n".join(line for line in lines if line)),))


def _format_pillars(interview: Interview, framework: Framework) -> str:
    """Integration 2 of 4 · Ownership 3 of 4; of a follow-up, which asks only what may have changed, nothing."""
    if interview.follows is not None:
        return ""
    known = interview.known_criteria
    counts = ((p.name, [c.id in known for c in p.criteria]) for p in framework.pillars)
    return ": " + " · ".join(f"{name} {sum(found)} of {len(found)}" for name, found in counts)


def _format_last_noted(interview: Interview, framework: Framework, who: _Who) -> Iterator[str]:
    last = interview.evidence[-1] if interview.evidence else None
    standing = find_standing(last.criterion, interview.evidence) if last else None
    if last is not None and standing is not None:
        criterion = framework.get_criterion(last.criterion)
        yield f"Noted last: *{criterion.name}* {format_bar(standing.level)} ({who(last.speaker)})"


def _format_speakers(interview: Interview, who: _Who) -> Iterator[str]:
    """Who is on it, once there are several; of records of before it is not known what was an answer."""
    answers = (turn for turn in interview.turns if turn.state == "mapped" and turn.intent in (None, "answer"))
    heard = Counter(turn.speaker for turn in answers if turn.source)
    if len(heard) > 1:
        yield "Answers: " + " · ".join(f"{who(person)} {n}" for person, n in heard.most_common())


def _format_next(interview: Interview, framework: Framework, states: Sequence[OpenState], who: _Who) -> str:
    if interview.status == "closed":
        return f"{DONE} The interview is finished."
    if interview.status == "paused":
        return f"{WAITING} Paused."
    waits = [*_format_questions(interview, framework, states, who), *_format_silence(states, who)]
    lines = [f"{WAITING} {each[:1].upper()}{each[1:]}." for each in waits[:_MOST_WAITS]]
    left = [f"{WAITING} And {len(waits) - _MOST_WAITS} more."] if len(waits) > _MOST_WAITS else []
    return "\n".join([*lines, *left])


def _format_questions(
    interview: Interview, framework: Framework, states: Sequence[OpenState], who: _Who
) -> Iterator[str]:
    """Question 4 of about 10, about Systems, waits for Bob and Cara."""
    asked: dict[str, list[str]] = {}
    for state in states:
        if state.kind == "question" and state.question is not None:
            whom = who(state.person) if state.person else "anyone here"
            asked.setdefault(_format_question(interview, framework, state.question), []).append(whom)
    for question, people in asked.items():
        yield f"{question} waits for {format_list(sorted(people, key=lambda called: called != _READER))}"


def _format_question(interview: Interview, framework: Framework, asked: Question) -> str:
    about = format_list(f"*{framework.get_criterion(c).name}*" for c in asked.criteria)
    number = format_request(interview, asked)
    number = f"{number[:1].lower()}{number[1:]}" if asked.kind == "probe" else number
    return f"{number}, about {about}," if about else number


def _format_silence(states: Sequence[OpenState], who: _Who) -> Iterator[str]:
    told = ((_WAITS[state.kind], state.person) for state in states if state.kind in _WAITS)
    yield from dict.fromkeys(words.format(who=who(person) if person else "you") for words, person in told)


def _format_who(interview: Interview, reader: str | None, person: str) -> str:
    if person == reader:
        return _READER
    return format_colleague_byline(interview.get_person(person), interview.people)
