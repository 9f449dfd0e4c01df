"""The modals about an action: done and how to see it, what is in the way, who takes it, when it moves to."""

from datetime import date

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.replanning.difference import PlanDifference
from bot.slack.blocks.actions.action import TITLE, build_action_reference, format_action_owner, format_due_date
from bot.slack.blocks.actions.rescheduled import format_plan_difference
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import (
    build_date_picker,
    build_input,
    build_paragraph_input,
    build_person_select,
    build_url_input,
    dispatch_on_change,
)
from bot.slack.blocks.kit.phrases import format_mention
from bot.slack.blocks.kit.text import escape_text

_NOTE, _REASON = 1000, 500
Preview = PlanDifference | str | None
"""What would move along, why that can't be, or nothing as long as no day is chosen."""


def build_done_modal(at: TrackedAction) -> kit.View:
    return kit.build_modal(
        "action_done",
        "Done",
        _build_action_summary(at),
        build_paragraph_input(
            "note",
            "How can others see that it is done?",
            _NOTE,
            placeholder="What is there now, who saw it, since when",
            optional=True,
        ),
        build_input("link", "Link", build_url_input("To the document, the ticket, the recording"), optional=True),
        kit.build_context(
            "A note or a link, or both. I keep it with your name and the date, and it counts when the pilot is "
            "rated again."
        ),
        submit="Done",
        reference=build_action_reference(at),
    )


def build_blocked_modal(at: TrackedAction, viewer: str = "") -> kit.View:
    """`viewer`: who says so; whoever could clear it is asked."""
    helper = at.find_helper(viewer)
    told = f"I ask {format_mention(at.team.get_person(helper))} at once" if helper else "Nobody else is named to help"
    return kit.build_modal(
        "action_block",
        "Blocked",
        _build_action_summary(at),
        build_paragraph_input(
            "reason", "What is in the way?", _REASON, placeholder="What is missing, and who could provide it"
        ),
        kit.build_context(f"{told}, and nobody is reminded until it goes on."),
        submit="It is blocked",
        reference=build_action_reference(at),
    )


def build_reassign_modal(at: TrackedAction) -> kit.View:
    return kit.build_modal(
        "action_reassign",
        "Who takes it?",
        _build_action_summary(at),
        build_input("colleague", "Who takes this action?", build_person_select()),
        build_paragraph_input(
            "note", "Anything they should know?", _REASON, hint="I pass it on as you write it.", optional=True
        ),
        kit.build_context(
            "I ask them, and it is theirs once they accept it. If you take it yourself, it is yours at once."
        ),
        submit="Ask them",
        reference=build_action_reference(at),
    )


def build_move_modal(at: TrackedAction, wish: date | None = None, shown: Preview = None) -> kit.View:
    """Once a day is chosen, the modal is built again and shows what would move along, or why that can't be."""
    return kit.build_modal(
        "action_move",
        "Move",
        _build_action_summary(at),
        dispatch_on_change(build_input("due", "When will it be done?", build_date_picker(wish or at.standing.due))),
        *_build_move_preview(at, shown),
        kit.build_context("What waits for it moves along where it has to. The plan as it was is kept."),
        submit="Move it",
        reference=build_action_reference(at),
    )


def _build_move_preview(at: TrackedAction, shown: Preview) -> list[kit.Block]:
    if shown is None:
        return []
    if isinstance(shown, str):
        return [kit.build_section(escape_text(shown, 600))]
    return [kit.build_section("\n".join(["*This would change:*", *format_plan_difference(at, shown)]))]


def _build_action_summary(at: TrackedAction) -> kit.Block:
    return kit.build_section(
        f"*{at.action_number}. {escape_text(at.action.title, TITLE)}*\n{format_action_owner(at.standing)} · "
        f"{format_due_date(at)}\n"
        f"Done when: {escape_text(at.action.exit, 600)}"
    )
