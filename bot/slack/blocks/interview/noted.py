"""What is said after an answer: what was noted and where, what people see differently, and what went wrong."""

from bot.domain.assessment.rating import standing_of
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import Post
from bot.services.interview.interviewing import Heard
from bot.slack.blocks.kit.elements import Block, actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import (
    AT_RISK,
    DISAGREEMENT,
    WAITING,
    called,
    cleaned,
    level_bar,
    listed,
    mention,
    plain,
    quoted,
)

_MOST_QUOTES = 3
_MOST_VIEWS = 4
_TO_THE_RATER = "it tells the assistant what to rate"
_COUNTED = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def noted(heard: Heard, framework: Framework, *, shared: bool = True) -> Post | None:
    """Where an answer was noted, how that stands now, and the words it rests on; None where there is nothing to say.

    `shared`: in a thread that several people read, who want to know whose words they are.
    """
    taken = _taken(heard)
    lines = [*_lines(heard.interview, taken, framework, shared), *_left_out(heard)]
    if not lines:
        return None
    return post(
        "\n".join(lines),
        context("\n".join(lines)),
        _own(heard.interview, heard.turn) if taken else None,
        *(_disagreement(heard.interview, criterion, framework) for criterion in _disputed(heard.interview, taken)),
    )


def _taken(heard: Heard) -> tuple[Evidence, ...]:
    return tuple(item for item in heard.interview.evidence if item.turn_id == heard.turn.id)


def _lines(interview: Interview, taken: tuple[Evidence, ...], framework: Framework, shared: bool) -> list[str]:
    """A line a quote, with every criterion it bears on; what doesn't fit is named in a last one."""
    by_quote: dict[str, list[str]] = {}
    for criterion in dict.fromkeys(item.criterion for item in taken):
        first = next(item for item in taken if item.criterion == criterion)
        by_quote.setdefault(cleaned(first.quote), []).append(_standing(interview, criterion, framework))
    rows = list(by_quote.items())
    whose = f" ({_called(interview, taken[0].speaker)})" if taken and shared else ""
    lines = [f"Noted under {listed(where, 20)}: {quoted(quote)}{whose}" for quote, where in rows[:_MOST_QUOTES]]
    rest = [where for _, others in rows[_MOST_QUOTES:] for where in others]
    return [*lines, f"Also under {listed(rest, 20)}"] if rest else lines


def _called(interview: Interview, person: str) -> str:
    return called(interview.person(person), interview.people)


def _standing(interview: Interview, criterion: str, framework: Framework) -> str:
    standing = standing_of(criterion, interview.evidence)
    return f"*{framework.criterion(criterion).name}* {level_bar(standing.level if standing else None)}"


def _left_out(heard: Heard) -> list[str]:
    if not any(refusal.why == _TO_THE_RATER for refusal in heard.refusals):
        return []
    return ["I left out a sentence that tells me what to rate. I go by what there is and how it is done."]


def _own(interview: Interview, turn: Turn) -> Block | None:
    reference = Reference(interview=interview.id, turn=turn.id)
    speaker = (turn.speaker,)
    return actions(
        button("Correct", "turn_correct", reference, only_for=speaker),
        button("Undo", "turn_undo", reference, only_for=speaker),
    )


def _disputed(interview: Interview, taken: tuple[Evidence, ...]) -> list[str]:
    touched = dict.fromkeys(item.criterion for item in taken)
    return [c for c in touched if (standing := standing_of(c, interview.evidence)) is not None and standing.disputed]


def _disagreement(interview: Interview, criterion: str, framework: Framework) -> Block:
    standing = standing_of(criterion, interview.evidence)
    voiced = {item.speaker: standing.voiced(item.speaker) for item in standing.evidence} if standing else {}
    views = [f"{mention(interview.person(who))}: {quoted(item.sentence)}" for who, item in voiced.items()]
    shown = [*views[:_MOST_VIEWS], *([f"and {len(views) - _MOST_VIEWS} more"] if len(views) > _MOST_VIEWS else [])]
    keeping = "both" if len(views) == 2 else "all of it"
    return section(
        f"{DISAGREEMENT} {_COUNTED.get(len(views), len(views))} of you see *{framework.criterion(criterion).name}* "
        f"differently, and I'm keeping {keeping}.\n"
        + "\n".join(shown)
        + "\nI rate by the weaker claim until it is settled; settling it becomes an action of the plan."
    )


def took_out(kinds: tuple[str, ...]) -> Post:
    """Said at once when somebody pasted a secret."""
    text = (
        f"{AT_RISK} That message held what looks like {plain(listed(kinds) or 'a secret')}. I took it out and kept "
        "none of it. It still stands in Slack: delete the message, and change the secret where it is used."
    )
    return post(text, section(text))


def model_is_down(ref: str) -> Post:
    """The answer is safe, and nobody has to do anything."""
    text = (
        f"{WAITING} I couldn't reach the language model. What you said is saved. I read it as soon as I can and come "
        f"back here by myself, no need to repeat it. (ref {plain(ref, 20)})"
    )
    return post(text, section(text))


def model_is_refused(ref: str) -> Post:
    """The answer is safe, but somebody has to mend our access to the model."""
    text = (
        f"{AT_RISK} The language model refuses my key, so I can't read answers until whoever runs Flightplan has "
        f"mended that. What you said is saved and will be read then. (ref {plain(ref, 20)})"
    )
    return post(text, section(text))


def undone(speaker: Person) -> Post:
    """What becomes of the line after Undo."""
    text = f"{mention(speaker)} took this answer back. Its words, and everything I read from it, are gone."
    return post(text, context(text))


def corrected(speaker: Person) -> Post:
    text = f"{mention(speaker)} corrected this answer. I'm reading the new words now; the old ones no longer count."
    return post(text, context(text))


def nothing_noted(heard: Heard, *, shared: bool = True) -> Post:
    """Read, but nothing in it could be rated: said, so that nobody wonders. A story need not show anything yet."""
    question = heard.interview.question(heard.turn.question_id)
    if heard.intent == "other":
        text = "I took that for no answer: my question still waits for one."
    elif question is not None and question.kind == "opening":
        text = "I've kept that as the story of the pilot. Now to what it leaves open."
    else:
        what = f"what {_called(heard.interview, heard.turn.speaker)} said" if shared else "that"
        text = f"I've kept {what}, but nothing in it shows yet where the pilot stands."
    return post(text, context(text))
