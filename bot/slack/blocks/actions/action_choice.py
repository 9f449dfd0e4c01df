"""The one menu under several actions: whichever is picked there opens with all that can be done about it."""

from collections.abc import Sequence

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.actions.action import TITLE, UPDATE
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import OPTION_VALUE, build_option, build_select
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.blocks.kit.text import count_utf16_units, shorten_text

_MOST = 100


def build_action_choice_message(actions: Sequence[TrackedAction]) -> MessageContent:
    """Under the actions that stand in the same message."""
    return MessageContent("", tuple(filter(None, [kit.build_buttons(build_action_select(actions, Reference()))])))


def build_action_select(actions: Sequence[TrackedAction], listed: Reference) -> kit.Element | None:
    """`listed`: which list it stands under, which is shown anew once something was changed."""
    options = [build_option(_format_label(at, actions), _pack_shortest(at, listed)) for at in actions[:_MOST]]
    return {**build_select(options, placeholder="Update an action"), "action_id": UPDATE} if options else None


def _format_label(at: TrackedAction, among: Sequence[TrackedAction]) -> str:
    several = len({other.plan.pilot.id for other in among}) > 1
    of_which = f" ({shorten_text(at.plan.pilot.name, 20)})" if several else ""
    return f"{at.action_number}. {shorten_text(at.action.title, TITLE if not several else 45)}{of_which}"


def _pack_shortest(at: TrackedAction, listed: Reference) -> str:
    """An entry's value holds little: without the plan the pilot's latest is meant, without the list it stays as it was.

    Raises ValueError where not even the ids of pilot and action fit.
    """
    action = {"pilot": at.plan.pilot.id, "action": at.action.id}
    whole = listed.model_copy(update={**action, "plan": at.plan.root_id})
    tries = (whole, whole.model_copy(update={"plan": None}), Reference.model_validate(action))
    packed = [pack_reference(reference) for reference in tries]
    return next((value for value in packed if count_utf16_units(value) <= OPTION_VALUE), packed[-1])
