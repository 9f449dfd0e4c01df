"""The ladder under an answer: the step that was read or chosen, and the form by which its speaker chooses another."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.assessment.rating import find_standing
from bot.domain.framework.framework import Criterion, Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.level_choice import HELD_AT, list_choosable_criteria
from bot.domain.interview.turn import LevelChoice, Turn
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_option, build_select, build_text_input
from bot.slack.blocks.kit.phrases import format_bar, format_colleague_byline, format_quote
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import count_utf16_units, escape_text
from bot.wording.level_words import SHOW_IT

_STEP = 300
SHOWS = 500
_ANSWER = 600
_CHOOSE = "Read by rule: choose the step that holds; else it stays as read."
_OFFER = "I could read no step from that by rule. Choose the one that holds."
MOST_LADDERS = 5
"""Of one answer; whoever tells more at once is asked about the rest."""


def format_step_lines(interview: Interview, turn: Turn, framework: Framework) -> list[str]:
    """A line a criterion: where it stands by this answer, and who says so."""
    lines = [_format_step(interview, turn, framework.get_criterion(c)) for c in _list_ladders(interview, turn)]
    return [*lines, _CHOOSE] if any(item.basis == "read" for item in _list_own(interview, turn)) else lines


def build_choose_button(interview: Interview, turn: Turn) -> kit.Element | None:
    if not list_choosable_criteria(interview, turn):
        return None
    reference = Reference(interview=interview.id, turn=turn.id)
    return kit.build_button("Choose the level", "turn_levels", reference, only_for=(turn.speaker,))


def _list_ladders(interview: Interview, turn: Turn) -> tuple[str, ...]:
    return list_choosable_criteria(interview, turn)[:MOST_LADDERS]


def _list_own(interview: Interview, turn: Turn) -> list[Evidence]:
    return [item for item in interview.evidence if item.turn_id == turn.id and item.level is not None]


def _format_step(interview: Interview, turn: Turn, criterion: Criterion) -> str:
    item = next((i for i in reversed(_list_own(interview, turn)) if i.criterion == criterion.id), None)
    if item is None or item.level is None:
        standing = find_standing(criterion.id, interview.evidence)
        return f"*{criterion.name}* {format_bar(standing.level if standing else None)} {_OFFER}"
    step = (
        f"*{criterion.name}* {format_bar(item.level)} {item.level}: {escape_text(criterion.ladder[item.level], _STEP)}"
    )
    if item.basis == "read":
        return step
    by = format_colleague_byline(interview.get_person(turn.speaker), interview.people)
    if item.claimed is None:
        return f"{step} _(chosen by {by})_"
    return f"{step} _({by} chose {item.claimed}; held at {item.level} until {SHOW_IT} shows it)_"


# --- the form ---------------------------------------------------------------------------------------


def build_levels_modal(interview: Interview, turn: Turn, framework: Framework) -> kit.View:
    """What `turn_levels` opens: each criterion's five steps, to choose from."""
    blocks: list[kit.Block] = [kit.build_section(f"You said: {format_quote(turn.text, _ANSWER)}")]
    for criterion in _list_ladders(interview, turn):
        blocks += _build_ladder(framework.get_criterion(criterion), framework, _list_own(interview, turn))
    beneath = (
        f"What you choose is the level, with your name and your words beside it. Above {HELD_AT} it takes {SHOW_IT}."
    )
    reference = Reference(interview=interview.id, turn=turn.id)
    return kit.build_modal(
        "choose_levels", "Choose the level", *blocks, kit.build_context(beneath), submit="Save", reference=reference
    )


def _build_ladder(criterion: Criterion, framework: Framework, own: Sequence[Evidence]) -> Iterable[kit.Block]:
    item = next((item for item in reversed(own) if item.criterion == criterion.id), None)
    steps = [
        f"{level.level} {level.name}: {escape_text(criterion.ladder[level.level], _STEP)}" for level in framework.levels
    ]
    now = None if item is None else item.claimed or item.level
    options = [build_option(f"{level.level} {level.name}", str(level.level)) for level in framework.levels]
    steps_to_choose = build_select(options, None if now is None else str(now), placeholder="Choose a step")
    known = item.shows if item and count_utf16_units(item.shows) <= SHOWS else ""
    shown = build_text_input(known, most=SHOWS)
    return (
        kit.build_section(f"*{criterion.name}*\n" + "\n".join(steps)),
        build_input(f"level_{criterion.id}", "Where does it stand?", steps_to_choose, optional=True),
        build_input(f"shows_{criterion.id}", f"For 3 or 4: what shows it? ({SHOW_IT})", shown, optional=True),
    )


def parse_level_choices(values: Mapping[str, object]) -> tuple[LevelChoice, ...]:
    """What was chosen in the form, by criterion."""
    fields = {name.removeprefix("level_"): level for name, level in values.items() if name.startswith("level_")}
    return tuple(
        LevelChoice.model_validate({"criterion": c, "level": int(str(level)), "shows": values.get(f"shows_{c}") or ""})
        for c, level in fields.items()
        if level
    )
