"""The ladder at a terminal: the step that was read or chosen, the five to choose from, and what one types for it."""

import re

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.domain.assessment.rating import find_standing
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.framework.framework import Criterion, Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.level_choice import list_choosable_criteria
from bot.domain.interview.turn import LevelChoice, Turn
from bot.services.conversation.interview_actions import ChosenLevels, LevelCheck
from bot.wording.level_bar import render_bar
from bot.wording.level_words import SHOW_IT, describe_basis

_NUMBERS = re.compile(r"[0-4](?:[ ,]+[0-4])*")
_HOW = "/level N WHAT SHOWS IT settles one step more fully; above 2 it takes " + SHOW_IT + "."


def render_ladders(interview: Interview, turn: Turn, framework: Framework) -> RenderableType | None:
    """What was asked about, each with its five steps. None where there is nothing to choose."""
    asked = list_asked_criteria(interview, turn)
    if not asked or turn.state != "mapped":
        return None
    numbers = "a number from 0 to 4" if len(asked) == 1 else f"{len(asked)} numbers from 0 to 4, in this order"
    how = f"Type {numbers} to choose the level, or just go on: then what was read stands. {_HOW}"
    ladders = [line for c in asked for line in _render_ladder(interview, turn, framework.get_criterion(c))]
    return Padding(Group(*ladders, Text(how, style="dim")), (0, 0, 0, 4))


def render_chosen_step(interview: Interview, turn: Turn, criterion: Criterion) -> RenderableType:
    """What the speaker chose, once they did."""
    return Padding(_render_ladder(interview, turn, criterion)[0], (0, 0, 0, 4))


def list_asked_criteria(interview: Interview, turn: Turn) -> tuple[str, ...]:
    """What the turn's question was about, and the turn lets its speaker settle."""
    question = interview.find_question(turn.question_id)
    choosable = list_choosable_criteria(interview, turn)
    return tuple(c for c in question.criteria if c in choosable) if question is not None else ()


def _render_ladder(interview: Interview, turn: Turn, criterion: Criterion) -> list[Text]:
    item = _find_own_reading(interview, turn, criterion)
    standing = find_standing(criterion.id, interview.evidence)
    bar, told = render_bar(standing.level if standing else None), _describe_step(interview, item)
    at = item.level if item is not None else None
    steps = [f"  {'▸' if level == at else ' '} {level} {step}" for level, step in enumerate(criterion.ladder)]
    head = Text.assemble((criterion.name, "green"), f" {bar} ", (told, "dim"))
    return [head, *(Text(step, style="dim") for step in steps)]


def _find_own_reading(interview: Interview, turn: Turn, criterion: Criterion) -> Evidence | None:
    own = (i for i in interview.evidence if (i.turn_id, i.criterion) == (turn.id, criterion.id) and i.level is not None)
    return next(own, None)


def _describe_step(interview: Interview, item: Evidence | None) -> str:
    if item is None:
        return "no step could be read by rule; which one holds?"
    chosen = describe_basis(item, interview.get_person(item.speaker).byline)
    return chosen or f"read by rule as {item.level}"


# --- what one types ---------------------------------------------------------------------------------


def parse_numbers(interview: Interview, speaker: Person, line: str) -> ChosenLevels | None:
    """A line of nothing but numbers, as the levels of what the speaker was last asked about; None where it is none."""
    turn = _find_last_turn(interview, speaker)
    asked = list_asked_criteria(interview, turn) if turn is not None else ()
    numbers = re.split(r"[ ,]+", line) if _NUMBERS.fullmatch(line) else []
    if turn is None or not numbers or len(numbers) != len(asked):
        return None
    return ChosenLevels(turn, tuple(_build_choice(c, n) for c, n in zip(asked, numbers, strict=True)))


def parse_level_command(interview: Interview, speaker: Person, framework: Framework, rest: str) -> ChosenLevels:
    """`[CRITERION] N [WHAT SHOWS IT]`. Raises MoveRefused for what can't be followed."""
    first, _, after = rest.partition(" ")
    named = first if first in framework.criterion_ids else None
    number, _, shows = (after.strip() if named else rest).partition(" ")
    turn = _find_last_turn(interview, speaker, named)
    if turn is None or not _NUMBERS.fullmatch(number) or len(number) > 1:
        raise MoveRefused(
            "Type /level N, or /level CRITERION N, with N from 0 to 4, after an answer of yours. The criteria are: "
            f"{', '.join(framework.criterion_ids)}."
        )
    criterion = named or (list_asked_criteria(interview, turn) or list_choosable_criteria(interview, turn))[0]
    return ChosenLevels(turn, (_build_choice(criterion, number, shows),))


def parse_confirm_command(framework: Framework, rest: str) -> LevelCheck:
    """`CRITERION [LEVEL] [WHAT SHOWS IT]`. Raises MoveRefused for what can't be followed."""
    criterion, _, after = rest.partition(" ")
    if criterion not in framework.criterion_ids:
        raise MoveRefused(
            "Type /confirm CRITERION, or /confirm CRITERION LEVEL to lower it, and what shows it if you like. The "
            f"criteria are: {', '.join(framework.criterion_ids)}."
        )
    number, _, shows = after.strip().partition(" ")
    lowered = bool(_NUMBERS.fullmatch(number)) and len(number) == 1
    return LevelCheck(criterion, int(number) if lowered else None, shows if lowered else after)


def _find_last_turn(interview: Interview, speaker: Person, criterion: str | None = None) -> Turn | None:
    """The speaker's latest answer, or the latest in which they may settle this criterion."""
    own = [turn for turn in interview.turns if turn.speaker == speaker.id and turn.state != "retracted"]
    latest = own if criterion is not None else own[-1:]
    return next((t for t in reversed(latest) if _lets_settle(list_choosable_criteria(interview, t), criterion)), None)


def _lets_settle(choosable: tuple[str, ...], criterion: str | None) -> bool:
    return bool(choosable) if criterion is None else criterion in choosable


def _build_choice(criterion: str, number: str, shows: str = "") -> LevelChoice:
    return LevelChoice.model_validate({"criterion": criterion, "level": int(number), "shows": shows})
