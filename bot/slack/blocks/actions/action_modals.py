"""The modals about an action: done and how to see it, what is in the way, who takes it, when it moves to."""

from datetime import date

from bot.domain.actions.tracked_action import Followed
from bot.domain.replanning.difference import PlanDifference
from bot.slack.blocks.actions.action import TITLE, due, reference, whose
from bot.slack.blocks.actions.rescheduled import difference_lines
from bot.slack.blocks.kit.elements import Block, View, context, modal, section
from bot.slack.blocks.kit.inputs import asking_at_once, field, one_day, one_person, text_input, url_input
from bot.slack.blocks.kit.text import plain

_NOTE, _REASON = 1000, 500


def done(at: Followed) -> View:
    return modal(
        "action_done",
        "Done",
        [
            _about(at),
            field(
                "note",
                "How can others see that it is done?",
                text_input(multiline=True, most=_NOTE, placeholder="What is there now, who saw it, since when"),
                optional=True,
            ),
            field("link", "Link", url_input("To the document, the ticket, the recording"), optional=True),
            context(
                "A note or a link, or both. I keep it with your name and the date, and it counts when the pilot is "
                "rated again."
            ),
        ],
        submit="Done",
        reference=reference(at),
    )


def block(at: Followed) -> View:
    lead = "I tell the lead at once, and stop reminding you until it goes on."
    return modal(
        "action_block",
        "Blocked",
        [
            _about(at),
            field(
                "reason",
                "What is in the way?",
                text_input(multiline=True, most=_REASON, placeholder="What is missing, and who could provide it"),
            ),
            context(lead),
        ],
        submit="It is blocked",
        reference=reference(at),
    )


def reassign(at: Followed) -> View:
    return modal(
        "action_reassign",
        "Who takes it?",
        [
            _about(at),
            field("colleague", "Who takes this action?", one_person()),
            field(
                "note",
                "Anything they should know?",
                text_input(multiline=True, most=_REASON),
                hint="I pass it on as you write it.",
                optional=True,
            ),
            context("I ask them, and it is theirs once they accept it. If you take it yourself, it is yours at once."),
        ],
        submit="Ask them",
        reference=reference(at),
    )


def move(at: Followed, wish: date | None = None, shown: PlanDifference | str | None = None) -> View:
    """Once a day is chosen, the modal is built again and shows what would move along, or why that can't be."""
    return modal(
        "action_move",
        "Move",
        [
            _about(at),
            asking_at_once(field("due", "When will it be done?", one_day(wish or at.standing.due))),
            *_preview(at, shown),
            context("What waits for it moves along where it has to. The plan as it was is kept."),
        ],
        submit="Move it",
        reference=reference(at),
    )


def _preview(at: Followed, shown: PlanDifference | str | None) -> list[Block]:
    if shown is None:
        return []
    if isinstance(shown, str):
        return [section(plain(shown, 600))]
    return [section("\n".join(["*This would change:*", *difference_lines(at, shown)]))]


def _about(at: Followed) -> Block:
    return section(
        f"*{at.number}. {plain(at.action.title, TITLE)}*\n{whose(at.standing)} · {due(at)}\n"
        f"Done when: {plain(at.action.exit, 600)}"
    )
