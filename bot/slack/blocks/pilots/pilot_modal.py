"""One pilot opened from Home: its status and its pillars in a modal, to be read."""

from datetime import date

from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import Post
from bot.domain.portfolio.overview import Overview
from bot.slack.blocks.assessment import assessment
from bot.slack.blocks.kit.elements import (
    View,
    actions,
    button,
    divider,
    link_button,
    modal,
    without_buttons,
    without_charts,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.status import above_the_card

_CALLBACK = "pilot"


def pilot_modal(seen: Overview, framework: Framework, today: date) -> View:
    """Modals show no charts, and there is no channel here to post to: what stays is reading and ways on."""
    made = seen.assessment
    reference = Reference(pilot=seen.pilot.id, assessment=made.id if made else None)
    card = assessment.card(made, framework, before=seen.before) if made else None
    return modal(
        _CALLBACK,
        seen.pilot.name,
        [
            *above_the_card(seen, framework, today),
            *([divider(), *_to_read(card)] if card else []),
            actions(
                link_button("Go to the interview", "open_thread", seen.thread),
                button("Why these ratings", "assessment_why", reference) if made else None,
                button("Make the plan", "plan_make", reference) if made and not seen.plan else None,
                button("Assess it again", "pilot_again", reference) if seen.may_be_renewed else None,
            ),
        ],
        reference=reference,
    )


def instead(told: Post) -> View:
    """What is said where the pilot can't be opened."""
    return modal(_CALLBACK, "Flightplan", told.blocks)


def _to_read(message: Post) -> tuple[dict[str, object], ...]:
    return without_buttons(without_charts(message)).blocks
