"""The modal that opens one action from a list: what it is, how it stands, and whatever its reader may do about it."""

from collections.abc import Callable
from datetime import date

from bot.domain.actions.tracked_action import TrackedAction
from bot.slack.blocks.actions import action_modals
from bot.slack.blocks.actions.action import ActionMove, build_action_blocks, build_action_reference, list_action_moves
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_option, build_radio, dispatch_on_change
from bot.slack.blocks.kit.phrases import format_list, format_mention

CHOSEN = "chosen_move"
"""The field in which it is chosen what happened."""
MARK = "action_mark"
"""The form of what needs no more than to be chosen."""
FORMS: dict[str, Callable[[TrackedAction, str], kit.View]] = {
    "action_done": lambda at, viewer: action_modals.build_done_modal(at),
    "action_block": action_modals.build_blocked_modal,
    "action_move": lambda at, viewer: action_modals.build_move_modal(at),
    "action_reassign": lambda at, viewer: action_modals.build_reassign_modal(at),
}
"""What needs more than to be chosen, by the button that opens it alone."""
_LABELS = {
    "action_done": "Done, with a proof",
    "action_reassign": "Hand it over",
    "action_move": "Move it to another day",
}


def build_update_modal(at: TrackedAction, viewer: str, today: date, chosen: str = "") -> kit.View:
    """`chosen`: what happened, whose fields then stand beneath it."""
    moves = list_action_moves(at, viewer)
    if not moves:
        return kit.build_modal("action_shown", "Action", *_build_shown(at, viewer, today), _explain(at))
    asked = _build_choice(moves, chosen)
    if chosen in FORMS and any(move.action_id == chosen for move in moves):
        form = FORMS[chosen](at, viewer)
        first, *rest = form["blocks"]
        return {**form, "blocks": [first, asked, *rest]}
    return kit.build_modal(
        MARK, "Update", *_build_shown(at, viewer, today), asked, submit="Save", reference=build_action_reference(at)
    )


def _build_shown(at: TrackedAction, viewer: str, today: date) -> list[kit.Block]:
    shown = build_action_blocks(at, viewer=viewer, today=today, among=True)
    return [block for block in shown if block["type"] != "actions"]


def _build_choice(moves: tuple[ActionMove, ...], chosen: str) -> kit.Block:
    options = [build_option(_LABELS.get(move.action_id, move.label), move.action_id) for move in moves]
    return dispatch_on_change(build_input(CHOSEN, "What happened?", build_radio(options, chosen)))


def _explain(at: TrackedAction) -> kit.Block:
    editors = [at.team.get_person(person) for person in at.allowed_editors if person in at.team.member_ids]
    return kit.build_context(f"{format_list((format_mention(one) for one in editors), 3)} can change it.")
