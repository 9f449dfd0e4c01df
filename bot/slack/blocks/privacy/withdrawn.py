"""Messages of words that were taken out: in their place, to the lead, and to whoever asked for it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.assessment.assessment import WithdrawnGround
from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.core.people import Person, Pilot
from bot.domain.forgetting.withdrawn_words import Cause
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.slack.blocks.interview.noted import format_level_changes
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_list, format_mention, format_name
from bot.wording.formatter import format_count

_WHY: Mapping[Cause, str] = {
    "forgotten": "somebody asked to be forgotten",
    "deleted": "a message was deleted",
    "edited": "a message was edited",
}
_SINCE = "since somebody's words were taken out"
_SHOWN = 20


def build_words_withdrawn_message(cause: Cause) -> MessageContent:
    return kit.build_note(f"Taken out: {_WHY[cause]}.")


def build_answer_withdrawn_message(cause: Cause, changes: Sequence[LevelShift], framework: Framework) -> MessageContent:
    """In the place of the line under an answer."""
    told = f"An answer was taken out: {_WHY[cause]}. Its words, and everything I read from it, are gone."
    return kit.build_note("\n".join([told, *format_level_changes(changes, framework, "without these words")]))


def format_withdrawn_levels(shifts: Sequence[WithdrawnGround], framework: Framework) -> str:
    """*Owner*: owned → unknown, since somebody's words were taken out; empty where nothing fell back."""
    latest = {shift.criterion: shift for shift in shifts}
    first = {shift.criterion: shift.before for shift in reversed(shifts)}
    told = [LevelShift(c, first[c], shift.after) for c, shift in latest.items()]
    return "\n".join(format_level_changes(told, framework, _SINCE))


def build_withdrawal_message(left: WithdrawnFromPilot, framework: Framework) -> MessageContent:
    """To the lead: what is missing from now on. Whose words it were is nobody's business."""
    name = format_name(left.pilot.name)
    return kit.build_text_message("\n".join(_list_lines(left, name, framework)))


def _list_lines(left: WithdrawnFromPilot, name: str, framework: Framework) -> Iterator[str]:
    yield (
        f"Of _{name}_ some words were taken out: {_WHY[left.cause]}. The plan stands, without their quotes; its files "
        "in Slack are deleted where they held any, and `/pilot plan` sends them anew."
    )
    if left.shifts:
        yield format_withdrawn_levels(left.shifts, framework)
    if left.unowned:
        needs = "needs" if left.unowned == 1 else "need"
        yield f"{AT_RISK} {format_count(left.unowned, 'action')} of the plan {needs} an owner: `/pilot actions {name}`."


def build_pilot_deleted_message() -> MessageContent:
    return kit.build_note("This was about a pilot that its lead had deleted. Nothing of it is kept.")


def build_pilot_deletion_done_message(pilot: Pilot, by: Person) -> MessageContent:
    return kit.build_text_message(
        f"{format_mention(by)} had _{format_name(pilot.name)}_ deleted: its interviews, assessments, plans, canvas and "
        "files are gone, and my messages about it say so. Messages that people wrote themselves stay in Slack."
    )


def build_forgetting_done_message(led: Sequence[Pilot]) -> MessageContent:
    """To whoever asked for it, once; it quotes nothing and is not kept here."""
    told = (
        "Done: your answers, your notes and everything I read from them are gone from what I keep, and from my "
        "messages and canvases. Messages that you wrote yourself stay in Slack until you delete them there."
    )
    names = format_list((f"_{format_name(pilot.name)}_" for pilot in led), _SHOWN)
    still = f"You still lead {names}: a pilot needs a lead." if led else ""
    return kit.build_text_message("\n".join(filter(None, (told, still))))
