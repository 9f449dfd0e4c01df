"""The 3s and 4s in the summary, and the form by which somebody other than their speaker confirms or lowers them."""

from collections.abc import Iterable, Mapping

from bot.domain.assessment.rating import CriterionStanding, list_high_standings
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Framework
from bot.domain.interview.confirmation import may_confirm
from bot.domain.interview.interview import Interview
from bot.services.conversation.interview_actions import LevelCheck
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_option, build_paragraph_input, build_select
from bot.slack.blocks.kit.phrases import format_bar, format_said
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.level_words import SHOW_IT, TO_CONFIRM, describe_high_level

_LINE = 300
_NOTE = 500
_STEP = 300
_CONFIRM = "confirm"
_FIELD = "confirm_"


def build_high_level_blocks(interview: Interview, framework: Framework) -> list[kit.Block]:
    """Which criteria stand at 3 or 4, on whose word, and who confirmed them, a line each; none where none does."""
    found: dict[tuple[str, str], list[str]] = {}
    for standing in list_high_standings(framework, interview.evidence):
        alike = (format_bar(standing.level), escape_text(describe_high_level(standing, interview), _LINE))
        found.setdefault(alike, []).append(framework.get_criterion(standing.criterion).name)
    lines = (f"{bar} {join_with_and(names)}: {told}" for (bar, told), names in found.items())
    return [kit.build_section("\n".join((f"*{TO_CONFIRM[0].upper()}{TO_CONFIRM[1:]}*", *lines)))] if found else []


def build_confirm_button(interview: Interview, framework: Framework) -> kit.Block | None:
    if not list_high_standings(framework, interview.evidence):
        return None
    reference = Reference(interview=interview.id)
    return kit.build_buttons(kit.build_button("Check the 3s and 4s", "interview_confirm", reference))


def _format_line(standing: CriterionStanding, interview: Interview, framework: Framework, reader: str) -> str:
    name = framework.get_criterion(standing.criterion).name
    return (
        f"{format_bar(standing.level)} {name}: {escape_text(describe_high_level(standing, interview, reader), _LINE)}"
    )


def build_confirm_modal(interview: Interview, framework: Framework, person: str) -> kit.View:
    """What `interview_confirm` opens, for this person."""
    blocks: list[kit.Block] = []
    for standing in list_high_standings(framework, interview.evidence):
        blocks += _build_check(standing, interview, framework, person)
    hint = f"{SHOW_IT[0].upper()}{SHOW_IT[1:]}. Needed where you answer alone."
    return kit.build_modal(
        "confirm_levels",
        "Check the 3s and 4s",
        *blocks,
        build_paragraph_input("shows", "What shows it?", _NOTE, hint=hint, optional=True),
        submit="Save",
        reference=Reference(interview=interview.id),
    )


def _build_check(
    standing: CriterionStanding, interview: Interview, framework: Framework, person: str
) -> Iterable[kit.Block]:
    criterion, item = framework.get_criterion(standing.criterion), standing.key_high_evidence
    claimed = max(item.read_level or 0 for item in standing.high_evidence)
    step = escape_text(criterion.ladder[claimed], _STEP)
    confirm = [build_option(f"It holds: {claimed} {framework.get_level_name(claimed)}", _CONFIRM)]
    lower = [
        build_option(f"Lower to {level.level} {level.name}", str(level.level))
        for level in reversed(framework.levels)
        if level.level < claimed
    ]
    options = [*(confirm if may_confirm(interview, criterion.id, person) else []), *lower]
    line = _format_line(standing, interview, framework, person)
    return (
        kit.build_section(f"{line}\n{format_said(item, _STEP)}\n{claimed}: {step}"),
        build_input(
            f"{_FIELD}{criterion.id}", criterion.name, build_select(options, placeholder="Leave it"), optional=True
        ),
    )


def parse_level_checks(values: Mapping[str, str | None]) -> tuple[LevelCheck, ...]:
    """What was chosen in the form, by criterion."""
    chosen = {name.removeprefix(_FIELD): value for name, value in values.items() if name.startswith(_FIELD)}
    note = values.get("shows") or ""
    return tuple(LevelCheck(c, None if v == _CONFIRM else int(v), note) for c, v in chosen.items() if v)
