"""Level choice: whoever answered settles the level of their own words, and what it takes to claim a high one."""

from bot.domain.core.errors import MoveRefused
from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.turn import LevelChoice, Turn, is_foreign
from bot.domain.quotation.checkable import SaidOfPilot, find_checkable
from bot.domain.quotation.orders import find_factual_spans
from bot.domain.quotation.own_words import Span

HELD_AT: Level = 2
"""A claim above it stands once something was named by which it can be checked, in the answer or beside it."""


def list_choosable_criteria(interview: InterviewRecord, turn: Turn) -> tuple[str, ...]:
    """What a turn lets its speaker settle: what it was asked about, and what else was read from it."""
    if turn.state != "mapped":
        return ()
    question = interview.find_question(turn.question_id)
    told = turn.intent == "answer" or (turn.intent == "other" and is_foreign(turn.language))
    asked = question.criteria if question and question.kind != "record" and told else ()
    return tuple(dict.fromkeys((*asked, *(item.criterion for item in interview.evidence if item.turn_id == turn.id))))


def apply_choice(
    interview: InterviewRecord, turn: Turn, choice: LevelChoice, world: SaidOfPilot
) -> tuple[Evidence, ...]:
    """All evidence, after the speaker of the turn settled one criterion: their own words on it stand for that level.

    Raises MoveRefused where the turn says nothing that could be quoted.
    """
    own = [item for item in interview.evidence if _is_own(item, turn, choice.criterion)]
    if not any(item.turn_id == turn.id for item in own):
        own.append(_quote_whole_answer(turn, choice))
    settled = {item.id: _settle(item, choice, world) for item in own}
    kept = tuple(settled.pop(item.id, item) for item in interview.evidence)
    return (*kept, *settled.values())


def _is_own(item: Evidence, turn: Turn, criterion: str) -> bool:
    return item.speaker == turn.speaker and item.criterion == criterion


def _settle(item: Evidence, choice: LevelChoice, world: SaidOfPilot) -> Evidence:
    shows = choice.shows.strip()
    shown = find_checkable((shows, item.sentence), choice.level, world)
    held = choice.level > HELD_AT and shown is None
    changes = {
        "level": HELD_AT if held else choice.level,
        "claimed": choice.level if held else None,
        "shows": shows if choice.level > HELD_AT else "",
        "basis": "chosen",
        "in_passing": False,
        "confirmations": (),
    }
    return item.model_copy(update=changes)


def _quote_whole_answer(turn: Turn, choice: LevelChoice) -> Evidence:
    spans = find_factual_spans(turn.text)
    words = Span(spans[0].start, spans[-1].end).extract_from(turn.text).strip() if spans else ""
    if not words:
        raise MoveRefused("That answer says nothing I could quote beside a level. Write what there is, then choose.")
    return Evidence(
        id=f"{turn.id}r{turn.revision}.{choice.criterion}",
        criterion=choice.criterion,
        level=choice.level,
        quote=words,
        sentence=words,
        turn_id=turn.id,
        speaker=turn.speaker,
    )
